// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// What stands above a message: its day, and where reading stopped.
Column {
    id: lines

    required property string day
    required property bool newLine

    signal dayActivated(Item near)

    Item {
        width: parent.width
        height: Theme.scaled(44)
        visible: lines.day.length > 0

        Divider {
            anchors.left: parent.left
            anchors.leftMargin: Theme.timelineSide
            anchors.right: dayButton.left
            anchors.verticalCenter: parent.verticalCenter
        }
        T.AbstractButton {
            id: dayButton
            objectName: "dayButton"
            anchors.centerIn: parent
            implicitWidth: dayLabel.implicitWidth + 2 * Theme.gap2 + 4
            implicitHeight: Theme.scaled(26)
            focusPolicy: Qt.NoFocus
            text: lines.day
            Accessible.role: Accessible.Heading
            Accessible.name: lines.day
            onClicked: lines.dayActivated(dayButton)

            contentItem: Label {
                id: dayLabel
                text: lines.day
                horizontalAlignment: Text.AlignHCenter
                color: dayButton.hovered ? Theme.text : Theme.muted
                font.pixelSize: Theme.fontLabel
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }
            background: Rectangle {
                radius: height / 2
                color: dayButton.hovered ? Theme.hover : "transparent"
            }
            Loader {
                active: dayButton.hovered
                sourceComponent: Tooltip {
                    parent: dayButton
                    shown: true
                    text: qsTr("Go to a day")
                }
            }
        }
        Divider {
            anchors.left: dayButton.right
            anchors.right: parent.right
            anchors.rightMargin: Theme.timelineSide
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    Item {
        objectName: "newLine"
        width: parent.width
        height: Theme.scaled(26)
        visible: lines.newLine
        Accessible.role: Accessible.Separator
        Accessible.name: qsTr("New messages")

        Rectangle {
            anchors.left: parent.left
            anchors.leftMargin: Theme.timelineSide
            anchors.right: newLabel.left
            anchors.verticalCenter: parent.verticalCenter
            height: 1
            color: Theme.danger
            opacity: 0.6
        }
        Rectangle {
            id: newLabel
            anchors.right: parent.right
            anchors.rightMargin: Theme.timelineSide
            anchors.verticalCenter: parent.verticalCenter
            width: newText.implicitWidth + 14
            height: Theme.scaled(18)
            radius: 5
            color: Theme.danger

            Text {
                id: newText
                anchors.centerIn: parent
                text: qsTr("New")
                textFormat: Text.PlainText
                color: Theme.dangerInk
                font.family: Theme.family
                font.pixelSize: Theme.fontBadge
                font.weight: Font.Bold
            }
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// The way back to the newest message, with the count of what came meanwhile.
T.AbstractButton {
    id: pill

    property int arrived: 0
    property string iconName: "arrow-down"
    readonly property bool strong: arrived > 0

    implicitHeight: Theme.scaled(34)
    implicitWidth: line.implicitWidth + 28
    focusPolicy: Qt.TabFocus
    text: arrived > 0 ? qsTr("%n new message(s)", "", arrived) : qsTr("To the newest")
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    background: Rectangle {
        radius: height / 2
        color: pill.strong ? (pill.hovered ? Theme.accentHover : Theme.accent) : pill.hovered ? Theme.hover : Theme.raised
        border.width: pill.strong ? 0 : 1
        border.color: Theme.edge
        FocusRing {
            radius: parent.height / 2 + 2
            shown: pill.visualFocus
        }
    }
    contentItem: Item {
        Row {
            id: line
            anchors.centerIn: parent
            spacing: Theme.gap2
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: pill.iconName
                size: Theme.iconSmall
                color: pill.strong ? Theme.accentInk : Theme.muted
            }
            Label {
                text: pill.text
                color: pill.strong ? Theme.accentInk : Theme.text
                font.pixelSize: Theme.fontSecondary
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }
        }
    }
}

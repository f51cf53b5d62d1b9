// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// Who answered a message, how often and when last; a click opens the thread.
T.AbstractButton {
    id: summary

    // {count, last, people}: see MessageListModel.ThreadRole.
    required property var thread

    implicitWidth: line.implicitWidth + Theme.gap2
    implicitHeight: Theme.scaled(28)
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("%n repl(y/ies), %1", "", thread.count).arg(thread.last)

    contentItem: Item {
        Row {
            id: line
            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            spacing: 6

            Repeater {
                model: summary.thread.people
                Avatar {
                    required property var modelData
                    anchors.verticalCenter: parent.verticalCenter
                    size: Theme.avatarSmall
                    name: modelData.name
                    identity: modelData.id
                }
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("%n repl(y/ies)", "", summary.thread.count)
                color: Theme.accent
                font.pixelSize: Theme.fontSecondary
                font.weight: Font.DemiBold
                font.underline: summary.hovered
                Accessible.ignored: true
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: summary.thread.last
                color: Theme.muted
                font.pixelSize: Theme.fontLabel
                Accessible.ignored: true
            }
        }
    }
    HoverHandler {
        cursorShape: Qt.PointingHandCursor
    }
}

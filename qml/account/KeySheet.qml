// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// Every key that does something.
Column {
    id: sheet
    spacing: Theme.gap2

    Repeater {
        model: [
            [qsTr("Ctrl K"), qsTr("Jump to a room")],
            [qsTr("Alt Up, Alt Down"), qsTr("The room above, below")],
            [qsTr("Alt Shift Up, Alt Shift Down"), qsTr("The unread room above, below")],
            [qsTr("Ctrl N"), qsTr("New room")],
            [qsTr("Ctrl 1 to 9"), qsTr("Account")],
            [qsTr("Enter"), qsTr("Send")],
            [qsTr("Shift Enter"), qsTr("New line")],
            [qsTr("Up"), qsTr("Edit your last message, while nothing is written")],
            [qsTr("Ctrl B, Ctrl I"), qsTr("Bold, italic")],
            [qsTr("Ctrl Shift C"), qsTr("Code")],
            [qsTr("@, :"), qsTr("Call somebody, find an emoji")],
            [qsTr("Esc"), qsTr("Mark as read, close what is open")],
            [qsTr("Ctrl ,"), qsTr("Settings")],
            [qsTr("Ctrl /"), qsTr("These keys")],
            [qsTr("Ctrl Q"), qsTr("Quit Parlor")]
        ]
        Item {
            id: line
            required property var modelData
            width: sheet.width
            height: Math.max(26, what.implicitHeight)

            Label {
                id: what
                anchors.left: parent.left
                anchors.right: ground.left
                anchors.rightMargin: Theme.gap3
                anchors.verticalCenter: parent.verticalCenter
                text: line.modelData[1]
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
            }
            Rectangle {
                id: ground
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: keys.implicitWidth + 14
                height: 24
                radius: 6
                color: Theme.side
                border.width: 1
                border.color: Theme.line

                Label {
                    id: keys
                    anchors.centerIn: parent
                    text: line.modelData[0]
                    color: Theme.muted
                    font.pixelSize: Theme.fontLabel
                }
            }
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// Every key that does something.
Column {
    id: sheet
    objectName: "keySheet"
    spacing: Theme.gap2

    Repeater {
        // A line of one word is a heading.
        model: [
            [qsTr("Rooms")],
            [qsTr("Ctrl K"), qsTr("Jump to a room or somebody, or search")],
            [qsTr("Alt Up, Alt Down"), qsTr("The room above, below")],
            [qsTr("Alt Shift Up, Alt Shift Down"), qsTr("The unread room above, below")],
            [qsTr("Ctrl N"), qsTr("New room")],
            [qsTr("Ctrl 1 to 9"), qsTr("Account")],
            [qsTr("Search")],
            [qsTr("Ctrl F"), qsTr("Search in this room")],
            [qsTr("Ctrl Shift F"), qsTr("Search in all rooms")],
            [qsTr("Writing")],
            [qsTr("Enter"), qsTr("Send")],
            [qsTr("Shift Enter"), qsTr("New line")],
            [qsTr("Up"), qsTr("Edit your last message, while nothing is written")],
            [qsTr("Ctrl B, Ctrl I"), qsTr("Bold, italic")],
            [qsTr("Ctrl Shift C"), qsTr("Code")],
            [qsTr("@, :"), qsTr("Call somebody, find an emoji")],
            [qsTr("Messages")],
            [qsTr("Shift Tab"), qsTr("To the messages, from where you write")],
            [qsTr("Up, Down"), qsTr("The message above, below")],
            [qsTr("Enter"), qsTr("Its thread")],
            ["R", qsTr("Reply")],
            ["E", qsTr("Edit")],
            ["+", qsTr("React")],
            ["P", qsTr("Pin or unpin")],
            ["U", qsTr("Mark as unread from here")],
            [qsTr("Space"), qsTr("Show all of a long message, or less")],
            [qsTr("Del"), qsTr("Delete")],
            [qsTr("Menu, Shift F10"), qsTr("Everything else")],
            [qsTr("End"), qsTr("To the newest")],
            [qsTr("Parlor")],
            [qsTr("Esc"), qsTr("Mark as read, close what is open")],
            [qsTr("Ctrl ,"), qsTr("Settings")],
            [qsTr("Ctrl /"), qsTr("These keys")],
            [qsTr("Ctrl Q"), qsTr("Quit Parlor")]
        ]
        Item {
            id: line
            required property var modelData
            required property int index
            readonly property bool heading: modelData.length === 1
            width: sheet.width
            height: heading ? what.implicitHeight + (index > 0 ? Theme.gap3 : 0) : Math.max(26, what.implicitHeight)

            Label {
                id: what
                anchors.left: parent.left
                anchors.right: ground.left
                anchors.rightMargin: Theme.gap3
                anchors.bottom: line.heading ? parent.bottom : undefined
                anchors.verticalCenter: line.heading ? undefined : parent.verticalCenter
                text: line.modelData[line.modelData.length - 1]
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                color: line.heading ? Theme.muted : Theme.text
                font.pixelSize: line.heading ? Theme.fontLabel : Theme.fontBody
                font.weight: line.heading ? Font.DemiBold : Font.Normal
                Accessible.role: line.heading ? Accessible.Heading : Accessible.StaticText
            }
            Rectangle {
                id: ground
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                visible: !line.heading
                width: visible ? keys.implicitWidth + 14 : 0
                height: Theme.scaled(24)
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

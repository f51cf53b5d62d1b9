// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

Dialog {
    id: dialog

    title: qsTr("Keys")
    objectName: "keysDialog"

    Column {
        width: parent.width
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
                [qsTr("Esc"), qsTr("Mark as read, close what is open")],
                [qsTr("Ctrl ,"), qsTr("Settings")],
                [qsTr("Ctrl /"), qsTr("These keys")]
            ]
            Item {
                id: line
                required property var modelData
                width: parent.width
                height: 26

                Label {
                    anchors.left: parent.left
                    anchors.verticalCenter: parent.verticalCenter
                    text: line.modelData[1]
                }
                Rectangle {
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
}

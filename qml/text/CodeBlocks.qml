// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Text
import Parlor.Ui

// What stands behind and over the text of a message that has code, quotes or rules: their grounds, and the buttons that
// copy the code.
Item {
    id: blocks

    required property var decorations
    // The buttons instead of the grounds.
    property bool over: false
    // The mouse is somewhere on the message.
    property bool near: false
    // The buttons are on the way of Tab.
    property bool reachable: true

    signal copyWanted(string code)

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    Repeater {
        model: blocks.decorations

        Item {
            id: place

            required property var modelData
            readonly property bool isCode: modelData.kind === "code"
            readonly property int padding: isCode ? BodyLook.codePadding - 2 : 0

            x: modelData.mirrored ? 0 : modelData.inset
            y: Math.floor(modelData.y) - padding
            width: blocks.width - modelData.inset
            height: Math.ceil(modelData.height) + 2 * padding

            Rectangle {
                visible: !blocks.over && place.isCode
                anchors.fill: parent
                radius: Theme.radiusField
                color: Theme.side
                border.width: 1
                border.color: Theme.line
            }
            Rectangle {
                visible: !blocks.over && place.modelData.kind === "quote"
                x: place.modelData.mirrored ? parent.width - width : 0
                width: 3
                height: parent.height
                radius: 1
                color: Theme.edge
            }
            Rectangle {
                visible: !blocks.over && place.modelData.kind === "rule"
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                height: 1
                color: Theme.line
            }
            Loader {
                active: blocks.over && place.isCode
                anchors.right: parent.right
                anchors.rightMargin: 5
                y: 5
                sourceComponent: IconButton {
                    id: button

                    property bool done: false

                    objectName: "copyCode"
                    implicitWidth: 26
                    implicitHeight: 26
                    iconName: done ? "check" : "copy"
                    iconSize: 14
                    ground: Theme.side
                    text: done ? qsTr("Copied") : qsTr("Copy the code")
                    focusPolicy: blocks.reachable ? Qt.TabFocus : Qt.NoFocus
                    opacity: blocks.near || visualFocus ? 1 : 0
                    onClicked: {
                        blocks.copyWanted(place.modelData.code);
                        done = true;
                        again.restart();
                    }

                    Timer {
                        id: again
                        interval: Theme.noteTime
                        onTriggered: button.done = false
                    }
                }
            }
        }
    }
}

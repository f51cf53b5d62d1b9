// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Text
import Parlor.Ui

// The reactions that are used most, and the way to all others.
T.Popup {
    id: popup

    property string key
    property Item near: null

    signal picked(string key, string emoji)
    signal allWanted(string key, Item near)

    function openFor(message, item) {
        key = message;
        near = item;
        parent = item;
        open();
    }

    x: parent ? parent.width - width : 0
    y: parent ? -height - Theme.gap1 : 0
    margins: Theme.gap2
    padding: Theme.gap1
    focus: true
    implicitWidth: row.implicitWidth + 2 * padding
    implicitHeight: 40
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onOpened: faces.itemAt(0).forceActiveFocus(Qt.PopupFocusReason)

    background: Rectangle {
        radius: Theme.radiusComposer
        color: Theme.raised
        border.width: 1
        border.color: Theme.edge
    }
    contentItem: Item {
        Accessible.role: Accessible.PopupMenu
        Accessible.name: qsTr("Reactions")
        Row {
            id: row
            anchors.centerIn: parent
            spacing: 2

            Repeater {
                id: faces
                model: ["👍", "❤️", "😂", "🎉", "👀", "🙏"]
                T.AbstractButton {
                    id: face
                    required property string modelData
                    required property int index
                    objectName: "quick-" + index
                    implicitWidth: 32
                    implicitHeight: 32
                    focusPolicy: Qt.StrongFocus
                    Accessible.role: Accessible.Button
                    Accessible.name: modelData
                    onClicked: {
                        popup.close();
                        popup.picked(popup.key, modelData);
                    }
                    Keys.onReturnPressed: clicked()
                    Keys.onEnterPressed: clicked()
                    Keys.onRightPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                    Keys.onLeftPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
                    background: Rectangle {
                        radius: Theme.radiusRow
                        color: face.hovered || face.activeFocus ? Theme.hover : "transparent"
                        FocusRing {
                            shown: face.visualFocus
                        }
                    }
                    contentItem: Text {
                        text: face.modelData
                        textFormat: Text.PlainText
                        horizontalAlignment: Text.AlignHCenter
                        verticalAlignment: Text.AlignVCenter
                        font: EmojiFont.of(text, 18)
                    }
                }
            }
            IconButton {
                objectName: "allReactions"
                iconName: "plus"
                text: qsTr("All emoji")
                focusPolicy: Qt.StrongFocus
                Keys.onLeftPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
                onClicked: {
                    const item = popup.near;
                    popup.close();
                    popup.allWanted(popup.key, item);
                }
            }
        }
    }
}

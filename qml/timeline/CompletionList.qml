// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Text
import Parlor.Ui

// What the word at the cursor may mean. The keyboard stays where one writes, and hands over the keys it does not need.
T.Popup {
    id: popup

    required property CompletionModel completion
    // The field has the keyboard.
    property bool wanted: false
    property real maximumWidth: Theme.completionWidth
    readonly property string currentText: list.currentItem ? list.currentItem.Accessible.name : ""
    readonly property bool hovered: over.hovered

    signal taken(int row)

    // Whether it was a key for the list.
    function take(key) {
        if (key === Qt.Key_Down)
            list.currentIndex = (list.currentIndex + 1) % list.count;
        else if (key === Qt.Key_Up)
            list.currentIndex = (list.currentIndex + list.count - 1) % list.count;
        else if (key === Qt.Key_Return || key === Qt.Key_Enter || key === Qt.Key_Tab)
            taken(list.currentIndex);
        else if (key === Qt.Key_Escape)
            completion.dismiss();
        else
            return false;
        return true;
    }

    objectName: "completions"
    visible: wanted && completion !== null && completion.open
    width: Math.min(maximumWidth, Theme.completionWidth)
    height: list.contentHeight + 2 * padding
    padding: Theme.gap1
    focus: false
    modal: false
    closePolicy: T.Popup.NoAutoClose

    background: Rectangle {
        radius: Theme.radiusComposer - 2
        color: Theme.raised
        border.width: 1
        border.color: Theme.edge
    }
    contentItem: ListView {
        id: list
        objectName: "completionList"
        model: popup.completion
        interactive: false
        activeFocusOnTab: false
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Suggestions")
        onCountChanged: currentIndex = 0

        HoverHandler {
            id: over
        }
        highlight: Rectangle {
            radius: Theme.radiusRow - 1
            color: Theme.accentSoft
        }
        delegate: Item {
            id: row

            required property int index
            required property string title
            required property string detail
            required property string emoji
            required property string identity

            objectName: "completion" + index
            width: ListView.view.width
            height: Theme.controlHeight
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1, %2").arg(title).arg(detail)
            Accessible.selected: ListView.isCurrentItem
            Accessible.onPressAction: popup.taken(index)

            Item {
                id: sign
                anchors.left: parent.left
                anchors.leftMargin: Theme.gap2
                anchors.verticalCenter: parent.verticalCenter
                width: 22
                height: 22

                Avatar {
                    anchors.centerIn: parent
                    visible: row.identity.length > 0
                    size: Theme.avatarSmall
                    name: row.title
                    identity: row.identity
                }
                Icon {
                    anchors.centerIn: parent
                    visible: row.identity.length === 0 && row.emoji.length === 0
                    name: "users"
                    size: Theme.iconSmall
                    color: Theme.muted
                }
                Text {
                    anchors.centerIn: parent
                    width: Math.min(implicitWidth, parent.width)
                    horizontalAlignment: Text.AlignHCenter
                    // A font may draw one emoji as two beside each other.
                    fontSizeMode: Text.HorizontalFit
                    text: row.emoji
                    textFormat: Text.PlainText
                    font: EmojiFont.of(text, Theme.fontTitle)
                }
            }
            WrittenLabel {
                id: name
                anchors.left: sign.right
                anchors.leftMargin: Theme.gap2
                anchors.verticalCenter: parent.verticalCenter
                room: (parent.width - sign.width - 4 * Theme.gap2) * 0.62
                width: Math.min(implicitWidth, room)
                words: row.title
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignLeft
                Accessible.ignored: true
            }
            WrittenLabel {
                anchors.left: name.right
                anchors.leftMargin: Theme.gap2
                anchors.right: parent.right
                anchors.rightMargin: Theme.gap2
                anchors.baseline: name.baseline
                words: row.detail
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
                Accessible.ignored: true
            }
            MouseArea {
                anchors.fill: parent
                hoverEnabled: true
                onPositionChanged: row.ListView.view.currentIndex = row.index
                onClicked: popup.taken(row.index)
            }
        }
    }
}

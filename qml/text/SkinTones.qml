// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Text
import Parlor.Ui

// The six skin tones in a row: of one emoji, or of all.
T.Popup {
    id: tones

    required property EmojiModel emoji
    // Of the emoji in that row; -1 for the tone of all.
    property int row: -1
    readonly property var names: [qsTr("No skin tone"), qsTr("Light"), qsTr("Medium light"), qsTr("Medium"), qsTr("Medium dark"), qsTr("Dark")]
    property int current: 0

    signal chosen(int tone, string text)

    function sampleOf(tone) {
        return row >= 0 ? emoji.toned(row, tone) : emoji.sample(tone);
    }
    function choose(tone) {
        const text = sampleOf(tone);
        close();
        chosen(tone, text);
    }

    padding: Theme.gap1
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    implicitWidth: line.implicitWidth + 2 * padding
    implicitHeight: line.implicitHeight + 2 * padding
    onAboutToShow: current = EmojiMemory.tone
    onOpened: line.forceActiveFocus(Qt.PopupFocusReason)

    background: Rectangle {
        radius: Theme.radiusField
        color: Theme.raised
        border.width: 1
        border.color: Theme.edge
    }
    contentItem: Row {
        id: line
        objectName: "skinTones"
        focus: true
        Accessible.role: Accessible.Grouping
        Accessible.name: qsTr("Skin tone")
        Keys.onLeftPressed: tones.current = Math.max(0, tones.current - 1)
        Keys.onRightPressed: tones.current = Math.min(5, tones.current + 1)
        Keys.onReturnPressed: tones.choose(tones.current)
        Keys.onEnterPressed: tones.choose(tones.current)

        Repeater {
            model: 6

            Rectangle {
                id: choice

                required property int index

                objectName: "skinTone" + index
                width: Theme.emojiCell
                height: Theme.emojiCell
                radius: Theme.radiusRow
                color: area.containsMouse ? Theme.hover : "transparent"
                border.width: tones.current === index ? 1 : 0
                border.color: Theme.accent
                Accessible.role: Accessible.RadioButton
                Accessible.name: tones.names[index]
                Accessible.checked: tones.current === index
                Accessible.onPressAction: tones.choose(index)

                Text {
                    anchors.centerIn: parent
                    width: Math.min(implicitWidth, parent.width)
                    horizontalAlignment: Text.AlignHCenter
                    // A font may draw one emoji as two beside each other.
                    fontSizeMode: Text.HorizontalFit
                    text: tones.visible ? tones.sampleOf(choice.index) : ""
                    textFormat: Text.PlainText
                    font: EmojiFont.of(text, Theme.fontEmoji)
                }
                MouseArea {
                    id: area
                    anchors.fill: parent
                    hoverEnabled: true
                    onClicked: tones.choose(choice.index)
                }
            }
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Text
import Parlor.Ui

// Where one writes. Never disabled while one may write here: what is written while offline is kept and sent later.
FocusScope {
    id: pane

    required property ComposerState composer
    property bool enterSends: true
    readonly property bool crowded: width < Theme.composerCrowdedBelow

    // Nothing was being answered, edited or chosen when Esc was pressed.
    signal escaped

    function startReply(key) {
        composer.startReply(key);
    }
    function startEdit(key) {
        composer.startEdit(key);
    }
    function submit() {
        if (composer)
            composer.submit();
    }
    // For writing, whichever part of it had the keyboard last.
    function focusInput() {
        input.forceActiveFocus(Qt.OtherFocusReason);
    }
    function openEmoji() {
        emojiLoader.active = true;
        (emojiLoader.item as EmojiPicker).openNear(lower.emojiButton);
    }

    implicitHeight: above.height + (blocked.visible ? blocked.height : frame.height) + Theme.gap4
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Write a message")
    onComposerChanged: input.fill()

    Connections {
        target: pane.composer
        function onTextReplaced() {
            input.fill();
        }
        function onReplaceWanted(from, to, text, selectFrom, selectTo) {
            input.remove(from, to);
            input.insert(from, text);
            input.select(selectFrom, selectTo);
            input.forceActiveFocus(Qt.OtherFocusReason);
        }
        function onFocusWanted() {
            input.forceActiveFocus(Qt.OtherFocusReason);
        }
        function onDeleteWanted(key) {
            deletion.key = key;
            deletion.open();
        }
    }

    // Who is typing, and what went wrong.
    Item {
        id: above
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.timelineSide + 4
        anchors.rightMargin: Theme.timelineSide + 4
        height: Math.max(Theme.typingHeight, note.visible ? note.implicitHeight + Theme.gap2 : 0)

        Label {
            id: note
            objectName: "composerNote"
            width: parent.width
            anchors.verticalCenter: parent.verticalCenter
            visible: text.length > 0
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.danger
            font.pixelSize: Theme.fontLabel
            text: !pane.composer ? "" : pane.composer.over > 0
                ? qsTr("%n character(s) too many. Shorten the message, or send it in parts.", "", pane.composer.over)
                : pane.composer.problem
            Accessible.role: Accessible.AlertMessage
        }
        WrittenLabel {
            objectName: "typingLine"
            width: parent.width
            anchors.verticalCenter: parent.verticalCenter
            visible: !note.visible && text.length > 0
            words: pane.composer ? pane.composer.typing : ""
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
        }
    }

    Rectangle {
        id: blocked
        objectName: "composerBlocked"
        anchors.top: above.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.timelineSide
        anchors.rightMargin: Theme.timelineSide
        height: why.implicitHeight + 2 * Theme.gap3
        visible: pane.composer !== null && pane.composer.blocked.length > 0
        radius: Theme.radiusComposer
        color: Theme.side

        Icon {
            id: lock
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap3
            anchors.verticalCenter: parent.verticalCenter
            name: "archive"
            size: Theme.iconSmall
            color: Theme.muted
        }
        Label {
            id: why
            anchors.left: lock.right
            anchors.leftMargin: Theme.gap2
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap3
            anchors.verticalCenter: parent.verticalCenter
            text: pane.composer ? pane.composer.blocked : ""
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontSecondary
        }
    }

    Rectangle {
        id: frame
        anchors.top: above.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.timelineSide
        anchors.rightMargin: Theme.timelineSide
        height: bar.height + scroll.height + lower.height + Theme.gap3
        visible: !blocked.visible
        radius: Theme.radiusComposer
        color: Theme.raised
        border.width: 1
        border.color: pane.composer && pane.composer.over > 0 ? Theme.danger : input.activeFocus ? Theme.accent : Theme.edge

        ComposerBar {
            id: bar
            x: 1
            y: 1
            width: parent.width - 2
            composer: pane.composer
            onLeaveWanted: {
                pane.composer.cancel();
                input.forceActiveFocus(Qt.OtherFocusReason);
            }
        }
        Flickable {
            id: scroll
            x: 1
            anchors.top: bar.bottom
            anchors.topMargin: 6
            width: parent.width - 2
            height: Math.min(input.implicitHeight, Theme.composerHeightMax)
            contentWidth: width
            contentHeight: input.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            T.ScrollBar.vertical: ScrollBar {}

            function follow(rectangle) {
                if (contentY > rectangle.y)
                    contentY = rectangle.y;
                else if (contentY + height < rectangle.y + rectangle.height)
                    contentY = rectangle.y + rectangle.height - height;
            }

            T.TextArea {
                id: input
                objectName: "composerInput"

                property bool filling: false

                // Shows what the composer holds, with nothing to undo before it.
                function fill() {
                    if (!pane.composer || text === pane.composer.text)
                        return;
                    filling = true;
                    text = pane.composer.text;
                    cursorPosition = length;
                    filling = false;
                }
                function look() {
                    if (pane.composer && !filling && activeFocus)
                        pane.composer.look(cursorPosition, inputMethodComposing);
                }
                function mark(text) {
                    pane.composer.toggleMark(text, selectionStart, selectionEnd);
                }

                width: scroll.width
                focus: true
                leftPadding: 14
                rightPadding: 14
                topPadding: 6
                bottomPadding: 6
                wrapMode: TextEdit.Wrap
                textFormat: TextEdit.PlainText
                // As long as nothing tells the direction, that of the window; then that of the text.
                horizontalAlignment: length === 0 && preeditText.length === 0 ? TextEdit.AlignLeft : undefined
                selectByMouse: true
                persistentSelection: true
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                font.family: Theme.family
                font.pixelSize: Theme.fontBody
                // Empty it is as high as its first line will be.
                implicitHeight: Math.ceil(Math.max(contentHeight, Theme.lineHeight * letters.height) + topPadding + bottomPadding)
                Accessible.role: Accessible.EditableText
                Accessible.name: pane.composer ? pane.composer.placeholder : ""
                Accessible.description: completions.opened ? completions.currentText : ""
                Accessible.multiLine: true
                Component.onCompleted: fill()
                onTextChanged: {
                    if (pane.composer && !filling)
                        pane.composer.text = text;
                    look();
                }
                onCursorPositionChanged: look()
                onInputMethodComposingChanged: look()
                onCursorRectangleChanged: scroll.follow(cursorRectangle)
                onActiveFocusChanged: if (!activeFocus && pane.composer && !completions.hovered) pane.composer.completion.dismiss()
                Keys.onPressed: event => event.accepted = keys.take(event)

                FontMetrics {
                    id: letters
                    font: input.font
                }
                TypedText {
                    id: typed
                    document: input.textDocument
                    lineHeight: Theme.lineHeight
                }
                WrittenLabel {
                    objectName: "placeholder"
                    anchors.fill: parent
                    anchors.leftMargin: input.leftPadding
                    anchors.rightMargin: input.rightPadding
                    // Where the first letter will stand.
                    anchors.topMargin: input.cursorRectangle.y
                    visible: input.length === 0 && input.preeditText.length === 0
                    words: pane.composer ? pane.composer.placeholder : ""
                    verticalAlignment: Text.AlignTop
                    color: Theme.muted
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    font: input.font
                    Accessible.ignored: true
                }
            }
        }
        TapHandler {
            onTapped: input.forceActiveFocus(Qt.MouseFocusReason)
        }
        QtObject {
            id: keys

            // Whether it was a key that means something here.
            function take(event) {
                const composer = pane.composer;
                if (!composer || input.inputMethodComposing)
                    return false;
                const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
                if (completions.opened && completions.take(event.key))
                    return true;
                if (enter && (event.modifiers & Qt.ControlModifier || (pane.enterSends && !(event.modifiers & Qt.ShiftModifier)))) {
                    composer.submit();
                    return true;
                }
                if (event.key === Qt.Key_Escape) {
                    if (!composer.cancel())
                        pane.escaped();
                    return true;
                }
                if (event.key === Qt.Key_Up && event.modifiers === Qt.NoModifier && input.length === 0 && composer.mode === "")
                    return composer.editLast();
                if (event.key === Qt.Key_Backspace && !(event.modifiers & ~(Qt.ShiftModifier | Qt.KeypadModifier)) && input.selectedText.length === 0) {
                    const emoji = typed.emojiBefore(input.cursorPosition);
                    input.remove(input.cursorPosition - emoji, input.cursorPosition);
                    return emoji > 0;
                }
                if (event.key === Qt.Key_Tab || event.key === Qt.Key_Backtab) {
                    const next = input.nextItemInFocusChain(event.key === Qt.Key_Tab);
                    next.forceActiveFocus(event.key === Qt.Key_Tab ? Qt.TabFocusReason : Qt.BacktabFocusReason);
                    return true;
                }
                if (!(event.modifiers & Qt.ControlModifier))
                    return false;
                if (event.key === Qt.Key_B)
                    input.mark("**");
                else if (event.key === Qt.Key_I)
                    input.mark("*");
                else if (event.key === Qt.Key_C && event.modifiers & Qt.ShiftModifier)
                    input.mark("`");
                else
                    return false;
                return true;
            }
        }

        ComposerButtons {
            id: lower
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 6
            anchors.left: parent.left
            anchors.right: parent.right
            composer: pane.composer
            crowded: pane.crowded
            enterSends: pane.enterSends
            picking: emojiLoader.item !== null && (emojiLoader.item as EmojiPicker).visible
            onEmojiWanted: pane.openEmoji()
            onMentionWanted: pane.composer.insertWord("@", input.selectionStart, input.selectionEnd)
            onCodeWanted: input.mark("`")
            onSendWanted: {
                pane.submit();
                input.forceActiveFocus(Qt.OtherFocusReason);
            }
        }

        CompletionList {
            id: completions
            completion: pane.composer ? pane.composer.completion : null
            wanted: input.activeFocus
            x: pane.LayoutMirroring.enabled ? parent.width - width : 0
            y: -height - Theme.gap1
            maximumWidth: parent.width
            onTaken: row => pane.composer.complete(row, input.cursorPosition)
        }
        Loader {
            id: emojiLoader
            active: false
            sourceComponent: EmojiPicker {
                parent: frame
                onPicked: emoji => pane.composer.insertWord(emoji, input.selectionStart, input.selectionEnd)
                onClosed: input.forceActiveFocus(Qt.PopupFocusReason)
            }
        }
    }

    Dialog {
        id: deletion

        property string key

        objectName: "deleteEmptied"
        title: qsTr("Delete this message?")
        onClosed: input.forceActiveFocus(Qt.PopupFocusReason)

        Label {
            width: parent.width
            text: qsTr("Nothing is left of it. It will be deleted for everybody in the room.")
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
        }
        buttons: [
            Button {
                objectName: "keepMessage"
                text: qsTr("Keep it")
                onClicked: deletion.close()
            },
            Button {
                objectName: "confirmDelete"
                kind: "danger"
                text: qsTr("Delete")
                onClicked: {
                    pane.composer.deleteMessage(deletion.key);
                    deletion.close();
                }
            }
        ]
    }
}

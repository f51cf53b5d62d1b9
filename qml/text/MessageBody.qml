// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Text
import Parlor.Ui

// The text of one message, from its Markdown: one TextEdit, so that it can be selected as a whole.
Item {
    id: body

    property alias content: builder.content
    // Whom it calls: {id, name, self} each; name is what stands behind the @.
    property alias mentions: builder.mentions
    property alias plain: builder.plain
    // Not acknowledged yet.
    property bool pending: false
    // Its buttons are on the way of Tab: in a list, of the message that the keyboard is at.
    property bool reachable: true
    readonly property TextEdit edit: input
    readonly property string selectedText: input.selectedText.length > 0 ? builder.textBetween(input.selectionStart, input.selectionEnd) : ""

    // A document keeps no margin above its first block: the ground of code there would lie over what is above it.
    readonly property int codeEnd: BodyLook.codePadding

    signal linkActivated(string address)
    signal mentionActivated(string userId)
    // The text was given the keyboard, by a press.
    signal entered

    function selectAll() {
        input.selectAll();
    }
    function deselect() {
        input.deselect();
    }
    // What is copied of the positions from `start` to `end` of the TextEdit.
    function textBetween(start, end) {
        return builder.textBetween(start, end);
    }

    // Where something `wide` has room beside its last word: {x, bottom, before}, `before` where the text runs from the
    // right. Null if it has none.
    function spotFor(wide) {
        // With each of these it may be laid out in another way.
        if (builder.endsWithCode || input.width <= 0 || input.contentWidth <= 0 || input.contentHeight <= 0 || input.text.length === 0)
            return null;
        const end = input.positionToRectangle(input.length);
        const middle = end.y + end.height / 2;
        const bottom = end.y + end.height;
        if (end.x + wide <= input.width && input.positionAt(end.x + wide, middle) === input.length)
            return { x: end.x, bottom: bottom, before: false };
        if (end.x - wide >= 0 && input.positionAt(end.x - wide, middle) === input.length)
            return { x: end.x - wide, bottom: bottom, before: true };
        return null;
    }

    // No implicit width: whoever reads that of a TextEdit has it lay out each text twice more.
    implicitHeight: input.height

    Loader {
        anchors.fill: parent
        anchors.topMargin: input.topPadding
        // Made once, then kept: rows of a list are by turns with code and without.
        active: visible || item !== null
        visible: builder.places.count > 0
        sourceComponent: CodeBlocks {
            places: builder.places
        }
    }
    TextEdit {
        id: input
        objectName: "messageText"
        width: parent.width
        topPadding: builder.beginsWithCode ? body.codeEnd : 0
        bottomPadding: builder.endsWithCode ? Theme.gap1 : 0
        textFormat: TextEdit.PlainText
        wrapMode: TextEdit.Wrap
        readOnly: true
        selectByMouse: true
        activeFocusOnPress: true
        persistentSelection: true
        color: body.pending ? Theme.muted : Theme.text
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentInk
        font.family: Theme.family
        font.pixelSize: Theme.fontBody
        Accessible.ignored: true
        Keys.onPressed: event => {
            if (event.matches(StandardKey.Copy) && selectedText.length > 0) {
                builder.copy(body.selectedText);
                event.accepted = true;
            }
        }
        onLinkActivated: link => {
            const called = builder.calledBy(link);
            if (called.length > 0)
                body.mentionActivated(called);
            else
                body.linkActivated(link);
        }
        onActiveFocusChanged: {
            if (activeFocus)
                body.entered();
            else
                deselect();
        }

        HoverHandler {
            cursorShape: input.hoveredLink.length > 0 ? Qt.PointingHandCursor : Qt.IBeamCursor
        }
    }
    Loader {
        anchors.fill: parent
        anchors.topMargin: input.topPadding
        // Of the many that are in sight few are ever pointed at.
        active: builder.places.count > 0 && (body.reachable || hover.hovered)
        visible: active
        sourceComponent: CodeButtons {
            places: builder.places
            near: hover.hovered
            reachable: body.reachable
            onCopyWanted: code => builder.copy(code)
        }
    }
    HoverHandler {
        id: hover
        enabled: builder.places.count > 0
    }
    BodyText {
        id: builder
        document: input.textDocument
        style: BodyLook
    }
}

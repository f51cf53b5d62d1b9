// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// A label of what people wrote: names, topics, messages in a line. In it an emoji of several characters is one, too.
Label {
    id: label

    // As it was written; `text` is what is painted.
    property string words
    // What it may take. To be set where its width follows from what it would like to have.
    property real room: width
    readonly property bool styled: EmojiText.fallsApart(words)

    text: styled ? EmojiText.html(words, font, elide === Text.ElideNone ? 0 : room, wrapMode === Text.NoWrap ? 1 : maximumLineCount, lineHeight)
                 : words
    textFormat: styled ? Text.RichText : Text.PlainText
    Accessible.name: words
}

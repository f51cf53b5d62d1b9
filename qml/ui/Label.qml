// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Text of the interface. Plain, so that no name of a room or person is read as markup.
Text {
    textFormat: Text.PlainText
    color: Theme.text
    linkColor: Theme.accent
    font.family: Theme.family
    font.pixelSize: Theme.fontBody
    // Text.NoWrap is 0; to ask for it by name here makes the engine look up all names of Text first.
    lineHeight: wrapMode === 0 ? 1.0 : Theme.lineHeight
    verticalAlignment: Text.AlignVCenter
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Text of the interface. Plain, so that no name of a room or person is read as markup.
Text {
    textFormat: Text.PlainText
    color: Theme.text
    linkColor: Theme.accent
    font.family: Theme.family
    font.pixelSize: Theme.fontBody
    lineHeight: wrapMode === Text.NoWrap ? 1.0 : Theme.lineHeight
    verticalAlignment: Text.AlignVCenter
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}

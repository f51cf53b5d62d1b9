// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton

import QtQuick
import Parlor.Text
import Parlor.Ui

// How the text of messages looks, from the theme.
BodyStyle {
    link: Theme.accent
    mention: Theme.mention
    aside: Theme.muted
    codeGround: Theme.side
    monospace: Theme.monospace
    bodySize: Theme.fontBody
    lineHeight: Theme.lineHeight
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Text
import Parlor.Ui

// The grounds behind the text of a message that has code, quotes or rules. One rectangle each: rows of a list change what
// they show all the time, and take these along.
Item {
    id: blocks

    required property BodyPlaces places

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    Repeater {
        model: blocks.places

        Rectangle {
            required property string kind
            required property real start
            required property real extent
            required property int inset
            required property bool mirrored
            readonly property bool isCode: kind === "code"
            readonly property bool isQuote: kind === "quote"
            readonly property int padding: isCode ? BodyLook.codePadding - 2 : 0
            readonly property int room: blocks.width - inset

            visible: kind.length > 0
            x: !mirrored ? inset : isQuote ? room - width : 0
            // A rule is a line in the middle of its place.
            y: Math.floor(start) + (kind === "rule" ? Math.ceil(Math.ceil(extent) / 2) - 1 : -padding)
            width: isQuote ? 3 : room
            height: kind === "rule" ? 1 : Math.ceil(extent) + 2 * padding
            radius: isCode ? Theme.radiusField : isQuote ? 1 : 0
            color: isQuote ? Theme.edge : isCode ? Theme.side : Theme.line
            border.width: isCode ? 1 : 0
            border.color: Theme.line
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// A Lucide icon in one colour. Decoration: what it means is said by the control that has it.
Image {
    property string name
    property color color: Theme.faint
    property int size: Theme.iconSize

    // What points along the line of writing points the other way where that runs from right to left.
    mirror: Theme.mirrored && /^(send|reply|log-out|undo-2)$/.test(name)
    width: size
    height: size
    source: Icons.source(name, color)
    sourceSize.width: size
    sourceSize.height: size
    smooth: true
}

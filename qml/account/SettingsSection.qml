// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// A few settings under one title, and below them what there is to know.
Column {
    id: section

    property string title
    property string help
    default property alias content: column.data

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap2

    Label {
        width: parent.width
        visible: text.length > 0
        text: section.title
        horizontalAlignment: Text.AlignLeft
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }
    Column {
        id: column
        width: parent.width
        spacing: Theme.gap2
    }
    Label {
        width: parent.width
        visible: text.length > 0
        text: section.help
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        color: Theme.muted
        font.pixelSize: Theme.fontLabel
    }
}

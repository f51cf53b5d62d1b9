// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// The title of a section of the room list: a press collapses or opens it.
PressArea {
    id: heading

    required property string name
    required property bool collapsed
    // Of what is hidden.
    required property int unread
    required property int mentions
    property bool selected: false

    height: Theme.rowHeight + 2
    activeFocusOnTab: false
    Accessible.role: Accessible.Heading
    Accessible.name: {
        const parts = [collapsed ? qsTr("%1, collapsed").arg(name) : name];
        if (unread > 0)
            parts.push(qsTr("%n unread", "", unread));
        if (mentions > 0)
            parts.push(qsTr("%n mention(s)", "", mentions));
        return parts.join(", ");
    }

    FocusRing {
        anchors.margins: 1
        anchors.leftMargin: Theme.gap3
        anchors.rightMargin: Theme.gap3
        radius: Theme.radiusRow
        shown: heading.selected
    }
    Label {
        id: title
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap5
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 6
        text: heading.name
        color: heading.hovered ? Theme.text : Theme.muted
        font.pixelSize: Theme.fontLabel
        font.weight: Font.DemiBold
        Accessible.ignored: true
    }
    Icon {
        anchors.left: title.right
        anchors.leftMargin: Theme.gap1
        anchors.verticalCenter: title.verticalCenter
        visible: heading.collapsed || heading.hovered
        name: heading.collapsed ? (Theme.mirrored ? "chevron-left" : "chevron-right") : "chevron-down"
        size: 14
        color: Theme.muted
    }
    Badge {
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap5
        anchors.verticalCenter: title.verticalCenter
        strong: heading.mentions > 0
        count: heading.mentions > 0 ? heading.mentions : heading.unread
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// What is shown where there is nothing: an icon, what it means, and what one can do.
Column {
    id: notice

    property string iconName
    property string title
    property string text
    property alias actions: actionRow.data

    width: 320
    spacing: Theme.gap2

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        width: 56
        height: 56
        radius: width * Theme.radiusAvatar
        color: Theme.accentSoft
        visible: notice.iconName.length > 0

        Icon {
            anchors.centerIn: parent
            name: notice.iconName
            size: 24
            color: Theme.accent
        }
    }
    Item {
        width: 1
        height: Theme.gap1
    }
    WrittenLabel {
        width: parent.width
        words: notice.title
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
        font.pixelSize: Theme.fontTitle
        font.weight: Font.Bold
    }
    Label {
        width: parent.width
        visible: text.length > 0
        text: notice.text
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
        color: Theme.muted
    }
    Item {
        width: 1
        height: Theme.gap2
        visible: actionRow.visible
    }
    Grid {
        id: actionRow
        // Below each other where they have no room side by side.
        readonly property real wanted: {
            let sum = 0;
            for (let i = 0; i < visibleChildren.length; ++i)
                sum += visibleChildren[i].implicitWidth + (i > 0 ? spacing : 0);
            return sum;
        }
        anchors.horizontalCenter: parent.horizontalCenter
        columns: wanted > notice.width + 2 * Theme.gap5 ? 1 : Math.max(1, children.length)
        horizontalItemAlignment: Grid.AlignHCenter
        spacing: Theme.gap2
        visible: children.length > 0
    }
}

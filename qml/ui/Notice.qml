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
    Row {
        id: actionRow
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.gap2
        visible: children.length > 0
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// A count. `strong` is for what is meant for the user.
Rectangle {
    property int count: 0
    property bool strong: false
    property int most: 99

    implicitWidth: Math.max(height, label.implicitWidth + 12)
    implicitHeight: Theme.scaled(18)
    radius: height / 2
    visible: count > 0
    color: strong ? Theme.mention : Theme.badge

    Text {
        id: label
        anchors.centerIn: parent
        text: (parent.strong ? "@" : "") + (parent.count > parent.most ? parent.most + "+" : parent.count)
        textFormat: Text.PlainText
        color: parent.strong ? Theme.base : Theme.text
        font.family: Theme.family
        font.pixelSize: Theme.fontBadge
        font.weight: Font.Bold
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// The places of messages that are on their way.
Item {
    id: waiting

    Column {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap6
        anchors.left: parent.left
        anchors.leftMargin: Theme.timelineSide
        spacing: Theme.gap6

        Repeater {
            model: [0.5, 0.35, 0.6]
            Bones {
                id: bones
                required property real modelData
                second: waiting.width * modelData
            }
        }
    }
}

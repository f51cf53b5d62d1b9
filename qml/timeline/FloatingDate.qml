// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The day of what one scrolls through, while one does.
Rectangle {
    id: pill

    required property ListView view
    required property MessageListModel model
    readonly property bool moving: view.moving && view.fromNewest > 24

    implicitWidth: label.implicitWidth + 2 * Theme.gap3
    implicitHeight: Theme.scaled(26)
    radius: height / 2
    color: Theme.raised
    border.width: 1
    border.color: Theme.edge
    opacity: 0
    Accessible.ignored: true

    onMovingChanged: {
        if (moving) {
            rest.stop();
            look();
            opacity = 1;
        } else {
            rest.restart();
        }
    }
    function look() {
        const row = view.indexAt(view.width / 2, view.contentY + 2 * Theme.gap4);
        if (row >= 0)
            label.text = model.dayOf(row);
    }

    Connections {
        target: pill.view
        enabled: pill.moving
        function onContentYChanged() {
            pill.look();
        }
    }
    Timer {
        id: rest
        interval: Theme.noteTime
        onTriggered: pill.opacity = 0
    }
    Label {
        id: label
        anchors.centerIn: parent
        font.pixelSize: Theme.fontLabel
        font.weight: Font.DemiBold
        color: Theme.muted
    }
}

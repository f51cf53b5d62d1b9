// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// That the message one goes to is on its way, where that takes more than a moment.
Rectangle {
    id: note

    required property bool jumping

    onJumpingChanged: {
        visible = false;
        if (jumping)
            patience.restart();
        else
            patience.stop();
    }

    objectName: "jumpNote"
    visible: false
    implicitWidth: label.implicitWidth + 2 * Theme.gap4
    implicitHeight: Theme.scaled(34)
    radius: height / 2
    color: Theme.raised
    border.width: 1
    border.color: Theme.edge

    Timer {
        id: patience
        interval: Theme.tooltipDelay
        onTriggered: note.visible = true
    }
    Label {
        id: label
        anchors.centerIn: parent
        text: qsTr("Fetching the message…")
        color: Theme.muted
        font.pixelSize: Theme.fontSecondary
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }
}

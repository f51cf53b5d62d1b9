// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// That a message is pinned, and by whom.
Row {
    id: mark

    required property string by
    property bool brief: false

    spacing: 3

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        name: "pin"
        size: 12
        color: Theme.muted
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        visible: !mark.brief
        text: qsTr("Pinned by %1").arg(mark.by)
        color: Theme.muted
        font.pixelSize: Theme.fontBadge
    }
}

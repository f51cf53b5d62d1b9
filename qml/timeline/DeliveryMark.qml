// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// How far a message of mine has come. Each state has a shape of its own, not only a colour.
T.AbstractButton {
    id: mark

    // "pending", "saved", "delivered" or "seen".
    required property string delivery
    readonly property bool asks: delivery !== "pending"

    implicitWidth: 22
    implicitHeight: 22
    focusPolicy: Qt.NoFocus
    enabled: asks
    text: ({ "pending": qsTr("Waiting to be sent"), "saved": qsTr("Sent"), "delivered": qsTr("Delivered"), "seen": qsTr("Seen") })[delivery] ?? ""
    Accessible.role: Accessible.Button
    Accessible.name: text

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: ({ "pending": "clock", "saved": "check", "delivered": "circle-check", "seen": "check-check" })[mark.delivery] ?? ""
            size: 14
            color: mark.delivery === "seen" ? Theme.accent : mark.delivery === "pending" ? Theme.faint : Theme.muted
        }
    }
    Loader {
        active: mark.hovered
        visible: active
        sourceComponent: Tooltip {
            parent: mark
            shown: true
            text: mark.text
        }
    }
}

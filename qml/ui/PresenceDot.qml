// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Whether somebody is there: "online" a disc, "away" a thick ring, "dnd" a disc with a bar, "offline" a thin ring. Put it
// into an avatar: it sits on its corner.
Rectangle {
    id: dot

    property string presence
    // What it lies on, so that it stands apart from the avatar.
    property color ground: Theme.base
    property int size: Theme.presenceDot
    readonly property color ink: presence === "online" ? Theme.ok : presence === "away" ? Theme.away
                               : presence === "dnd" ? Theme.danger : Theme.muted

    anchors.right: parent ? parent.right : undefined
    anchors.bottom: parent ? parent.bottom : undefined
    anchors.margins: -Math.round(size * 0.3)
    width: size + 4
    height: size + 4
    radius: width / 2
    color: ground
    visible: presence.length > 0
    Accessible.ignored: true

    Rectangle {
        anchors.centerIn: parent
        width: dot.size
        height: dot.size
        radius: dot.size / 2
        color: dot.presence === "online" || dot.presence === "dnd" ? dot.ink : dot.ground
        border.width: dot.presence === "away" ? Math.max(2, Math.round(dot.size * 0.3)) : Math.max(1, Math.round(dot.size * 0.16))
        border.color: dot.ink

        Rectangle {
            anchors.centerIn: parent
            visible: dot.presence === "dnd"
            width: Math.round(dot.size * 0.56)
            height: Math.max(1, Math.round(dot.size * 0.2))
            color: dot.ground
        }
    }
}

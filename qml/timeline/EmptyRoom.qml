// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// Where a room's messages are to come, and whom to bring there.
Notice {
    id: empty

    required property bool direct
    required property bool roomPrivate

    signal membersWanted

    iconName: "message-circle"
    title: qsTr("Nobody has written here yet")
    text: direct ? "" : roomPrivate ? qsTr("Write the first message, or add somebody to talk to.") : qsTr("Write the first message. Everyone who joins can read it.")
    actions: Button {
        visible: empty.roomPrivate && !empty.direct
        iconName: "user-plus"
        text: qsTr("Add somebody")
        onClicked: empty.membersWanted()
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The members where there is no place for a pane beside the room.
Dialog {
    id: dialog

    required property Session session

    signal personWanted(string userId, Item item)
    signal mentionWanted(string username)

    objectName: "membersDialog"
    title: qsTr("Members of %1").arg(session.roomName)
    onAboutToShow: pane.begin()
    onOpened: pane.forceActiveFocus(Qt.PopupFocusReason)

    MembersPane {
        id: pane
        width: parent.width
        height: 460
        session: dialog.session
        onPersonWanted: (userId, item) => dialog.personWanted(userId, item)
        onMentionWanted: username => {
            dialog.close();
            dialog.mentionWanted(username);
        }
        onRoomEntered: dialog.close()
    }
}

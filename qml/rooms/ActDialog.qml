// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// Asks before an act on a room or a member: what it says and does is RoomActs'.
ConfirmDialog {
    id: dialog

    required property Session session
    property string act
    property string roomId
    property var member: ({})

    signal done(string act, string userId)

    function ask(what, room, who) {
        const words = session.roomActs.describe(what, room, who ?? {});
        if (words.title === undefined)
            return;
        act = what;
        roomId = room;
        member = who ?? {};
        title = words.title;
        possible = words.possible;
        text = words.possible ? words.text : words.whyNot;
        confirmText = words.confirm;
        busyText = words.busyText;
        danger = words.danger;
        typed = words.typed;
        session.roomActs.clearError();
        open();
    }

    busy: session.roomActs !== null && session.roomActs.busy
    error: session.roomActs ? session.roomActs.error : ""
    onConfirmed: session.roomActs.perform(act, roomId, member)

    Connections {
        target: dialog.session.roomActs
        enabled: dialog.visible
        function onDone(act, roomId, userId) {
            dialog.close();
            dialog.done(act, userId);
        }
    }
}

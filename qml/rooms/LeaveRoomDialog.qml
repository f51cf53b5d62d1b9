// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

Dialog {
    id: dialog

    required property Session session
    property string roomId
    property string roomName
    property bool isPrivate: false
    property bool busy: false

    objectName: "leaveDialog"
    title: qsTr("Leave %1?").arg(roomName)
    onAboutToShow: {
        busy = false;
        banner.text = "";
        roomId = session.roomId;
        roomName = session.roomName;
        isPrivate = session.roomPrivate;
    }

    Connections {
        target: dialog.session
        enabled: dialog.visible
        function onRoomLeft() {
            dialog.close();
        }
        function onActionFailed(why) {
            dialog.busy = false;
            banner.text = why;
        }
    }

    Banner {
        id: banner
        width: parent.width
        visible: text.length > 0
        kind: "danger"
    }
    Label {
        width: parent.width
        text: dialog.isPrivate
            ? qsTr("The room is private: to come back, somebody in it has to add you. Messages of yours that are not sent yet are discarded.")
            : qsTr("You can join again at any time. Messages of yours that are not sent yet are discarded.")
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
    }

    buttons: [
        Button {
            text: qsTr("Stay")
            onClicked: dialog.close()
        },
        Button {
            objectName: "confirmLeave"
            kind: "danger"
            busy: dialog.busy
            text: dialog.busy ? qsTr("Leaving…") : qsTr("Leave")
            onClicked: {
                dialog.busy = true;
                dialog.session.leaveRoom(dialog.roomId);
            }
        }
    ]
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Timeline
import Parlor.Ui

// The open room in its workspace, with the line that tells what became of a message.
FocusScope {
    id: room

    required property Workspace workspace

    function focusComposer() {
        pane.focusComposer();
    }

    focus: true

    RoomPane {
        id: pane
        anchors.fill: parent
        focus: true
        session: room.workspace.session
        watched: room.workspace.watched && visible
        canGoBack: room.workspace.narrow
        menuOpen: room.workspace.menuRoom.length > 0 && room.workspace.menuRoom === room.workspace.session.roomId
        enterSends: room.workspace.app.settings.enterSends
        // The first room, of which the workspace learned before this did.
        onOpenChanged: if (open)
            focusComposer()
        onBack: room.workspace.leaveRoom()
        onPinsWanted: room.workspace.toggleSide("pins")
        onSearchWanted: room.workspace.toggleSide("search")
        onThreadWanted: key => room.workspace.openThread(key)
        onPersonWanted: (userId, near) => room.workspace.showPerson(userId, near)
        onMembersWanted: room.workspace.toggleSide("members")
        onMenuWanted: near => room.workspace.openRoomMenu(room.workspace.session.roomId, near)
        onCreateWanted: room.workspace.createRoom()
        onFindWanted: room.workspace.findRooms()
        onSignInWanted: room.workspace.app.signInAgain()
        onEscaped: room.workspace.markRead()
        onLinkActivated: address => room.workspace.app.openLink(address)
    }

    // Not within the room: it is not shown in a narrow window beside a side pane that fills it.
    Toast {
        id: toast
        objectName: "toast"
        readonly property Item below: room.visible ? room.parent : room.workspace
        parent: room.workspace
        x: below === null ? 0 : Math.round((below === parent ? 0 : below.x) + (below.width - width) / 2)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 132
        z: 2
    }
    component Told: Connections {
        function onRemoved(key) {
            const model = target;
            toast.show(qsTr("Message deleted."), qsTr("Undo"), () => model.undoRemove(key), 6);
        }
        function onRefused(why) {
            toast.warn(why);
        }
    }
    Told {
        target: room.workspace.session.timeline
    }
    Told {
        target: room.workspace.session.thread
    }
    Told {
        target: room.workspace.session.pins
    }
    component Refusing: Connections {
        function onRefused(why) {
            toast.warn(why);
        }
    }
    Refusing {
        target: room.workspace.session.roomMenu
    }
    Refusing {
        target: room.workspace.session.roomSettings
    }
    Refusing {
        target: room.workspace.session.composer
    }
    Refusing {
        target: room.workspace.session.threadComposer
    }
    Connections {
        target: room.workspace.session.timeline
        function onJumpFailed(why) {
            toast.warn(why);
        }
    }
    Connections {
        target: room.workspace.session
        function onChangeRefused(why) {
            toast.warn(why);
        }
    }
}

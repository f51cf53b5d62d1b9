// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Rooms

// What opens over the workspace. Each is made when it is first wanted.
Item {
    id: sheets

    required property Workspace workspace
    readonly property string menuRoom: roomMenu.item !== null && roomMenu.item.visible && roomMenu.item.room !== null ? roomMenu.item.room.roomId : ""

    function made(loader) {
        loader.active = true;
        return loader.item;
    }
    function createRoom() {
        made(createDialog).open();
    }
    function findRooms() {
        made(findDialog).open();
    }
    function openRoomMenu(roomId, item) {
        made(roomMenu).openFor(roomId, item);
    }
    function openSettings(roomId) {
        made(roomSettings).openFor(roomId);
    }
    function ask(act, roomId) {
        made(confirm).ask(act, roomId);
    }
    function jump() {
        made(switcher).open();
    }
    function showPerson(userId, item) {
        made(card).openFor(userId, item);
    }

    Loader {
        id: createDialog
        active: false
        sourceComponent: CreateRoomDialog {
            session: sheets.workspace.session
            onCreated: roomId => sheets.workspace.enter(roomId)
        }
    }
    Loader {
        id: findDialog
        active: false
        sourceComponent: FindRoomsDialog {
            session: sheets.workspace.session
            onEntered: roomId => sheets.workspace.enter(roomId)
            onCreateWanted: sheets.createRoom()
        }
    }
    Loader {
        id: roomMenu
        active: false
        sourceComponent: RoomMenu {
            session: sheets.workspace.session
            onSettingsWanted: roomId => sheets.openSettings(roomId)
            onActWanted: (act, roomId) => sheets.ask(act, roomId)
        }
    }
    Loader {
        id: roomSettings
        active: false
        sourceComponent: RoomSettingsDialog {
            session: sheets.workspace.session
            onActWanted: (act, roomId) => sheets.ask(act, roomId)
        }
    }
    Loader {
        id: confirm
        active: false
        sourceComponent: ActDialog {
            session: sheets.workspace.session
        }
    }
    Loader {
        id: switcher
        active: false
        sourceComponent: Switcher {
            session: sheets.workspace.session
            onRoomChosen: roomId => sheets.workspace.enter(roomId)
            onSearchWanted: words => {
                sheets.workspace.search(false);
                sheets.workspace.session.search.text = words;
            }
        }
    }
    Loader {
        id: card
        active: false
        sourceComponent: ProfileCard {
            session: sheets.workspace.session
            onRoomChosen: roomId => sheets.workspace.enter(roomId)
            onMentionWanted: username => sheets.workspace.mention(username)
            onProfileWanted: sheets.workspace.profileWanted()
        }
    }
}

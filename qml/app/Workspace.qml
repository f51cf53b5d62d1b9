// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Account
import Parlor.Models
import Parlor.Rooms
import Parlor.Ui

// One account: rail, room list and the open room; in one column when the window is narrow. The window's first frame has
// the rail and the list; the open room follows at once, the rest when it is first wanted.
FocusScope {
    id: workspace

    required property App app
    required property Session session
    property bool watched: false
    // The window has been painted once: what is not in its first frame can be made.
    property bool painted: false
    property bool roomWanted: false
    // Of the edges that can be dragged. Qt's names cost the first frame a millisecond (Appearance.mirrored).
    readonly property var edgeCursor: painted ? Qt.SplitHCursor : undefined
    readonly property bool narrow: width < Theme.oneColumnBelow
    // What the one column of a narrow window shows.
    property bool showingRoom: session.roomId.length > 0
    // The room whose composer was last given the keyboard: one that is opened gets it at once.
    property string focusedRoom: ""
    readonly property bool listShown: !narrow || !showingRoom
    readonly property bool roomShown: !narrow || showingRoom

    // What stands beside the room: "" or one of the names in `sides`.
    property string side: ""
    // Narrow: it takes the one column.
    readonly property bool sideShown: side.length > 0 && session.roomId.length > 0 && (!narrow || showingRoom)
    readonly property bool sideFills: width < Theme.railWidth + Theme.listWidthMin + Theme.windowWidthMin + Theme.sideWidthMin
    // Whose menu is open; empty for none.
    readonly property string menuRoom: sheets.item ? sheets.item.menuRoom : ""
    readonly property var sides: ["thread", "members", "pins", "search"]

    signal settingsWanted
    signal profileWanted

    // Opens it, or gives it the keyboard if it is open.
    function openSide(name) {
        if (session.roomId.length === 0 || !sides.includes(name))
            return;
        side = name;
        showingRoom = true;
        if (sidePane.item)
            sidePane.item.begin(true);
    }
    // Ctrl+F: in the open room; Ctrl+Shift+F: everywhere.
    function search(here) {
        openSide("search");
        if (sidePane.item && side === "search")
            sidePane.item.begin(here);
    }
    function toggleSide(name) {
        if (side === name)
            closeSide();
        else
            openSide(name);
    }
    function closeSide() {
        side = "";
        session.openThread("");
        focusComposer();
    }
    function focusComposer() {
        if (pane.item)
            pane.item.focusComposer();
    }
    // The thread of a message of the open room.
    function openThread(key) {
        session.openThread(key);
        openSide("thread");
    }
    // Shows a message, whichever room it is in. `seq` is its own if it is known, else 0.
    function jumpTo(roomId, messageId, seq) {
        // Who is led here before the first frame has to be there to land.
        roomWanted = true;
        if (roomId !== session.roomId)
            session.openRoom(roomId);
        showingRoom = true;
        if (sideFills)
            side = "";
        if (session.timeline)
            session.timeline.jumpTo(messageId, seq ?? 0);
    }
    function jump() {
        if (session.ready)
            sheets.made().jump();
    }
    function showPerson(userId, item) {
        sheets.made().showPerson(userId, item);
    }
    // What can be done with a room: below `item`, or with null at the pointer.
    function openRoomMenu(roomId, item) {
        sheets.made().openRoomMenu(roomId, item);
    }
    function openSettings(roomId) {
        sheets.made().openSettings(roomId);
    }
    function findRooms() {
        sheets.made().findRooms();
    }
    // Before an act on a room or a member (RoomActs).
    function ask(act, roomId) {
        sheets.made().ask(act, roomId);
    }
    function mention(username) {
        if (sideFills)
            closeSide();
        focusComposer();
        session.composer.insertWord("@" + username, session.composer.text.length, session.composer.text.length);
    }
    function createRoom() {
        sheets.made().createRoom();
    }
    function step(by, unreadOnly) {
        if (!session.ready)
            return;
        const room = session.rooms.neighbour(session.roomId, by, unreadOnly);
        if (room.length > 0)
            enter(room);
    }
    function enter(roomId) {
        session.openRoom(roomId);
        showingRoom = true;
        focusComposer();
    }
    // Narrow: from the room back to the list.
    function leaveRoom() {
        showingRoom = false;
        list.forceActiveFocus(Qt.OtherFocusReason);
    }
    function markRead() {
        if (session.timeline && session.roomId.length > 0)
            session.timeline.markRead();
    }

    onSideShownChanged: if (sideShown)
        sidePane.made()
    Component.onCompleted: {
        focusedRoom = session.roomId;
        pane.setSource("WorkspaceRoom.qml", { workspace: workspace });
    }
    Connections {
        target: workspace.session
        function onReadyChanged() {
            workspace.focusComposer();
        }
        function onRoomChanged() {
            if (workspace.session.roomId === workspace.focusedRoom)
                return;
            workspace.focusedRoom = workspace.session.roomId;
            // What was about the room before is closed with it, and what would hide the new one.
            if (workspace.side === "thread" || workspace.sideFills)
                workspace.side = "";
            else if (workspace.side.length > 0 && sidePane.item)
                sidePane.item.begin(true);
            workspace.showingRoom = workspace.session.roomId.length > 0 || workspace.session.lostRoom.name.length > 0;
            workspace.focusComposer();
        }
    }

    AccountRail {
        id: rail
        anchors.left: parent.left
        height: parent.height
        width: Theme.railWidth
        visible: workspace.listShown
        app: workspace.app
        onSettingsWanted: workspace.settingsWanted()
        onProfileWanted: workspace.profileWanted()
    }
    RoomList {
        id: list
        anchors.left: rail.right
        height: parent.height
        width: workspace.narrow ? parent.width - rail.width : sizer.listWidth
        visible: workspace.listShown
        session: workspace.session
        painted: workspace.painted
        onCreateWanted: workspace.createRoom()
        onFindWanted: workspace.findRooms()
        onSwitchWanted: workspace.jump()
        menuRoom: workspace.menuRoom
        onMenuWanted: (roomId, item) => workspace.openRoomMenu(roomId, item)
        onRoomChosen: roomId => workspace.enter(roomId)
    }
    Loader {
        id: pane
        anchors.left: workspace.narrow ? parent.left : list.right
        anchors.right: workspace.sideShown && !workspace.sideFills ? sidePane.left : parent.right
        height: parent.height
        active: workspace.painted || workspace.roomWanted
        visible: workspace.roomShown && !(workspace.sideShown && workspace.sideFills)
        focus: true
        onLoaded: workspace.focusComposer()
    }
    Later {
        id: sidePane
        file: Qt.resolvedUrl("WorkspaceSide.qml")
        given: ({ workspace: workspace })
        anchors.right: parent.right
        width: !workspace.sideFills ? sideSizer.sideWidth : workspace.narrow ? parent.width : parent.width - rail.width - list.width
        height: parent.height
        visible: workspace.sideShown
    }
    Later {
        id: sheets
        file: Qt.resolvedUrl("WorkspaceSheets.qml")
        given: ({ workspace: workspace })
    }

    // The edge between room and side pane can be dragged.
    MouseArea {
        id: sideSizer
        property int sideWidth: Math.max(Theme.sideWidthMin, Math.min(Theme.sideWidthMax, workspace.app.settings.sideWidth))
        objectName: "sideSizer"
        anchors.horizontalCenter: sidePane.left
        width: 7
        height: parent.height
        visible: workspace.sideShown && !workspace.sideFills
        cursorShape: workspace.edgeCursor
        hoverEnabled: true
        onPositionChanged: mouse => {
            if (!pressed)
                return;
            const x = mapToItem(workspace, mouse.x, 0).x;
            const wanted = workspace.LayoutMirroring.enabled ? x : workspace.width - x;
            sideWidth = Math.max(Theme.sideWidthMin, Math.min(Theme.sideWidthMax, wanted));
        }
        onReleased: workspace.app.settings.sideWidth = sideWidth
        onDoubleClicked: {
            sideWidth = Theme.sideWidth;
            workspace.app.settings.sideWidth = sideWidth;
        }

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 2
            height: parent.height
            color: Theme.accent
            visible: sideSizer.containsMouse || sideSizer.pressed
        }
    }

    // The edge between list and room can be dragged.
    MouseArea {
        id: sizer
        property int listWidth: Math.max(Theme.listWidthMin, Math.min(Theme.listWidthMax, workspace.app.settings.listWidth))
        property real grip: 0

        anchors.horizontalCenter: list.right
        width: 7
        height: parent.height
        visible: !workspace.narrow
        cursorShape: workspace.edgeCursor
        hoverEnabled: true
        onPressed: mouse => grip = mapToItem(workspace, mouse.x, 0).x - listWidth
        onPositionChanged: mouse => {
            if (!pressed)
                return;
            const x = mapToItem(workspace, mouse.x, 0).x;
            const wanted = workspace.LayoutMirroring.enabled ? workspace.width - Theme.railWidth - x : x - grip;
            listWidth = Math.max(Theme.listWidthMin, Math.min(Theme.listWidthMax, wanted));
        }
        onReleased: workspace.app.settings.listWidth = listWidth
        onDoubleClicked: {
            listWidth = Theme.listWidth;
            workspace.app.settings.listWidth = listWidth;
        }

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 2
            height: parent.height
            color: Theme.accent
            visible: sizer.containsMouse || sizer.pressed
        }
    }
}

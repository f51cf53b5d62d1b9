// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Account
import Parlor.Models
import Parlor.Rooms
import Parlor.Timeline
import Parlor.Ui

// One account: rail, room list and the open room; in one column when the window is narrow.
FocusScope {
    id: workspace

    required property App app
    required property Session session
    property bool watched: false
    readonly property bool narrow: width < Theme.oneColumnBelow
    // What the one column of a narrow window shows.
    property bool showingRoom: session.roomId.length > 0
    // The room whose composer was last given the keyboard: one that is opened gets it at once.
    property string focusedRoom: ""
    readonly property bool listShown: !narrow || !showingRoom
    readonly property bool roomShown: !narrow || showingRoom

    signal settingsWanted
    signal profileWanted

    function jump() {
        if (session.ready)
            switcher.open();
    }
    function showPerson(userId, item) {
        card.openFor(userId, item);
    }
    function mention(username) {
        pane.focusComposer();
        session.composer.insertWord("@" + username, session.composer.text.length, session.composer.text.length);
    }
    function createRoom() {
        createDialog.open();
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
        pane.focusComposer();
    }
    function markRead() {
        if (session.timeline && session.roomId.length > 0)
            session.timeline.markRead();
    }

    Component.onCompleted: {
        focusedRoom = session.roomId;
        pane.focusComposer();
    }
    Connections {
        target: workspace.session
        function onReadyChanged() {
            pane.focusComposer();
        }
        function onRoomChanged() {
            if (workspace.session.roomId === workspace.focusedRoom)
                return;
            workspace.focusedRoom = workspace.session.roomId;
            workspace.showingRoom = workspace.session.roomId.length > 0;
            pane.focusComposer();
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
        onCreateWanted: createDialog.open()
        onFindWanted: findDialog.open()
        onSwitchWanted: switcher.open()
        onSettingsWanted: roomId => roomSettings.openFor(roomId)
        onActWanted: (act, roomId) => confirm.ask(act, roomId)
        onRoomChosen: roomId => workspace.enter(roomId)
    }
    RoomPane {
        id: pane
        anchors.left: workspace.narrow ? parent.left : list.right
        anchors.right: parent.right
        height: parent.height
        visible: workspace.roomShown
        focus: true
        session: workspace.session
        watched: workspace.watched && workspace.roomShown
        canGoBack: workspace.narrow
        enterSends: workspace.app.settings.enterSends
        onBack: {
            workspace.showingRoom = false;
            list.forceActiveFocus(Qt.OtherFocusReason);
        }
        onMembersWanted: membersDialog.open()
        onLeaveWanted: confirm.ask("leave", workspace.session.roomId)
        onCreateWanted: createDialog.open()
        onFindWanted: findDialog.open()
        onSignInWanted: workspace.app.signInAgain()
        onEscaped: workspace.markRead()
        onLinkActivated: address => workspace.app.openLink(address)
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
        cursorShape: Qt.SplitHCursor
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

    CreateRoomDialog {
        id: createDialog
        session: workspace.session
        onCreated: roomId => workspace.enter(roomId)
    }
    FindRoomsDialog {
        id: findDialog
        session: workspace.session
        onEntered: roomId => workspace.enter(roomId)
        onCreateWanted: createDialog.open()
    }
    MembersDialog {
        id: membersDialog
        session: workspace.session
        onPersonWanted: (userId, item) => card.openFor(userId, item)
        onMentionWanted: username => workspace.mention(username)
    }
    RoomSettingsDialog {
        id: roomSettings
        session: workspace.session
        onActWanted: (act, roomId) => confirm.ask(act, roomId)
    }
    ActDialog {
        id: confirm
        session: workspace.session
    }
    Switcher {
        id: switcher
        session: workspace.session
        onRoomChosen: roomId => workspace.enter(roomId)
    }
    ProfileCard {
        id: card
        session: workspace.session
        onRoomChosen: roomId => workspace.enter(roomId)
        onMentionWanted: username => workspace.mention(username)
        onProfileWanted: workspace.profileWanted()
    }
}

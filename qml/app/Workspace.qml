// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Account
import Parlor.Models
import Parlor.Rooms
import Parlor.Search
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

    // What stands beside the room: "" or one of the names in `sides`.
    property string side: ""
    // Narrow: it takes the one column.
    readonly property bool sideShown: side.length > 0 && session.roomId.length > 0 && (!narrow || showingRoom)
    readonly property bool sideFills: width < Theme.railWidth + Theme.listWidthMin + Theme.windowWidthMin + Theme.sideWidthMin
    readonly property var sides: ({ "thread": threadSide, "members": membersSide, "pins": pinsSide, "search": searchSide })

    signal settingsWanted

    // Opens it, or gives it the keyboard if it is open.
    function openSide(name) {
        if (session.roomId.length === 0 || !sides[name])
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
        pane.focusComposer();
    }
    // The thread of a message of the open room.
    function openThread(key) {
        session.openThread(key);
        openSide("thread");
    }
    // Shows a message, whichever room it is in. `seq` is its own if it is known, else 0.
    function jumpTo(roomId, messageId, seq) {
        if (roomId !== session.roomId)
            session.openRoom(roomId);
        showingRoom = true;
        if (sideFills)
            side = "";
        if (session.timeline)
            session.timeline.jumpTo(messageId, seq ?? 0);
    }
    signal profileWanted

    function jump() {
        if (session.ready)
            switcher.open();
    }
    function showPerson(userId, item) {
        card.openFor(userId, item);
    }
    function mention(username) {
        if (sideFills)
            closeSide();
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
            // What was about the room before is closed with it, and what would hide the new one.
            if (workspace.side === "thread" || workspace.sideFills)
                workspace.side = "";
            else if (workspace.side.length > 0 && sidePane.item)
                sidePane.item.begin(true);
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
        anchors.right: workspace.sideShown && !workspace.sideFills ? sidePane.left : parent.right
        height: parent.height
        visible: workspace.roomShown && !(workspace.sideShown && workspace.sideFills)
        focus: true
        session: workspace.session
        watched: workspace.watched && visible
        canGoBack: workspace.narrow
        enterSends: workspace.app.settings.enterSends
        onBack: {
            workspace.showingRoom = false;
            list.forceActiveFocus(Qt.OtherFocusReason);
        }
        onPinsWanted: workspace.toggleSide("pins")
        onSearchWanted: workspace.toggleSide("search")
        onThreadWanted: key => workspace.openThread(key)
        onPersonWanted: (userId, near) => workspace.showPerson(userId, near)
        onMembersWanted: workspace.toggleSide("members")
        onSettingsWanted: roomSettings.openFor(workspace.session.roomId)
        onLeaveWanted: confirm.ask("leave", workspace.session.roomId)
        onCreateWanted: createDialog.open()
        onFindWanted: findDialog.open()
        onSignInWanted: workspace.app.signInAgain()
        onEscaped: workspace.markRead()
        onLinkActivated: address => workspace.app.openLink(address)
    }

    Loader {
        id: sidePane
        anchors.right: parent.right
        width: !workspace.sideFills ? sideSizer.sideWidth : workspace.narrow ? parent.width : parent.width - rail.width - list.width
        height: parent.height
        active: workspace.sideShown
        sourceComponent: workspace.sides[workspace.side] ?? null
        onLoaded: item.begin(true)
    }
    Component {
        id: threadSide
        ThreadPane {
            session: workspace.session
            narrow: workspace.sideFills
            watched: workspace.watched
            composer: Composer {
                composer: workspace.session.threadComposer
                enterSends: workspace.app.settings.enterSends
            }
            onPersonWanted: (userId, near) => workspace.showPerson(userId, near)
            onClosed: workspace.closeSide()
            onLinkActivated: address => workspace.app.openLink(address)
            onJumpWanted: key => workspace.jumpTo(workspace.session.roomId, key, 0)
        }
    }
    Component {
        id: membersSide
        SidePane {
            id: membersFrame

            function begin() {
                members.begin();
                members.focusField();
            }
            title: qsTr("Members")
            narrow: workspace.sideFills
            onClosed: workspace.closeSide()

            MembersPane {
                id: members
                anchors.fill: parent
                session: workspace.session
                onPersonWanted: (userId, near) => workspace.showPerson(userId, near)
                onMentionWanted: username => workspace.mention(username)
            }
        }
    }
    Component {
        id: pinsSide
        PinsPane {
            model: workspace.session.pins
            narrow: workspace.sideFills
            onPersonWanted: (userId, near) => workspace.showPerson(userId, near)
            onClosed: workspace.closeSide()
            onLinkActivated: address => workspace.app.openLink(address)
            onJumpWanted: key => workspace.jumpTo(workspace.session.roomId, key, 0)
        }
    }
    Component {
        id: searchSide
        SearchPane {
            session: workspace.session
            narrow: workspace.sideFills
            onCloseWanted: workspace.closeSide()
            onJumpWanted: (roomId, messageId, seq) => workspace.jumpTo(roomId, messageId, seq)
        }
    }
    Toast {
        id: toast
        objectName: "toast"
        anchors.horizontalCenter: pane.visible ? pane.horizontalCenter : parent.horizontalCenter
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
        target: workspace.session.timeline
    }
    Told {
        target: workspace.session.thread
    }
    Connections {
        target: workspace.session.timeline
        function onJumpFailed(why) {
            toast.warn(why);
        }
    }
    Connections {
        target: workspace.session
        function onChangeRefused(why) {
            toast.warn(why);
        }
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
        cursorShape: Qt.SplitHCursor
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
        onSearchWanted: words => {
            workspace.search(false);
            workspace.session.search.text = words;
        }
    }
    ProfileCard {
        id: card
        session: workspace.session
        onRoomChosen: roomId => workspace.enter(roomId)
        onMentionWanted: username => workspace.mention(username)
        onProfileWanted: workspace.profileWanted()
    }
}

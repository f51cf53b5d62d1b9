// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The open room: header, connection, messages, composer; or what to do when none is open.
FocusScope {
    id: pane

    required property Session session
    property bool watched: false
    property bool canGoBack: false
    // The room's menu is open.
    property bool menuOpen: false
    property bool enterSends: true
    readonly property bool lost: session.ready && !open && session.lostRoom.name.length > 0
    readonly property bool open: session.ready && session.roomId.length > 0

    signal back
    signal membersWanted
    signal pinsWanted
    signal searchWanted
    signal threadWanted(string key)
    signal personWanted(string userId, Item near)
    signal menuWanted(Item near)
    signal createWanted
    signal findWanted
    signal signInWanted
    signal escaped
    signal linkActivated(string address)

    // Gives a message of this room to the composer: mode is "startReply" or "startEdit".
    function compose(mode, key) {
        if (composer[mode] === undefined)
            return;
        composer[mode](key);
        composer.focusInput();
    }
    function focusTimeline() {
        timeline.focusRows();
    }
    function focusComposer() {
        if (open)
            composer.focusInput();
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.base
    }

    RoomHeader {
        id: header
        width: parent.width
        visible: pane.open
        session: pane.session
        canGoBack: pane.canGoBack
        menuOpen: pane.menuOpen
        onBack: pane.back()
        onMembersWanted: pane.membersWanted()
        onPinsWanted: pane.pinsWanted()
        onSearchWanted: pane.searchWanted()
        onPersonWanted: (userId, near) => pane.personWanted(userId, near)
        onMenuWanted: near => pane.menuWanted(near)
    }
    ConnectionNotice {
        id: notice
        anchors.top: pane.open ? header.bottom : parent.top
        width: parent.width
        session: pane.session
        onSignInWanted: pane.signInWanted()
    }
    TimelineView {
        id: timeline
        anchors.top: notice.bottom
        anchors.bottom: composer.top
        width: parent.width
        visible: pane.open
        model: pane.session.timeline
        details: pane.session.details
        roomName: pane.session.roomName
        roomPrivate: pane.session.roomPrivate
        direct: pane.session.roomPeer.length > 0
        watched: pane.watched && pane.open
        onLinkActivated: address => pane.linkActivated(address)
        onMembersWanted: pane.membersWanted()
        onReplyWanted: key => pane.compose("startReply", key)
        onEditWanted: key => pane.compose("startEdit", key)
        onThreadWanted: key => pane.threadWanted(key)
        onPersonWanted: (userId, near) => pane.personWanted(userId, near)
        onEscaped: {
            pane.focusComposer();
            pane.escaped();
        }
    }
    Composer {
        id: composer
        anchors.bottom: parent.bottom
        width: parent.width
        visible: pane.open
        focus: true
        composer: pane.session.composer
        enterSends: pane.enterSends
        onEscaped: pane.escaped()
    }

    Loader {
        anchors.centerIn: parent
        active: pane.lost
        visible: active
        sourceComponent: LostRoomNotice {
            lost: pane.session.lostRoom
            canGoBack: pane.canGoBack
            onBack: pane.back()
        }
    }
    Notice {
        objectName: "noRoom"
        anchors.centerIn: parent
        visible: pane.session.ready && pane.session.roomsKnown && !pane.open && !pane.lost
        iconName: "message-square"
        title: pane.session.rooms && pane.session.rooms.total > 0 ? qsTr("Choose a room") : qsTr("Welcome, %1").arg(pane.session.displayName)
        text: pane.session.rooms && pane.session.rooms.total > 0 ? qsTr("Pick one on the left, or press Ctrl K and type its name.")
                                                                 : qsTr("Talk happens in rooms. Find one to join, or make the first.")
        actions: [
            Button {
                objectName: "welcomeFind"
                iconName: "compass"
                text: qsTr("Find rooms")
                onClicked: pane.findWanted()
            },
            Button {
                objectName: "welcomeCreate"
                kind: "primary"
                iconName: "plus"
                text: qsTr("New room")
                onClicked: pane.createWanted()
            }
        ]
    }
}

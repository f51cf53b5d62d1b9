// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The rooms of an account, and the way to jump to one of them.
FocusScope {
    id: list

    required property Session session
    // Whose menu is open.
    property string menuRoom
    // The window has been painted once: what is not in its first frame can be made.
    property bool painted: false

    signal createWanted
    signal findWanted
    signal switchWanted
    // The menu of a room, below `item`; null: at the pointer.
    signal menuWanted(string roomId, Item item)
    // Also when it is the one that is open already.
    signal roomChosen(string roomId)

    function choose(roomId) {
        if (roomId.length === 0)
            return;
        session.openRoom(roomId);
        roomChosen(roomId);
    }
    function activate(entry) {
        if (entry === null)
            return;
        if (entry.heading)
            session.rooms.setCollapsed(entry.section, !entry.collapsed);
        else
            choose(entry.roomId);
    }
    function openMenu(entry, item) {
        if (entry !== null && !entry.heading)
            menuWanted(entry.roomId, item);
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Rooms")

    Rectangle {
        anchors.fill: parent
        color: Theme.side
    }

    Item {
        id: header
        width: parent.width
        height: 42

        Label {
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap5
            anchors.right: create.left
            anchors.rightMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: 2
            text: list.session.serverName
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.fontTitle
            font.weight: Font.Bold
            Accessible.role: Accessible.Heading
        }
        IconButton {
            id: create
            objectName: "createRoom"
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap3
            anchors.verticalCenter: parent.verticalCenter
            iconName: "square-pen"
            text: qsTr("New room")
            shortcutText: qsTr("Ctrl N")
            enabled: list.session.ready
            onClicked: list.createWanted()
        }
    }

    PressArea {
        id: search
        objectName: "switchButton"
        anchors.top: header.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap3
        anchors.rightMargin: Theme.gap3
        height: Theme.controlHeight
        enabled: list.session.ready
        Accessible.role: Accessible.Button
        Accessible.name: qsTr("Jump or search")
        onClicked: list.switchWanted()

        Rectangle {
            anchors.fill: parent
            radius: Theme.radiusField
            color: search.hovered ? Theme.hover : Theme.raised
            border.width: 1
            border.color: Theme.edge

            FocusRing {
                shown: search.visualFocus
            }
        }
        Icon {
            id: glass
            anchors.left: parent.left
            anchors.leftMargin: 10
            anchors.verticalCenter: parent.verticalCenter
            name: "search"
            size: Theme.iconSmall
            color: Theme.muted
        }
        Label {
            anchors.left: glass.right
            anchors.leftMargin: Theme.gap2
            anchors.right: switchKeys.left
            anchors.rightMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Jump or search")
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            Accessible.ignored: true
        }
        Label {
            id: switchKeys
            anchors.right: parent.right
            anchors.rightMargin: 10
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Ctrl K")
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
            // As the titles of sections: of each other weight the window's first frame would wait for the font.
            font.weight: Theme.weightStrong
            Accessible.ignored: true
        }
    }

    Loader {
        anchors.top: search.bottom
        anchors.topMargin: Theme.gap5
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap5
        anchors.rightMargin: Theme.gap8
        objectName: "roomsWaiting"
        active: (!list.session.ready || !list.session.roomsKnown) && list.session.fatal.length === 0
        visible: active
        sourceComponent: Column {
            spacing: Theme.gap5

            Repeater {
                model: [0.55, 0.8, 0.4, 0.65]
                Skeleton {
                    required property real modelData
                    width: parent.width * modelData
                }
            }
        }
    }

    ListView {
        id: view
        objectName: "roomView"
        anchors.top: search.bottom
        anchors.topMargin: Theme.gap2
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: footer.top
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        currentIndex: -1
        model: list.session.rooms
        reuseItems: true
        // Rows out of sight follow the first frame.
        cacheBuffer: list.painted ? 10 * Theme.rowHeight : 0
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Rooms")
        onActiveFocusChanged: {
            if (activeFocus && currentIndex < 0)
                currentIndex = Math.max(0, list.session.rooms.rowOf(list.session.roomId));
        }
        Keys.onReturnPressed: list.activate(currentItem)
        Keys.onEnterPressed: list.activate(currentItem)
        Keys.onSpacePressed: list.activate(currentItem)
        Keys.onMenuPressed: list.openMenu(currentItem, currentItem)
        Keys.onPressed: event => {
            if (event.key === Qt.Key_F10 && event.modifiers === Qt.ShiftModifier) {
                list.openMenu(currentItem, currentItem);
                event.accepted = true;
            } else if (event.key === Qt.Key_Home || event.key === Qt.Key_End) {
                currentIndex = event.key === Qt.Key_Home ? 0 : count - 1;
                event.accepted = true;
            }
        }

        delegate: RoomRow {
            id: entry

            width: view.width
            current: roomId.length > 0 && roomId === list.session.roomId
            selected: ListView.isCurrentItem && view.activeFocus
            painted: list.painted
            menuOpen: list.menuRoom.length > 0 && list.menuRoom === roomId
            onChosen: list.activate(entry)
            onMenuWanted: at => list.openMenu(entry, at)
        }
    }
    Loader {
        active: list.painted
        Component.onCompleted: setSource("../Ui/ScrollBarFor.qml", { view: view })
    }

    Loader {
        readonly property string told: {
            if (list.session.fatal.length > 0)
                return list.session.fatal;
            if (!list.session.ready || !list.session.roomsKnown || list.session.rooms.total > 0)
                return "";
            return qsTr("You are in no room yet. Find one, or make one.");
        }

        anchors.top: search.bottom
        anchors.topMargin: Theme.gap4
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap5
        anchors.rightMargin: Theme.gap5
        active: told.length > 0
        sourceComponent: Label {
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontSecondary
            text: parent.told
        }
    }

    Item {
        id: footer
        anchors.bottom: parent.bottom
        width: parent.width
        height: 52

        Divider {
            width: parent.width
        }
        PressArea {
            id: find
            objectName: "findRooms"
            anchors.fill: parent
            anchors.margins: Theme.gap2
            anchors.leftMargin: Theme.gap3
            anchors.rightMargin: Theme.gap3
            enabled: list.session.ready
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("Find rooms")
            onClicked: list.findWanted()

            Rectangle {
                anchors.fill: parent
                radius: Theme.radiusRow
                color: find.hovered || find.down ? Theme.hover : "transparent"
                FocusRing {
                    shown: find.visualFocus
                }
            }
            Icon {
                id: compass
                anchors.left: parent.left
                anchors.leftMargin: Theme.gap2
                anchors.verticalCenter: parent.verticalCenter
                name: "compass"
                size: Theme.iconSmall
                color: Theme.muted
            }
            Label {
                anchors.left: compass.right
                anchors.leftMargin: Theme.gap3
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Find rooms")
                color: find.hovered ? Theme.text : Theme.muted
                Accessible.ignored: true
            }
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// The rooms of an account, with a field that finds one among them.
FocusScope {
    id: list

    required property Session session

    signal createWanted
    signal findWanted
    // Also when it is the one that is open already.
    signal roomChosen(string roomId)

    function focusSearch() {
        search.focusInput(Qt.ShortcutFocusReason);
    }
    function choose(roomId) {
        if (roomId.length === 0)
            return;
        search.text = "";
        session.openRoom(roomId);
        roomChosen(roomId);
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

    TextField {
        id: search
        objectName: "roomSearch"
        anchors.top: header.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap3
        anchors.rightMargin: Theme.gap3
        placeholder: qsTr("Jump to a room")
        iconName: "search"
        keysHint: qsTr("Ctrl K")
        onTextChanged: {
            if (list.session.rooms)
                list.session.rooms.filter = text.trim();
            view.currentIndex = text.length > 0 && view.count > 0 ? 0 : -1;
        }
        onAccepted: list.choose(list.session.rooms.roomAt(Math.max(0, view.currentIndex)))
        input.Keys.onDownPressed: view.currentIndex = Math.min(view.count - 1, view.currentIndex + 1)
        input.Keys.onUpPressed: view.currentIndex = Math.max(0, view.currentIndex - 1)
        input.Keys.onEscapePressed: event => {
            // Esc first empties the field, and only then is for others.
            event.accepted = text.length > 0;
            text = "";
        }
    }

    Column {
        anchors.top: search.bottom
        anchors.topMargin: Theme.gap5
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap5
        anchors.rightMargin: Theme.gap8
        spacing: Theme.gap5
        visible: !list.session.ready && list.session.fatal.length === 0

        Repeater {
            model: [0.55, 0.8, 0.4, 0.65]
            Skeleton {
                required property real modelData
                width: parent.width * modelData
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
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Rooms")
        onActiveFocusChanged: {
            if (activeFocus && currentIndex < 0)
                currentIndex = Math.max(0, list.session.rooms.rowOf(list.session.roomId));
        }
        Keys.onReturnPressed: list.choose(list.session.rooms.roomAt(currentIndex))
        Keys.onEnterPressed: list.choose(list.session.rooms.roomAt(currentIndex))
        Keys.onSpacePressed: list.choose(list.session.rooms.roomAt(currentIndex))
        T.ScrollBar.vertical: ScrollBar {}

        section.property: "section"
        section.delegate: Item {
            id: heading
            required property string section
            width: view.width
            height: 34

            Label {
                anchors.left: parent.left
                anchors.leftMargin: Theme.gap5
                anchors.bottom: parent.bottom
                anchors.bottomMargin: 6
                text: heading.section === "unread" ? qsTr("Unread") : qsTr("Rooms")
                color: Theme.muted
                font.pixelSize: Theme.fontLabel
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
        }

        delegate: RoomRow {
            width: view.width
            current: roomId === list.session.roomId
            onClicked: list.choose(roomId)
        }
    }

    Label {
        anchors.top: search.bottom
        anchors.topMargin: Theme.gap4
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap5
        anchors.rightMargin: Theme.gap5
        visible: text.length > 0
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        color: Theme.muted
        font.pixelSize: Theme.fontSecondary
        text: {
            if (list.session.fatal.length > 0)
                return list.session.fatal;
            if (!list.session.ready || view.count > 0)
                return "";
            if (search.text.trim().length > 0)
                return qsTr("None of your rooms is called that. Below you can look among all public rooms.");
            return list.session.rooms.total === 0 ? qsTr("You are in no room yet. Find one, or make one.") : "";
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
        T.AbstractButton {
            id: find
            objectName: "findRooms"
            anchors.fill: parent
            anchors.margins: Theme.gap2
            anchors.leftMargin: Theme.gap3
            anchors.rightMargin: Theme.gap3
            enabled: list.session.ready
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("Find rooms")
            onClicked: list.findWanted()
            Keys.onReturnPressed: clicked()

            background: Rectangle {
                radius: Theme.radiusRow
                color: find.hovered || find.down ? Theme.hover : "transparent"
                FocusRing {
                    shown: find.visualFocus
                }
            }
            contentItem: Item {
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
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// The members of the open room: finding one, adding people, and what one may do with each. For those who may ban, the banned
// too. It fills what it is put into; title and closing are the frame's.
FocusScope {
    id: pane

    required property Session session
    readonly property MembersModel members: session.members
    readonly property RoomInfo room: session.roomSettings
    readonly property BansModel bans: session.bans
    property bool adding: false
    property bool showBans: false
    property string done
    // Who could not be added: ids.
    property var refused: []

    signal personWanted(string userId, Item item)
    signal mentionWanted(string username)

    function begin() {
        adding = false;
        showBans = false;
        done = "";
        search.text = "";
        if (room)
            room.roomId = session.roomId;
        if (members)
            members.clearAddError();
    }
    function focusField() {
        search.focusInput(Qt.OtherFocusReason);
    }
    function invite() {
        adding = true;
        done = "";
        people.begin();
        people.focusInput();
    }
    function addPeople() {
        if (people.ids.length > 0)
            members.add(people.ids);
        else
            people.focusInput();
    }
    function openMenu(row, item) {
        const member = members.at(row);
        if (member.userId !== undefined)
            menu.openFor(member, item);
    }

    objectName: "membersPane"
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Members")
    Component.onCompleted: begin()

    Connections {
        target: pane.session
        function onRoomChanged() {
            if (pane.room && pane.room.roomId !== pane.session.roomId)
                pane.begin();
        }
    }
    Connections {
        target: pane.members
        function onAdded(count) {
            pane.done = qsTr("%n person(s) added.", "", count);
            if (pane.members.addError.length === 0) {
                pane.adding = false;
                people.begin();
            } else {
                // Who could not be added stays picked.
                people.chosen = people.chosen.filter(one => pane.refused.indexOf(one.userId) >= 0);
            }
        }
        function onNotAdded(userId) {
            pane.refused = pane.refused.concat([userId]);
        }
    }

    Column {
        id: top
        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.gap4
        anchors.topMargin: Theme.gap3
        spacing: Theme.gap3

        Segmented {
            objectName: "membersOrBans"
            width: parent.width
            visible: pane.room !== null && pane.room.mayBan
            name: qsTr("Who is shown")
            value: pane.showBans ? "bans" : "members"
            options: [
                { value: "members", text: qsTr("Members") },
                { value: "bans", text: qsTr("Banned") }
            ]
            onChosen: value => {
                pane.showBans = value === "bans";
                if (pane.showBans)
                    pane.bans.load(pane.session.roomId);
            }
        }
        Row {
            width: parent.width
            spacing: Theme.gap2
            visible: !pane.showBans

            TextField {
                id: search
                objectName: "memberSearch"
                width: parent.width - (add.visible ? add.width + parent.spacing : 0)
                iconName: "search"
                placeholder: qsTr("Find a member")
                onTextChanged: if (pane.members) pane.members.search = text
                input.Keys.onDownPressed: view.forceActiveFocus(Qt.TabFocusReason)
                input.Keys.onEscapePressed: event => {
                    event.accepted = text.length > 0;
                    text = "";
                }
            }
            Button {
                id: add
                objectName: "addPeople"
                visible: pane.room !== null && pane.room.mayAddMembers && !pane.adding
                iconName: "user-plus"
                text: qsTr("Add")
                onClicked: pane.invite()
            }
        }
        Column {
            width: parent.width
            spacing: Theme.gap2
            visible: pane.adding && !pane.showBans

            Banner {
                objectName: "addError"
                width: parent.width
                visible: text.length > 0
                kind: "danger"
                text: pane.members ? pane.members.addError : ""
            }
            PeoplePicker {
                id: people
                objectName: "invite"
                width: parent.width
                session: pane.session
                onEdited: {
                    pane.refused = [];
                    pane.members.clearAddError();
                }
                onAccepted: pane.addPeople()
            }
            Row {
                anchors.right: parent.right
                spacing: Theme.gap2

                Button {
                    text: qsTr("Cancel")
                    onClicked: {
                        pane.adding = false;
                        add.forceActiveFocus(Qt.TabFocusReason);
                    }
                }
                Button {
                    objectName: "addSubmit"
                    kind: "primary"
                    enabled: people.ids.length > 0
                    busy: pane.members !== null && pane.members.adding
                    text: busy ? qsTr("Adding…") : people.ids.length > 1 ? qsTr("Add %n people", "", people.ids.length) : qsTr("Add to the room")
                    onClicked: pane.addPeople()
                }
            }
        }
        Label {
            objectName: "membersNote"
            width: parent.width
            visible: text.length > 0 && !pane.showBans
            text: pane.done.length > 0 ? pane.done
                : pane.room !== null && !pane.room.isDirect && !pane.room.mayAddMembers ? qsTr("Only owners and moderators add people here.") : ""
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
        }
        Banner {
            objectName: "membersError"
            width: parent.width
            visible: text.length > 0
            text: pane.showBans ? (pane.bans ? pane.bans.error : "") : pane.members ? pane.members.error : ""
            actionText: qsTr("Try again")
            onAction: {
                if (pane.showBans)
                    pane.bans.load(pane.session.roomId);
                else
                    pane.members.refresh();
            }
        }
        Banner {
            objectName: "messageError"
            width: parent.width
            visible: text.length > 0
            kind: "danger"
            text: pane.session.people ? pane.session.people.error : ""
        }
    }

    ListView {
        id: view
        objectName: "memberView"
        anchors.top: top.bottom
        anchors.topMargin: Theme.gap2
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        visible: !pane.showBans
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        reuseItems: true
        currentIndex: -1
        highlightMoveDuration: 0
        model: pane.members
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Members")
        onActiveFocusChanged: if (activeFocus && currentIndex < 0) currentIndex = 0
        Keys.onReturnPressed: if (currentItem) pane.personWanted(currentItem.userId, currentItem.picture)
        Keys.onSpacePressed: if (currentItem) pane.personWanted(currentItem.userId, currentItem.picture)
        Keys.onMenuPressed: pane.openMenu(currentIndex, currentItem)
        Keys.onPressed: event => {
            if (event.key === Qt.Key_F10 && event.modifiers === Qt.ShiftModifier) {
                pane.openMenu(currentIndex, currentItem);
                event.accepted = true;
            }
        }
        T.ScrollBar.vertical: ScrollBar {}

        section.property: "section"
        section.delegate: Label {
            required property string section
            width: view.width
            height: section.length > 0 ? 34 : 0
            visible: section.length > 0
            leftPadding: Theme.gap4
            rightPadding: Theme.gap4
            bottomPadding: 6
            verticalAlignment: Text.AlignBottom
            horizontalAlignment: Text.AlignLeft
            text: section === "present" ? qsTr("Here now") : qsTr("Not here")
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }

        delegate: MemberRow {
            required property int index
            required userId
            required name
            required username
            required roleText
            required presence
            required isSelf
            required property string role
            required property string status

            width: view.width
            objectName: "member-" + username
            detail: status.length > 0 ? status : username
            selected: ListView.isCurrentItem && view.activeFocus
            menuOpen: menu.visible && menu.member.userId === userId
            onClicked: pane.personWanted(userId, picture)
            onMenuWanted: at => pane.openMenu(index, at)
        }

        footer: Column {
            width: view.width
            topPadding: Theme.gap3
            bottomPadding: Theme.gap4
            spacing: Theme.gap5

            Repeater {
                model: pane.members !== null && pane.members.loading && (pane.members.total === 0 || pane.members.search.length > 0) ? 3 : 0
                Skeleton {
                    required property int index
                    x: Theme.gap4
                    width: (view.width - 2 * Theme.gap4) * (0.8 - index * 0.15)
                }
            }
            Label {
                objectName: "membersNothing"
                width: parent.width
                visible: text.length > 0
                leftPadding: Theme.gap4
                rightPadding: Theme.gap4
                text: pane.members === null || pane.members.loading || pane.members.search.length === 0 ? ""
                    : pane.members.count === 0 ? qsTr("Nobody in this room is called that.") : ""
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
            }
        }
    }

    ListView {
        id: banned
        objectName: "bansView"
        anchors.fill: view
        visible: pane.showBans
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        currentIndex: -1
        model: pane.bans
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Banned")
        onActiveFocusChanged: if (activeFocus && currentIndex < 0) currentIndex = 0
        Keys.onReturnPressed: if (currentItem) currentItem.lift()
        T.ScrollBar.vertical: ScrollBar {}

        delegate: MemberRow {
            id: ban
            required property int index
            required userId
            required name
            required username
            required detail

            function lift() {
                confirm.ask("unban", pane.session.roomId, { userId: userId, name: name, role: "member" });
            }
            width: banned.width
            hasMenu: false
            selected: ListView.isCurrentItem && banned.activeFocus
            onClicked: pane.personWanted(userId, picture)

            Button {
                objectName: "unban-" + ban.username
                anchors.right: parent.right
                anchors.rightMargin: Theme.gap4
                anchors.verticalCenter: parent.verticalCenter
                kind: "quiet"
                focusPolicy: Qt.NoFocus
                text: qsTr("Lift")
                Accessible.name: qsTr("Lift the ban of %1").arg(ban.name)
                onClicked: ban.lift()
            }
        }
    }
    Notice {
        anchors.centerIn: view
        width: Math.min(implicitWidth, view.width - 2 * Theme.gap4)
        visible: pane.showBans && banned.count === 0 && pane.bans !== null && !pane.bans.loading && pane.bans.error.length === 0
        iconName: "ban"
        title: qsTr("Nobody is banned")
        text: qsTr("Who is banned from this room stands here, and can be let in again.")
    }

    MemberMenu {
        id: menu
        session: pane.session
        onProfileWanted: userId => pane.personWanted(userId, view.currentItem)
        onMentionWanted: username => pane.mentionWanted(username)
        onActWanted: (act, member) => confirm.ask(act, pane.session.roomId, member)
    }
    ActDialog {
        id: confirm
        session: pane.session
        onDone: (act, userId) => {
            if (act === "unban")
                pane.bans.forget(userId);
            else
                pane.members.refresh();
        }
    }
}

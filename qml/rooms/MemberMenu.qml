// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// What can be done with a member: what one may not do is not there.
Menu {
    id: menu

    required property Session session
    // {userId, name, username, role, isSelf}
    property var member: ({})
    property var allowed: ({})
    readonly property bool other: member.isSelf === false
    readonly property bool ownable: allowed.makeOwner === true && member.role !== "owner"
    readonly property bool moderatable: allowed.makeModerator === true && member.role !== "moderator"
    readonly property bool plainable: allowed.makeMember === true && member.role !== "member"

    signal profileWanted(string userId)
    signal mentionWanted(string username)
    signal actWanted(string act, var member)

    function openFor(who, item) {
        member = who;
        const may = {};
        for (const act of ["makeOwner", "makeModerator", "makeMember", "remove", "ban"])
            may[act] = session.roomActs.describe(act, session.roomId, who).possible;
        allowed = may;
        if (item)
            popup(item, item.LayoutMirroring.enabled ? 0 : item.width - width, item.height + Theme.gap1);
        else
            popup();
    }

    objectName: "memberMenu"
    implicitWidth: 232

    MenuItem {
        objectName: "memberProfile"
        iconName: "user"
        text: qsTr("Profile")
        onTriggered: menu.profileWanted(menu.member.userId)
    }
    MenuItem {
        objectName: "memberMessage"
        iconName: "message-circle"
        text: menu.other ? qsTr("Message") : qsTr("Notes to yourself")
        onTriggered: menu.session.people.openDirect(menu.member.userId)
    }
    MenuItem {
        objectName: "memberMention"
        visible: menu.other
        iconName: "at-sign"
        text: qsTr("Mention")
        onTriggered: menu.mentionWanted(menu.member.username)
    }
    MenuSeparator {
        objectName: "memberRoles"
        visible: menu.ownable || menu.moderatable || menu.plainable
    }
    component Act: MenuItem {
        required property string act
        objectName: "member-" + act
        visible: menu.allowed[act] === true
        onTriggered: menu.actWanted(act, menu.member)
    }
    Act {
        act: "makeOwner"
        visible: menu.ownable
        iconName: "crown"
        text: qsTr("Make owner…")
    }
    Act {
        act: "makeModerator"
        visible: menu.moderatable
        iconName: "shield"
        text: qsTr("Make moderator…")
    }
    Act {
        act: "makeMember"
        visible: menu.plainable
        iconName: "user-round"
        text: qsTr("Make plain member…")
    }
    MenuSeparator {
        visible: menu.allowed.remove === true || menu.allowed.ban === true
    }
    Act {
        act: "remove"
        iconName: "user-minus"
        dangerous: true
        text: qsTr("Remove from the room…")
    }
    Act {
        act: "ban"
        iconName: "ban"
        dangerous: true
        text: qsTr("Ban from the room…")
    }
}

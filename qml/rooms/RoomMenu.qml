// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// What can be done with a room, from the list and from its header.
Menu {
    id: menu

    required property Session session
    readonly property RoomInfo room: session.roomMenu
    readonly property bool shared: room !== null && !room.isDirect

    signal settingsWanted(string roomId)
    signal actWanted(string act, string roomId)

    // At the pointer, or below `item`, whose next press closes it again.
    function openFor(roomId, item) {
        if (visible && item && parent === item) {
            close();
            return;
        }
        room.roomId = roomId;
        closePolicy = T.Popup.CloseOnEscape | (item ? T.Popup.CloseOnPressOutsideParent : T.Popup.CloseOnPressOutside);
        if (item)
            popup(item, item.LayoutMirroring.enabled ? 0 : item.width - width, item.height + Theme.gap1);
        else
            popup();
    }

    objectName: "roomMenuPopup"
    implicitWidth: 232

    MenuItem {
        objectName: "menuFavourite"
        iconName: menu.room && menu.room.favourite ? "star-off" : "star"
        text: menu.room && menu.room.favourite ? qsTr("Remove from favourites") : qsTr("Add to favourites")
        onTriggered: menu.room.favourite = !menu.room.favourite
    }
    MenuItem {
        objectName: "menuMute"
        iconName: menu.room && menu.room.muted ? "bell" : "bell-off"
        text: menu.room && menu.room.muted ? qsTr("Unmute") : qsTr("Mute")
        onTriggered: menu.room.muted = !menu.room.muted
    }
    MenuItem {
        objectName: "menuRead"
        iconName: menu.room && menu.room.unread ? "check-check" : "circle-dot"
        text: menu.room && menu.room.unread ? qsTr("Mark as read") : qsTr("Mark as unread")
        onTriggered: {
            if (menu.room.unread)
                menu.room.markRead();
            else
                menu.room.markUnread();
        }
    }
    MenuSeparator {}
    MenuHeading {
        words: qsTr("Notify me of")
    }
    component Rule: MenuItem {
        required property string rule
        objectName: "menuNotify-" + rule
        checkable: true
        autoExclusive: false
        checked: menu.room !== null && menu.room.notify === rule
        onTriggered: {
            menu.room.notify = rule;
            // A press has changed it by itself: let it follow the room again.
            checked = Qt.binding(() => menu.room !== null && menu.room.notify === rule);
        }
    }
    Rule {
        rule: "default"
        text: qsTr("What the settings say")
    }
    Rule {
        rule: "all"
        text: qsTr("Every message")
    }
    Rule {
        rule: "mentions"
        text: qsTr("Mentions of me")
    }
    Rule {
        rule: "nothing"
        text: qsTr("Nothing")
    }
    MenuSeparator {}
    MenuItem {
        objectName: "menuCopyLink"
        iconName: "link"
        text: qsTr("Copy link")
        onTriggered: menu.room.copyLink()
    }
    MenuItem {
        objectName: "menuSettings"
        visible: menu.shared
        iconName: "settings"
        text: qsTr("Room settings")
        onTriggered: menu.settingsWanted(menu.room.roomId)
    }
    MenuItem {
        objectName: "menuLeaveRoom"
        visible: menu.shared
        iconName: "log-out"
        dangerous: true
        text: qsTr("Leave the room")
        onTriggered: menu.actWanted("leave", menu.room.roomId)
    }
}

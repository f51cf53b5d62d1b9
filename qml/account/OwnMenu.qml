// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// What others see of oneself, and changing it.
Menu {
    id: menu

    required property Session session
    readonly property OwnProfile own: session ? session.ownProfile : null

    signal statusWanted
    signal profileWanted

    objectName: "ownMenu"
    implicitWidth: 240

    MenuHeading {
        objectName: "ownMenuName"
        words: menu.own ? menu.own.displayName : ""
        color: Theme.text
        font.pixelSize: Theme.fontSecondary
    }
    MenuHeading {
        visible: words.length > 0
        height: visible ? 20 : 0
        words: menu.own ? menu.own.statusText : ""
        font.weight: Font.Normal
    }
    MenuSeparator {}
    component Seen: MenuItem {
        required property string seen
        objectName: "presence-" + seen
        presence: seen
        checkable: true
        checked: menu.own !== null && menu.own.presence === seen
        onTriggered: {
            menu.own.presence = seen;
            // A press has changed it by itself: let it follow the account again.
            checked = Qt.binding(() => menu.own !== null && menu.own.presence === seen);
        }
    }
    Seen {
        seen: "online"
        text: qsTr("Online")
    }
    Seen {
        seen: "away"
        text: qsTr("Away")
    }
    Seen {
        seen: "dnd"
        text: qsTr("Do not disturb")
    }
    MenuSeparator {}
    MenuItem {
        objectName: "ownStatus"
        iconName: "message-circle"
        text: menu.own && menu.own.statusText.length > 0 ? qsTr("Change the status…") : qsTr("Set a status…")
        onTriggered: menu.statusWanted()
    }
    MenuItem {
        objectName: "ownProfile"
        iconName: "user"
        text: qsTr("Profile")
        onTriggered: menu.profileWanted()
    }
}

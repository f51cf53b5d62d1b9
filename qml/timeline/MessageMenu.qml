// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// Everything that can be done with one message.
Menu {
    id: menu

    required property MessageListModel model
    property bool threads: true
    property bool marks: true
    // See MessageListModel.facts().
    property var facts: ({})
    readonly property string key: facts.key ?? ""

    signal replyWanted(string key)
    signal threadWanted(string key)
    signal editWanted(string key)
    signal reactWanted(string key)
    signal receiptsWanted(string key)

    function openFor(row, item, x, y) {
        facts = model.facts(row);
        if (key.length === 0)
            return;
        parent = item;
        popup(item, x, y);
        currentIndex = -1;
    }

    objectName: "messageMenu"
    // Rows that do not apply take no place.
    component Entry: MenuItem {
        height: visible ? implicitHeight : 0
    }

    Entry {
        objectName: "menuReact"
        visible: !!menu.facts.canReact
        iconName: "smile-plus"
        text: qsTr("React")
        onTriggered: menu.reactWanted(menu.key)
    }
    Entry {
        objectName: "menuReply"
        visible: !!menu.facts.canReply
        iconName: "reply"
        text: qsTr("Reply")
        onTriggered: menu.replyWanted(menu.key)
    }
    Entry {
        objectName: "menuThread"
        visible: menu.threads && !menu.facts.pending && !menu.facts.system
        iconName: "message-square-text"
        text: qsTr("Open the thread")
        onTriggered: menu.threadWanted(menu.facts.thread)
    }
    Entry {
        objectName: "menuEdit"
        visible: !!menu.facts.canEdit
        iconName: "pencil"
        text: qsTr("Edit")
        onTriggered: menu.editWanted(menu.key)
    }
    Entry {
        objectName: "menuCopy"
        visible: !menu.facts.deleted
        iconName: "copy"
        text: qsTr("Copy the text")
        onTriggered: menu.model.copyText(menu.key)
    }
    Entry {
        objectName: "menuLink"
        visible: !menu.facts.pending
        iconName: "link"
        text: qsTr("Copy the link")
        onTriggered: menu.model.copyLink(menu.key)
    }
    Entry {
        objectName: "menuPin"
        visible: !!menu.facts.canReact
        iconName: menu.facts.pinned ? "pin-off" : "pin"
        text: menu.facts.pinned ? qsTr("Unpin") : qsTr("Pin")
        onTriggered: menu.model.setPinned(menu.key, !menu.facts.pinned)
    }
    Entry {
        objectName: "menuUnread"
        visible: menu.marks && !menu.facts.pending && !menu.facts.own
        iconName: "mail"
        text: qsTr("Mark as unread from here")
        onTriggered: menu.model.markUnreadFrom(menu.key)
    }
    Entry {
        objectName: "menuReceipts"
        visible: !!menu.facts.own && !menu.facts.pending && !menu.facts.deleted && !menu.facts.system
        iconName: "check-check"
        text: qsTr("Who has seen it")
        onTriggered: menu.receiptsWanted(menu.key)
    }
    Entry {
        objectName: "menuDelete"
        visible: !!menu.facts.canDelete
        iconName: "trash-2"
        dangerous: true
        text: qsTr("Delete")
        onTriggered: menu.model.remove(menu.key)
    }
}

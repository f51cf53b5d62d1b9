// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Text
import Parlor.Ui

// What opens over the messages. Each is made when it is first wanted.
Item {
    id: popups

    required property MessageListModel model
    required property MessageDetails details
    // What they open over; positions are in its coordinates.
    required property Item over
    property bool threads: true
    // One of those is open that are about the row with the keyboard or the pointer.
    readonly property bool busy: (menu.item !== null && menu.item.visible) || (quick.item !== null && quick.item.visible) || (picker.item !== null && picker.item.visible)

    signal replyWanted(string key)
    signal editWanted(string key)
    signal threadWanted(string key)
    signal dayChosen(string day)

    function openMenu(row, x, y) {
        menu.active = true;
        // Not where the menu says that it is: it knows that only once it is shown.
        place.x = x;
        place.y = y;
        menu.item.openFor(row, over, x, y);
    }
    function openQuick(key, near) {
        quick.active = true;
        quick.item.openFor(key, near);
    }
    function openPicker(key, near) {
        picker.key = key;
        picker.active = true;
        picker.item.openNear(near);
    }
    function showReceipts(key) {
        receipts.active = true;
        receipts.item.openFor(key);
    }
    function showVersions(key) {
        versions.active = true;
        versions.item.openFor(key);
    }
    function chooseDay(day) {
        dates.active = true;
        dates.item.openAt(day);
    }

    Loader {
        id: menu
        active: false
        sourceComponent: MessageMenu {
            model: popups.model
            threads: popups.threads
            marks: popups.threads
            onReplyWanted: key => popups.replyWanted(key)
            onEditWanted: key => popups.editWanted(key)
            onThreadWanted: key => popups.threadWanted(key)
            onReactWanted: key => popups.openPicker(key, place)
            onReceiptsWanted: key => popups.showReceipts(key)
        }
    }
    // Where the menu was wanted, for what it opens.
    Item {
        id: place
        parent: popups.over
    }
    Loader {
        id: quick
        active: false
        sourceComponent: QuickReactions {
            onPicked: (key, emoji) => popups.model.react(key, emoji)
            onAllWanted: (key, near) => popups.openPicker(key, near)
        }
    }
    Loader {
        id: picker
        property string key
        active: false
        sourceComponent: EmojiPicker {
            parent: popups.over
            onPicked: emoji => popups.model.react(picker.key, emoji)
        }
    }
    Loader {
        id: receipts
        active: false
        sourceComponent: ReceiptsDialog {
            details: popups.details
        }
    }
    Loader {
        id: versions
        active: false
        sourceComponent: VersionsDialog {
            details: popups.details
        }
    }
    Loader {
        id: dates
        active: false
        sourceComponent: DateDialog {
            onChosen: day => popups.dayChosen(day)
        }
    }
}

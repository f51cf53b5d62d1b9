// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// What was pinned in the open room; a click goes there.
SidePane {
    id: pane

    required property PinsModel model

    signal jumpWanted(string key)
    signal linkActivated(string address)
    signal personWanted(string userId, Item near)

    function begin() {
        model.refresh();
        list.forceActiveFocus(Qt.OtherFocusReason);
    }

    objectName: "pinsPane"
    title: qsTr("Pinned")
    note: model.count > 0 ? model.count : ""

    Banner {
        id: problem
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: visible ? Theme.gap3 : 0
        height: visible ? implicitHeight : 0
        visible: text.length > 0
        text: pane.model.loadError
        actionText: qsTr("Try again")
        onAction: pane.model.refresh()
    }
    ListView {
        id: list
        objectName: "pinsList"
        anchors.top: problem.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        focus: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: pane.model
        currentIndex: -1
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Pinned messages")
        T.ScrollBar.vertical: ScrollBar {}
        Keys.onUpPressed: currentIndex = Math.max(0, currentIndex - 1)
        Keys.onDownPressed: currentIndex = Math.min(count - 1, currentIndex + 1)
        Keys.onReturnPressed: if (currentItem)
            pane.jumpWanted(currentItem.key)
        Keys.onDeletePressed: if (currentItem)
            pane.model.setPinned(currentItem.key, false)

        delegate: MessageRow {
            id: line
            width: ListView.view.width
            threadShown: false
            current: ListView.isCurrentItem && list.activeFocus
            hovered: hover.hovered
            expanded: false
            onLinkActivated: address => pane.linkActivated(address)
            onPersonWanted: (userId, near) => pane.personWanted(userId, near)
            onReactionToggled: emoji => pane.model.react(key, emoji)
            onQuoteActivated: original => pane.jumpWanted(original)
            onFoldWanted: pane.jumpWanted(key)

            HoverHandler {
                id: hover
            }
            Row {
                anchors.right: parent.right
                anchors.rightMargin: Theme.gap3
                y: line.anchorY + Theme.gap2
                visible: hover.hovered || line.current
                spacing: 2

                IconButton {
                    objectName: "pinJump"
                    ground: Theme.raised
                    iconName: "message-square-text"
                    iconSize: Theme.iconSmall
                    focusPolicy: Qt.NoFocus
                    text: qsTr("Show it in the room")
                    onClicked: pane.jumpWanted(line.key)
                }
                IconButton {
                    objectName: "pinRemove"
                    ground: Theme.raised
                    iconName: "pin-off"
                    iconSize: Theme.iconSmall
                    focusPolicy: Qt.NoFocus
                    text: qsTr("Unpin")
                    onClicked: pane.model.setPinned(line.key, false)
                }
            }
        }
    }
    // The keyboard is here, and at no message yet.
    FocusRing {
        anchors.fill: list
        anchors.margins: 2
        radius: Theme.radiusRow
        shown: list.activeFocus && list.currentIndex < 0
    }
    Notice {
        objectName: "noPins"
        anchors.centerIn: parent
        width: Math.min(280, parent.width - 2 * Theme.gap5)
        visible: pane.model.count === 0 && !pane.model.loading && pane.model.loadError.length === 0
        iconName: "pin"
        title: qsTr("Nothing is pinned")
        text: qsTr("Pin a message that all should find again: it is in the menu of every message.")
    }
    TimelineWaiting {
        anchors.fill: parent
        visible: pane.model.count === 0 && pane.model.loading
    }
}

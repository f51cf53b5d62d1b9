// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// Type a few letters of a room or a person, and be there. Below what is found stands the way to search the messages.
T.Popup {
    id: popup

    required property Session session
    readonly property SwitcherModel model: session.switcher
    // Of the rows and the line below them; the line counts as the last one.
    property int at: 0
    readonly property bool canSearch: field.text.trim().length > 0
    readonly property int lastAt: (model ? model.count : 0) - (canSearch ? 0 : 1)

    signal roomChosen(string roomId)
    signal searchWanted(string text)

    function move(by) {
        at = Math.max(0, Math.min(lastAt, at + by));
        if (at < view.count)
            view.positionViewAtIndex(at, ListView.Contain);
    }
    function choose(row) {
        if (model && row < model.count) {
            const entry = model.at(row);
            if (entry.isPerson) {
                session.people.openDirect(entry.targetId);
            } else {
                session.openRoom(entry.targetId);
                close();
                roomChosen(entry.targetId);
            }
        } else if (canSearch) {
            const words = field.text.trim();
            close();
            searchWanted(words);
        }
    }

    objectName: "switcher"
    parent: T.Overlay.overlay
    modal: true
    focus: true
    dim: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    width: parent ? Math.min(Theme.switcherWidth, parent.width - 2 * Theme.gap4) : Theme.switcherWidth
    height: Math.min(implicitHeight, parent ? parent.height - y - Theme.gap4 : implicitHeight)
    implicitHeight: column.implicitHeight + 2 * padding
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(Math.min(96, parent.height * 0.1)) : 0
    padding: Theme.gap3
    onAboutToShow: {
        field.text = "";
        at = 0;
        if (session.people)
            session.people.clearError();
        if (model)
            model.begin(session.roomId);
    }
    onOpened: field.focusInput()

    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }

    Connections {
        target: popup.session.people
        enabled: popup.visible
        function onDirectOpened(roomId) {
            popup.close();
            popup.roomChosen(roomId);
        }
    }

    background: Rectangle {
        radius: Theme.radiusComposer + 2
        color: Theme.base
        border.width: 1
        border.color: Theme.line
    }

    contentItem: Column {
        id: column
        spacing: Theme.gap2
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Jump or search")

        TextField {
            id: field
            objectName: "switcherField"
            width: parent.width
            iconName: "search"
            placeholder: qsTr("Room, person or words to search for")
            maximumLength: 100
            onTextChanged: {
                popup.at = 0;
                if (popup.model)
                    popup.model.text = text;
                view.positionViewAtBeginning();
            }
            onAccepted: popup.choose(popup.at)
            input.Keys.onDownPressed: popup.move(1)
            input.Keys.onUpPressed: popup.move(-1)
            input.Keys.onPressed: event => {
                if (event.key === Qt.Key_PageDown || event.key === Qt.Key_PageUp) {
                    popup.move(event.key === Qt.Key_PageDown ? Theme.switcherRows : -Theme.switcherRows);
                    event.accepted = true;
                }
            }
        }
        Banner {
            objectName: "switcherError"
            width: parent.width
            visible: text.length > 0
            kind: "danger"
            text: popup.session.people ? popup.session.people.error : ""
        }
        ListView {
            id: view
            objectName: "switcherView"
            width: parent.width
            height: Math.min(count, Theme.switcherRows) * Theme.controlHeight
            visible: count > 0
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: popup.model
            currentIndex: popup.at < count ? popup.at : -1
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Rooms and people")
            T.ScrollBar.vertical: ScrollBar {}

            delegate: T.ItemDelegate {
                id: row

                required property int index
                required property bool isPerson
                required property string targetId
                required property string name
                required property string detail
                required property bool isPrivate
                required property string peerId
                required property string presence
                required property int unread
                required property int mentions
                required property bool muted
                readonly property bool opening: popup.session.people !== null && isPerson && popup.session.people.opening === targetId

                width: view.width
                height: Theme.controlHeight
                objectName: "jump-" + name
                focusPolicy: Qt.NoFocus
                Accessible.role: Accessible.ListItem
                Accessible.name: {
                    const parts = [isPerson ? qsTr("%1, person").arg(name) : name];
                    if (unread > 0)
                        parts.push(qsTr("%n unread", "", unread));
                    return parts.join(", ");
                }
                Accessible.description: detail
                Accessible.selected: ListView.isCurrentItem
                onClicked: popup.choose(index)

                background: Rectangle {
                    radius: Theme.radiusRow
                    color: row.ListView.isCurrentItem ? Theme.accentSoft : row.hovered ? Theme.hover : "transparent"
                }
                contentItem: Item {
                    Icon {
                        id: icon
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.gap3
                        anchors.verticalCenter: parent.verticalCenter
                        visible: row.peerId.length === 0
                        name: row.peerId.length > 0 ? "" : row.isPrivate ? "lock" : "hash"
                        size: Theme.iconSmall
                        color: Theme.muted
                    }
                    Avatar {
                        anchors.centerIn: icon
                        visible: row.peerId.length > 0
                        size: Theme.avatarSmall
                        name: row.name
                        identity: row.peerId

                        PresenceDot {
                            presence: row.presence
                            size: 6
                            ground: row.ListView.isCurrentItem ? Theme.accentSoft : Theme.base
                        }
                    }
                    WrittenLabel {
                        id: title
                        anchors.left: icon.right
                        anchors.leftMargin: Theme.gap3
                        anchors.verticalCenter: parent.verticalCenter
                        room: parent.width - icon.width - 3 * Theme.gap3 - badge.width - 64
                        width: Math.min(implicitWidth, room)
                        words: row.name
                        elide: Text.ElideRight
                        horizontalAlignment: Text.AlignLeft
                        font.weight: row.unread > 0 && !row.muted ? Font.DemiBold : Font.Normal
                        Accessible.ignored: true
                    }
                    WrittenLabel {
                        anchors.left: title.right
                        anchors.leftMargin: Theme.gap2
                        anchors.right: badge.left
                        anchors.rightMargin: Theme.gap2
                        anchors.verticalCenter: parent.verticalCenter
                        words: row.opening ? qsTr("Opening…") : row.detail
                        elide: Text.ElideRight
                        horizontalAlignment: Text.AlignLeft
                        color: Theme.muted
                        font.pixelSize: Theme.fontSecondary
                        Accessible.ignored: true
                    }
                    Badge {
                        id: badge
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.gap3
                        anchors.verticalCenter: parent.verticalCenter
                        width: visible ? implicitWidth : 0
                        strong: row.mentions > 0
                        count: row.mentions > 0 ? row.mentions : row.muted ? 0 : row.unread
                    }
                }
            }
        }
        Label {
            objectName: "switcherNothing"
            width: parent.width
            visible: view.count === 0
            leftPadding: Theme.gap3
            rightPadding: Theme.gap3
            topPadding: Theme.gap2
            bottomPadding: Theme.gap2
            text: !popup.canSearch ? qsTr("You are in no room yet.")
                : popup.model && popup.model.loading ? qsTr("Looking…")
                : popup.session.online ? qsTr("Nobody and no room of yours is called that.")
                                       : qsTr("Nobody and no room known here is called that. Not connected: the server was not asked.")
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
        }
        T.ItemDelegate {
            id: messages
            objectName: "switcherSearch"
            readonly property bool current: popup.model !== null && popup.at === popup.model.count
            width: parent.width
            height: visible ? Theme.controlHeight : 0
            visible: popup.canSearch
            focusPolicy: Qt.NoFocus
            text: qsTr("Search the messages for “%1”").arg(field.text.trim())
            Accessible.role: Accessible.ListItem
            Accessible.name: text
            Accessible.selected: current
            onClicked: popup.choose(popup.model.count)

            background: Rectangle {
                radius: Theme.radiusRow
                color: messages.current ? Theme.accentSoft : messages.hovered ? Theme.hover : "transparent"
            }
            contentItem: Item {
                Icon {
                    id: glass
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.gap3
                    anchors.verticalCenter: parent.verticalCenter
                    name: "search"
                    size: Theme.iconSmall
                    color: Theme.muted
                }
                WrittenLabel {
                    anchors.left: glass.right
                    anchors.leftMargin: Theme.gap3
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gap3
                    anchors.verticalCenter: parent.verticalCenter
                    words: messages.text
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    Accessible.ignored: true
                }
            }
        }
    }

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.appear; easing.type: Easing.OutCubic }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// Who somebody is, beside what was pressed, and how to reach them.
T.Popup {
    id: card

    required property Session session
    readonly property PersonCard person: session.person
    // Where a mention would go; false leaves that button out.
    property bool canMention: session.roomId.length > 0
    property Item origin: null

    signal roomChosen(string roomId)
    signal mentionWanted(string username)
    signal profileWanted

    function openFor(userId, item) {
        if (person === null || userId.length === 0)
            return;
        session.people.clearError();
        person.userId = userId;
        origin = item;
        place();
        open();
        message.forceActiveFocus(Qt.PopupFocusReason);
    }
    // Beside the item where there is room, else below it; within the window in any case.
    function place() {
        const margin = Theme.gap2;
        if (origin === null) {
            x = Math.round((parent.width - width) / 2);
            y = Math.round((parent.height - height) / 3);
            return;
        }
        const box = origin.mapToItem(parent, 0, 0, origin.width, origin.height);
        const mirrored = origin.LayoutMirroring.enabled;
        const after = box.x + box.width + margin;
        const before = box.x - width - margin;
        const wanted = mirrored ? before : after;
        const fits = wanted >= margin && wanted + width <= parent.width - margin;
        const other = mirrored ? after : before;
        const otherFits = other >= margin && other + width <= parent.width - margin;
        const place = fits ? wanted : otherFits ? other : box.x;
        const top = fits || otherFits ? box.y : box.y + box.height + margin;
        x = Math.round(Math.max(margin, Math.min(parent.width - width - margin, place)));
        y = Math.round(Math.max(margin, Math.min(parent.height - height - margin, top)));
    }

    objectName: "profileCard"
    parent: T.Overlay.overlay
    width: parent ? Math.min(Theme.cardWidth, parent.width - 2 * Theme.gap2) : Theme.cardWidth
    implicitHeight: column.implicitHeight + 2 * padding
    padding: Theme.gap4
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onHeightChanged: if (visible) place()
    onClosed: {
        person.userId = "";
        if (origin)
            origin.forceActiveFocus(Qt.PopupFocusReason);
        origin = null;
    }

    Connections {
        target: card.session.people
        enabled: card.visible
        function onDirectOpened(roomId) {
            card.origin = null;
            card.close();
            card.roomChosen(roomId);
        }
    }

    background: Rectangle {
        radius: Theme.radiusComposer
        color: Theme.raised
        border.width: 1
        border.color: Theme.edge
    }

    contentItem: Column {
        id: column
        spacing: Theme.gap3
        Accessible.role: Accessible.Dialog
        Accessible.name: card.person ? card.person.name : ""

        Item {
            width: parent.width
            height: Math.max(face.height, names.height)

            Avatar {
                id: face
                anchors.left: parent.left
                size: Theme.avatarLarge
                name: card.person ? card.person.name : ""
                identity: card.person ? card.person.userId : ""

                PresenceDot {
                    anchors.margins: -3
                    size: 11
                    presence: card.person && card.person.reachable ? card.person.presence : ""
                    ground: Theme.raised
                }
            }
            Column {
                id: names
                anchors.left: face.right
                anchors.leftMargin: Theme.gap3
                anchors.right: parent.right
                // Beside the middle of the face, and from its top if it is longer.
                y: Math.max(0, (face.height - height) / 2)
                spacing: 2

                WrittenLabel {
                    objectName: "cardName"
                    width: parent.width
                    words: card.person === null ? "" : card.person.known ? card.person.name : qsTr("Not known yet")
                    wrapMode: Text.Wrap
                    maximumLineCount: 3
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    font.pixelSize: Theme.fontTitle
                    font.weight: Font.Bold
                    Accessible.role: Accessible.Heading
                }
                Label {
                    objectName: "cardUsername"
                    width: parent.width
                    visible: text.length > 0
                    text: card.person && card.person.username.length > 0 ? "@" + card.person.username : ""
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    color: Theme.muted
                    font.pixelSize: Theme.fontSecondary
                }
            }
        }
        WrittenLabel {
            objectName: "cardStatus"
            width: parent.width
            visible: text.length > 0
            words: card.person ? card.person.statusText : ""
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
        }
        Column {
            width: parent.width
            spacing: Theme.gap1

            Label {
                objectName: "cardPresence"
                width: parent.width
                visible: text.length > 0
                text: card.person && card.person.reachable ? card.person.presenceText : ""
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
            }
            Label {
                objectName: "cardTime"
                width: parent.width
                visible: text.length > 0
                text: card.person ? card.person.localTime : ""
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
            }
            Label {
                width: parent.width
                visible: text.length > 0
                text: card.person ? card.person.closedText : ""
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
            }
        }
        Banner {
            objectName: "cardError"
            width: parent.width
            visible: text.length > 0
            kind: "danger"
            text: card.session.people && card.person && card.session.people.failedFor === card.person.userId ? card.session.people.error : ""
        }
        Row {
            spacing: Theme.gap2

            Button {
                id: message
                objectName: "cardMessage"
                visible: card.person !== null && card.person.reachable
                kind: "primary"
                iconName: "message-circle"
                busy: card.session.people !== null && card.session.people.opening.length > 0
                text: busy ? qsTr("Opening…") : card.person && card.person.self ? qsTr("Notes") : qsTr("Message")
                onClicked: card.session.people.openDirect(card.person.userId)
            }
            Button {
                objectName: "cardMention"
                visible: card.canMention && card.person !== null && card.person.reachable && !card.person.self
                implicitWidth: implicitContentWidth + leftPadding + rightPadding
                leftPadding: Theme.gap3
                iconName: "at-sign"
                text: qsTr("Mention")
                onClicked: {
                    const username = card.person.username;
                    card.origin = null;
                    card.close();
                    card.mentionWanted(username);
                }
            }
            Button {
                objectName: "cardEdit"
                visible: card.person !== null && card.person.self
                iconName: "pencil"
                text: qsTr("Edit")
                onClicked: {
                    card.origin = null;
                    card.close();
                    card.profileWanted();
                }
            }
            IconButton {
                objectName: "cardCopy"
                visible: card.person !== null && card.person.username.length > 0
                implicitWidth: Theme.controlHeight
                implicitHeight: Theme.controlHeight
                iconName: copied.running ? "check" : "copy"
                text: copied.running ? qsTr("Copied") : qsTr("Copy the user name")
                onClicked: {
                    card.person.copyName();
                    copied.restart();
                }
                Timer {
                    id: copied
                    interval: Theme.noteTime
                }
            }
        }
    }

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.appear; easing.type: Easing.OutCubic }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// What the open room is: its kind and name, what it is about or how the other is, and what one does with all of it.
Item {
    id: header

    required property Session session
    property bool canGoBack: false
    // The room's menu is open below its button.
    property bool menuOpen: false
    readonly property bool direct: session.roomPeer.length > 0

    signal back
    signal personWanted(string userId, Item near)
    signal menuWanted(Item near)
    signal membersWanted
    signal pinsWanted
    signal searchWanted

    implicitHeight: Theme.headerHeight

    Rectangle {
        anchors.fill: parent
        color: Theme.base
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }

    IconButton {
        id: backButton
        objectName: "back"
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap2
        anchors.verticalCenter: parent.verticalCenter
        visible: header.canGoBack
        iconName: LayoutMirroring.enabled ? "arrow-right" : "arrow-left"
        text: qsTr("Back to the rooms")
        onClicked: header.back()
    }
    Icon {
        id: kind
        anchors.left: header.canGoBack ? backButton.right : parent.left
        anchors.leftMargin: header.canGoBack ? Theme.gap2 : Theme.timelineSide
        anchors.verticalCenter: parent.verticalCenter
        visible: !header.direct
        name: header.direct ? "" : header.session.roomArchived ? "archive" : header.session.roomPrivate ? "lock" : "hash"
        color: Theme.text
    }
    Avatar {
        id: face
        objectName: "roomFace"
        anchors.left: kind.left
        anchors.verticalCenter: parent.verticalCenter
        visible: header.direct
        size: Theme.avatarHeader
        name: header.session.roomName
        identity: header.session.roomPeer

        PresenceDot {
            presence: header.session.peer ? header.session.peer.presence : ""
        }
        TapHandler {
            onTapped: header.personWanted(header.session.roomPeer, face)
        }
        HoverHandler {
            cursorShape: Qt.PointingHandCursor
        }
    }
    WrittenLabel {
        id: title
        readonly property real before: kind.anchors.leftMargin + (header.canGoBack ? backButton.width + Theme.gap2 : 0)
                                      + (header.direct ? face.width : kind.width) + anchors.leftMargin
        anchors.left: header.direct ? face.right : kind.right
        anchors.leftMargin: 10
        anchors.verticalCenter: parent.verticalCenter
        // Whole pixels: the line behind it is one wide.
        width: Math.ceil(Math.min(implicitWidth, room))
        room: Math.max(60, parent.width - before - buttons.width - 2 * Theme.gap3)
        words: header.session.roomName
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignLeft
        font.pixelSize: Theme.fontTitle
        font.weight: Font.Bold
        objectName: "roomTitle"
        Accessible.role: Accessible.Heading
    }
    Divider {
        id: bar
        anchors.left: title.right
        anchors.leftMargin: Theme.gap3
        anchors.verticalCenter: parent.verticalCenter
        vertical: true
        height: 20
        visible: topic.visible
    }
    WrittenLabel {
        id: topic
        anchors.left: bar.right
        anchors.leftMargin: 10
        anchors.right: buttons.left
        anchors.rightMargin: Theme.gap3
        anchors.verticalCenter: parent.verticalCenter
        visible: text.length > 0 && width > 60
        objectName: "roomTopic"
        words: header.session.roomArchived ? qsTr("Archived") + (header.session.roomTopic.length > 0 ? " · " + header.session.roomTopic : "")
            : !header.direct || !header.session.peer ? header.session.roomTopic
            : header.session.peer.statusText.length > 0 ? header.session.peer.statusText : header.session.peer.presenceText
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignLeft
        color: Theme.muted
        font.pixelSize: Theme.fontSecondary

        HoverHandler {
            id: topicHover
        }
        Tooltip {
            shown: topicHover.hovered && (topic.truncated || topic.styled)
            text: topic.words
            y: parent.height + Theme.gap1
        }
    }

    Row {
        id: buttons
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap3
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap1

        IconButton {
            objectName: "pins"
            visible: header.width > 340
            iconName: "pin"
            text: qsTr("Pinned messages")
            onClicked: header.pinsWanted()
        }
        IconButton {
            objectName: "searchRoom"
            iconName: "search"
            text: qsTr("Search in this room")
            shortcutText: qsTr("Ctrl F")
            onClicked: header.searchWanted()
        }
        IconButton {
            id: membersButton
            objectName: "members"
            implicitWidth: row.implicitWidth + 16
            text: header.session.members && header.session.members.headCount > 0 ? qsTr("%n member(s)", "", header.session.members.headCount) : qsTr("Members")
            onClicked: header.membersWanted()

            Row {
                id: row
                anchors.centerIn: parent
                spacing: 7
                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "users"
                    color: membersButton.iconColor
                    size: Theme.iconSmall
                }
                Label {
                    visible: text.length > 0
                    text: header.session.members === null || header.session.members.headCount === 0 ? "" : header.session.members.headCount
                    color: Theme.muted
                    Accessible.ignored: true
                }
            }
        }
        IconButton {
            objectName: "roomMenu"
            iconName: "ellipsis"
            text: qsTr("More")
            tipEnabled: !header.menuOpen
            Accessible.role: Accessible.ButtonMenu
            onClicked: header.menuWanted(this)
        }
    }
}

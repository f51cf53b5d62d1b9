// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// A line of the room list: a room, or the title of a section. No control, and few items: the window's first
// frame waits for all that are in sight. `selected` is where the keyboard is.
PressArea {
    id: row

    // Of RoomListModel.
    required property bool heading
    required property string section
    required property string roomId
    required property string name
    required property bool isPrivate
    required property bool isDirect
    required property string peerId
    required property string presence
    required property int unread
    required property int mentions
    required property int failedCount
    required property bool muted
    required property bool hasDraft
    required property bool archived
    required property bool collapsed
    property bool current: false
    property bool selected: false
    property bool menuOpen: false
    // The window has been painted once: fonts can be looked for.
    property bool painted: false
    readonly property bool styled: painted && EmojiText.fallsApart(name)
    readonly property bool bold: unread > 0 && !muted && !archived

    signal chosen
    signal menuWanted(Item at)

    objectName: heading ? "" : "room-" + name
    height: Theme.rowHeight + 2
    activeFocusOnTab: false
    hasMenu: true
    onClicked: chosen()
    onMenuAsked: menuWanted(null)
    Accessible.role: Accessible.ListItem
    Accessible.ignored: heading
    Accessible.name: {
        if (heading)
            return "";
        const parts = [isPrivate ? qsTr("%1, private room").arg(name) : name];
        if (isDirect && presence !== "offline")
            parts.push(presence === "online" ? qsTr("online") : presence === "away" ? qsTr("away") : qsTr("do not disturb"));
        if (unread > 0)
            parts.push(qsTr("%n unread", "", unread));
        if (mentions > 0)
            parts.push(qsTr("%n mention(s)", "", mentions));
        if (failedCount > 0)
            parts.push(qsTr("%n not sent", "", failedCount));
        if (hasDraft)
            parts.push(qsTr("draft"));
        if (muted)
            parts.push(qsTr("muted"));
        return parts.join(", ");
    }
    Accessible.selected: current
    Accessible.onPressAction: chosen()

    // With its border as FocusRing.
    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: Theme.gap3
        anchors.rightMargin: Theme.gap3
        anchors.topMargin: 1
        anchors.bottomMargin: 1
        visible: !row.heading
        radius: Theme.radiusRow
        color: row.current ? Theme.accentSoft : row.hovered || row.menuOpen ? Theme.hover : "transparent"
        border.width: row.selected ? 2 : 0
        border.color: Theme.accent
    }
    Icon {
        id: icon
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap5
        anchors.verticalCenter: parent.verticalCenter
        visible: !row.isDirect && !row.heading
        name: row.isDirect || row.heading ? "" : row.archived ? "archive" : row.isPrivate ? "lock" : "hash"
        size: Theme.iconSmall
        color: row.current ? Theme.accent : row.bold ? Theme.text : Theme.faint
    }
    Loader {
        anchors.centerIn: icon
        active: row.isDirect
        sourceComponent: Avatar {
            size: Theme.avatarSmall
            name: row.name
            identity: row.peerId

            PresenceDot {
                presence: row.presence
                size: 6
                ground: row.current ? Theme.accentSoft : row.hovered ? Theme.hover : Theme.side
            }
        }
    }
    Text {
        anchors.left: icon.right
        anchors.leftMargin: Theme.gap3
        anchors.right: trailing.left
        anchors.rightMargin: Theme.gap2
        anchors.verticalCenter: parent.verticalCenter
        visible: !row.heading
        text: row.heading ? "" : row.styled ? EmojiText.html(row.name, font, width, 1, 1) : row.name
        textFormat: row.styled ? Text.RichText : Text.PlainText
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignLeft
        verticalAlignment: Text.AlignVCenter
        font.family: Theme.family
        font.pixelSize: Theme.fontBody
        color: row.current ? Theme.accent : row.bold ? Theme.text : Theme.muted
        font.weight: row.bold || row.current ? Theme.weightStrong : Theme.weightText
    }
    // What few rows have is made only where it is.
    Loader {
        id: trailing
        readonly property int count: row.mentions > 0 ? row.mentions : row.muted || row.archived ? 0 : row.unread
        readonly property bool pointed: row.hovered || row.menuOpen
        readonly property bool marked: row.failedCount > 0 || row.hasDraft || row.muted
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap5
        anchors.verticalCenter: parent.verticalCenter
        width: item ? item.implicitWidth : 0
        active: !row.heading && (pointed || marked || count > 0)
        sourceComponent: pointed || marked ? all : onlyCount
    }
    Component {
        id: onlyCount

        Badge {
            strong: row.mentions > 0
            count: trailing.count
        }
    }
    Component {
        id: all

        Row {
            spacing: 6

            Loader {
                anchors.verticalCenter: parent.verticalCenter
                active: trailing.marked
                visible: active
                sourceComponent: Row {
                    spacing: 6

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        visible: row.failedCount > 0
                        name: visible ? "circle-alert" : ""
                        size: Theme.iconSmall
                        color: Theme.danger
                    }
                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        visible: row.hasDraft
                        name: visible ? "pencil" : ""
                        size: 14
                        color: Theme.muted
                    }
                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        visible: row.muted
                        name: visible ? "bell-off" : ""
                        size: 14
                        color: Theme.faint
                    }
                }
            }
            Badge {
                anchors.verticalCenter: parent.verticalCenter
                strong: row.mentions > 0
                count: trailing.count
            }
            Loader {
                anchors.verticalCenter: parent.verticalCenter
                active: trailing.pointed
                visible: active
                sourceComponent: IconButton {
                    id: more
                    objectName: "roomMore"
                    implicitWidth: 24
                    implicitHeight: 24
                    iconSize: Theme.iconSmall
                    iconName: "ellipsis"
                    text: qsTr("More about %1").arg(row.name)
                    tipEnabled: false
                    focusPolicy: Qt.NoFocus
                    groundHovered: Theme.line
                    onClicked: row.menuWanted(more)
                }
            }
        }
    }
    Loader {
        anchors.fill: parent
        active: row.heading
        sourceComponent: RoomHeading {
            objectName: "section-" + row.section
            name: row.name
            collapsed: row.collapsed
            unread: row.unread
            mentions: row.mentions
            selected: row.selected
            onClicked: row.chosen()
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// Somebody in a list of people: who they are, whether they are there, and at the end what they are here.
T.ItemDelegate {
    id: row

    property string userId
    property string name
    property string username
    property string detail: username
    property string roleText
    property string presence
    property bool isSelf: false
    property bool selected: false
    property bool menuOpen: false
    property bool hasMenu: true
    readonly property Item picture: face

    signal menuWanted(Item at)

    height: Theme.scaled(48)
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: {
        const parts = [isSelf ? qsTr("%1 (you)").arg(name) : name];
        if (roleText.length > 0)
            parts.push(roleText);
        if (presence.length > 0)
            parts.push(presence === "online" ? qsTr("online") : presence === "away" ? qsTr("away")
                     : presence === "dnd" ? qsTr("do not disturb") : qsTr("offline"));
        return parts.join(", ");
    }
    Accessible.description: detail

    // Takes the press: the row itself would open for it.
    MouseArea {
        anchors.fill: parent
        acceptedButtons: Qt.RightButton
        onClicked: row.menuWanted(null)
    }

    background: Item {
        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: Theme.gap2
            anchors.rightMargin: Theme.gap2
            radius: Theme.radiusRow
            color: row.hovered || row.menuOpen ? Theme.hover : "transparent"

            FocusRing {
                anchors.margins: 0
                radius: Theme.radiusRow
                shown: row.selected
            }
        }
    }
    contentItem: Item {
        Avatar {
            id: face
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap4
            anchors.verticalCenter: parent.verticalCenter
            size: 32
            name: row.name
            identity: row.userId

            PresenceDot {
                presence: row.presence
                ground: row.hovered || row.menuOpen ? Theme.hover : Theme.base
            }
        }
        Column {
            anchors.left: face.right
            anchors.leftMargin: Theme.gap3
            anchors.right: end.left
            anchors.rightMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter

            WrittenLabel {
                width: parent.width
                words: row.isSelf ? qsTr("%1 (you)").arg(row.name) : row.name
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignLeft
                Accessible.ignored: true
            }
            WrittenLabel {
                width: parent.width
                visible: text.length > 0
                words: row.detail
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontLabel
                Accessible.ignored: true
            }
        }
        Row {
            id: end
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap4
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.gap1

            Label {
                anchors.verticalCenter: parent.verticalCenter
                visible: text.length > 0
                text: row.roleText
                color: Theme.muted
                font.pixelSize: Theme.fontLabel
                Accessible.ignored: true
            }
            IconButton {
                id: more
                anchors.verticalCenter: parent.verticalCenter
                visible: row.hasMenu && (row.hovered || row.menuOpen)
                objectName: visible ? "memberMore" : ""
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

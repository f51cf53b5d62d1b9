// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// One tile for each account, and what concerns all of them.
Rectangle {
    id: rail

    required property App app

    signal settingsWanted

    implicitWidth: Theme.railWidth
    color: Theme.rail
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Accounts")

    ListView {
        id: tiles
        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: lower.top
        topMargin: 14
        spacing: Theme.gap3
        interactive: contentHeight > height
        clip: true
        model: rail.app.accounts

        delegate: T.AbstractButton {
            id: tile

            required property int index
            required property Session session
            required property string name
            required property string identity
            required property int mentions
            required property int unreadRooms
            required property bool signedOut
            readonly property bool current: rail.app.session === session && rail.app.signInForm === null

            width: ListView.view.width
            height: 44
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.PageTab
            Accessible.name: signedOut ? qsTr("%1, signed out").arg(name)
                           : unreadRooms > 0 ? qsTr("%1, %n unread room(s)", "", unreadRooms).arg(name) : name
            Accessible.selected: current
            onClicked: rail.app.switchTo(index)
            Keys.onReturnPressed: clicked()

            Rectangle {
                anchors.left: parent.left
                anchors.verticalCenter: parent.verticalCenter
                width: 4
                height: tile.current ? 24 : tile.hovered ? 12 : 8
                visible: tile.current || tile.hovered || tile.unreadRooms > 0
                radius: 2
                color: tile.current ? Theme.accent : Theme.muted
            }
            Avatar {
                anchors.centerIn: parent
                size: 44
                name: tile.name
                identity: tile.identity
                opacity: tile.signedOut ? 0.5 : 1

                FocusRing {
                    radius: parent.radius + 2
                    shown: tile.visualFocus
                }
            }
            Badge {
                anchors.right: parent.right
                anchors.rightMargin: 4
                anchors.top: parent.top
                anchors.topMargin: -4
                count: tile.mentions
                strong: true
            }
            Tooltip {
                shown: tile.hovered
                text: tile.name
                x: tile.width + 2
                y: (tile.height - height) / 2
            }
        }

        footer: Item {
            width: tiles.width
            height: 56

            IconButton {
                objectName: "addAccount"
                anchors.centerIn: parent
                implicitWidth: 44
                implicitHeight: 44
                radius: 13
                iconName: "plus"
                text: qsTr("Add an account")
                onClicked: rail.app.addAccount()
            }
        }
    }

    Column {
        id: lower
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 14
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.gap3

        IconButton {
            objectName: "settingsButton"
            anchors.horizontalCenter: parent.horizontalCenter
            implicitWidth: 36
            implicitHeight: 36
            iconName: "settings"
            text: qsTr("Settings")
            shortcutText: qsTr("Ctrl ,")
            onClicked: rail.settingsWanted()
        }
        Avatar {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: rail.app.session !== null
            size: Theme.avatar
            name: rail.app.session ? rail.app.session.displayName : ""
            identity: rail.app.session ? rail.app.session.userId : ""

            Rectangle {
                anchors.right: parent.right
                anchors.bottom: parent.bottom
                anchors.margins: -3
                width: 13
                height: 13
                radius: 7
                color: rail.app.session && rail.app.session.online ? Theme.ok : Theme.rail
                border.width: rail.app.session && rail.app.session.online ? 2 : 3
                border.color: rail.app.session && rail.app.session.online ? Theme.rail : Theme.muted
            }
            HoverHandler {
                id: selfHover
            }
            Tooltip {
                shown: selfHover.hovered
                text: rail.app.session === null ? ""
                    : rail.app.session.online ? qsTr("%1, connected").arg(rail.app.session.displayName)
                                              : qsTr("%1, not connected").arg(rail.app.session.displayName)
                x: parent.width + Theme.gap3
                y: (parent.height - height) / 2
            }
        }
    }
}

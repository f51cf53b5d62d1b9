// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// One tile for each account, and what concerns all of them.
Rectangle {
    id: rail

    required property App app
    readonly property int tile: 44

    signal settingsWanted
    signal profileWanted

    implicitWidth: Theme.railWidth
    color: Theme.rail
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Accounts")

    ListView {
        id: tiles
        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        height: Math.max(0, Math.min(topMargin + count * (rail.tile + spacing), lower.y - add.height))
        topMargin: 14
        spacing: Theme.gap3
        interactive: contentHeight + topMargin > height
        clip: true
        model: rail.app.accounts

        delegate: PressArea {
            id: tile

            required property int index
            required property Session session
            required property string name
            required property string identity
            required property int mentions
            required property int unreadRooms
            required property bool signedOut
            readonly property bool current: rail.app.session === session && rail.app.signInForm === null

            objectName: "account-" + index
            width: ListView.view.width
            height: rail.tile
            Accessible.role: Accessible.PageTab
            Accessible.name: signedOut ? qsTr("%1, signed out").arg(name)
                           : unreadRooms > 0 ? qsTr("%1, %n unread room(s)", "", unreadRooms).arg(name) : name
            Accessible.selected: current
            onClicked: rail.app.switchTo(index)

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
                size: rail.tile
                // As the list's title: of each other size or weight the window's first frame would wait for the font.
                letterSize: Theme.fontTitle
                letterWeight: Font.Bold
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
                // Above the letters of the account, also where all text is large.
                anchors.bottom: parent.top
                anchors.bottomMargin: -14
                count: tile.mentions
                strong: true
            }
            HoverTip {
                wanted: tile.hovered
                given: ({
                        parent: tile,
                        shown: true,
                        text: Qt.binding(() => tile.name),
                        x: tile.width + 2,
                        y: Qt.binding(function () {
                            return (tile.height - this.height) / 2;
                        })
                    })
            }
        }
    }
    // Not the list's footer, which is made before its rows: the keyboard would come to it first.
    Item {
        id: add
        anchors.top: tiles.bottom
        width: parent.width
        height: rail.tile

        IconButton {
            objectName: "addAccount"
            anchors.centerIn: parent
            implicitWidth: rail.tile
            implicitHeight: rail.tile
            radius: 13
            iconName: "plus"
            text: qsTr("Add an account")
            onClicked: rail.app.addAccount()
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
        PressArea {
            id: own
            objectName: "ownButton"
            readonly property Session session: rail.app.session
            readonly property bool online: session !== null && session.online
            readonly property bool menuShown: ownMenu.item !== null && ownMenu.item.visible

            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.avatar
            height: Theme.avatar
            visible: session !== null
            enabled: session !== null && session.ready
            Accessible.role: Accessible.ButtonMenu
            Accessible.name: session === null ? "" : online ? qsTr("%1, connected").arg(session.displayName)
                                                            : qsTr("%1, not connected").arg(session.displayName)
            onClicked: {
                const menu = ownMenu.made();
                if (menu.visible)
                    menu.close();
                else
                    menu.popup(own, own.LayoutMirroring.enabled ? -menu.width - Theme.gap3 : own.width + Theme.gap3, own.height - menu.height);
            }

            Avatar {
                anchors.fill: parent
                size: Theme.avatar
                name: own.session ? own.session.displayName : ""
                identity: own.session ? own.session.userId : ""

                PresenceDot {
                    size: 10
                    presence: own.online && own.session.ownProfile ? own.session.ownProfile.presence : "offline"
                    ground: Theme.rail
                }
                FocusRing {
                    radius: parent.radius + 2
                    shown: own.visualFocus
                }
            }
            HoverTip {
                wanted: own.hovered && !own.menuShown
                given: ({
                        parent: own,
                        shown: true,
                        text: Qt.binding(() => own.Accessible.name),
                        x: own.width + Theme.gap3,
                        y: Qt.binding(function () {
                            return (own.height - this.height) / 2;
                        })
                    })
            }
        }
    }

    Later {
        id: ownMenu
        file: Qt.resolvedUrl("OwnMenu.qml")
        given: ({ session: Qt.binding(() => rail.app.session) })
    }
    Connections {
        target: ownMenu.item
        function onStatusWanted() {
            status.made().open();
        }
        function onProfileWanted() {
            rail.profileWanted();
        }
    }
    Later {
        id: status
        file: Qt.resolvedUrl("StatusDialog.qml")
        given: ({ session: Qt.binding(() => rail.app.session) })
    }
}

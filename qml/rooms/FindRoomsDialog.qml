// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

Dialog {
    id: dialog

    required property Session session
    readonly property PublicRoomsModel rooms: session.publicRooms

    signal entered(string roomId)
    signal createWanted

    function openOrJoin(roomId, joined) {
        if (joined) {
            session.openRoom(roomId);
            close();
            entered(roomId);
        } else {
            rooms.join(roomId);
        }
    }

    objectName: "findRoomsDialog"
    title: qsTr("Find rooms")
    preferredWidth: 560
    onAboutToShow: {
        search.text = "";
        rooms.search = "";
        rooms.refresh();
    }
    onOpened: search.focusInput()

    Connections {
        target: dialog.rooms
        enabled: dialog.visible
        function onJoined(roomId) {
            dialog.close();
            dialog.entered(roomId);
        }
    }

    TextField {
        id: search
        objectName: "publicSearch"
        width: parent.width
        placeholder: qsTr("Name of a room")
        iconName: "search"
        onEdited: dialog.rooms.search = text
        input.Keys.onDownPressed: view.forceActiveFocus(Qt.TabFocusReason)
    }
    Banner {
        objectName: "findError"
        width: parent.width
        visible: text.length > 0
        kind: "danger"
        text: dialog.rooms ? dialog.rooms.error : ""
        actionText: qsTr("Try again")
        onAction: dialog.rooms.refresh()
    }
    Item {
        width: parent.width
        height: 360

        Column {
            width: parent.width
            spacing: Theme.gap6
            topPadding: Theme.gap3
            visible: dialog.rooms !== null && dialog.rooms.loading && view.count === 0

            Repeater {
                model: 3
                Skeleton {
                    required property int index
                    width: parent.width * (0.7 - index * 0.12)
                }
            }
        }

        ListView {
            id: view
            objectName: "publicView"
            anchors.fill: parent
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: dialog.rooms
            activeFocusOnTab: count > 0
            currentIndex: -1
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Public rooms")
            onActiveFocusChanged: if (activeFocus && currentIndex < 0) currentIndex = 0
            Keys.onReturnPressed: if (currentItem) (currentItem as T.ItemDelegate).clicked()
            T.ScrollBar.vertical: ScrollBar {}

            delegate: T.ItemDelegate {
                id: row

                required property int index
                required property string roomId
                required property string name
                required property string topic
                required property int memberCount
                required property bool joined
                required property bool joining

                width: view.width
                height: Theme.scaled(56)
                focusPolicy: Qt.NoFocus
                Accessible.name: joined ? qsTr("%1, joined").arg(name) : name
                Accessible.description: topic
                onClicked: dialog.openOrJoin(roomId, joined)

                background: Rectangle {
                    radius: Theme.radiusRow
                    color: row.hovered ? Theme.hover : "transparent"
                    FocusRing {
                        anchors.margins: 0
                        radius: Theme.radiusRow
                        shown: row.ListView.isCurrentItem && view.activeFocus
                    }
                }
                contentItem: Item {
                    Icon {
                        id: icon
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.gap3
                        anchors.top: parent.top
                        anchors.topMargin: 12
                        name: "hash"
                        size: Theme.iconSmall
                        color: Theme.muted
                    }
                    Column {
                        anchors.left: icon.right
                        anchors.leftMargin: Theme.gap3
                        anchors.right: action.left
                        anchors.rightMargin: Theme.gap3
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: 2

                        WrittenLabel {
                            width: parent.width
                            words: row.name
                            elide: Text.ElideRight
                            horizontalAlignment: Text.AlignLeft
                            font.weight: Font.DemiBold
                            Accessible.ignored: true
                        }
                        WrittenLabel {
                            width: parent.width
                            words: row.topic.length > 0 ? qsTr("%n member(s) · %1", "", row.memberCount).arg(row.topic)
                                                       : qsTr("%n member(s)", "", row.memberCount)
                            elide: Text.ElideRight
                            horizontalAlignment: Text.AlignLeft
                            color: Theme.muted
                            font.pixelSize: Theme.fontSecondary
                            Accessible.ignored: true
                        }
                    }
                    Button {
                        id: action
                        objectName: "join-" + row.name
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.gap2
                        anchors.verticalCenter: parent.verticalCenter
                        implicitHeight: 32
                        kind: row.joined ? "quiet" : "plain"
                        focusPolicy: Qt.NoFocus
                        busy: row.joining
                        text: row.joining ? qsTr("Joining…") : row.joined ? qsTr("Open") : qsTr("Join")
                        onClicked: dialog.openOrJoin(row.roomId, row.joined)
                    }
                }
            }
        }

        Notice {
            anchors.centerIn: parent
            visible: dialog.rooms !== null && !dialog.rooms.loading && view.count === 0 && dialog.rooms.error.length === 0
            iconName: "compass"
            title: search.text.trim().length > 0 ? qsTr("No public room is called that") : qsTr("There is no public room yet")
            text: qsTr("You can make the first one.")
            actions: Button {
                text: qsTr("New room")
                onClicked: {
                    dialog.close();
                    dialog.createWanted();
                }
            }
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// Where one is signed in, with the way to end it there.
Column {
    id: list

    required property Session session
    readonly property DevicesModel devices: session ? session.devices : null

    signal endOthersWanted

    spacing: Theme.gap2
    onDevicesChanged: if (devices) devices.load()
    Component.onCompleted: if (devices) devices.load()

    Banner {
        objectName: "devicesError"
        width: parent.width
        visible: text.length > 0
        text: list.devices ? list.devices.error : ""
        actionText: qsTr("Try again")
        onAction: list.devices.load()
    }
    Repeater {
        model: list.devices !== null && list.devices.loading && list.devices.count === 0 ? 2 : 0
        Skeleton {
            required property int index
            width: list.width * (0.7 - index * 0.2)
        }
    }
    Repeater {
        model: list.devices

        Item {
            id: row

            required property string sessionId
            required property string name
            required property string detail
            required property bool current
            required property bool ending

            width: list.width
            height: Math.max(48, texts.height + Theme.gap2)
            Accessible.role: Accessible.ListItem
            Accessible.name: name
            Accessible.description: detail

            Icon {
                id: icon
                anchors.left: parent.left
                anchors.verticalCenter: parent.verticalCenter
                name: "laptop"
                color: row.current ? Theme.accent : Theme.muted
            }
            Column {
                id: texts
                anchors.left: icon.right
                anchors.leftMargin: Theme.gap3
                anchors.right: end.visible ? end.left : parent.right
                anchors.rightMargin: Theme.gap2
                anchors.verticalCenter: parent.verticalCenter

                Label {
                    width: parent.width
                    text: row.name
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    font.weight: row.current ? Font.DemiBold : Font.Normal
                    Accessible.ignored: true
                }
                Label {
                    width: parent.width
                    text: row.detail
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignLeft
                    color: Theme.muted
                    font.pixelSize: Theme.fontLabel
                    Accessible.ignored: true
                }
            }
            Button {
                id: end
                objectName: "end-" + row.name
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                visible: !row.current
                kind: "quiet"
                busy: row.ending
                text: row.ending ? qsTr("Signing out…") : qsTr("Sign out")
                Accessible.name: qsTr("Sign out %1").arg(row.name)
                onClicked: list.devices.end(row.sessionId)
            }
        }
    }
    Button {
        objectName: "endOthers"
        visible: list.devices !== null && list.devices.others > 1
        busy: list.devices !== null && list.devices.ending
        text: busy ? qsTr("Signing out…") : qsTr("Sign out all other devices")
        onClicked: list.endOthersWanted()
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// Who has got and read a message of mine.
Dialog {
    id: dialog

    required property MessageDetails details

    function openFor(key) {
        details.askReceipts(key);
        open();
    }

    objectName: "receiptsDialog"
    title: qsTr("Who has seen it")

    component Group: Column {
        id: group
        property string name
        property string iconName
        property var people: []
        property int more: 0
        width: parent.width
        spacing: Theme.gap1
        visible: people.length > 0

        Row {
            spacing: 6
            height: Theme.scaled(24)
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: group.iconName
                size: 14
                color: Theme.muted
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: group.name
                color: Theme.muted
                font.pixelSize: Theme.fontLabel
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
        }
        Repeater {
            model: group.people
            Item {
                id: line
                required property var modelData
                width: group.width
                height: Theme.rowHeight

                Avatar {
                    id: face
                    anchors.left: parent.left
                    anchors.verticalCenter: parent.verticalCenter
                    size: 24
                    name: line.modelData.name
                    identity: line.modelData.id
                }
                WrittenLabel {
                    anchors.left: face.right
                    anchors.leftMargin: Theme.gap2
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    words: line.modelData.name
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                }
            }
        }
        Label {
            visible: group.more > 0
            text: qsTr("and %n more", "", group.more)
            color: Theme.muted
        }
    }

    Banner {
        width: parent.width
        visible: text.length > 0
        kind: "danger"
        text: dialog.details.error
    }
    Skeleton {
        visible: dialog.details.loading
        width: 180
    }
    Label {
        width: parent.width
        visible: !dialog.details.loading && dialog.details.error.length === 0 && dialog.details.seen === 0 && dialog.details.deliveredTo.length === 0
        text: dialog.details.members === 0 ? qsTr("There is nobody else here.") : qsTr("It is on the server. No device of the others has fetched it yet.")
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        color: Theme.muted
    }
    Group {
        name: qsTr("Seen by %1 of %2").arg(dialog.details.seen).arg(dialog.details.members)
        iconName: "check-check"
        people: dialog.details.seenBy
        more: dialog.details.seenMore
    }
    Group {
        name: qsTr("Delivered, not seen yet")
        iconName: "circle-check"
        people: dialog.details.deliveredTo
        more: dialog.details.deliveredMore
    }
}

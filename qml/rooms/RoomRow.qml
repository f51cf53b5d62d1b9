// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

T.ItemDelegate {
    id: row

    required property int index
    required property string roomId
    required property string name
    required property bool isPrivate
    required property int unread
    required property int mentions
    required property int failedCount
    property bool current: false
    readonly property bool bold: unread > 0

    height: Theme.rowHeight + 2
    text: name
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: {
        const parts = [isPrivate ? qsTr("%1, private room").arg(name) : name];
        if (unread > 0)
            parts.push(qsTr("%n unread", "", unread));
        if (mentions > 0)
            parts.push(qsTr("%n mention(s)", "", mentions));
        if (failedCount > 0)
            parts.push(qsTr("%n not sent", "", failedCount));
        return parts.join(", ");
    }
    Accessible.selected: current

    background: Item {
        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: Theme.gap3
            anchors.rightMargin: Theme.gap3
            anchors.topMargin: 1
            anchors.bottomMargin: 1
            radius: Theme.radiusRow
            color: row.current ? Theme.accentSoft : row.hovered ? Theme.hover : "transparent"

            FocusRing {
                anchors.margins: 0
                radius: Theme.radiusRow
                shown: row.ListView.isCurrentItem && row.ListView.view.activeFocus
            }
        }
    }

    contentItem: Item {
        Icon {
            id: icon
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap5
            anchors.verticalCenter: parent.verticalCenter
            name: row.isPrivate ? "lock" : "hash"
            size: Theme.iconSmall
            color: row.current ? Theme.accent : row.bold ? Theme.text : Theme.faint
        }
        Label {
            anchors.left: icon.right
            anchors.leftMargin: Theme.gap3
            anchors.right: trailing.left
            anchors.rightMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            text: row.name
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: row.current ? Theme.accent : row.bold ? Theme.text : Theme.muted
            font.weight: row.bold || row.current ? Font.DemiBold : Font.Normal
            Accessible.ignored: true
        }
        Row {
            id: trailing
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap5
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.gap1

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: row.failedCount > 0
                name: "circle-alert"
                size: Theme.iconSmall
                color: Theme.danger
            }
            Badge {
                anchors.verticalCenter: parent.verticalCenter
                strong: row.mentions > 0
                count: row.mentions > 0 ? row.mentions : row.unread
            }
        }
    }
}

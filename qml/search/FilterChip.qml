// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// A filter of the search: set, it says to what, and a press takes it away.
T.AbstractButton {
    id: chip

    property string iconName
    property bool active: false
    property real widthMax: 240

    implicitWidth: Math.min(widthMax, row.implicitWidth + leftPadding + rightPadding)
    implicitHeight: Theme.chipHeight
    leftPadding: 10
    rightPadding: 10
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: active ? qsTr("%1, remove this filter").arg(text) : text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Row {
        id: row
        spacing: 6

        Icon {
            id: icon
            anchors.verticalCenter: parent.verticalCenter
            name: chip.iconName
            size: 14
            color: label.color
        }
        WrittenLabel {
            id: label
            anchors.verticalCenter: parent.verticalCenter
            room: chip.widthMax - chip.leftPadding - chip.rightPadding - icon.width
                  - row.spacing - (cross.visible ? cross.width + row.spacing : 0)
            width: Math.min(implicitWidth, room)
            words: chip.text
            elide: Text.ElideRight
            color: chip.active ? Theme.accent : Theme.muted
            font.pixelSize: Theme.fontSecondary
            font.weight: chip.active ? Font.DemiBold : Font.Normal
            Accessible.ignored: true
        }
        Icon {
            id: cross
            anchors.verticalCenter: parent.verticalCenter
            visible: chip.active
            name: "x"
            size: 14
            color: label.color
        }
    }
    background: Rectangle {
        radius: height / 2
        color: chip.active ? Theme.accentSoft : chip.hovered || chip.down ? Theme.hover : "transparent"
        border.width: chip.active ? 0 : 1
        border.color: Theme.edge

        FocusRing {
            radius: parent.radius + 2
            shown: chip.visualFocus
        }
    }
}

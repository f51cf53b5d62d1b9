// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// Who wrote the first message of a group, and when.
Item {
    id: head

    required property string senderName
    required property string time
    required property string fullTime
    required property string pinned

    signal personWanted(Item near)

    implicitHeight: Theme.scaled(19)

    WrittenLabel {
        id: senderLabel
        objectName: "senderName"
        anchors.left: parent.left
        room: parent.width - timeLabel.implicitWidth - Theme.gap2 - (pin.active ? pin.width + Theme.gap2 : 0)
        width: Math.min(implicitWidth, room)
        words: head.senderName
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignLeft
        font.weight: Font.DemiBold
        font.underline: nameHover.hovered
        Accessible.ignored: true

        HoverHandler {
            id: nameHover
            cursorShape: Qt.PointingHandCursor
        }
        TapHandler {
            onTapped: head.personWanted(senderLabel)
        }
    }
    Label {
        id: timeLabel
        anchors.left: senderLabel.right
        anchors.leftMargin: Theme.gap2
        anchors.baseline: senderLabel.baseline
        text: head.time
        color: Theme.muted
        font.pixelSize: Theme.fontLabel
        Accessible.ignored: true

        HoverHandler {
            id: timeHover
        }
        Loader {
            active: timeHover.hovered
            visible: active
            sourceComponent: Tooltip {
                shown: timeHover.hovered
                parent: timeLabel
                text: head.fullTime
            }
        }
    }
    Loader {
        id: pin
        anchors.left: timeLabel.right
        anchors.leftMargin: Theme.gap2
        anchors.verticalCenter: timeLabel.verticalCenter
        active: head.pinned.length > 0
        visible: active
        sourceComponent: PinMark {
            // In a narrow list the name is worth more.
            brief: head.width < 320
            by: head.pinned
        }
    }
}

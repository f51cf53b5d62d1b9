// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

T.MenuItem {
    id: item

    property string iconName
    property bool dangerous: false
    // In place of an icon.
    property string presence
    readonly property color ink: dangerous ? Theme.danger : Theme.text

    implicitWidth: 212
    implicitHeight: visible ? Theme.rowHeight : 0
    // What is not shown is not come to by the keys either.
    activeFocusOnTab: visible && enabled
    Accessible.name: text
    Accessible.checkable: checkable
    Accessible.checked: checked

    contentItem: Item {
        Icon {
            id: icon
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            visible: item.presence.length === 0
            name: item.iconName
            size: Theme.iconSmall
            color: item.dangerous ? Theme.danger : Theme.muted
        }
        Item {
            anchors.centerIn: icon
            width: Theme.presenceDot
            height: Theme.presenceDot
            visible: item.presence.length > 0

            PresenceDot {
                anchors.margins: -2
                presence: item.presence
                ground: Theme.raised
            }
        }
        Text {
            anchors.left: icon.right
            anchors.leftMargin: 10
            anchors.right: check.visible ? check.left : parent.right
            anchors.rightMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            text: item.text
            textFormat: Text.PlainText
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: item.ink
            font.family: Theme.family
            font.pixelSize: Theme.fontSecondary
        }
        Icon {
            id: check
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            visible: item.checkable && item.checked
            name: "check"
            size: Theme.iconSmall
            color: Theme.accent
        }
    }
    background: Rectangle {
        radius: Theme.radiusRow - 1
        color: item.highlighted || item.hovered ? Theme.hover : "transparent"
    }
}

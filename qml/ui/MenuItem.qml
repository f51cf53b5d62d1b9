// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

T.MenuItem {
    id: item

    property string iconName
    property bool dangerous: false
    readonly property color ink: dangerous ? Theme.danger : Theme.text

    implicitWidth: 212
    implicitHeight: Theme.rowHeight
    Accessible.name: text

    contentItem: Row {
        leftPadding: Theme.gap2
        spacing: 10

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: item.iconName
            size: Theme.iconSmall
            color: item.dangerous ? Theme.danger : Theme.muted
        }
        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: item.text
            textFormat: Text.PlainText
            color: item.ink
            font.family: Theme.family
            font.pixelSize: Theme.fontSecondary
        }
    }
    background: Rectangle {
        radius: Theme.radiusRow - 1
        color: item.highlighted || item.hovered ? Theme.hover : "transparent"
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// The frame of what stands beside the room: a title, a way to close it, and its content.
FocusScope {
    id: side

    property string title
    property string note
    property bool narrow: false
    default property alias body: content.data

    signal closed

    Accessible.role: Accessible.Pane
    Accessible.name: title
    Keys.onEscapePressed: closed()

    Rectangle {
        anchors.fill: parent
        color: Theme.base
    }
    Divider {
        anchors.left: parent.left
        height: parent.height
        vertical: true
        visible: !side.narrow
    }
    Item {
        id: header
        width: parent.width
        height: Theme.headerHeight

        IconButton {
            id: back
            objectName: "sideBack"
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            visible: side.narrow
            iconName: LayoutMirroring.enabled ? "arrow-right" : "arrow-left"
            text: qsTr("Back to the room")
            onClicked: side.closed()
        }
        Label {
            id: heading
            objectName: "sideTitle"
            anchors.left: side.narrow ? back.right : parent.left
            anchors.leftMargin: side.narrow ? Theme.gap2 : Theme.gap5
            anchors.verticalCenter: parent.verticalCenter
            // Between the edge or the arrow, and the note and the button.
            width: Math.ceil(Math.min(implicitWidth, parent.width - 2 * 56 - (side.note.length > 0 ? hint.implicitWidth + Theme.gap2 : 0)))
            text: side.title
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.fontTitle
            font.weight: Font.Bold
            Accessible.role: Accessible.Heading
        }
        Label {
            id: hint
            anchors.left: heading.right
            anchors.leftMargin: Theme.gap2
            anchors.baseline: heading.baseline
            visible: text.length > 0
            text: side.note
            color: Theme.muted
            font.pixelSize: Theme.fontSecondary
        }
        IconButton {
            objectName: "sideClose"
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap3
            anchors.verticalCenter: parent.verticalCenter
            visible: !side.narrow
            iconName: "x"
            text: qsTr("Close")
            shortcutText: qsTr("Esc")
            onClicked: side.closed()
        }
        Divider {
            anchors.bottom: parent.bottom
            width: parent.width
        }
    }
    Item {
        id: content
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.leftMargin: side.narrow ? 0 : 1
        anchors.right: parent.right
    }
}

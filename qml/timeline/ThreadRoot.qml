// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// What a thread is about, over the answers as long as the message itself is not in sight; a press goes to it.
T.AbstractButton {
    id: root

    // See ThreadModel.first.
    required property var first
    readonly property string words: first.deleted ? qsTr("This message was deleted.") : first.text ?? ""

    implicitHeight: face.height + 2 * Theme.gap3
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Link
    Accessible.name: qsTr("The first message, by %1: %2").arg(first.name ?? "").arg(words)
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    background: Rectangle {
        color: root.hovered ? Theme.hover : Theme.side

        Divider {
            anchors.bottom: parent.bottom
            width: parent.width
        }
        FocusRing {
            anchors.margins: 2
            radius: Theme.radiusRow
            shown: root.visualFocus
        }
    }
    contentItem: Item {
        Avatar {
            id: face
            anchors.left: parent.left
            anchors.leftMargin: Theme.timelineSide
            anchors.verticalCenter: parent.verticalCenter
            name: root.first.name ?? ""
            identity: root.first.senderId ?? ""
        }
        WrittenLabel {
            id: name
            anchors.left: face.right
            anchors.leftMargin: Theme.gap3
            anchors.top: face.top
            room: parent.width - face.width - time.width - 2 * Theme.timelineSide - Theme.gap3 - Theme.gap2
            width: Math.min(implicitWidth, room)
            words: root.first.name ?? ""
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }
        Label {
            id: time
            anchors.left: name.right
            anchors.leftMargin: Theme.gap2
            anchors.baseline: name.baseline
            text: root.first.time ?? ""
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
            Accessible.ignored: true
        }
        WrittenLabel {
            anchors.left: name.left
            anchors.right: parent.right
            anchors.rightMargin: Theme.timelineSide
            anchors.bottom: face.bottom
            words: root.words
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: root.first.deleted ? Theme.muted : Theme.text
            font.italic: Theme.slants && (root.first.deleted ?? false)
            font.pixelSize: Theme.fontSecondary
            Accessible.ignored: true
        }
    }
    HoverHandler {
        cursorShape: Qt.PointingHandCursor
    }
}

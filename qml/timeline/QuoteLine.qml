// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// What a message answers, in one line; a click goes there.
T.AbstractButton {
    id: quote

    // {key, name, text, state}: see MessageListModel.QuoteRole.
    required property var original
    readonly property string lost: original.state ?? ""
    readonly property string words: lost === "deleted" ? qsTr("This message was deleted.")
                                  : lost === "unknown" ? qsTr("A message that is not here yet")
                                  : original.text ?? ""

    implicitHeight: Theme.scaled(22)
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Link
    Accessible.name: qsTr("Answers %1: %2").arg(original.name ?? "").arg(words)

    contentItem: Item {
        Rectangle {
            id: edge
            anchors.left: parent.left
            width: 3
            height: parent.height - 4
            y: 2
            radius: 1
            color: quote.lost.length > 0 ? Theme.edge : Theme.accent
        }
        WrittenLabel {
            id: name
            anchors.left: edge.right
            anchors.leftMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            room: parent.width * 0.4
            width: Math.min(implicitWidth, room)
            visible: text.length > 0
            words: quote.original.name ?? ""
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: quote.lost.length > 0 ? Theme.muted : Theme.accent
            font.pixelSize: Theme.fontSecondary
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }
        WrittenLabel {
            anchors.left: name.visible ? name.right : edge.right
            anchors.leftMargin: Theme.gap2
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            words: quote.words
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontSecondary
            font.italic: Theme.slants && quote.lost.length > 0
            font.underline: quote.hovered && quote.lost !== "deleted"
            Accessible.ignored: true
        }
    }
    HoverHandler {
        cursorShape: quote.lost === "deleted" ? Qt.ArrowCursor : Qt.PointingHandCursor
    }
}

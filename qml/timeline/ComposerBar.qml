// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// What is being answered or edited, above what is written.
Item {
    id: bar

    required property ComposerState composer
    readonly property bool shown: composer !== null && composer.mode.length > 0

    signal leaveWanted

    height: shown ? 44 : 0
    visible: shown

    Rectangle {
        anchors.fill: parent
        anchors.margins: 5
        radius: Theme.radiusField
        color: Theme.side
    }
    Icon {
        id: icon
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap4
        anchors.verticalCenter: parent.verticalCenter
        name: bar.composer && bar.composer.mode === "edit" ? "pencil" : "reply"
        size: Theme.iconSmall
        color: Theme.accent
    }
    Column {
        anchors.left: icon.right
        anchors.leftMargin: Theme.gap2
        anchors.right: leave.left
        anchors.rightMargin: Theme.gap2
        anchors.verticalCenter: parent.verticalCenter

        WrittenLabel {
            objectName: "composerBarTitle"
            width: parent.width
            words: bar.composer ? bar.composer.barTitle : ""
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: Theme.accent
            font.pixelSize: Theme.fontLabel
            font.weight: Font.DemiBold
        }
        WrittenLabel {
            width: parent.width
            words: bar.composer ? bar.composer.barText : ""
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
        }
    }
    IconButton {
        id: leave
        objectName: "composerBarLeave"
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap2
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: 28
        implicitHeight: 28
        iconName: "x"
        iconSize: Theme.iconSmall
        text: bar.composer && bar.composer.mode === "edit" ? qsTr("Leave the message as it was") : qsTr("Do not answer it")
        shortcutText: qsTr("Esc")
        onClicked: bar.leaveWanted()
    }
}

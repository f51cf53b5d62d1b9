// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// Below what is written: what can be put in, how much there is, and the button that sends.
Item {
    id: buttons

    required property ComposerState composer
    property bool enterSends: true
    property bool crowded: false
    // The picker stands open at its button: the button's tooltip would lie on it.
    property bool picking: false
    readonly property bool editing: composer !== null && composer.mode === "edit"
    readonly property bool full: composer !== null && composer.length > composer.limit * 0.9

    readonly property alias emojiButton: emoji

    signal emojiWanted
    signal mentionWanted
    signal codeWanted
    signal sendWanted

    height: 34

    Row {
        id: marks
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap2
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap1 / 2

        IconButton {
            id: emoji
            objectName: "emojiButton"
            implicitHeight: 30
            iconName: "smile"
            text: qsTr("Emoji")
            tipEnabled: !buttons.picking
            onClicked: buttons.emojiWanted()
        }
        IconButton {
            objectName: "mentionButton"
            implicitHeight: 30
            iconName: "at-sign"
            text: qsTr("Call somebody")
            shortcutText: "@"
            onClicked: buttons.mentionWanted()
        }
        IconButton {
            objectName: "codeButton"
            implicitHeight: 30
            iconName: "code"
            text: qsTr("Code")
            shortcutText: qsTr("Ctrl Shift C")
            onClicked: buttons.codeWanted()
        }
    }
    Label {
        objectName: "composerCount"
        anchors.left: marks.right
        anchors.leftMargin: Theme.gap1
        anchors.right: send.left
        anchors.rightMargin: 14
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignRight
        elide: Text.ElideRight
        visible: text.length > 0 && (!buttons.crowded || buttons.full)
        text: buttons.composer === null ? "" : buttons.full
            ? qsTr("%1 of %2 characters").arg(buttons.composer.length).arg(buttons.composer.limit)
            : buttons.editing ? qsTr("Esc leaves it as it was")
            : buttons.enterSends ? qsTr("Shift Enter for a new line") : qsTr("Ctrl Enter sends")
        color: buttons.composer && buttons.composer.over > 0 ? Theme.danger : Theme.muted
        font.pixelSize: Theme.fontLabel
    }
    IconButton {
        id: send
        objectName: "send"
        readonly property bool ready: buttons.composer !== null && buttons.composer.ready
        anchors.right: parent.right
        anchors.rightMargin: 8
        implicitWidth: 34
        implicitHeight: 32
        radius: Theme.radiusField + 1
        iconName: buttons.editing ? "check" : "send"
        iconSize: Theme.iconSmall
        text: buttons.editing ? qsTr("Save") : qsTr("Send")
        shortcutText: buttons.enterSends ? qsTr("Enter") : qsTr("Ctrl Enter")
        iconColor: ready ? Theme.accentInk : Theme.muted
        ground: ready ? Theme.accent : Theme.hover
        groundHovered: ready ? Theme.accentHover : Theme.hover
        onClicked: buttons.sendWanted()
    }
}

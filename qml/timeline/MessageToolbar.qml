// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// What can be done with the message under the pointer, or with the one that the keyboard is at.
Rectangle {
    id: toolbar

    // See MessageListModel.facts().
    required property var facts
    property bool threads: true
    property alias moreButton: more
    property alias reactButton: react
    readonly property alias hovered: hover.hovered

    signal reactWanted
    signal replyWanted
    signal threadWanted
    signal editWanted
    signal moreWanted

    implicitWidth: buttons.implicitWidth + 6
    implicitHeight: 34
    radius: Theme.radiusField
    color: Theme.raised
    border.width: 1
    border.color: Theme.edge
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("What can be done with this message")

    HoverHandler {
        id: hover
    }

    component Tool: IconButton {
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: 30
        implicitHeight: 28
        iconSize: Theme.iconSmall
        focusPolicy: Qt.NoFocus
    }

    Row {
        id: buttons
        anchors.centerIn: parent
        height: parent.height
        spacing: 1

        Tool {
            id: react
            objectName: "toolReact"
            visible: !!toolbar.facts.canReact
            iconName: "smile-plus"
            text: qsTr("React")
            shortcutText: "+"
            onClicked: toolbar.reactWanted()
        }
        Tool {
            objectName: "toolReply"
            visible: !!toolbar.facts.canReply
            iconName: "reply"
            text: qsTr("Reply")
            shortcutText: "R"
            onClicked: toolbar.replyWanted()
        }
        Tool {
            objectName: "toolThread"
            visible: toolbar.threads && !toolbar.facts.pending && !toolbar.facts.system
            iconName: "message-square-text"
            text: qsTr("Thread")
            shortcutText: qsTr("Enter")
            onClicked: toolbar.threadWanted()
        }
        Tool {
            objectName: "toolEdit"
            visible: !!toolbar.facts.canEdit
            iconName: "pencil"
            text: qsTr("Edit")
            shortcutText: "E"
            onClicked: toolbar.editWanted()
        }
        Tool {
            id: more
            objectName: "toolMore"
            iconName: "ellipsis"
            text: qsTr("More")
            onClicked: toolbar.moreWanted()
        }
    }
}

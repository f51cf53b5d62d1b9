// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The oldest end of a list of messages: the beginning of the room, or what tells that more is coming.
Item {
    id: oldest

    required property MessageStreamModel model
    required property string roomName
    property bool direct: false
    property bool threadView: false
    readonly property bool beginning: model !== null && model.complete && model.count > 0
    readonly property string problem: model !== null ? model.loadError : ""

    height: beginning ? (threadView ? Theme.gap2 : start.implicitHeight + Theme.gap5) : problem.length > 0 ? 64 : 72

    Column {
        id: start
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.timelineSide
        anchors.rightMargin: Theme.timelineSide
        topPadding: Theme.gap6
        spacing: Theme.gap1
        visible: oldest.beginning && !oldest.threadView

        WrittenLabel {
            width: parent.width
            words: oldest.roomName
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.fontHeading
            font.weight: Font.Bold
        }
        Label {
            width: parent.width
            text: oldest.direct ? qsTr("This is where the conversation begins.") : qsTr("This is where the room begins.")
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
        }
    }
    Bones {
        anchors.left: parent.left
        anchors.leftMargin: Theme.timelineSide
        y: Theme.gap4
        visible: oldest.model !== null && oldest.model.loading && !oldest.model.detached
        second: Math.min(360, oldest.width * 0.5)
    }
    Banner {
        objectName: "loadError"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.timelineSide
        anchors.verticalCenter: parent.verticalCenter
        visible: text.length > 0 && !oldest.beginning
        text: oldest.problem
        actionText: qsTr("Try again")
        onAction: oldest.model.loadOlder()
    }
}

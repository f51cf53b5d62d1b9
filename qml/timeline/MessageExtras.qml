// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// What stands below the text of some messages. What many have is kept once it was made: rows are used again.
Column {
    id: extras

    required property bool foldable
    required property bool expanded
    required property bool isDeleted
    required property bool isEdited
    required property bool failed
    required property string change
    // The marks of its text have no room behind that.
    required property bool marksBelow
    // Who pinned it, where that is not said at its head.
    required property string pinned
    required property string errorText
    required property var reactions
    // Null where it is not shown.
    required property var thread

    signal foldWanted
    signal undoWanted
    signal versionsWanted
    signal reactionToggled(string emoji)
    signal pickWanted(Item near)
    signal threadWanted
    signal retryWanted
    signal discardWanted

    Loader {
        anchors.left: parent.left
        active: visible || item !== null
        visible: extras.foldable
        sourceComponent: TextButton {
            objectName: "fold"
            text: extras.expanded ? qsTr("Show less") : qsTr("Show more")
            onClicked: extras.foldWanted()
        }
    }
    Loader {
        width: parent.width
        active: extras.isDeleted
        visible: active
        sourceComponent: Row {
            spacing: Theme.gap2
            Label {
                objectName: "deletedLine"
                text: qsTr("This message was deleted.")
                color: Theme.muted
                font.italic: Theme.slants
                height: Theme.scaled(22)
            }
            TextButton {
                objectName: "undoDelete"
                anchors.verticalCenter: parent.verticalCenter
                visible: extras.change === "deleted"
                text: qsTr("Undo")
                onClicked: extras.undoWanted()
            }
        }
    }
    Loader {
        anchors.left: parent.left
        active: extras.marksBelow
        visible: active
        sourceComponent: TextMarks {
            isEdited: extras.isEdited
            pinned: extras.pinned
            onVersionsWanted: extras.versionsWanted()
        }
    }
    Loader {
        width: parent.width
        active: visible || item !== null
        visible: extras.reactions.length > 0
        sourceComponent: ReactionRow {
            entries: extras.reactions
            onToggled: emoji => extras.reactionToggled(emoji)
            onPickWanted: near => extras.pickWanted(near)
        }
    }
    Loader {
        anchors.left: parent.left
        active: extras.thread !== null && extras.thread.count > 0
        visible: active
        sourceComponent: ThreadSummary {
            objectName: "threadSummary"
            thread: extras.thread
            onClicked: extras.threadWanted()
        }
    }
    Loader {
        width: parent.width
        active: extras.failed
        visible: active
        sourceComponent: RefusedLine {
            why: extras.errorText
            onRetryWanted: extras.retryWanted()
            onDiscardWanted: extras.discardWanted()
        }
    }
}

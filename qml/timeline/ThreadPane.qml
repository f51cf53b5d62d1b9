// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// One thread beside its room: the message that it began with, the answers, and where one writes.
SidePane {
    id: pane

    required property Session session
    property bool watched: false
    property alias composer: writer.sourceComponent

    signal linkActivated(string address)
    signal personWanted(string userId, Item near)
    signal jumpWanted(string key)

    function begin() {
        const composer = writer.item;
        if (composer && composer.focusInput)
            composer.focusInput();
    }

    objectName: "threadPane"
    title: qsTr("Thread")
    note: session.thread && session.thread.replies > 0 ? qsTr("%n repl(y/ies)", "", session.thread.replies) : ""

    TimelineView {
        id: answers
        anchors.top: parent.top
        anchors.bottom: writer.top
        width: parent.width
        model: pane.session.thread
        details: pane.session.details
        roomName: pane.session.roomName
        threadView: true
        watched: pane.watched
        onLinkActivated: address => pane.linkActivated(address)
        onPersonWanted: (userId, near) => pane.personWanted(userId, near)
        onReplyWanted: key => pane.compose("startReply", key)
        onEditWanted: key => pane.compose("startEdit", key)
        onEscaped: pane.closed()
    }
    ThreadRoot {
        objectName: "threadRoot"
        readonly property string key: first.key ?? ""
        // Asks again whenever the list moves or gets other rows.
        readonly property bool covered: {
            const view = answers.view;
            const bottom = view.contentY + height;
            const row = view.contentHeight > 0 && view.count > 0 ? view.itemAtIndex(view.count - 1) : null;
            return row === null || row.key !== key || row.y + row.height <= bottom;
        }
        anchors.top: answers.top
        width: parent.width
        visible: key.length > 0 && answers.view.count > 0 && covered
        first: pane.session.thread ? pane.session.thread.first : ({})
        onClicked: {
            if (pane.session.thread.rowOf(key) >= 0)
                answers.jumpTo(key);
            else
                pane.jumpWanted(key);
        }
    }
    function compose(mode, key) {
        const composer = writer.item;
        if (!composer || !composer[mode])
            return;
        composer[mode](key);
        composer.focusInput();
    }
    Loader {
        id: writer
        anchors.bottom: parent.bottom
        width: parent.width
        focus: true
    }
    Connections {
        target: writer.item
        ignoreUnknownSignals: true
        function onEscaped() {
            pane.closed();
        }
    }
}

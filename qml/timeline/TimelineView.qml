// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// The messages of a room or thread. The list grows upwards from the newest; what one reads stays where it is, whatever
// comes or changes its height around it (ScrollAnchor).
FocusScope {
    id: timeline

    required property MessageStreamModel model
    required property MessageDetails details
    required property string roomName
    property bool roomPrivate: false
    // It is of two people, or of one alone: nobody can be added.
    property bool direct: false
    // A thread: its first message stands at the top, and nothing leads to threads.
    property bool threadView: false
    // The window is looked at: what is shown counts as read.
    property bool watched: false
    // Messages that are shown whole although they are long.
    property var expanded: ({})
    readonly property TimelineModel room: model as TimelineModel
    readonly property alias view: view

    signal linkActivated(string address)
    signal membersWanted
    signal replyWanted(string key)
    signal editWanted(string key)
    signal threadWanted(string key)
    signal personWanted(string userId, Item near)
    signal escaped

    function toNewest() {
        model.toNewest();
        anchor.stick = true;
        view.currentIndex = -1;
    }
    // To the first message that was not read.
    function toLine() {
        const row = room ? room.newLineRow() : -1;
        if (row < 0)
            return false;
        anchor.place(row, 1 / 3);
        return true;
    }
    function jumpTo(key) {
        if (room) {
            room.jumpTo(key);
            return;
        }
        const row = model.rowOf(key);
        if (row >= 0)
            timeline.land(row, false);
    }
    function land(row, line) {
        view.fresh = false;
        anchor.place(row, line ? 1 / 3 : 0.35);
        if (!line) {
            view.litKey = model.facts(row).key ?? "";
            litTimer.restart();
        }
    }
    function toggleFold(row) {
        anchor.hold(row);
        const next = Object.assign({}, expanded);
        next[row.key] = !next[row.key];
        expanded = next;
        unfolding.restart();
    }
    function focusRows() {
        view.forceActiveFocus(Qt.ShortcutFocusReason);
    }

    Accessible.role: Accessible.Pane
    Accessible.name: threadView ? qsTr("Thread") : qsTr("Messages")

    Binding {
        target: timeline.model
        property: "reading"
        value: timeline.watched
        when: timeline.model !== null
    }
    Binding {
        target: timeline.model
        property: "atNewest"
        value: anchor.stick
        when: timeline.model !== null
    }
    Connections {
        target: timeline.model
        function onRoomChanged() {
            view.fresh = true;
            view.currentIndex = -1;
            timeline.expanded = {};
            if (!timeline.toLine())
                anchor.stick = true;
        }
        function onSent() {
            timeline.toNewest();
        }
        function onHistoryChanged() {
            view.soon(view.loadIfNear);
        }
        function onJumped(row, line) {
            timeline.land(row, line);
        }
    }
    Connections {
        target: timeline.room
        // What was unread is known only once the room was fetched.
        function onNewLineChanged() {
            if (view.fresh)
                timeline.toLine();
        }
    }
    Timer {
        id: litTimer
        interval: Theme.noteTime
        onTriggered: view.litKey = ""
    }

    // Once what was folded or unfolded is laid out.
    Timer {
        id: unfolding
        interval: 50
        onTriggered: view.settle()
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.base
    }

    ListView {
        id: view
        objectName: timeline.threadView ? "threadView" : "timelineView"

        // Distance of what is shown from the newest end and from the oldest loaded, pixels.
        readonly property real fromNewest: originY + contentHeight - (contentY + height)
        readonly property real fromOldest: contentY - originY
        readonly property bool userMoves: moving || bar.pressed
        // Nobody has moved it since the room was opened.
        property bool fresh: true
        property string litKey
        property Item hoveredRow: null
        // Below the last answer, so that a thread of few answers begins at the top.
        property real filler: 0

        // Once everything of this turn has changed, however often it was asked for.
        function soon(work) {
            Qt.callLater(work); // qmllint disable
        }
        function noteMove() {
            fresh = false;
            settle();
        }
        function settle() {
            anchor.stick = fromNewest < 24 && !(timeline.model && timeline.model.detached);
            anchor.record();
            soon(loadIfNear);
            soon(tellShown);
            if (hover.hovered)
                soon(findHovered);
        }
        function tellShown() {
            if (timeline.model)
                timeline.model.setShownRow(indexAt(width / 2, contentY + height - 12));
        }
        function loadIfNear() {
            if (!timeline.model || timeline.model.loadError.length > 0)
                return;
            // What has come counts, although no frame has shown it yet: else each answer asked for one page more.
            forceLayout();
            if (timeline.model.detached && fromNewest < 1.5 * height)
                timeline.model.loadNewer();
            else if (fromOldest < 1.5 * height)
                timeline.model.loadOlder();
        }
        function fill() {
            const rows = contentHeight - headerItem.height - footerItem.height;
            filler = Math.max(0, Math.floor(height - rows - footerItem.height - Theme.gap2));
        }
        function findHovered() {
            // Under the toolbar it stays the row that the toolbar is about.
            if (tools.hovered)
                return;
            const row = hover.hovered && !userMoves ? itemAt(hover.point.position.x, hover.point.position.y) : null;
            hoveredRow = row && row.messageBody !== undefined ? row : null;
        }
        function scrollBy(by) {
            const bottom = Math.max(originY, originY + contentHeight - height);
            contentY = Math.max(originY, Math.min(bottom, contentY + by));
            noteMove();
        }
        // The row with the keyboard, in sight.
        function moveCurrent(by) {
            if (count === 0)
                return;
            const pressed = selector.leaveTexts();
            const start = currentIndex >= 0 ? currentIndex : pressed;
            const from = start >= 0 ? start + by : Math.max(0, indexAt(width / 2, contentY + height - 12));
            currentIndex = Math.max(0, Math.min(count - 1, from));
            const row = itemAtIndex(currentIndex);
            if (!row) {
                positionViewAtIndex(currentIndex, ListView.Contain);
                noteMove();
            } else if (row.y < contentY) {
                scrollBy(row.y - contentY - Theme.gap2);
            } else if (row.y + row.height > contentY + height) {
                // A long one from its beginning.
                scrollBy(Math.min(row.y + row.height - contentY - height + Theme.gap2, row.y - contentY));
            }
            if (currentIndex === 0 && by < 0 && !timeline.model.detached)
                anchor.stick = true;
        }

        anchors.fill: parent
        verticalLayoutDirection: ListView.BottomToTop
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        cacheBuffer: 600
        reuseItems: true
        model: timeline.model
        activeFocusOnTab: true
        currentIndex: -1
        highlightFollowsCurrentItem: false
        Accessible.role: Accessible.List
        Accessible.name: timeline.threadView ? qsTr("Thread") : qsTr("Messages of %1").arg(timeline.roomName)
        onContentYChanged: if (userMoves)
            noteMove()
        onMovementEnded: noteMove()
        onHeightChanged: {
            soon(loadIfNear);
            if (fresh && !anchor.stick)
                soon(timeline.toLine);
            if (timeline.threadView)
                soon(fill);
        }
        onContentHeightChanged: if (timeline.threadView)
            soon(fill)
        onFromOldestChanged: soon(loadIfNear)
        onCountChanged: {
            soon(loadIfNear);
            soon(tellShown);
        }
        onActiveFocusChanged: if (!activeFocus && !popups.busy)
            currentIndex = -1
        Keys.onPressed: event => rowKeys.handle(event)
        T.ScrollBar.vertical: ScrollBar {
            id: bar
        }

        header: Item {
            width: view.width
            height: Theme.gap2 + view.filler
        }
        delegate: MessageRow {
            id: line
            width: view.width
            hovered: view.hoveredRow === line
            current: view.activeFocus && view.currentIndex === index
            lit: view.litKey === key
            expanded: timeline.expanded[key] === true
            threadShown: !timeline.threadView
            onLinkActivated: address => timeline.linkActivated(address)
            onPersonWanted: (userId, near) => timeline.personWanted(userId, near)
            onRetryWanted: timeline.model.retry(key)
            onDiscardWanted: timeline.model.discard(key)
            onUndoWanted: timeline.model.undoRemove(key)
            onQuoteActivated: originalKey => timeline.jumpTo(originalKey)
            onThreadWanted: timeline.threadWanted(key)
            onReactionToggled: emoji => timeline.model.react(key, emoji)
            onPickWanted: near => popups.openPicker(key, near)
            onReceiptsWanted: popups.showReceipts(key)
            onVersionsWanted: popups.showVersions(key)
            onFoldWanted: timeline.toggleFold(line)
            onTextEntered: view.currentIndex = -1
            onDayActivated: if (timeline.room)
                popups.chooseDay(timeline.model.facts(index).date)
            onKeyChanged: if (selector.active)
                view.soon(selector.apply)
        }
        footer: TimelineStart {
            width: view.width
            model: timeline.model
            roomName: timeline.roomName
            direct: timeline.direct
            threadView: timeline.threadView
        }

        // Handlers of a list are those of its content: positions are in its coordinates.
        HoverHandler {
            id: hover
            onPointChanged: view.findHovered()
            onHoveredChanged: view.findHovered()
        }
        TapHandler {
            acceptedButtons: Qt.RightButton
            onTapped: point => {
                const row = view.itemAt(point.position.x, point.position.y);
                if (row && row.messageBody !== undefined)
                    popups.openMenu(row.index, point.position.x, point.position.y - view.contentY);
            }
        }
    }
    // The keyboard is here, and at no message yet.
    FocusRing {
        anchors.fill: view
        anchors.margins: 2
        radius: Theme.radiusRow
        shown: view.activeFocus && view.currentIndex < 0
    }
    ScrollAnchor {
        id: anchor
        view: view
        moving: view.userMoves
        onPlaced: view.settle()
    }
    MessageSelector {
        id: selector
        anchors.fill: view
        view: view
        model: timeline.model
        onMoved: view.noteMove()
    }
    MessageKeys {
        id: rowKeys
        timeline: timeline
        view: view
        selector: selector
        popups: popups
    }
    MessagePopups {
        id: popups
        model: timeline.model
        details: timeline.details
        over: view
        threads: !timeline.threadView
        onReplyWanted: key => timeline.replyWanted(key)
        onEditWanted: key => timeline.editWanted(key)
        onThreadWanted: key => timeline.threadWanted(key)
        onDayChosen: day => timeline.room.jumpToDay(day)
    }

    MessageTools {
        id: tools
        anchors.right: parent.right
        // At the edge; in a very wide window with the text.
        anchors.rightMargin: Math.max(Theme.timelineSide + 4, parent.width - Theme.timelineSide - Theme.avatar - Theme.gap3
                                                              - Theme.messageWidthMax - Theme.deliveryRoom - Theme.gap2 - width)
        model: timeline.model
        view: view
        row: popups.busy || selector.active || view.userMoves ? null
           : view.currentIndex >= 0 && view.activeFocus ? view.currentItem : view.hoveredRow
        threads: !timeline.threadView
        onHoverMoved: view.findHovered()
        onReactWanted: key => popups.openQuick(key, tools)
        onReplyWanted: key => timeline.replyWanted(key)
        onThreadWanted: key => timeline.threadWanted(key)
        onEditWanted: key => timeline.editWanted(key)
        onMoreWanted: index => popups.openMenu(index, tools.x + tools.width, tools.y + tools.height)
    }
    FloatingDate {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        // Below what else stands there.
        anchors.topMargin: upper.visible ? upper.y + upper.height + Theme.gap2 : Theme.gap2
        visible: !timeline.threadView && opacity > 0
        view: view
        model: timeline.model
    }
    NewestPill {
        id: upper
        objectName: "toUnread"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.topMargin: Theme.gap3
        visible: timeline.room !== null && timeline.room.unreadAbove && !timeline.room.jumping
        iconName: "arrow-up"
        text: qsTr("To the first unread message")
        onClicked: timeline.room.jumpToUnread()
    }
    JumpNote {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.topMargin: Theme.gap3
        z: 1
        jumping: timeline.room !== null && timeline.room.jumping
    }
    TimelineWaiting {
        anchors.fill: parent
        visible: timeline.model !== null && timeline.model.waiting
    }
    EmptyRoom {
        objectName: "emptyRoom"
        anchors.centerIn: parent
        width: Math.min(320, parent.width - 2 * Theme.timelineSide)
        visible: !timeline.threadView && timeline.model !== null && timeline.model.complete && view.count === 0
        direct: timeline.direct
        roomPrivate: timeline.roomPrivate
        onMembersWanted: timeline.membersWanted()
    }
    NewestPill {
        objectName: "toNewest"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap3
        visible: view.count > 0 && (view.fromNewest > 160 || (timeline.model !== null && timeline.model.detached))
        arrived: timeline.model ? timeline.model.arrived : 0
        onClicked: timeline.toNewest()
    }
}

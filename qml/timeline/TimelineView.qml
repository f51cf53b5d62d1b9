// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// The messages of the open room. The list grows upwards from the newest, so that older ones arriving move nothing.
FocusScope {
    id: timeline

    required property TimelineModel model
    required property string roomName
    required property bool roomPrivate
    // The window is looked at: what is shown counts as read.
    property bool watched: false

    signal linkActivated(string address)
    signal membersWanted

    readonly property alias view: view

    function toNewest() {
        view.stick = true;
        view.settle();
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Messages")

    Binding {
        target: timeline.model
        property: "reading"
        value: timeline.watched && view.stick
        when: timeline.model !== null
    }
    Binding {
        target: timeline.model
        property: "atNewest"
        value: view.stick
        when: timeline.model !== null
    }
    Connections {
        target: timeline.model
        function onRoomChanged() {
            timeline.toNewest();
        }
        function onSent() {
            timeline.toNewest();
        }
        function onHistoryChanged() {
            view.soon(view.loadIfNear);
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.base
    }

    ListView {
        id: view
        objectName: "timelineView"

        // Distance of what is shown from the newest end and from the oldest loaded, pixels.
        readonly property real fromNewest: originY + contentHeight - (contentY + height)
        readonly property real fromOldest: contentY - originY
        readonly property real end: originY + contentHeight
        // The newest message stays in sight whatever grows, until one scrolls away from it.
        property bool stick: true
        readonly property bool userMoves: moving || bar.pressed

        // Once everything of this turn has changed, however often it was asked for.
        function soon(work) {
            Qt.callLater(work); // qmllint disable
        }
        function noteMove() {
            stick = fromNewest < 24;
        }
        function settle() {
            if (stick)
                positionViewAtBeginning();
        }

        function loadIfNear() {
            if (timeline.model && fromOldest < 1.5 * height && timeline.model.loadError.length === 0)
                timeline.model.loadOlder();
        }

        anchors.fill: parent
        verticalLayoutDirection: ListView.BottomToTop
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        cacheBuffer: 600
        model: timeline.model
        activeFocusOnTab: true
        currentIndex: -1
        highlightFollowsCurrentItem: false
        // The space below the newest message.
        bottomMargin: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Messages of %1").arg(timeline.roomName)
        onEndChanged: soon(settle)
        onContentYChanged: {
            if (userMoves)
                noteMove();
            else if (stick)
                soon(settle);
        }
        onHeightChanged: soon(settle)
        onFromOldestChanged: soon(loadIfNear)
        onCountChanged: soon(loadIfNear)
        Keys.onPressed: event => {
            const page = height * 0.9;
            const top = originY;
            const bottom = originY + contentHeight - height;
            const by = { [Qt.Key_Up]: -48, [Qt.Key_Down]: 48, [Qt.Key_PageUp]: -page, [Qt.Key_PageDown]: page }[event.key];
            if (event.key === Qt.Key_End)
                timeline.toNewest();
            else if (event.key === Qt.Key_Home)
                contentY = top;
            else if (by !== undefined)
                contentY = Math.max(top, Math.min(bottom, contentY + by));
            else
                return;
            noteMove();
            event.accepted = true;
        }
        T.ScrollBar.vertical: ScrollBar {
            id: bar
        }

        header: Item {
            width: view.width
            height: Theme.gap2
        }

        delegate: MessageRow {
            width: view.width
            onLinkActivated: address => timeline.linkActivated(address)
            onRetryWanted: timeline.model.retry(key)
            onDiscardWanted: timeline.model.discard(key)
        }

        // The oldest end: the beginning of the room, or what tells that more is coming.
        footer: Item {
            id: oldest
            readonly property bool beginning: timeline.model !== null && timeline.model.complete && view.count > 0
            width: view.width
            height: beginning ? start.implicitHeight + Theme.gap5 : timeline.model && timeline.model.loadError.length > 0 ? 64 : 72

            Column {
                id: start
                x: Theme.timelineSide
                width: parent.width - 2 * Theme.timelineSide
                topPadding: Theme.gap6
                spacing: Theme.gap1
                visible: oldest.beginning

                Label {
                    width: parent.width
                    text: timeline.roomName
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    font.pixelSize: 20
                    font.weight: Font.Bold
                }
                Label {
                    width: parent.width
                    text: qsTr("This is where the room begins.")
                    horizontalAlignment: Text.AlignLeft
                    color: Theme.muted
                }
            }
            Row {
                x: Theme.timelineSide
                y: Theme.gap4
                spacing: Theme.gap3
                visible: timeline.model !== null && timeline.model.loading

                Skeleton {
                    width: Theme.avatar
                    height: Theme.avatar
                    radius: Theme.avatar * Theme.radiusAvatar
                }
                Column {
                    spacing: Theme.gap2
                    topPadding: 3
                    Skeleton {
                        width: 120
                    }
                    Skeleton {
                        width: Math.min(360, view.width * 0.5)
                    }
                }
            }
            Banner {
                objectName: "loadError"
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.margins: Theme.timelineSide
                anchors.verticalCenter: parent.verticalCenter
                visible: text.length > 0 && !oldest.beginning
                text: timeline.model ? timeline.model.loadError : ""
                actionText: qsTr("Try again")
                onAction: timeline.model.loadOlder()
            }
        }
    }

    Column {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap6
        x: Theme.timelineSide
        spacing: Theme.gap6
        visible: timeline.model !== null && timeline.model.waiting

        Repeater {
            model: [0.5, 0.35, 0.6]
            Row {
                id: bones
                required property real modelData
                spacing: Theme.gap3
                Skeleton {
                    width: Theme.avatar
                    height: Theme.avatar
                    radius: Theme.avatar * Theme.radiusAvatar
                }
                Column {
                    topPadding: 3
                    spacing: Theme.gap2
                    Skeleton {
                        width: 110
                    }
                    Skeleton {
                        width: timeline.width * bones.modelData
                    }
                }
            }
        }
    }

    Notice {
        objectName: "emptyRoom"
        anchors.centerIn: parent
        width: Math.min(320, parent.width - 2 * Theme.timelineSide)
        visible: timeline.model !== null && timeline.model.complete && view.count === 0
        iconName: "message-circle"
        title: qsTr("Nobody has written here yet")
        text: timeline.roomPrivate ? qsTr("Write the first message, or add somebody to talk to.") : qsTr("Write the first message. Everyone who joins can read it.")
        actions: Button {
            visible: timeline.roomPrivate
            iconName: "user-plus"
            text: qsTr("Add somebody")
            onClicked: timeline.membersWanted()
        }
    }

    T.AbstractButton {
        id: pill
        objectName: "toNewest"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap3
        height: 34
        width: pillRow.implicitWidth + 28
        visible: view.fromNewest > 160 && view.count > 0
        focusPolicy: Qt.TabFocus
        Accessible.role: Accessible.Button
        Accessible.name: pillText.text
        onClicked: timeline.toNewest()
        Keys.onReturnPressed: clicked()

        readonly property int arrived: timeline.model ? timeline.model.arrived : 0

        background: Rectangle {
            radius: height / 2
            color: pill.arrived > 0 ? (pill.hovered ? Theme.accentHover : Theme.accent) : pill.hovered ? Theme.hover : Theme.raised
            border.width: pill.arrived > 0 ? 0 : 1
            border.color: Theme.edge
            FocusRing {
                radius: parent.height / 2 + 2
                shown: pill.visualFocus
            }
        }
        contentItem: Item {
            Row {
                id: pillRow
                anchors.centerIn: parent
                spacing: Theme.gap2
                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "arrow-down"
                    size: Theme.iconSmall
                    color: pill.arrived > 0 ? Theme.accentInk : Theme.muted
                }
                Label {
                    id: pillText
                    text: pill.arrived > 0 ? qsTr("%n new message(s)", "", pill.arrived) : qsTr("To the newest")
                    color: pill.arrived > 0 ? Theme.accentInk : Theme.text
                    font.pixelSize: Theme.fontSecondary
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }
            }
        }
    }
}

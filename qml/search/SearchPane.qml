// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// Search in the side pane: a field, chips, and what was found. Down goes from the field to the finds, Esc back.
FocusScope {
    id: pane

    required property Session session
    // It has the column for itself.
    property bool narrow: false
    readonly property SearchModel search: session.search

    signal closeWanted
    signal jumpWanted(string roomId, string messageId, real seq)

    function focusField() {
        field.focusInput(Qt.ShortcutFocusReason);
    }
    // Ctrl+F looks in the room that is open, Ctrl+Shift+F everywhere.
    function begin(here) {
        if (search)
            search.roomId = here ? session.roomId : "";
        focusField();
    }
    function jump(row) {
        if (row)
            jumpWanted(row.roomId, row.messageId, row.seq);
    }

    objectName: "searchPane"
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Search")

    Rectangle {
        anchors.fill: parent
        color: Theme.base
    }
    Divider {
        anchors.left: parent.left
        height: parent.height
        vertical: true
        visible: !pane.narrow
    }
    Item {
        id: header
        width: parent.width
        height: Theme.headerHeight

        TextField {
            id: field
            objectName: "searchField"
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap3
            anchors.right: close.left
            anchors.rightMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            placeholder: qsTr("Search messages")
            iconName: "search"
            maximumLength: 256
            input.focus: true
            onEdited: pane.search.text = text
            onAccepted: pane.search.lookNow()
            input.Keys.onDownPressed: view.enter()
            input.Keys.onEscapePressed: {
                if (text.length > 0)
                    pane.search.text = "";
                else
                    pane.closeWanted();
            }

            Connections {
                target: pane.search
                function onTextChanged() {
                    if (field.text !== pane.search.text)
                        field.text = pane.search.text;
                }
            }
            Component.onCompleted: text = pane.search ? pane.search.text : ""
        }
        IconButton {
            id: close
            objectName: "searchClose"
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap3
            anchors.verticalCenter: parent.verticalCenter
            iconName: "x"
            text: qsTr("Close search")
            onClicked: pane.closeWanted()
        }
        Divider {
            anchors.bottom: parent.bottom
            width: parent.width
        }
    }

    SearchFilters {
        id: filters
        anchors.top: header.bottom
        anchors.topMargin: Theme.gap3
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap3
        anchors.rightMargin: Theme.gap3
        search: pane.search
        openRoomId: pane.session.roomId
        openRoomName: pane.session.roomName
    }

    Column {
        id: notes
        anchors.top: filters.bottom
        anchors.topMargin: Theme.gap2
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap3
        anchors.rightMargin: Theme.gap3

        Label {
            objectName: "searchNote"
            width: parent.width
            height: Theme.chipHeight
            visible: text.length > 0
            text: !pane.search || pane.search.blank ? ""
                : pane.search.searching ? qsTr("Searching the server…")
                : pane.search.onlyLocal ? qsTr("Not connected. Only what is on this computer was searched.")
                : ""
            elide: Text.ElideRight
            color: Theme.muted
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.fontLabel
        }
        Banner {
            objectName: "searchError"
            width: parent.width
            visible: text.length > 0
            kind: "danger"
            text: pane.search ? pane.search.error : ""
            actionText: qsTr("Try again")
            onAction: pane.search.retry()
        }
    }

    ListView {
        id: view

        function enter() {
            if (count === 0)
                return;
            currentIndex = Math.max(0, currentIndex);
            forceActiveFocus(Qt.TabFocusReason);
        }

        objectName: "searchView"
        anchors.top: notes.bottom
        anchors.topMargin: Theme.gap1
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap1
        anchors.rightMargin: Theme.gap1
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: pane.search
        activeFocusOnTab: count > 0
        currentIndex: -1
        highlightMoveDuration: 0
        bottomMargin: Theme.gap3
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Messages found")
        onActiveFocusChanged: if (activeFocus && currentIndex < 0 && count > 0) currentIndex = 0
        Keys.onUpPressed: event => {
            if (currentIndex <= 0)
                pane.focusField();
            else
                decrementCurrentIndex();
        }
        Keys.onEscapePressed: pane.focusField()
        Keys.onReturnPressed: pane.jump(currentItem)
        Keys.onEnterPressed: pane.jump(currentItem)
        T.ScrollBar.vertical: ScrollBar {}

        delegate: SearchResult {
            width: view.width
            onChosen: {
                view.currentIndex = index;
                pane.jump(this);
            }
        }
    }

    Column {
        anchors.top: notes.bottom
        anchors.topMargin: Theme.gap5
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.gap5
        spacing: Theme.gap5
        visible: pane.search !== null && pane.search.searching && view.count === 0

        Repeater {
            model: 3
            Column {
                id: bone
                required property int index
                width: parent.width
                spacing: Theme.gap2
                Skeleton {
                    width: parent.width * 0.35
                }
                Skeleton {
                    width: parent.width * (0.95 - bone.index * 0.15)
                }
            }
        }
    }

    Notice {
        objectName: "searchNotice"
        anchors.centerIn: parent
        width: Math.min(320, parent.width - 2 * Theme.gap5)
        visible: pane.search !== null && view.count === 0 && !pane.search.searching && pane.search.error.length === 0
        iconName: "search"
        title: pane.search && pane.search.blank ? qsTr("Look for what was said") : qsTr("Nothing was found")
        text: !pane.search ? ""
            : pane.search.blank ? qsTr("Type words, and filters:\nfrom:name  in:room  has:link\nafter:2026-01-31  before:2026-01-31")
            : pane.search.filtered ? qsTr("Fewer filters find more.") : qsTr("Check the spelling, or try a shorter word.")
        actions: Button {
            objectName: "searchClearFilters"
            visible: pane.search !== null && !pane.search.blank && pane.search.filtered
            text: qsTr("Search without filters")
            onClicked: pane.search.clearFilters()
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// A room's name, topic, kind and notifications, and the way to end it. What one may not change is shown, with who may.
Dialog {
    id: dialog

    required property Session session
    readonly property RoomInfo room: session.roomSettings
    property bool isPrivate: false
    readonly property bool changed: room !== null && (name.text.trim() !== room.name || topic.text.trim() !== room.topic || isPrivate !== room.isPrivate)

    signal actWanted(string act, string roomId)

    function openFor(roomId) {
        room.roomId = roomId;
        if (room.name.length === 0)
            return;
        name.text = room.name;
        topic.text = room.topic;
        isPrivate = room.isPrivate;
        open();
    }
    function save() {
        if (room.mayEdit || room.mayChangeKind)
            room.save(name.text, topic.text, isPrivate);
        else
            close();
    }
    function wanted(act) {
        const id = room.roomId;
        close();
        actWanted(act, id);
    }

    objectName: "roomSettingsDialog"
    title: room ? qsTr("Settings of %1").arg(room.name) : ""
    preferredWidth: 480
    onOpened: if (room.mayEdit) name.focusInput()

    Connections {
        target: dialog.room
        enabled: dialog.visible
        function onSaved() {
            dialog.close();
        }
        // It is gone, or one is no longer in it.
        function onChanged() {
            if (dialog.room.roomId.length === 0)
                dialog.close();
        }
        function onStateChanged() {
            if (dialog.room.errors.name !== undefined)
                name.focusInput();
            else if (dialog.room.errors.topic !== undefined)
                topic.focusInput();
        }
    }

    Banner {
        objectName: "roomSettingsError"
        width: parent.width
        visible: text.length > 0
        kind: "danger"
        text: dialog.room ? dialog.room.errors[""] ?? dialog.room.errors.kind ?? "" : ""
    }
    Banner {
        width: parent.width
        visible: dialog.room !== null && dialog.room.archived
        iconName: "archive"
        text: qsTr("This room is archived: it can be read, and nobody can write.")
        actionText: dialog.room && dialog.room.mayArchive ? qsTr("Open again") : ""
        onAction: dialog.wanted("unarchive")
    }
    TextField {
        id: name
        objectName: "settingsName"
        width: parent.width
        label: qsTr("Name")
        iconName: dialog.isPrivate ? "lock" : "hash"
        readOnly: dialog.room === null || !dialog.room.mayEdit
        help: dialog.room ? dialog.room.whyNotEdit : ""
        error: dialog.room ? dialog.room.errors.name ?? "" : ""
        onEdited: dialog.room.clearError("name")
        onAccepted: dialog.save()
    }
    TextField {
        id: topic
        objectName: "settingsTopic"
        width: parent.width
        label: qsTr("Topic")
        readOnly: name.readOnly
        error: dialog.room ? dialog.room.errors.topic ?? "" : ""
        onEdited: dialog.room.clearError("topic")
        onAccepted: dialog.save()
    }
    RoomKindChoice {
        width: parent.width
        enabled: dialog.room !== null && dialog.room.mayChangeKind
        isPrivate: dialog.isPrivate
        wasPrivate: dialog.room !== null && dialog.room.isPrivate
        whyNot: dialog.room ? dialog.room.whyNotChangeKind : ""
        isNew: false
        onChosen: wanted => dialog.isPrivate = wanted
    }
    Column {
        width: parent.width
        spacing: Theme.gap2

        Label {
            width: parent.width
            text: qsTr("Notify me of")
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.fontSecondary
            font.weight: Font.DemiBold
        }
        Segmented {
            objectName: "roomNotify"
            width: parent.width
            name: qsTr("Notify me of")
            value: dialog.room ? dialog.room.notify : ""
            options: [
                { value: "default", text: qsTr("Default") },
                { value: "all", text: qsTr("All") },
                { value: "mentions", text: qsTr("Mentions") },
                { value: "nothing", text: qsTr("Nothing") }
            ]
            onChosen: value => dialog.room.notify = value
        }
        Label {
            width: parent.width
            text: qsTr("Only on this computer, and at once. Default is what the settings say for all rooms.")
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
        }
    }
    Divider {
        width: parent.width
    }
    Flow {
        width: parent.width
        spacing: Theme.gap2

        Button {
            objectName: "settingsLeave"
            iconName: "log-out"
            text: qsTr("Leave")
            onClicked: dialog.wanted("leave")
        }
        Button {
            objectName: "settingsArchive"
            visible: dialog.room !== null && dialog.room.mayArchive
            iconName: dialog.room && dialog.room.archived ? "archive-restore" : "archive"
            text: dialog.room && dialog.room.archived ? qsTr("Open again") : qsTr("Archive")
            onClicked: dialog.wanted(dialog.room.archived ? "unarchive" : "archive")
        }
        Button {
            objectName: "settingsDelete"
            visible: dialog.room !== null && dialog.room.mayDelete
            iconName: "trash-2"
            text: qsTr("Delete…")
            onClicked: dialog.wanted("delete")
        }
    }

    buttons: [
        Button {
            text: save.visible ? qsTr("Cancel") : qsTr("Close")
            onClicked: dialog.close()
        },
        Button {
            id: save
            objectName: "settingsSave"
            visible: dialog.room !== null && (dialog.room.mayEdit || dialog.room.mayChangeKind)
            kind: "primary"
            enabled: dialog.changed
            busy: dialog.room !== null && dialog.room.busy
            text: busy ? qsTr("Saving…") : qsTr("Save")
            onClicked: dialog.save()
        }
    ]
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

Dialog {
    id: dialog

    required property Session session
    property bool isPrivate: false
    property bool busy: false

    signal created(string roomId)

    function submit() {
        if (busy)
            return;
        name.error = name.text.trim().length === 0 ? qsTr("Give the room a name.") : "";
        topic.error = "";
        banner.text = "";
        if (name.error.length > 0) {
            name.focusInput();
            return;
        }
        busy = true;
        session.createRoom(name.text, isPrivate, topic.text);
    }

    objectName: "createRoomDialog"
    title: qsTr("New room")
    onAboutToShow: {
        busy = false;
        isPrivate = false;
        name.text = "";
        name.error = "";
        topic.text = "";
        topic.error = "";
        banner.text = "";
    }
    onOpened: name.focusInput()

    Connections {
        target: dialog.session
        enabled: dialog.visible
        function onRoomCreated(roomId) {
            dialog.busy = false;
            dialog.close();
            dialog.created(roomId);
        }
        function onCreateFailed(field, why) {
            dialog.busy = false;
            if (field === "name") {
                name.error = why;
                name.focusInput();
            } else if (field === "topic") {
                topic.error = why;
                topic.focusInput();
            } else {
                banner.text = why;
            }
        }
    }

    Banner {
        id: banner
        objectName: "createError"
        width: parent.width
        visible: text.length > 0
        kind: "danger"
    }
    TextField {
        id: name
        objectName: "roomName"
        width: parent.width
        label: qsTr("Name")
        placeholder: qsTr("for example: garden")
        iconName: dialog.isPrivate ? "lock" : "hash"
        onEdited: error = ""
        onAccepted: dialog.submit()
    }
    TextField {
        id: topic
        objectName: "roomTopic"
        width: parent.width
        label: qsTr("Topic")
        help: qsTr("What it is about. You may leave it empty.")
        onEdited: error = ""
        onAccepted: dialog.submit()
    }
    Column {
        width: parent.width
        spacing: Theme.gap2

        Label {
            text: qsTr("Who can come in")
            font.pixelSize: Theme.fontSecondary
            font.weight: Font.DemiBold
        }
        Segmented {
            objectName: "roomKind"
            width: parent.width
            name: qsTr("Who can come in")
            value: dialog.isPrivate ? "private" : "public"
            options: [
                { value: "public", text: qsTr("Everyone"), icon: "hash" },
                { value: "private", text: qsTr("Only who is added"), icon: "lock" }
            ]
            onChosen: value => dialog.isPrivate = value === "private"
        }
        Label {
            width: parent.width
            text: dialog.isPrivate ? qsTr("Only members see that the room exists, and members add others.")
                                   : qsTr("Everyone on this server can find the room, read it and join.")
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
        }
    }

    buttons: [
        Button {
            text: qsTr("Cancel")
            onClicked: dialog.close()
        },
        Button {
            objectName: "createSubmit"
            kind: "primary"
            busy: dialog.busy
            text: dialog.busy ? qsTr("Making the room…") : qsTr("Make the room")
            onClicked: dialog.submit()
        }
    ]
}

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
        people.error = "";
        banner.text = "";
        if (name.error.length > 0) {
            name.focusInput();
            return;
        }
        busy = true;
        session.createRoom(name.text, isPrivate, topic.text, people.ids);
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
        people.begin();
        people.error = "";
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
            } else if (field === "members") {
                people.error = why;
                people.focusInput();
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
        help: qsTr("1 to 80 characters, of any kind: letters, spaces, emoji.")
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
    RoomKindChoice {
        width: parent.width
        isPrivate: dialog.isPrivate
        onChosen: wanted => dialog.isPrivate = wanted
    }
    PeoplePicker {
        id: people
        objectName: "newRoomPeople"
        width: parent.width
        session: dialog.session
        label: qsTr("People")
        help: qsTr("They are in the room at once. You can add more later.")
        onEdited: error = ""
        onAccepted: dialog.submit()
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

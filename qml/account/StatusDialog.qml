// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// What one says of oneself, in a few words.
Dialog {
    id: dialog

    required property Session session
    readonly property OwnProfile own: session ? session.ownProfile : null

    objectName: "statusDialog"
    title: qsTr("Status")
    onAboutToShow: {
        own.clearErrors();
        field.text = own.statusText;
    }
    onOpened: field.focusInput()

    Connections {
        target: dialog.own
        enabled: dialog.visible
        function onSaved() {
            dialog.close();
        }
    }

    TextField {
        id: field
        objectName: "statusText"
        width: parent.width
        label: qsTr("What you are doing")
        placeholder: qsTr("for example: at lunch until two")
        help: qsTr("Everybody on this server sees it beside your name.")
        maximumLength: dialog.own ? dialog.own.statusTextMax : 100
        error: dialog.own ? dialog.own.errors.statusText ?? dialog.own.errors[""] ?? "" : ""
        onEdited: dialog.own.clearErrors()
        onAccepted: dialog.own.saveStatus(text)
    }
    Flow {
        width: parent.width
        spacing: Theme.gap2

        Repeater {
            model: [qsTr("In a meeting"), qsTr("At lunch"), qsTr("Working from home"), qsTr("On holiday"), qsTr("Ill")]
            Button {
                required property string modelData
                objectName: "status-" + modelData
                implicitWidth: implicitContentWidth + leftPadding + rightPadding
                implicitHeight: 28
                leftPadding: Theme.gap3
                font.pixelSize: Theme.fontSecondary
                font.weight: Font.Normal
                text: modelData
                onClicked: {
                    field.text = modelData;
                    field.focusInput();
                }
            }
        }
    }

    buttons: [
        Button {
            objectName: "statusClear"
            visible: dialog.own !== null && dialog.own.statusText.length > 0
            text: qsTr("Take it away")
            onClicked: dialog.own.saveStatus("")
        },
        Button {
            text: qsTr("Cancel")
            onClicked: dialog.close()
        },
        Button {
            objectName: "statusSave"
            kind: "primary"
            busy: dialog.own !== null && dialog.own.busy
            text: busy ? qsTr("Saving…") : qsTr("Save")
            onClicked: dialog.own.saveStatus(field.text)
        }
    ]
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The password, the devices that one is signed in on, and leaving.
Column {
    id: page

    required property Session session
    readonly property PasswordForm password: session ? session.password : null
    property bool changed: false

    signal closeWanted

    function change() {
        if (password)
            password.change(current.text, wanted.text, again.text);
    }
    function leave(everywhere) {
        confirm.everywhere = everywhere;
        confirm.open();
    }

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap6

    Connections {
        target: page.password
        function onChanged() {
            for (const field of [current, wanted, again])
                field.text = "";
            page.changed = true;
            // Everywhere else one is signed out now.
            devices.devices.load();
        }
        function onStateChanged() {
            const errors = page.password.errors;
            if (errors.current !== undefined)
                current.focusInput();
            else if (errors.wanted !== undefined)
                wanted.focusInput();
            else if (errors.again !== undefined)
                again.focusInput();
        }
    }

    SettingsSection {
        title: qsTr("Password")

        Banner {
            objectName: "passwordError"
            width: parent.width
            visible: text.length > 0
            kind: "danger"
            text: page.password ? page.password.errors[""] ?? "" : ""
        }
        TextField {
            id: current
            objectName: "passwordCurrent"
            width: parent.width
            label: qsTr("The password that you have now")
            secret: true
            error: page.password ? page.password.errors.current ?? "" : ""
            onEdited: {
                page.changed = false;
                page.password.clearError("current");
            }
            onAccepted: wanted.focusInput()
        }
        TextField {
            id: wanted
            objectName: "passwordWanted"
            width: parent.width
            label: qsTr("The new one")
            help: qsTr("At least 8 characters.")
            secret: true
            error: page.password ? page.password.errors.wanted ?? "" : ""
            onEdited: page.password.clearError("wanted")
            onAccepted: again.focusInput()
        }
        TextField {
            id: again
            objectName: "passwordAgain"
            width: parent.width
            label: qsTr("The new one once more")
            help: qsTr("You will be signed out on all other devices.")
            secret: true
            error: page.password ? page.password.errors.again ?? "" : ""
            onEdited: page.password.clearError("again")
            onAccepted: page.change()
        }
        Row {
            spacing: Theme.gap3

            Button {
                objectName: "passwordChange"
                kind: "primary"
                enabled: current.text.length > 0 || wanted.text.length > 0 || again.text.length > 0
                busy: page.password !== null && page.password.busy
                text: busy ? qsTr("Changing…") : qsTr("Change the password")
                onClicked: page.change()
            }
            Label {
                objectName: "passwordChanged"
                anchors.verticalCenter: parent.verticalCenter
                visible: page.changed
                text: qsTr("Changed.")
                color: Theme.muted
                Accessible.role: Accessible.AlertMessage
            }
        }
    }
    SettingsSection {
        title: qsTr("Devices")
        help: qsTr("You are signed in here. If you do not know one of them, sign it out and change your password.")

        DevicesList {
            id: devices
            width: parent.width
            session: page.session
            onEndOthersWanted: endOthers.open()
        }
    }
    SettingsSection {
        title: qsTr("This computer")

        Row {
            width: parent.width
            spacing: Theme.gap2

            Icon {
                id: key
                y: 2
                name: "key-round"
                size: Theme.iconSmall
                color: Theme.muted
            }
            Label {
                objectName: "storage"
                width: parent.width - key.width - Theme.gap2
                text: page.session ? page.session.storageText : ""
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
            }
        }
        Flow {
            width: parent.width
            spacing: Theme.gap2

            Button {
                objectName: "signOut"
                iconName: "log-out"
                text: qsTr("Sign out")
                onClicked: page.leave(false)
            }
            Button {
                objectName: "signOutEverywhere"
                text: qsTr("Sign out everywhere")
                onClicked: page.leave(true)
            }
        }
    }

    ConfirmDialog {
        id: confirm
        property bool everywhere: false

        function finish() {
            const session = page.session;
            close();
            page.closeWanted();
            session.signOut();
        }

        objectName: "signOutDialog"
        title: everywhere ? qsTr("Sign out everywhere?") : qsTr("Sign out?")
        text: (everywhere ? qsTr("You will be signed out on all your devices. ") : "")
            + qsTr("This account is removed from this computer. Messages that are not sent yet are lost; everything else stays on the server.")
        confirmText: qsTr("Sign out")
        busyText: qsTr("Signing out…")
        cancelText: qsTr("Stay")
        busy: devices.devices !== null && devices.devices.ending
        error: everywhere && devices.devices ? devices.devices.error : ""
        onConfirmed: {
            if (everywhere)
                devices.devices.endOthers();
            else
                finish();
        }
    }
    ConfirmDialog {
        id: endOthers
        title: qsTr("Sign out all other devices?")
        text: qsTr("Who uses Parlor there has to sign in again. This computer stays signed in.")
        confirmText: qsTr("Sign out")
        busyText: qsTr("Signing out…")
        busy: devices.devices !== null && devices.devices.ending
        error: devices.devices ? devices.devices.error : ""
        onConfirmed: devices.devices.endOthers()
    }
    Connections {
        target: devices.devices
        function onOthersEnded() {
            endOthers.close();
            if (confirm.visible)
                confirm.finish();
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The first page: where the server is, and who one is there.
FocusScope {
    id: page

    required property App app
    required property SignInForm form
    property bool creating: false
    readonly property var errors: form.errors
    readonly property bool canCreate: !form.again && form.registrationOpen
    readonly property bool closed: creating && !form.registrationOpen

    function submit() {
        if (creating)
            form.signUp(username.text, displayName.text, email.text, password.text);
        else
            form.signIn(login.text, password.text);
    }
    // To the first field that is wrong.
    function focusError() {
        for (const field of [server, login, username, displayName, email, password]) {
            if (field.visible && field.error.length > 0) {
                field.focusInput();
                return;
            }
        }
    }
    function focusFirst() {
        if (form.again)
            password.focusInput();
        else if (creating)
            username.focusInput();
        else
            login.focusInput();
    }

    Component.onCompleted: focusFirst()
    Keys.onEscapePressed: app.cancelSignIn()
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Sign in")

    Connections {
        target: page.form
        function onRejected() {
            page.focusError();
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.side
    }

    Flickable {
        id: scroll
        anchors.fill: parent
        contentWidth: width
        contentHeight: Math.max(height, card.height + 2 * Theme.gap6)
        boundsBehavior: Flickable.StopAtBounds

        Rectangle {
            id: card
            readonly property int inset: page.width < Theme.oneColumnBelow ? Theme.gap5 : Theme.gap8
            anchors.horizontalCenter: parent.horizontalCenter
            y: Math.max(Theme.gap5, Math.round((parent.height - height) * 0.42))
            width: Math.min(420, page.width - 2 * Theme.gap4)
            height: column.implicitHeight + 2 * inset
            radius: Theme.radiusComposer + 4
            color: Theme.base
            border.width: 1
            border.color: Theme.line

            Column {
                id: column
                x: card.inset
                y: card.inset
                width: parent.width - 2 * card.inset
                spacing: Theme.gap4

                Row {
                    anchors.left: parent.left
                    spacing: Theme.gap3

                    Image {
                        width: 40
                        height: 40
                        sourceSize.width: 40
                        sourceSize.height: 40
                        source: "qrc:/parlor/app/parlor.svg"
                        Accessible.ignored: true
                    }
                    Column {
                        anchors.verticalCenter: parent.verticalCenter
                        Label {
                            text: page.form.again ? qsTr("Sign in again") : page.creating ? qsTr("Create your account") : qsTr("Welcome to Parlor")
                            font.pixelSize: Theme.fontHeading
                            font.weight: Font.Bold
                            Accessible.role: Accessible.Heading
                        }
                    }
                }

                Label {
                    width: parent.width
                    visible: page.form.again
                    text: qsTr("Your session on this device has ended. What you wrote is kept and will be sent once you are back.")
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignLeft
                    color: Theme.muted
                    font.pixelSize: Theme.fontSecondary
                }

                TextField {
                    id: server
                    objectName: "server"
                    width: parent.width
                    label: qsTr("Server")
                    placeholder: "chat.example.org"
                    iconName: "server"
                    text: page.form.server
                    readOnly: page.form.again
                    error: page.errors.server || ""
                    help: page.form.serverState === "checking" ? qsTr("Looking for the server…")
                        : page.form.serverState === "found" ? qsTr("Found: %1").arg(page.form.serverName) : " "
                    onEdited: page.form.server = text
                    onAccepted: page.submit()
                }

                Segmented {
                    objectName: "mode"
                    width: parent.width
                    visible: !page.form.again
                    name: qsTr("Have you been here before?")
                    value: page.creating ? "signUp" : "signIn"
                    options: [
                        { value: "signIn", text: qsTr("Sign in") },
                        { value: "signUp", text: qsTr("New account") }
                    ]
                    onChosen: value => {
                        page.creating = value === "signUp";
                        // What was wrong with one is not with the other.
                        for (const field of ["login", "username", "displayName", "email", "password"])
                            page.form.clearError(field);
                    }
                }

                Banner {
                    objectName: "closed"
                    width: parent.width
                    visible: page.closed
                    text: qsTr("This server takes no new accounts from here. Ask its administrator for one.")
                }
                Banner {
                    objectName: "formError"
                    width: parent.width
                    visible: text.length > 0
                    kind: "danger"
                    text: page.errors.form || ""
                }

                TextField {
                    id: login
                    objectName: "login"
                    width: parent.width
                    visible: !page.creating
                    label: qsTr("User name or email")
                    text: page.form.login
                    readOnly: page.form.again
                    error: page.errors.login || ""
                    input.inputMethodHints: Qt.ImhNoAutoUppercase | Qt.ImhNoPredictiveText
                    onEdited: page.form.clearError("login")
                    onAccepted: page.submit()
                }
                TextField {
                    id: username
                    objectName: "username"
                    width: parent.width
                    visible: page.creating && !page.closed
                    label: qsTr("User name")
                    help: qsTr("Small letters, digits, dot, dash and underscore. Others find you by it.")
                    error: page.errors.username || ""
                    maximumLength: 32
                    input.inputMethodHints: Qt.ImhNoAutoUppercase | Qt.ImhNoPredictiveText
                    onEdited: page.form.clearError("username")
                    onAccepted: page.submit()
                }
                TextField {
                    id: displayName
                    objectName: "displayName"
                    width: parent.width
                    visible: page.creating && !page.closed
                    label: qsTr("Your name")
                    help: qsTr("As others see it. You may leave it empty.")
                    error: page.errors.displayName || ""
                    onEdited: page.form.clearError("displayName")
                    onAccepted: page.submit()
                }
                TextField {
                    id: email
                    objectName: "email"
                    width: parent.width
                    visible: page.creating && !page.closed
                    label: qsTr("Email")
                    error: page.errors.email || ""
                    input.inputMethodHints: Qt.ImhEmailCharactersOnly
                    onEdited: page.form.clearError("email")
                    onAccepted: page.submit()
                }
                TextField {
                    id: password
                    objectName: "password"
                    width: parent.width
                    visible: !page.closed
                    secret: true
                    label: qsTr("Password")
                    help: page.creating ? qsTr("At least 8 characters.") : ""
                    error: page.errors.password || ""
                    onEdited: page.form.clearError("password")
                    onAccepted: page.submit()
                }

                Button {
                    objectName: "submit"
                    width: parent.width
                    implicitHeight: 40
                    visible: !page.closed
                    kind: "primary"
                    busy: page.form.busy
                    text: page.form.busy ? (page.creating ? qsTr("Creating your account…") : qsTr("Signing in…"))
                        : page.creating ? qsTr("Create account") : qsTr("Sign in")
                    onClicked: page.submit()
                }
                Button {
                    anchors.horizontalCenter: parent.horizontalCenter
                    objectName: "cancelSignIn"
                    visible: page.app.session !== null
                    kind: "quiet"
                    text: qsTr("Back")
                    onClicked: page.app.cancelSignIn()
                }
            }
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

Dialog {
    id: dialog

    required property App app
    readonly property Session session: app.session
    property bool leaving: false

    objectName: "settingsDialog"
    title: qsTr("Settings")
    onClosed: leaving = false

    Column {
        width: parent.width
        spacing: Theme.gap2

        Label {
            text: qsTr("Appearance")
            font.weight: Font.DemiBold
        }
        Segmented {
            objectName: "theme"
            width: parent.width
            name: qsTr("Appearance")
            value: dialog.app.settings.theme
            options: [
                { value: "system", text: qsTr("System"), icon: "monitor" },
                { value: "light", text: qsTr("Light"), icon: "sun" },
                { value: "dark", text: qsTr("Dark"), icon: "moon" }
            ]
            onChosen: value => dialog.app.settings.theme = value
        }
    }

    Column {
        width: parent.width
        spacing: Theme.gap2

        Label {
            text: qsTr("Motion")
            font.weight: Font.DemiBold
        }
        Segmented {
            objectName: "motion"
            width: parent.width
            name: qsTr("Motion")
            value: dialog.app.settings.reducedMotion ? "none" : "some"
            options: [
                { value: "some", text: qsTr("Short and few") },
                { value: "none", text: qsTr("None at all") }
            ]
            onChosen: value => dialog.app.settings.reducedMotion = value === "none"
        }
    }

    Divider {
        width: parent.width
    }

    Column {
        width: parent.width
        spacing: Theme.gap3
        visible: dialog.session !== null

        Row {
            width: parent.width
            spacing: Theme.gap3

            Avatar {
                id: face
                size: 44
                name: dialog.session ? dialog.session.displayName : ""
                identity: dialog.session ? dialog.session.userId : ""
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - face.width - Theme.gap3
                spacing: 2

                Label {
                    width: parent.width
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    text: dialog.session ? dialog.session.displayName : ""
                    font.weight: Font.DemiBold
                }
                Label {
                    width: parent.width
                    elide: Text.ElideMiddle
                    horizontalAlignment: Text.AlignLeft
                    text: dialog.session ? qsTr("%1 at %2").arg(dialog.session.userName).arg(dialog.session.serverAddress) : ""
                    color: Theme.muted
                    font.pixelSize: Theme.fontSecondary
                }
            }
        }
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
                text: dialog.session ? dialog.session.storageText : ""
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
            }
        }
        Button {
            objectName: "signOut"
            visible: !dialog.leaving
            iconName: "log-out"
            text: qsTr("Sign out")
            onClicked: dialog.leaving = true
        }
        Column {
            width: parent.width
            spacing: Theme.gap3
            visible: dialog.leaving

            Label {
                width: parent.width
                text: qsTr("Sign out and remove this account from this computer? Messages that are not sent yet are lost; everything else stays on the server.")
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
            }
            Row {
                spacing: Theme.gap2
                Button {
                    objectName: "confirmSignOut"
                    kind: "danger"
                    text: qsTr("Sign out")
                    onClicked: {
                        dialog.close();
                        dialog.session.signOut();
                    }
                }
                Button {
                    text: qsTr("Stay")
                    onClicked: dialog.leaving = false
                }
            }
        }
    }

    Divider {
        width: parent.width
    }

    Row {
        width: parent.width
        spacing: Theme.gap3

        Image {
            id: logo
            width: 32
            height: 32
            sourceSize.width: 32
            sourceSize.height: 32
            source: "qrc:/parlor/app/parlor.svg"
            Accessible.ignored: true
        }
        Label {
            width: parent.width - logo.width - Theme.gap3
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Parlor %1. Free software under the GPL, version 3 or later. Inter is under the SIL Open Font License, the icons are Lucide's (ISC).").arg(dialog.app.version)
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
        }
    }
}

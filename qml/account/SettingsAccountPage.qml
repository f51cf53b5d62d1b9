// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// How one is signed in, and leaving.
Column {
    id: page

    required property Session session
    property bool leaving: false

    signal closeWanted

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap5

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
    Button {
        objectName: "signOut"
        visible: !page.leaving
        iconName: "log-out"
        text: qsTr("Sign out")
        onClicked: page.leaving = true
    }
    Column {
        width: parent.width
        spacing: Theme.gap3
        visible: page.leaving

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
                    const session = page.session;
                    page.closeWanted();
                    session.signOut();
                }
            }
            Button {
                text: qsTr("Stay")
                onClicked: page.leaving = false
            }
        }
    }
}

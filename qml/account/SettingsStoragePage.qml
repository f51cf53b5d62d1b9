// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// What of the account is kept on this computer.
Column {
    id: page

    required property Session session
    readonly property AccountStorage storage: session ? session.accountStorage : null
    property bool cleared: false

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap5
    onStorageChanged: if (storage) storage.measure()
    Component.onCompleted: if (storage) storage.measure()

    Connections {
        target: page.storage
        function onCleared() {
            confirm.close();
            page.cleared = true;
        }
    }

    SettingsSection {
        title: qsTr("On this computer")
        help: qsTr("Parlor keeps what you have read, so that it opens at once and works without a connection.")

        Row {
            spacing: Theme.gap3

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "hard-drive"
                color: Theme.muted
            }
            Label {
                objectName: "storageSize"
                text: page.storage && page.session ? qsTr("%1 for %2 at %3").arg(page.storage.size).arg(page.session.userName).arg(page.session.serverName) : ""
            }
        }
    }
    SettingsSection {
        title: qsTr("Fetch it anew")
        help: qsTr("Should something look wrong: what is kept is thrown away and fetched again from the server. What you have not sent yet, your drafts and settings stay.")

        Row {
            spacing: Theme.gap3

            Button {
                objectName: "clearCache"
                enabled: page.session !== null && page.session.online
                text: qsTr("Clear what is kept…")
                onClicked: {
                    page.cleared = false;
                    confirm.open();
                }
            }
            Label {
                objectName: "cacheCleared"
                anchors.verticalCenter: parent.verticalCenter
                visible: text.length > 0
                text: page.cleared ? qsTr("Cleared.") : page.session !== null && !page.session.online ? qsTr("Not while there is no connection.") : ""
                color: Theme.muted
                Accessible.role: Accessible.AlertMessage
            }
        }
    }

    ConfirmDialog {
        id: confirm
        objectName: "clearDialog"
        title: qsTr("Clear what is kept?")
        text: qsTr("The messages kept here are thrown away and fetched again as you read. Until then they cannot be read or searched without a connection. What you have not sent yet, your drafts and settings stay.")
        confirmText: qsTr("Clear")
        busyText: qsTr("Clearing…")
        busy: page.storage !== null && page.storage.clearing
        error: page.storage ? page.storage.error : ""
        onConfirmed: page.storage.clear()
    }
}

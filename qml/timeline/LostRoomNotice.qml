// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// Where the room that was open has gone, and what was being written in it.
Notice {
    id: notice

    required property LostRoom lost
    property bool canGoBack: false

    signal back

    objectName: "lostRoom"
    iconName: "log-out"
    title: qsTr("You are no longer in “%1”").arg(lost.name)
    text: lost.text.length === 0 ? qsTr("The room was deleted, or somebody removed you from it.")
                                 : qsTr("The room was deleted, or somebody removed you from it. What you were writing is kept here until you open another room.")
    actions: [
        Button {
            objectName: "lostRoomBack"
            visible: notice.canGoBack
            text: qsTr("To the rooms")
            onClicked: notice.back()
        },
        Button {
            objectName: "lostRoomCopy"
            visible: notice.lost.text.length > 0
            kind: "primary"
            iconName: notice.lost.copied ? "check" : "copy"
            text: notice.lost.copied ? qsTr("Copied") : qsTr("Copy what you wrote")
            onClicked: notice.lost.copy()
        }
    ]
}

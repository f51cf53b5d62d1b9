// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// Public or private, and what that means for those who are in the room and those who are not.
Column {
    id: choice

    property bool isPrivate: false
    property bool wasPrivate: false
    property bool isNew: true
    property string whyNot

    signal chosen(bool wanted)

    spacing: Theme.gap2

    Label {
        width: parent.width
        text: qsTr("Who can come in")
        horizontalAlignment: Text.AlignLeft
        font.pixelSize: Theme.fontSecondary
        font.weight: Font.DemiBold
    }
    Segmented {
        objectName: "roomKind"
        width: parent.width
        opacity: enabled ? 1 : 0.6
        name: qsTr("Who can come in")
        value: choice.isPrivate ? "private" : "public"
        options: [
            { value: "public", text: qsTr("Everyone"), icon: "hash" },
            { value: "private", text: qsTr("Only who is added"), icon: "lock" }
        ]
        onChosen: value => choice.chosen(value === "private")
    }
    Label {
        objectName: "roomKindHelp"
        width: parent.width
        text: choice.whyNot.length > 0 ? choice.whyNot
            : choice.isNew || choice.isPrivate === choice.wasPrivate
            ? (choice.isPrivate ? qsTr("Only members see that the room exists. Owners and moderators add others.")
                                : qsTr("Everyone on this server can find the room, join it, and read all of it."))
            : choice.isPrivate ? qsTr("Nobody else will find or join the room any more. Those who are in it stay.")
                               : qsTr("Everyone on this server will be able to find and join the room, and to read all of it, also what was written before.")
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        color: Theme.muted
        font.pixelSize: Theme.fontLabel
    }
}

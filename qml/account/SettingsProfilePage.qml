// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// Who one is to others, at the account that is shown.
Column {
    id: page

    required property Session session
    readonly property OwnProfile own: session ? session.ownProfile : null
    property bool saved: false
    // Time zones that what is typed may mean.
    property var zones: []
    readonly property bool changed: own !== null && (name.text.trim() !== own.displayName || status.text.trim() !== own.statusText
                                                     || zone.text.trim() !== own.timeZone)

    function load() {
        if (own === null)
            return;
        own.clearErrors();
        name.text = own.displayName;
        status.text = own.statusText;
        zone.text = own.timeZone;
    }
    function edited() {
        saved = false;
        own.clearErrors();
    }
    // The button that was pressed goes with this.
    function takeZone(name) {
        zone.text = name;
        zones = [];
        edited();
        zone.focusInput();
    }
    function save() {
        if (own && changed)
            own.save(name.text, status.text, zone.text);
    }

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap5
    onOwnChanged: load()
    Component.onCompleted: load()

    Connections {
        target: page.own
        function onSaved() {
            page.load();
            page.saved = true;
        }
    }

    Row {
        width: parent.width
        spacing: Theme.gap3

        Avatar {
            id: face
            size: Theme.avatarLarge
            name: name.text
            identity: page.session ? page.session.userId : ""
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - face.width - Theme.gap3
            spacing: 2

            WrittenLabel {
                width: parent.width
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignLeft
                words: page.session ? page.session.displayName : ""
                font.weight: Font.DemiBold
            }
            Label {
                width: parent.width
                elide: Text.ElideMiddle
                horizontalAlignment: Text.AlignLeft
                text: page.session ? qsTr("%1 at %2").arg(page.session.userName).arg(page.session.serverAddress) : ""
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
            }
        }
    }
    Banner {
        objectName: "profileError"
        width: parent.width
        visible: text.length > 0
        kind: "danger"
        text: page.own ? page.own.errors[""] ?? "" : ""
    }
    TextField {
        id: name
        objectName: "profileName"
        width: parent.width
        label: qsTr("Name")
        help: qsTr("What others see beside your messages.")
        maximumLength: page.own ? page.own.displayNameMax : 64
        error: page.own ? page.own.errors.displayName ?? "" : ""
        onEdited: page.edited()
        onAccepted: page.save()
    }
    TextField {
        id: status
        objectName: "profileStatus"
        width: parent.width
        label: qsTr("Status")
        placeholder: qsTr("for example: at lunch until two")
        maximumLength: page.own ? page.own.statusTextMax : 100
        error: page.own ? page.own.errors.statusText ?? "" : ""
        onEdited: page.edited()
        onAccepted: page.save()
    }
    Column {
        width: parent.width
        spacing: Theme.gap2

        TextField {
            id: zone
            objectName: "profileZone"
            width: parent.width
            label: qsTr("Time zone")
            placeholder: qsTr("Not told")
            help: qsTr("Others see what time it is where you are. Leave it empty to keep that to yourself.")
            error: page.own ? page.own.errors.timeZone ?? "" : ""
            input.inputMethodHints: Qt.ImhNoPredictiveText
            onEdited: {
                page.edited();
                page.zones = page.own.timeZones(text);
            }
            onAccepted: page.save()
        }
        Flow {
            width: parent.width
            spacing: Theme.gap2

            Repeater {
                model: {
                    if (page.own === null)
                        return [];
                    if (zone.text.trim().length === 0)
                        return page.own.timeZoneHere.length > 0 ? [page.own.timeZoneHere] : [];
                    return page.zones.indexOf(zone.text.trim()) >= 0 ? [] : page.zones;
                }
                Button {
                    required property string modelData
                    objectName: "zone-" + modelData
                    implicitWidth: implicitContentWidth + leftPadding + rightPadding
                    implicitHeight: 28
                    leftPadding: Theme.gap3
                    font.pixelSize: Theme.fontSecondary
                    font.weight: Font.Normal
                    focusPolicy: Qt.TabFocus
                    text: modelData
                    onClicked: page.takeZone(modelData)
                }
            }
        }
    }
    Row {
        spacing: Theme.gap3

        Button {
            objectName: "profileSave"
            kind: "primary"
            enabled: page.changed
            busy: page.own !== null && page.own.busy
            text: busy ? qsTr("Saving…") : qsTr("Save")
            onClicked: page.save()
        }
        Label {
            objectName: "profileSaved"
            anchors.verticalCenter: parent.verticalCenter
            visible: page.saved && !page.changed
            text: qsTr("Saved.")
            color: Theme.muted
            Accessible.role: Accessible.AlertMessage
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// Picks people of the whole server by a few letters of their names: those picked are chips above the field.
Column {
    id: picker

    required property Session session
    readonly property PeopleModel model: session.invitees
    property string label
    property string help
    property string error
    // {userId, name, username} of those picked.
    property var chosen: []
    readonly property list<string> ids: chosen.map(one => one.userId)
    // Who is there already: ids.
    property var there: []
    property int at: 0
    readonly property bool open: field.editing && field.text.trim().length > 0

    signal edited
    // Enter in the empty field.
    signal accepted

    function begin() {
        chosen = [];
        field.text = "";
        model.text = "";
    }
    function focusInput() {
        field.focusInput();
    }
    function pick(row) {
        const person = model.at(row);
        if (person.userId === undefined)
            return;
        chosen = chosen.concat([person]);
        field.text = "";
        edited();
    }
    function drop(userId) {
        chosen = chosen.filter(one => one.userId !== userId);
        edited();
        field.focusInput();
    }

    spacing: Theme.gap2

    Binding {
        target: picker.model
        property: "excluded"
        value: picker.there.concat(picker.ids)
        when: picker.visible && picker.model !== null
    }

    Label {
        visible: text.length > 0
        width: parent.width
        text: picker.label
        horizontalAlignment: Text.AlignLeft
        font.pixelSize: Theme.fontSecondary
        font.weight: Font.DemiBold
        Accessible.ignored: true
    }
    Flow {
        width: parent.width
        visible: picker.chosen.length > 0
        spacing: 6

        Repeater {
            model: picker.chosen

            T.AbstractButton {
                id: chip
                required property var modelData

                objectName: "chip-" + modelData.username
                width: Math.min(implicitContentWidth + 2 * Theme.gap2, picker.width)
                height: Theme.scaled(28)
                leftPadding: Theme.gap1
                rightPadding: Theme.gap2
                focusPolicy: Qt.TabFocus
                Accessible.role: Accessible.Button
                Accessible.name: qsTr("%1, take away").arg(modelData.name)
                onClicked: picker.drop(modelData.userId)
                Keys.onReturnPressed: clicked()
                Keys.onDeletePressed: clicked()

                background: Rectangle {
                    radius: Theme.radiusRow
                    color: chip.hovered ? Theme.hover : Theme.accentSoft
                    FocusRing {
                        shown: chip.visualFocus
                    }
                }
                contentItem: Row {
                    spacing: 6
                    Avatar {
                        anchors.verticalCenter: parent.verticalCenter
                        size: Theme.avatarSmall
                        name: chip.modelData.name
                        identity: chip.modelData.userId
                    }
                    WrittenLabel {
                        anchors.verticalCenter: parent.verticalCenter
                        room: picker.width - 80
                        width: Math.min(implicitWidth, room)
                        words: chip.modelData.name
                        elide: Text.ElideRight
                        font.pixelSize: Theme.fontSecondary
                        Accessible.ignored: true
                    }
                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        name: "x"
                        size: 14
                        color: Theme.muted
                    }
                }
            }
        }
    }
    TextField {
        id: field
        objectName: picker.objectName.length > 0 ? picker.objectName + "Field" : ""
        width: parent.width
        iconName: "user-plus"
        placeholder: qsTr("Name of a person")
        help: picker.help
        error: picker.error
        input.inputMethodHints: Qt.ImhNoAutoUppercase | Qt.ImhNoPredictiveText
        onTextChanged: {
            picker.at = 0;
            if (picker.model)
                picker.model.text = text;
        }
        onEdited: picker.edited()
        onAccepted: {
            if (text.trim().length > 0)
                picker.pick(picker.at);
            else
                picker.accepted();
        }
        input.Keys.onDownPressed: event => {
            event.accepted = picker.open;
            picker.at = Math.min(view.count - 1, picker.at + 1);
        }
        input.Keys.onUpPressed: event => {
            event.accepted = picker.open;
            picker.at = Math.max(0, picker.at - 1);
        }
        input.Keys.onEscapePressed: event => {
            // Esc first empties the field, and only then is for others.
            event.accepted = text.length > 0;
            text = "";
        }
        input.Keys.onPressed: event => {
            if (event.key === Qt.Key_Backspace && text.length === 0 && picker.chosen.length > 0) {
                picker.drop(picker.chosen[picker.chosen.length - 1].userId);
                event.accepted = true;
            }
        }
    }
    Rectangle {
        width: parent.width
        height: view.visible ? view.height + 2 * Theme.gap1 : nothing.implicitHeight + 2 * Theme.gap2
        visible: field.text.trim().length > 0
        radius: Theme.radiusField
        color: Theme.raised
        border.width: 1
        border.color: Theme.edge

        ListView {
            id: view
            objectName: "pickerView"
            anchors.top: parent.top
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.margins: Theme.gap1
            height: Math.min(count, 4.5) * Theme.controlHeight
            visible: count > 0
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: picker.model
            currentIndex: picker.at
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("People")
            T.ScrollBar.vertical: ScrollBar {}

            delegate: T.ItemDelegate {
                id: row

                required property int index
                required property string userId
                required property string name
                required property string username

                objectName: "pick-" + username
                width: view.width
                height: Theme.controlHeight
                focusPolicy: Qt.NoFocus
                Accessible.name: qsTr("%1, %2").arg(name).arg(username)
                onClicked: {
                    // First: this row is gone with what it picks.
                    field.focusInput();
                    picker.pick(index);
                }

                background: Rectangle {
                    radius: Theme.radiusRow
                    color: row.ListView.isCurrentItem ? Theme.accentSoft : row.hovered ? Theme.hover : "transparent"
                }
                contentItem: Item {
                    Avatar {
                        id: face
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.gap2
                        anchors.verticalCenter: parent.verticalCenter
                        size: Theme.avatarSmall
                        name: row.name
                        identity: row.userId
                    }
                    WrittenLabel {
                        id: title
                        anchors.left: face.right
                        anchors.leftMargin: Theme.gap2
                        anchors.verticalCenter: parent.verticalCenter
                        room: parent.width - 120
                        width: Math.min(implicitWidth, room)
                        words: row.name
                        elide: Text.ElideRight
                        horizontalAlignment: Text.AlignLeft
                        Accessible.ignored: true
                    }
                    Label {
                        anchors.left: title.right
                        anchors.leftMargin: Theme.gap2
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.gap2
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.username
                        elide: Text.ElideRight
                        horizontalAlignment: Text.AlignLeft
                        color: Theme.muted
                        font.pixelSize: Theme.fontSecondary
                        Accessible.ignored: true
                    }
                }
            }
        }
        Label {
            id: nothing
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.margins: Theme.gap3
            anchors.verticalCenter: parent.verticalCenter
            visible: view.count === 0
            text: picker.model === null || picker.model.loading ? qsTr("Looking…")
                : picker.model.error.length > 0 ? picker.model.error
                : !picker.session.online ? qsTr("Not connected: only people known here can be found.")
                                         : qsTr("Nobody else here is called that.")
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontSecondary
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

Dialog {
    id: dialog

    required property Session session
    readonly property MembersModel members: session.members

    objectName: "membersDialog"
    title: qsTr("Members of %1").arg(session.roomName)
    onAboutToShow: {
        person.text = "";
        done.text = "";
        members.clearAddError();
        members.refresh();
    }
    onOpened: if (person.visible) person.focusInput()

    Connections {
        target: dialog.members
        enabled: dialog.visible
        function onAdded(name) {
            person.text = "";
            done.text = qsTr("%1 is now a member.").arg(name);
        }
    }

    Row {
        width: parent.width
        spacing: Theme.gap2
        visible: dialog.session.roomPrivate

        TextField {
            id: person
            objectName: "personToAdd"
            width: parent.width - add.width - Theme.gap2
            label: qsTr("Add somebody")
            placeholder: qsTr("User name")
            error: dialog.members ? dialog.members.addError : ""
            input.inputMethodHints: Qt.ImhNoAutoUppercase | Qt.ImhNoPredictiveText
            onEdited: {
                done.text = "";
                dialog.members.clearAddError();
            }
            onAccepted: dialog.members.add(text)
        }
        Button {
            id: add
            objectName: "addMember"
            y: 26
            iconName: "user-plus"
            busy: dialog.members !== null && dialog.members.adding
            text: qsTr("Add")
            onClicked: dialog.members.add(person.text)
        }
    }
    Label {
        id: done
        visible: text.length > 0
        width: parent.width
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        color: Theme.muted
        font.pixelSize: Theme.fontSecondary
    }
    Banner {
        width: parent.width
        visible: text.length > 0
        text: dialog.members ? dialog.members.error : ""
        actionText: qsTr("Try again")
        onAction: dialog.members.refresh()
    }

    ListView {
        id: view
        objectName: "memberView"
        width: parent.width
        height: Math.min(336, Math.max(48, contentHeight))
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        model: dialog.members
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Members")
        T.ScrollBar.vertical: ScrollBar {}

        delegate: Item {
            id: row

            required property string userId
            required property string name
            required property string username
            required property string roleText
            required property bool isSelf

            width: view.width
            height: 48
            Accessible.role: Accessible.ListItem
            Accessible.name: roleText.length > 0 ? name + ", " + roleText : name

            Avatar {
                id: face
                anchors.verticalCenter: parent.verticalCenter
                size: 32
                name: row.name
                identity: row.userId
            }
            Column {
                anchors.left: face.right
                anchors.leftMargin: Theme.gap3
                anchors.right: role.left
                anchors.rightMargin: Theme.gap2
                anchors.verticalCenter: parent.verticalCenter

                Label {
                    width: parent.width
                    text: row.isSelf ? qsTr("%1 (you)").arg(row.name) : row.name
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    Accessible.ignored: true
                }
                Label {
                    width: parent.width
                    text: row.username
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    color: Theme.muted
                    font.pixelSize: Theme.fontLabel
                    Accessible.ignored: true
                }
            }
            Label {
                id: role
                anchors.right: parent.right
                anchors.rightMargin: Theme.gap3
                anchors.verticalCenter: parent.verticalCenter
                text: row.roleText
                color: Theme.muted
                font.pixelSize: Theme.fontLabel
                Accessible.ignored: true
            }
        }
    }
}

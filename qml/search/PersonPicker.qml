// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// Whose messages one looks for.
T.Popup {
    id: picker

    required property SearchModel search
    property var people: []

    signal picked(string userId)

    function choose(index) {
        if (index < 0 || index >= people.length)
            return;
        picked(people[index].id);
        close();
    }

    objectName: "personPicker"
    width: 264
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    padding: Theme.gap2
    margins: Theme.gap2
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onAboutToShow: {
        field.text = "";
        people = search.people("");
        view.currentIndex = 0;
    }
    onOpened: field.focusInput()

    background: Rectangle {
        radius: Theme.radiusComposer - 2
        color: Theme.raised
        border.width: 1
        border.color: Theme.edge
    }
    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.appear; easing.type: Easing.OutCubic }
    }

    contentItem: Column {
        spacing: Theme.gap1

        TextField {
            id: field
            objectName: "personField"
            width: parent.width
            placeholder: qsTr("Name of a person")
            iconName: "user-round"
            onEdited: {
                picker.people = picker.search.people(text);
                view.currentIndex = 0;
            }
            onAccepted: picker.choose(view.currentIndex)
            input.Keys.onDownPressed: view.incrementCurrentIndex()
            input.Keys.onUpPressed: view.decrementCurrentIndex()
        }
        ListView {
            id: view
            objectName: "personView"
            width: parent.width
            height: contentHeight
            interactive: false
            model: picker.people
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("People")

            delegate: T.ItemDelegate {
                id: row

                required property int index
                required property var modelData

                width: view.width
                height: Theme.chipHeight + Theme.gap1
                focusPolicy: Qt.NoFocus
                Accessible.name: modelData.name
                Accessible.description: modelData.username
                onClicked: picker.choose(index)

                background: Rectangle {
                    radius: Theme.radiusRow - 1
                    color: row.ListView.isCurrentItem ? Theme.accentSoft : row.hovered ? Theme.hover : "transparent"
                }
                contentItem: Item {
                    Avatar {
                        id: avatar
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.gap2
                        anchors.verticalCenter: parent.verticalCenter
                        size: Theme.avatarSmall
                        name: row.modelData.name
                        identity: row.modelData.id
                    }
                    WrittenLabel {
                        id: name
                        anchors.left: avatar.right
                        anchors.leftMargin: Theme.gap2
                        anchors.verticalCenter: parent.verticalCenter
                        room: parent.width - avatar.width - 3 * Theme.gap2
                        width: Math.min(implicitWidth, room)
                        words: row.modelData.name
                        elide: Text.ElideRight
                        horizontalAlignment: Text.AlignLeft
                        font.pixelSize: Theme.fontSecondary
                        Accessible.ignored: true
                    }
                    Label {
                        anchors.left: name.right
                        anchors.leftMargin: Theme.gap2
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.gap2
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.modelData.username
                        elide: Text.ElideRight
                        horizontalAlignment: Text.AlignLeft
                        color: Theme.muted
                        font.pixelSize: Theme.fontLabel
                        Accessible.ignored: true
                    }
                }
            }
        }
        Label {
            width: parent.width
            visible: picker.people.length === 0
            text: qsTr("Nobody here is called that.")
            wrapMode: Text.Wrap
            color: Theme.muted
            leftPadding: Theme.gap2
            rightPadding: Theme.gap2
            bottomPadding: Theme.gap2
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.fontSecondary
        }
    }
}

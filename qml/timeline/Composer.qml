// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Models
import Parlor.Ui

// Where one writes. Never disabled: what is written while offline is kept and sent later.
FocusScope {
    id: composer

    required property Session session
    required property TimelineModel model
    readonly property int length: model ? model.lengthOf(input.text) : 0
    readonly property int over: model ? Math.max(0, length - model.contentMax) : 0
    property string problem

    signal escaped

    function submit() {
        if (over > 0 || input.text.trim().length === 0)
            return;
        // The field is empty at once; if the message cannot be kept it comes back.
        const text = input.text;
        input.clear();
        problem = "";
        model.send(text);
    }

    implicitHeight: frame.height + hint.height + Theme.gap5
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Write a message")

    Connections {
        target: composer.session
        function onRoomChanged() {
            if (input.room === composer.session.roomId)
                return;
            input.room = composer.session.roomId;
            input.text = composer.session.draft;
            input.cursorPosition = input.length;
            composer.problem = "";
        }
    }
    Connections {
        target: composer.model
        function onSendFailed(text, why) {
            if (input.text.length === 0)
                input.text = text;
            composer.problem = why;
        }
    }

    Item {
        id: hint
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.timelineSide + 4
        anchors.rightMargin: Theme.timelineSide + 4
        height: note.visible ? note.implicitHeight + Theme.gap2 : 0

        Label {
            id: note
            objectName: "composerNote"
            width: parent.width
            visible: text.length > 0
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.danger
            font.pixelSize: Theme.fontLabel
            text: composer.over > 0 ? qsTr("%n character(s) too many. Shorten the message, or send it in parts.", "", composer.over) : composer.problem
            Accessible.role: Accessible.AlertMessage
        }
    }

    Rectangle {
        id: frame
        anchors.top: hint.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.timelineSide
        anchors.rightMargin: Theme.timelineSide
        height: scroll.height + lower.height + Theme.gap3
        radius: Theme.radiusComposer
        color: Theme.raised
        border.width: 1
        border.color: composer.over > 0 ? Theme.danger : input.activeFocus ? Theme.accent : Theme.edge

        Flickable {
            id: scroll
            x: 1
            y: 6
            width: parent.width - 2
            height: Math.min(input.implicitHeight, Theme.composerHeightMax)
            contentWidth: width
            contentHeight: input.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            T.ScrollBar.vertical: ScrollBar {}

            function follow(rectangle) {
                if (contentY > rectangle.y)
                    contentY = rectangle.y;
                else if (contentY + height < rectangle.y + rectangle.height)
                    contentY = rectangle.y + rectangle.height - height;
            }

            T.TextArea {
                id: input
                objectName: "composerInput"

                property string room: composer.session.roomId

                width: scroll.width
                focus: true
                leftPadding: 14
                rightPadding: 14
                topPadding: 6
                bottomPadding: 6
                wrapMode: TextEdit.Wrap
                textFormat: TextEdit.PlainText
                selectByMouse: true
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                font.family: Theme.family
                font.pixelSize: Theme.fontBody
                implicitHeight: Math.max(contentHeight + topPadding + bottomPadding, 32)
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("Message %1").arg(composer.session.roomName)
                Accessible.multiLine: true
                onTextChanged: {
                    composer.session.draft = text;
                    if (composer.problem.length > 0 && text.length > 0)
                        composer.problem = "";
                }
                onCursorRectangleChanged: scroll.follow(cursorRectangle)
                Component.onCompleted: text = composer.session.draft
                Keys.onPressed: event => {
                    if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) {
                        if (event.modifiers & Qt.ShiftModifier)
                            return;
                        composer.submit();
                        event.accepted = true;
                    } else if (event.key === Qt.Key_Escape) {
                        composer.escaped();
                        event.accepted = true;
                    }
                }
                TextStyle {
                    document: input.textDocument
                    lineHeight: Theme.lineHeight
                    links: false
                }

                Text {
                    anchors.fill: parent
                    anchors.leftMargin: input.leftPadding
                    anchors.rightMargin: input.rightPadding
                    anchors.topMargin: input.topPadding + 2
                    visible: input.length === 0 && input.preeditText.length === 0
                    text: qsTr("Message %1").arg(composer.session.roomName)
                    textFormat: Text.PlainText
                    color: Theme.muted
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    font: input.font
                    Accessible.ignored: true
                }
            }
        }

        TapHandler {
            onTapped: input.forceActiveFocus(Qt.MouseFocusReason)
        }

        Item {
            id: lower
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 6
            anchors.left: parent.left
            anchors.right: parent.right
            height: 34

            Label {
                anchors.right: send.left
                anchors.rightMargin: 14
                anchors.verticalCenter: parent.verticalCenter
                visible: composer.width > 360 && text.length > 0
                text: composer.model === null ? "" : composer.over > 0 || composer.length > composer.model.contentMax * 0.9
                    ? qsTr("%1 of %2 characters").arg(composer.length).arg(composer.model.contentMax)
                    : qsTr("Shift Enter for a new line")
                color: composer.over > 0 ? Theme.danger : Theme.muted
                font.pixelSize: Theme.fontLabel
            }
            IconButton {
                id: send
                objectName: "send"
                readonly property bool ready: composer.over === 0 && input.text.trim().length > 0
                anchors.right: parent.right
                anchors.rightMargin: 8
                implicitWidth: 34
                implicitHeight: 32
                radius: Theme.radiusField + 1
                iconName: "send"
                iconSize: Theme.iconSmall
                text: qsTr("Send")
                shortcutText: qsTr("Enter")
                iconColor: ready ? Theme.accentInk : Theme.muted
                ground: ready ? Theme.accent : Theme.hover
                groundHovered: ready ? Theme.accentHover : Theme.hover
                onClicked: {
                    composer.submit();
                    input.forceActiveFocus(Qt.OtherFocusReason);
                }
            }
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

// One line of text with a label above and, below, help or what is wrong with it.
Item {
    id: field

    property alias text: input.text
    property alias input: input
    property string label
    property string placeholder
    property string help
    property string error
    property bool secret: false
    property string iconName
    property string keysHint
    property alias readOnly: input.readOnly
    property alias maximumLength: input.maximumLength
    readonly property alias editing: input.activeFocus
    property bool shown: !secret

    signal accepted
    signal edited

    function focusInput(reason) {
        input.forceActiveFocus(reason === undefined ? Qt.OtherFocusReason : reason);
        input.selectAll();
    }

    implicitWidth: 240
    implicitHeight: column.implicitHeight

    Column {
        id: column
        width: parent.width
        spacing: Theme.gap1

        Label {
            visible: field.label.length > 0
            width: parent.width
            text: field.label
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.fontSecondary
            font.weight: Font.DemiBold
            bottomPadding: 2
            Accessible.ignored: true
        }

        T.TextField {
            id: input

            objectName: field.objectName.length > 0 ? field.objectName + "Input" : ""
            width: parent.width
            height: Theme.controlHeight
            // Where the line begins is the icon, where it ends what can be pressed.
            readonly property bool turned: LayoutMirroring.enabled
            readonly property real startPadding: field.iconName.length > 0 ? 34 : Theme.gap3
            readonly property real endPadding: trailing.width > 0 ? trailing.width + Theme.gap2 : Theme.gap3
            leftPadding: turned ? endPadding : startPadding
            rightPadding: turned ? startPadding : endPadding
            verticalAlignment: TextInput.AlignVCenter
            // As long as nothing tells the direction, that of the window; then that of the text.
            horizontalAlignment: length === 0 && preeditText.length === 0 ? TextInput.AlignLeft : undefined
            font.family: Theme.family
            font.pixelSize: Theme.fontBody
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            placeholderTextColor: Theme.muted
            selectByMouse: true
            echoMode: field.shown ? TextInput.Normal : TextInput.Password
            passwordCharacter: "•"
            inputMethodHints: field.secret ? Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase : Qt.ImhNone
            Accessible.role: Accessible.EditableText
            Accessible.name: field.label.length > 0 ? field.label : field.placeholder
            Accessible.description: field.error.length > 0 ? field.error : field.help
            onAccepted: field.accepted()
            onTextEdited: field.edited()

            background: Rectangle {
                radius: Theme.radiusField
                color: Theme.raised
                border.width: input.activeFocus || field.error.length > 0 ? 2 : 1
                border.color: field.error.length > 0 ? Theme.danger : input.activeFocus ? Theme.accent : Theme.edge

                Icon {
                    anchors.left: parent.left
                    anchors.leftMargin: 10
                    anchors.verticalCenter: parent.verticalCenter
                    visible: field.iconName.length > 0
                    name: field.iconName
                    size: Theme.iconSmall
                    color: Theme.muted
                }
                // Drawn here: the template has no place for it.
                Text {
                    anchors.fill: parent
                    anchors.leftMargin: input.startPadding
                    anchors.rightMargin: input.endPadding
                    visible: input.length === 0 && input.preeditText.length === 0
                    text: field.placeholder
                    textFormat: Text.PlainText
                    color: Theme.muted
                    elide: Text.ElideRight
                    verticalAlignment: Text.AlignVCenter
                    horizontalAlignment: Text.AlignLeft
                    font: input.font
                }
            }

            Row {
                id: trailing
                anchors.right: parent.right
                anchors.rightMargin: field.secret ? 2 : Theme.gap2
                anchors.verticalCenter: parent.verticalCenter

                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: field.keysHint.length > 0 && !input.activeFocus && input.length === 0
                    text: field.keysHint
                    color: Theme.muted
                    font.pixelSize: Theme.fontLabel
                    Accessible.ignored: true
                }
                IconButton {
                    objectName: field.objectName.length > 0 ? field.objectName + "Reveal" : ""
                    visible: field.secret
                    text: field.shown ? qsTr("Hide the password") : qsTr("Show the password")
                    iconName: field.shown ? "eye-off" : "eye"
                    onClicked: field.shown = !field.shown
                }
            }
        }

        Label {
            visible: text.length > 0
            width: parent.width
            text: field.error.length > 0 ? field.error : field.help
            color: field.error.length > 0 ? Theme.danger : Theme.muted
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.fontLabel
            Accessible.role: field.error.length > 0 ? Accessible.AlertMessage : Accessible.StaticText
        }
    }
}

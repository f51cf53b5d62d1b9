// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Text
import Parlor.Ui

// The reactions to a message: a click puts one's own on or takes it back.
Flow {
    id: reactions

    // List of {emoji, count, mine, names}.
    required property var entries
    property bool canReact: true

    signal toggled(string emoji)
    signal pickWanted(Item near)

    spacing: 6
    topPadding: 3
    bottomPadding: 3

    component Chip: T.AbstractButton {
        id: chip

        property bool mine: false

        implicitHeight: Theme.scaled(24)
        focusPolicy: Qt.NoFocus
        Accessible.role: Accessible.CheckBox
        Accessible.checked: mine

        background: Rectangle {
            radius: height / 2
            color: chip.mine ? Theme.accentSoft : chip.hovered ? Theme.hover : Theme.side
            border.width: 1
            border.color: chip.mine ? Theme.accent : Theme.line
        }
    }

    Repeater {
        model: reactions.entries

        Chip {
            id: one
            required property var modelData
            required property int index
            objectName: "reaction-" + index
            mine: modelData.mine
            implicitWidth: face.implicitWidth + number.implicitWidth + 22
            Accessible.name: qsTr("%1, %n reaction(s): %2", "", modelData.count).arg(modelData.emoji).arg(modelData.names)
            onClicked: if (reactions.canReact)
                reactions.toggled(modelData.emoji)

            contentItem: Item {
                Text {
                    id: face
                    anchors.left: parent.left
                    anchors.leftMargin: 8
                    anchors.verticalCenter: parent.verticalCenter
                    text: one.modelData.emoji
                    textFormat: Text.PlainText
                    font: EmojiFont.of(text, Theme.fontBody)
                }
                Text {
                    id: number
                    anchors.right: parent.right
                    anchors.rightMargin: 9
                    anchors.verticalCenter: parent.verticalCenter
                    text: one.modelData.count
                    textFormat: Text.PlainText
                    color: one.mine ? Theme.accent : Theme.muted
                    font.family: Theme.family
                    font.pixelSize: Theme.fontLabel
                    font.weight: Font.DemiBold
                }
            }
            Loader {
                active: one.hovered
                visible: active
                sourceComponent: Tooltip {
                    parent: one
                    shown: true
                    text: one.modelData.names
                }
            }
        }
    }
    Chip {
        objectName: "addReaction"
        visible: reactions.canReact
        implicitWidth: 32
        Accessible.role: Accessible.Button
        Accessible.name: qsTr("Add a reaction")
        onClicked: reactions.pickWanted(this)

        contentItem: Item {
            Icon {
                anchors.centerIn: parent
                name: "smile-plus"
                size: 14
                color: Theme.muted
            }
        }
    }
}

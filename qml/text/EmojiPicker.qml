// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Text
import Parlor.Ui

// Chooses an emoji: typed, by group, or of those used last. The keyboard stays in the field: arrows move, Enter takes.
T.Popup {
    id: picker

    readonly property int columns: 9
    readonly property int cell: Theme.emojiCell
    // The row whose tones are shown; -1 for the tone of all.
    property int toneRow: -1
    readonly property EmojiModel choices: emoji

    signal picked(string emoji)

    // Beside `near`: below it if there is room, else above, else as far below as the window goes; from its leading edge on.
    // It is placed once, as what it is near to may be hidden meanwhile.
    function openNear(near) {
        const room = near.Window.contentItem;
        const all = near.mapToItem(room, 0, 0, near.width, near.height);
        const top = Math.max(0, Math.min(room.height, all.y));
        const bottom = Math.max(0, Math.min(room.height, all.y + all.height));
        const right = room.width - margins - width;
        const lowest = room.height - margins - height;
        const below = bottom + Theme.gap1;
        const above = top - Theme.gap1 - height;
        const wanted = near.LayoutMirroring.enabled ? all.x + all.width - width : all.x;
        const at = parent.mapFromItem(room, Math.max(margins, Math.min(right, wanted)),
                                      below <= lowest || above < margins ? Math.max(margins, Math.min(lowest, below)) : above);
        x = Math.round(at.x);
        y = Math.round(at.y);
        open();
    }
    function take(row) {
        take2(emoji.textAt(row));
    }
    function take2(text) {
        if (text.length === 0)
            return;
        EmojiMemory.note(text);
        close();
        picked(text);
    }
    function showTones(row) {
        toneRow = row;
        tones.open();
    }

    width: columns * cell + 2 * padding
    height: Math.min(398, parent ? parent.Window.height - 2 * Theme.gap2 : 398)
    margins: Theme.gap2
    padding: Theme.gap2
    modal: false
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    onAboutToShow: {
        field.text = "";
        emoji.group = -1;
        emoji.active = true;
        grid.currentIndex = 0;
        grid.positionViewAtBeginning();
    }
    onOpened: field.forceActiveFocus(Qt.PopupFocusReason)
    onClosed: {
        tones.close();
        emoji.active = false;
    }

    EmojiModel {
        id: emoji
        search: field.text
        onModelReset: grid.currentIndex = count > 0 ? 0 : -1
    }

    background: Rectangle {
        radius: Theme.radiusComposer
        color: Theme.raised
        border.width: 1
        border.color: Theme.edge
    }
    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.appear; easing.type: Easing.OutCubic }
    }

    contentItem: FocusScope {
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Choose an emoji")

        Rectangle {
            id: frame
            width: parent.width
            height: Theme.controlHeight
            radius: Theme.radiusField
            color: Theme.base
            border.width: field.activeFocus ? 2 : 1
            border.color: field.activeFocus ? Theme.accent : Theme.edge

            Icon {
                id: glass
                anchors.left: parent.left
                anchors.leftMargin: 10
                anchors.verticalCenter: parent.verticalCenter
                name: "search"
                size: Theme.iconSmall
                color: Theme.muted
            }
            T.TextField {
                id: field
                objectName: "emojiSearch"
                anchors.left: glass.right
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                anchors.leftMargin: Theme.gap2
                anchors.rightMargin: 10
                focus: true
                maximumLength: 60
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                font.family: Theme.family
                font.pixelSize: Theme.fontBody
                implicitHeight: contentHeight
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("Find an emoji")
                Accessible.description: grid.currentName
                Keys.onPressed: event => {
                    const mirrored = LayoutMirroring.enabled;
                    event.accepted = true;
                    if (event.key === Qt.Key_Down)
                        grid.moveCurrentIndexDown();
                    else if (event.key === Qt.Key_Up)
                        grid.moveCurrentIndexUp();
                    else if (event.key === Qt.Key_Left)
                        grid.moveCurrentIndexLeft();
                    else if (event.key === Qt.Key_Right)
                        grid.moveCurrentIndexRight();
                    else if (event.key === Qt.Key_PageDown || event.key === Qt.Key_PageUp)
                        tabs.step(event.key === Qt.Key_PageDown ? 1 : -1);
                    else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                        picker.take(grid.currentIndex);
                    else
                        event.accepted = false;
                }

                Label {
                    visible: field.text.length === 0 && field.preeditText.length === 0
                    width: parent.width
                    height: parent.height
                    text: qsTr("Find an emoji")
                    horizontalAlignment: Text.AlignLeft
                    elide: Text.ElideRight
                    color: Theme.muted
                    Accessible.ignored: true
                }
            }
        }

        Row {
            id: tabs
            objectName: "emojiGroups"

            readonly property var icons: ["clock", "smile", "hand", "leaf", "utensils", "plane", "volleyball", "lightbulb", "heart", "flag"]

            function step(by) {
                field.text = "";
                emoji.group = Math.max(-1, Math.min(8, emoji.group + by));
            }

            anchors.top: frame.bottom
            anchors.topMargin: Theme.gap1
            width: parent.width
            height: 34
            Accessible.role: Accessible.PageTabList
            Accessible.name: qsTr("Groups of emoji")

            Repeater {
                model: tabs.icons

                IconButton {
                    id: tab

                    required property int index
                    required property string modelData
                    readonly property bool current: field.text.length === 0 && emoji.group === index - 1

                    objectName: "emojiGroup" + (index - 1)
                    width: tabs.width / tabs.icons.length
                    height: tabs.height
                    iconName: modelData
                    iconSize: Theme.iconSmall
                    iconColor: current ? Theme.accent : hovered || visualFocus ? Theme.text : Theme.muted
                    text: emoji.groupName(index - 1)
                    Accessible.role: Accessible.PageTab
                    Accessible.selected: current
                    onClicked: {
                        field.text = "";
                        emoji.group = index - 1;
                        grid.positionViewAtBeginning();
                    }

                    Rectangle {
                        anchors.bottom: parent.bottom
                        anchors.horizontalCenter: parent.horizontalCenter
                        width: 20
                        height: 2
                        radius: 1
                        color: Theme.accent
                        visible: tab.current
                    }
                }
            }
        }

        Label {
            id: heading
            anchors.top: tabs.bottom
            anchors.topMargin: Theme.gap1
            x: 6
            width: parent.width - 12
            horizontalAlignment: Text.AlignLeft
            text: field.text.trim().length > 0 ? qsTr("Found") : emoji.groupName(emoji.group)
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }

        GridView {
            id: grid
            objectName: "emojiGrid"

            readonly property string currentName: emoji.count > 0 ? emoji.nameAt(currentIndex) : ""

            anchors.top: heading.bottom
            anchors.topMargin: 2
            anchors.bottom: footer.top
            width: parent.width
            clip: true
            cellWidth: picker.cell
            cellHeight: picker.cell
            model: emoji
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 0
            keyNavigationEnabled: false
            highlightMoveDuration: 0
            activeFocusOnTab: false
            T.ScrollBar.vertical: ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: heading.text

            highlight: Rectangle {
                radius: Theme.radiusRow
                color: Theme.hover
                border.width: 1
                border.color: Theme.accent
            }
            delegate: Item {
                id: choice

                required property int index
                required property string emoji
                required property string name
                required property bool tones

                objectName: "emojiChoice"
                width: picker.cell
                height: picker.cell
                Accessible.role: Accessible.Button
                Accessible.name: name
                Accessible.onPressAction: picker.take(index)

                Text {
                    anchors.centerIn: parent
                    width: Math.min(implicitWidth, parent.width)
                    horizontalAlignment: Text.AlignHCenter
                    // A font may draw one emoji as two beside each other.
                    fontSizeMode: Text.HorizontalFit
                    text: choice.emoji
                    textFormat: Text.PlainText
                    font: EmojiFont.of(text, Theme.fontEmoji)
                }
                MouseArea {
                    anchors.fill: parent
                    hoverEnabled: true
                    acceptedButtons: Qt.LeftButton | Qt.RightButton
                    onPositionChanged: grid.currentIndex = choice.index
                    onClicked: mouse => {
                        grid.currentIndex = choice.index;
                        if (mouse.button === Qt.LeftButton)
                            picker.take(choice.index);
                        else if (choice.tones)
                            picker.showTones(choice.index);
                    }
                    onPressAndHold: if (choice.tones) picker.showTones(choice.index)
                }
            }
        }
        Label {
            anchors.centerIn: grid
            visible: emoji.active && emoji.count === 0
            objectName: "noEmoji"
            text: qsTr("No emoji has that name.")
            color: Theme.muted
            font.pixelSize: Theme.fontSecondary
        }

        Item {
            id: footer
            anchors.bottom: parent.bottom
            width: parent.width
            height: 44

            Divider {
                anchors.top: parent.top
                width: parent.width
            }
            Text {
                id: preview
                anchors.left: parent.left
                anchors.leftMargin: 6
                anchors.verticalCenter: parent.verticalCenter
                text: emoji.count > 0 ? emoji.textAt(grid.currentIndex) : ""
                textFormat: Text.PlainText
                font: EmojiFont.of(text, Theme.fontEmoji)
                Accessible.ignored: true
            }
            Column {
                anchors.left: preview.right
                anchors.leftMargin: Theme.gap2
                anchors.right: tone.left
                anchors.rightMargin: Theme.gap2
                anchors.verticalCenter: parent.verticalCenter

                Label {
                    width: parent.width
                    text: grid.currentName
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    font.pixelSize: Theme.fontSecondary
                }
                Label {
                    width: parent.width
                    text: emoji.count > 0 ? emoji.codeAt(grid.currentIndex) : ""
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    color: Theme.muted
                    font.pixelSize: Theme.fontLabel
                }
            }
            T.AbstractButton {
                id: tone
                objectName: "emojiTone"
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: 34
                height: 34
                focusPolicy: Qt.TabFocus
                text: qsTr("Skin tone")
                Accessible.role: Accessible.ButtonMenu
                Accessible.name: text
                onClicked: picker.showTones(-1)
                Keys.onReturnPressed: clicked()

                contentItem: Text {
                    text: picker.opened ? emoji.sample(EmojiMemory.tone) : ""
                    textFormat: Text.PlainText
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    font: EmojiFont.of(text, Theme.fontEmoji)
                }
                background: Rectangle {
                    radius: Theme.radiusRow
                    color: tone.hovered ? Theme.hover : "transparent"

                    FocusRing {
                        radius: Theme.radiusRow + 2
                        shown: tone.visualFocus
                    }
                }
                Tooltip {
                    shown: tone.hovered && !tones.opened
                    text: tone.text
                }
            }
        }

        SkinTones {
            id: tones
            x: parent.width - width
            y: footer.y - height
            emoji: picker.choices
            row: picker.toneRow
            onChosen: (tone, text) => {
                const ofOne = picker.toneRow >= 0;
                EmojiMemory.tone = tone;
                if (ofOne)
                    picker.take2(text);
                else
                    field.forceActiveFocus(Qt.PopupFocusReason);
            }
        }
    }
}

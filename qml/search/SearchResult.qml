// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// One message that was found: where and when, what was said, and what stands around it.
T.ItemDelegate {
    id: result

    required property int index
    required property string messageId
    required property string roomId
    required property real seq
    required property string roomName
    required property string roomKind
    required property string senderId
    required property string sender
    required property string time
    required property var excerpt
    required property string plain
    required property bool rightToLeft
    required property string before
    required property string after

    readonly property bool styled: EmojiText.fallsApart(plain)
    // What people wrote comes escaped; only the marks around it are ours.
    readonly property string marked: {
        let text = "";
        for (const part of excerpt) {
            const words = styled ? EmojiText.marked(part.text) : part.text;
            text += part.hit ? "<b><font color=\"" + Theme.accent + "\">" + words + "</font></b>" : words;
        }
        return styled ? "<p style=\"margin:0;line-height:" + Math.round(100 * Theme.lineHeight) + "%\">" + text + "</p>" : text;
    }

    signal chosen

    objectName: "result-" + index
    implicitHeight: content.implicitHeight + 2 * Theme.gap3
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1 in %2, %3: %4").arg(sender).arg(roomName).arg(time).arg(plain)
    onClicked: chosen()

    background: Rectangle {
        radius: Theme.radiusField
        color: result.hovered || result.ListView.isCurrentItem && result.ListView.view.activeFocus ? Theme.hover : "transparent"

        FocusRing {
            anchors.margins: 0
            radius: Theme.radiusField
            shown: result.ListView.isCurrentItem && result.ListView.view.activeFocus
        }
    }
    contentItem: Item {
        Column {
            id: content
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: Theme.gap3
            anchors.rightMargin: Theme.gap3
            y: Theme.gap3
            spacing: Theme.gap1

            Item {
                width: parent.width
                height: time.height

                Icon {
                    id: kind
                    anchors.left: parent.left
                    anchors.verticalCenter: parent.verticalCenter
                    name: result.roomKind === "direct" ? "message-circle" : result.roomKind === "private" ? "lock" : "hash"
                    size: 12
                    color: Theme.muted
                }
                WrittenLabel {
                    anchors.left: kind.right
                    anchors.leftMargin: Theme.gap1
                    anchors.right: time.left
                    anchors.rightMargin: Theme.gap2
                    anchors.verticalCenter: parent.verticalCenter
                    words: result.roomName
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    color: Theme.muted
                    font.pixelSize: Theme.fontLabel
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }
                Label {
                    id: time
                    anchors.right: parent.right
                    text: result.time
                    color: Theme.muted
                    font.pixelSize: Theme.fontLabel
                    Accessible.ignored: true
                }
            }
            Around {
                words: result.before
            }
            Item {
                width: parent.width
                height: Math.max(avatar.height, words.y + words.height)

                Avatar {
                    id: avatar
                    anchors.left: parent.left
                    y: 1
                    size: Theme.avatarSmall
                    name: result.sender
                    identity: result.senderId
                }
                WrittenLabel {
                    id: who
                    anchors.left: avatar.right
                    anchors.leftMargin: Theme.gap2
                    anchors.right: parent.right
                    words: result.sender
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }
                Label {
                    id: words
                    // As its room shows it: where the message begins, whatever way the window runs.
                    LayoutMirroring.enabled: false
                    objectName: "excerpt"
                    anchors.left: who.left
                    anchors.right: who.right
                    anchors.top: who.bottom
                    anchors.topMargin: 2
                    text: result.marked
                    textFormat: result.styled ? Text.RichText : Text.StyledText
                    wrapMode: Text.Wrap
                    maximumLineCount: 4
                    elide: Text.ElideRight
                    horizontalAlignment: result.rightToLeft ? Text.AlignRight : Text.AlignLeft
                    Accessible.ignored: true
                }
            }
            Around {
                words: result.after
            }
        }
    }

    component Around: Item {
        property alias words: line.words

        width: content.width
        height: line.height
        visible: words.length > 0

        WrittenLabel {
            id: line
            anchors.left: parent.left
            anchors.leftMargin: Theme.avatarSmall + Theme.gap2
            anchors.right: parent.right
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
            color: Theme.muted
            font.pixelSize: Theme.fontLabel
            Accessible.ignored: true
        }
    }
}

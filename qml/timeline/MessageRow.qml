// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// One message, with what stands above it: the day, the "New" line, and for the first of a group who wrote and when.
Item {
    id: row

    required property int index
    required property string key
    required property string content
    required property string senderId
    required property string senderName
    required property bool own
    required property string time
    required property string fullTime
    required property bool groupStart
    required property string day
    required property bool newLine
    required property string deliveryState
    required property string errorText
    required property bool isSystem
    required property bool isDeleted
    required property bool isEdited

    readonly property int inset: Theme.timelineSide + Theme.avatar + Theme.gap3
    readonly property bool failed: deliveryState === "failed"
    readonly property bool pending: deliveryState === "pending"
    // Ten pixels before a group, four within: the reference's rhythm.
    readonly property int above: groupStart ? 10 : 1

    signal linkActivated(string address)
    signal retryWanted
    signal discardWanted

    // Whole pixels: text stays sharp, and nothing moves by a fraction.
    height: lines.height + body.height
    Accessible.role: Accessible.ListItem
    Accessible.name: isDeleted ? qsTr("%1, %2: deleted").arg(senderName).arg(time)
                   : failed ? qsTr("%1, %2: %3. %4").arg(senderName).arg(time).arg(content).arg(errorText)
                   : pending ? qsTr("%1, %2, not sent yet: %3").arg(senderName).arg(time).arg(content)
                   : qsTr("%1, %2: %3").arg(senderName).arg(time).arg(content)

    Column {
        id: lines
        width: parent.width

        Item {
            width: parent.width
            height: 44
            visible: row.day.length > 0

            Divider {
                anchors.left: parent.left
                anchors.leftMargin: Theme.timelineSide
                anchors.right: dayLabel.left
                anchors.rightMargin: Theme.gap2
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                id: dayLabel
                anchors.centerIn: parent
                text: row.day
                color: Theme.muted
                font.pixelSize: Theme.fontLabel
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            Divider {
                anchors.left: dayLabel.right
                anchors.leftMargin: Theme.gap2
                anchors.right: parent.right
                anchors.rightMargin: Theme.timelineSide
                anchors.verticalCenter: parent.verticalCenter
            }
        }
        Item {
            width: parent.width
            height: 26
            visible: row.newLine
            Accessible.role: Accessible.Separator
            Accessible.name: qsTr("New messages")

            Rectangle {
                anchors.left: parent.left
                anchors.leftMargin: Theme.timelineSide
                anchors.right: newLabel.left
                anchors.verticalCenter: parent.verticalCenter
                height: 1
                color: Theme.danger
                opacity: 0.6
            }
            Rectangle {
                id: newLabel
                anchors.right: parent.right
                anchors.rightMargin: Theme.timelineSide
                anchors.verticalCenter: parent.verticalCenter
                width: newText.implicitWidth + 14
                height: 18
                radius: 5
                color: Theme.danger

                Text {
                    id: newText
                    anchors.centerIn: parent
                    text: qsTr("New")
                    textFormat: Text.PlainText
                    color: Theme.dangerInk
                    font.family: Theme.family
                    font.pixelSize: Theme.fontBadge
                    font.weight: Font.Bold
                }
            }
        }
    }

    Item {
        id: body
        anchors.top: lines.bottom
        width: parent.width
        height: row.above + Math.ceil(row.isSystem ? note.height : column.height) + (row.groupStart ? 3 : 2)

        HoverHandler {
            id: hover
        }
        Rectangle {
            anchors.fill: parent
            anchors.topMargin: row.groupStart ? 5 : 0
            color: hover.hovered && !row.isSystem ? Theme.hover : "transparent"
            opacity: 0.6
        }
        Rectangle {
            anchors.left: parent.left
            anchors.top: parent.top
            anchors.topMargin: row.groupStart ? 5 : 0
            anchors.bottom: parent.bottom
            width: 3
            color: Theme.danger
            visible: row.failed
        }

        Label {
            id: note
            y: row.above
            x: Theme.timelineSide
            width: parent.width - 2 * Theme.timelineSide
            height: implicitHeight + 4
            visible: row.isSystem
            text: row.content
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            color: Theme.muted
            font.pixelSize: Theme.fontSecondary
        }

        Avatar {
            anchors.left: parent.left
            anchors.leftMargin: Theme.timelineSide
            y: row.above
            visible: row.groupStart && !row.isSystem
            name: row.senderName
            identity: row.senderId
        }
        // The time of a message within a group, in the place of the avatar.
        Label {
            anchors.right: parent.left
            anchors.rightMargin: -(row.inset - Theme.gap2)
            y: row.above + 3
            visible: hover.hovered && !row.groupStart
            text: row.time
            color: Theme.muted
            font.pixelSize: Theme.fontBadge
        }

        Column {
            id: column
            anchors.left: parent.left
            anchors.leftMargin: row.inset
            y: row.above
            width: Math.min(Theme.textWidthMax + 60, parent.width - row.inset - Theme.timelineSide - 28)
            visible: !row.isSystem

            Item {
                width: parent.width
                height: 19
                visible: row.groupStart

                Label {
                    id: senderLabel
                    anchors.left: parent.left
                    width: Math.min(implicitWidth, parent.width - timeLabel.implicitWidth - Theme.gap3)
                    text: row.senderName
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }
                Label {
                    id: timeLabel
                    anchors.left: senderLabel.right
                    anchors.leftMargin: Theme.gap2
                    anchors.baseline: senderLabel.baseline
                    text: row.time
                    color: Theme.muted
                    font.pixelSize: Theme.fontLabel
                    Accessible.ignored: true

                    HoverHandler {
                        id: timeHover
                    }
                    Tooltip {
                        shown: timeHover.hovered
                        text: row.fullTime
                    }
                }
            }

            TextEdit {
                id: edit
                objectName: "messageText"
                width: parent.width
                visible: !row.isDeleted
                text: row.content
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                readOnly: true
                selectByMouse: true
                activeFocusOnPress: true
                color: row.pending ? Theme.muted : Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                font.family: Theme.family
                font.pixelSize: Theme.fontBody
                Accessible.ignored: true
                onLinkActivated: link => row.linkActivated(link)
                onActiveFocusChanged: if (!activeFocus) deselect()

                HoverHandler {
                    cursorShape: edit.hoveredLink.length > 0 ? Qt.PointingHandCursor : Qt.IBeamCursor
                }
                TextStyle {
                    document: edit.textDocument
                    linkColor: Theme.accent
                    lineHeight: Theme.lineHeight
                }
            }
            Label {
                visible: row.isDeleted
                text: qsTr("This message was deleted.")
                color: Theme.muted
                font.italic: true
                height: 22
            }
            Label {
                visible: row.isEdited && !row.isDeleted
                text: qsTr("(edited)")
                color: Theme.muted
                font.pixelSize: Theme.fontBadge
            }

            Flow {
                width: parent.width
                topPadding: 2
                bottomPadding: 2
                spacing: Theme.gap1
                visible: row.failed

                Item {
                    width: Math.min(why.implicitWidth + alert.width + 6, parent.width)
                    height: Math.max(28, why.implicitHeight)

                    Icon {
                        id: alert
                        anchors.left: parent.left
                        y: 6
                        name: "circle-alert"
                        size: Theme.iconSmall
                        color: Theme.danger
                    }
                    Label {
                        id: why
                        anchors.left: alert.right
                        anchors.leftMargin: 6
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.errorText
                        wrapMode: Text.Wrap
                        horizontalAlignment: Text.AlignLeft
                        color: Theme.danger
                        font.pixelSize: Theme.fontSecondary
                        Accessible.ignored: true
                    }
                }
                Row {
                    Button {
                        objectName: "retry"
                        kind: "quiet"
                        text: qsTr("Retry")
                        onClicked: row.retryWanted()
                    }
                    Button {
                        objectName: "discard"
                        kind: "quiet"
                        text: qsTr("Discard")
                        onClicked: row.discardWanted()
                    }
                }
            }
        }

        Icon {
            anchors.right: parent.right
            anchors.rightMargin: Theme.timelineSide
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 6
            visible: row.pending || row.deliveryState === "saved"
            name: row.pending ? "clock" : "check"
            size: 14
            color: row.pending ? Theme.faint : Theme.accent
        }
    }
}

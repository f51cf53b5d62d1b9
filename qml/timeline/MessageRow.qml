// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Text
import Parlor.Ui

// One message, with what stands above it: the day, the "New" line, and for the first of a group who wrote and when.
// What a message seldom has is made only where it is needed: rows are many, and used again. Where there is nothing, nothing
// is visible either: every frame and every click of the wheel goes through all that is.
Item {
    id: row

    required property int index
    required property string key
    required property string body
    required property string spoken
    required property string senderId
    required property string senderName
    required property bool own
    required property string time
    required property string fullTime
    required property bool groupStart
    required property string day
    required property bool newLine
    required property string deliveryState
    required property string change
    required property string errorText
    required property bool isSystem
    required property bool isDeleted
    required property bool isEdited
    required property bool callsMe
    required property var mentions
    required property var reactions
    required property var quote
    required property var thread
    required property string pinned

    // Set by the view.
    property bool hovered: false
    property bool current: false
    property bool lit: false
    property bool expanded: false
    // The highlight of `lit` goes out.
    property bool fading: false
    // Whether it says that it is a part of a thread and how many answered: not in the thread itself.
    property bool threadShown: true

    readonly property int inset: Theme.timelineSide + Theme.avatar + Theme.gap3
    readonly property bool failed: deliveryState === "failed" || change === "failed"
    readonly property bool pending: deliveryState === "pending" || change === "pending"
    readonly property bool foldable: !isSystem && !isDeleted && textBody.implicitHeight > Theme.foldHeight + 3 * Theme.foldLine
    readonly property bool folded: foldable && !expanded
    // Behind its text; at the first of a group it is said at the head who pinned it.
    readonly property string pinnedBehind: groupStart ? "" : pinned
    readonly property bool marked: !isSystem && !isDeleted && (isEdited || pinnedBehind.length > 0)
    readonly property alias messageBody: textBody
    // What stays where it is when heights change: the message, not the day above it.
    readonly property real anchorY: lines.height

    signal linkActivated(string address)
    signal personWanted(string userId, Item near)
    signal retryWanted
    signal discardWanted
    signal undoWanted
    signal quoteActivated(string originalKey)
    signal threadWanted
    signal reactionToggled(string emoji)
    signal pickWanted(Item near)
    signal receiptsWanted
    signal versionsWanted
    signal foldWanted
    signal dayActivated(Item near)
    signal textEntered

    // Whole pixels: text stays sharp, and nothing moves by a fraction.
    height: lines.height + message.height
    Accessible.role: Accessible.ListItem
    Accessible.focusable: true
    Accessible.name: spoken

    Loader {
        id: lines
        width: parent.width
        height: item ? item.implicitHeight : 0
        active: row.day.length > 0 || row.newLine
        visible: active
        sourceComponent: DayLine {
            width: row.width
            day: row.day
            newLine: row.newLine
            onDayActivated: near => row.dayActivated(near)
        }
    }

    Item {
        id: message

        readonly property int above: row.groupStart ? Theme.groupGap : Theme.messageGap

        anchors.top: lines.bottom
        width: parent.width
        height: above + Math.ceil(row.isSystem ? note.height : column.height) + (row.groupStart ? 3 : 2)

        Loader {
            anchors.fill: parent
            active: row.hovered || row.current || row.lit || row.callsMe || row.failed || row.fading
            visible: active
            sourceComponent: RowMarks {
                hovered: row.hovered
                current: row.current
                lit: row.lit
                callsMe: row.callsMe
                failed: row.failed
                isSystem: row.isSystem
                groupStart: row.groupStart
                time: row.time
                inset: row.inset
                above: message.above
                onFadingChanged: row.fading = fading
            }
        }

        Loader {
            id: note
            y: message.above
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: Theme.timelineSide
            anchors.rightMargin: Theme.timelineSide
            active: row.isSystem
            visible: active
            sourceComponent: WrittenLabel {
                bottomPadding: 4
                words: row.spoken
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignHCenter
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
                Accessible.ignored: true
            }
        }

        Avatar {
            id: avatar
            anchors.left: parent.left
            anchors.leftMargin: Theme.timelineSide
            y: message.above
            visible: row.groupStart && !row.isSystem
            name: row.senderName
            identity: row.senderId

            TapHandler {
                onTapped: row.personWanted(row.senderId, avatar)
            }
            HoverHandler {
                cursorShape: Qt.PointingHandCursor
            }
        }
        Column {
            id: column
            anchors.left: parent.left
            anchors.leftMargin: row.inset
            y: message.above
            width: Math.min(Theme.messageWidthMax, parent.width - row.inset - Theme.timelineSide - Theme.deliveryRoom)
            visible: !row.isSystem

            Loader {
                width: parent.width
                // Made once, then kept: rows that are used again are by turns first and not.
                active: visible || item !== null
                visible: row.groupStart && !row.isSystem
                sourceComponent: MessageHead {
                    senderName: row.senderName
                    time: row.time
                    fullTime: row.fullTime
                    pinned: row.pinned
                    onPersonWanted: near => row.personWanted(row.senderId, near)
                }
            }
            Loader {
                width: parent.width
                // As the head.
                active: visible || item !== null
                visible: !!row.quote.key
                sourceComponent: QuoteLine {
                    objectName: "quote"
                    original: row.quote
                    onClicked: row.quoteActivated(row.quote.key)
                }
            }

            Item {
                id: fold
                width: parent.width
                height: row.folded ? Theme.foldHeight : Math.ceil(textBody.implicitHeight)
                visible: !row.isDeleted
                clip: row.folded

                MessageBody {
                    id: textBody
                    width: parent.width
                    content: row.body
                    mentions: row.mentions
                    pending: row.pending
                    reachable: row.current
                    onLinkActivated: address => row.linkActivated(address)
                    onEntered: row.textEntered()
                    onMentionActivated: userId => row.personWanted(userId, textBody)
                }
                Loader {
                    id: marks
                    // Where they stand; null if there is no room.
                    readonly property var spot: item && !row.folded ? textBody.spotFor(item.implicitWidth + Theme.gap2) : null

                    // No bindings: how high it is becomes known while it is asked where there is room.
                    function stand() {
                        if (spot === null)
                            return;
                        x = spot.x + (spot.before ? 0 : Theme.gap2);
                        y = spot.bottom - height;
                    }
                    onSpotChanged: stand()
                    onHeightChanged: stand()
                    active: row.marked && !row.folded
                    visible: spot !== null
                    sourceComponent: TextMarks {
                        isEdited: row.isEdited
                        pinned: row.pinnedBehind
                        onVersionsWanted: row.versionsWanted()
                    }
                }
                Loader {
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: 3 * Theme.foldLine
                    active: row.folded
                    visible: active
                    sourceComponent: Rectangle {
                        gradient: Gradient {
                            GradientStop {
                                position: 0
                                color: Qt.alpha(row.callsMe ? Theme.mentionSoft : Theme.base, 0)
                            }
                            GradientStop {
                                position: 1
                                color: row.callsMe ? Theme.mentionSoft : Theme.base
                            }
                        }
                    }
                }
            }
            Loader {
                width: parent.width
                // As the head.
                active: visible || item !== null
                visible: row.foldable || row.isDeleted || (row.marked && marks.spot === null) || row.failed
                         || row.reactions.length > 0 || (row.threadShown && row.thread.count > 0)
                sourceComponent: MessageExtras {
                    foldable: row.foldable
                    expanded: row.expanded
                    isDeleted: row.isDeleted
                    isEdited: row.isEdited
                    failed: row.failed
                    change: row.change
                    marksBelow: row.marked && (row.folded || marks.spot === null)
                    pinned: row.pinnedBehind
                    errorText: row.errorText
                    reactions: row.reactions
                    thread: row.threadShown ? row.thread : null
                    onFoldWanted: row.foldWanted()
                    onUndoWanted: row.undoWanted()
                    onVersionsWanted: row.versionsWanted()
                    onReactionToggled: emoji => row.reactionToggled(emoji)
                    onPickWanted: near => row.pickWanted(near)
                    onThreadWanted: row.threadWanted()
                    onRetryWanted: row.retryWanted()
                    onDiscardWanted: row.discardWanted()
                }
            }
        }

        Loader {
            // With the text, however wide the window is; where the text takes the whole of it, at its edge.
            anchors.left: column.right
            anchors.leftMargin: Theme.deliveryRoom + 4 - width
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 2
            // As the head.
            active: visible || item !== null
            visible: row.deliveryState.length > 0 && row.deliveryState !== "failed"
            sourceComponent: DeliveryMark {
                objectName: "deliveryMark"
                delivery: row.deliveryState
                onClicked: row.receiptsWanted()
            }
        }
    }
}

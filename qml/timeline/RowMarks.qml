// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// What marks one message among the others: that the mouse or the keyboard is on it, that one came to it from elsewhere,
// that it calls me, that it failed. Few rows are marked at a time.
Item {
    id: marks

    required property bool hovered
    required property bool current
    required property bool lit
    required property bool callsMe
    required property bool failed
    required property bool isSystem
    required property bool groupStart
    required property string time
    // Of the message's text, from the row's edges.
    required property int inset
    required property int above
    readonly property bool fading: light.opacity > 0

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: marks.groupStart ? 5 : 0
        visible: color.a > 0
        color: marks.callsMe ? Theme.mentionSoft
             : (marks.hovered || marks.current) && !marks.isSystem ? Theme.rowHover : "transparent"
    }
    // Only this fades, not the hover.
    Rectangle {
        id: light
        anchors.fill: parent
        anchors.topMargin: marks.groupStart ? 5 : 0
        visible: opacity > 0
        color: Theme.accentSoft
        opacity: marks.lit ? 1 : 0

        Behavior on opacity {
            enabled: !marks.lit && Theme.fade > 0
            NumberAnimation {
                duration: Theme.fade
            }
        }
    }
    Rectangle {
        anchors.left: parent.left
        anchors.top: parent.top
        anchors.topMargin: marks.groupStart ? 5 : 0
        anchors.bottom: parent.bottom
        width: 3
        color: marks.failed ? Theme.danger : Theme.mention
        visible: marks.failed || marks.callsMe
    }
    FocusRing {
        anchors.margins: 2
        anchors.leftMargin: 6
        anchors.rightMargin: 6
        radius: Theme.radiusRow
        shown: marks.current
    }
    // The time of a message within a group, in the place of the avatar.
    Label {
        anchors.right: parent.left
        anchors.rightMargin: -(marks.inset - Theme.gap2)
        y: marks.above + 3
        visible: (marks.hovered || marks.current) && !marks.groupStart
        text: marks.time
        color: Theme.muted
        font.pixelSize: Theme.fontBadge
        Accessible.ignored: true
    }
}

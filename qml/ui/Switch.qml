// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

// On or off, with what it means beside it; the whole line takes the press.
T.AbstractButton {
    id: control

    property string help

    // As by the space bar.
    function switchOver() {
        toggle();
        toggled();
        clicked();
    }

    checkable: true
    implicitWidth: 280
    implicitHeight: Math.max(Theme.controlHeight, texts.implicitHeight + 2 * Theme.gap1)
    opacity: enabled ? 1 : 0.55
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.description: help
    Accessible.checkable: true
    Accessible.checked: checked
    Keys.onReturnPressed: switchOver()
    Keys.onEnterPressed: switchOver()

    contentItem: Item {
        Column {
            id: texts
            anchors.left: parent.left
            anchors.right: track.left
            anchors.rightMargin: Theme.gap4
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2

            Label {
                width: parent.width
                text: control.text
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                Accessible.ignored: true
            }
            Label {
                width: parent.width
                visible: text.length > 0
                text: control.help
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontLabel
                Accessible.ignored: true
            }
        }
        Rectangle {
            id: track
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: 36
            height: 20
            radius: height / 2
            color: control.checked ? Theme.accent : control.hovered ? Theme.hover : Theme.raised
            border.width: control.checked ? 0 : 1
            border.color: Theme.faint

            Rectangle {
                readonly property bool atEnd: control.checked !== control.mirrored
                x: atEnd ? parent.width - width - 3 : 3
                anchors.verticalCenter: parent.verticalCenter
                width: 14
                height: 14
                radius: 7
                color: control.checked ? Theme.accentInk : Theme.muted
            }
            FocusRing {
                radius: parent.radius + 2
                shown: control.visualFocus
            }
        }
    }

    HoverHandler {
        cursorShape: Qt.PointingHandCursor
    }
}

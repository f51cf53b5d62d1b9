// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// One line at the bottom that goes by itself: what was done, with a way back, or what could not be done.
FocusScope {
    id: toast

    property string text
    property string actionText
    property bool danger: false
    property var act: null

    function show(message, label, action, seconds) {
        text = message;
        actionText = label ?? "";
        act = action ?? null;
        danger = false;
        timer.interval = (seconds ?? 6) * 1000;
        timer.restart();
        visible = true;
    }
    function warn(message) {
        show(message, "", null, 8);
        danger = true;
    }
    function hide() {
        timer.stop();
        visible = false;
        act = null;
    }
    function run() {
        const todo = act;
        hide();
        if (todo)
            todo();
    }

    visible: false
    implicitWidth: Math.min(row.implicitWidth + 2 * Theme.gap4, parent ? parent.width - 2 * Theme.gap4 : 400)
    implicitHeight: Math.max(44, label.implicitHeight + 2 * Theme.gap3)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Timer {
        id: timer
        running: false
        onTriggered: {
            // Not away from under the pointer.
            if (hover.hovered || action.activeFocus)
                restart();
            else
                toast.hide();
        }
    }
    HoverHandler {
        id: hover
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusComposer
        color: Theme.text
    }
    Row {
        id: row
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap4
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap3

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: toast.danger
            name: "circle-alert"
            size: Theme.iconSmall
            color: Theme.base
        }
        WrittenLabel {
            id: label
            anchors.verticalCenter: parent.verticalCenter
            room: (toast.parent ? toast.parent.width - 2 * Theme.gap4 : 400) - (action.visible ? action.width + Theme.gap3 : 0) - 2 * Theme.gap4 - (toast.danger ? 28 : 0)
            width: Math.min(implicitWidth, room)
            words: toast.text
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.base
            font.pixelSize: Theme.fontSecondary
            Accessible.ignored: true
        }
        TextButton {
            id: action
            objectName: "toastAction"
            anchors.verticalCenter: parent.verticalCenter
            visible: text.length > 0
            focus: true
            text: toast.actionText
            ink: Theme.base
            underlined: true
            onClicked: toast.run()
        }
    }
}

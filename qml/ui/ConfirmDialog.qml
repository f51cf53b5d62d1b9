// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Asks before something is done, and stays open until it is: what will happen, what went wrong, and for what cannot be
// undone a word to type.
Dialog {
    id: dialog

    property string text
    property string confirmText: qsTr("OK")
    property string busyText: confirmText
    property string cancelText: qsTr("Cancel")
    property bool danger: true
    property bool busy: false
    property string error
    // It cannot be done: `text` says why, and there is only one button.
    property bool possible: true
    // What has to be typed first; empty for nothing.
    property string typed
    readonly property bool ready: typed.length === 0 || word.text.trim() === typed

    signal confirmed

    function confirm() {
        if (possible && ready && !busy)
            confirmed();
    }

    objectName: "confirmDialog"
    onAboutToShow: word.text = ""
    onOpened: {
        if (word.visible)
            word.focusInput();
        else
            (danger || !possible ? cancel : accept).forceActiveFocus(Qt.TabFocusReason);
    }

    Banner {
        objectName: "confirmError"
        width: parent.width
        visible: text.length > 0
        kind: "danger"
        text: dialog.error
    }
    WrittenLabel {
        objectName: "confirmText"
        width: parent.width
        visible: text.length > 0
        words: dialog.text
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
    }
    TextField {
        id: word
        objectName: "confirmWord"
        width: parent.width
        visible: dialog.possible && dialog.typed.length > 0
        label: qsTr("Type “%1” to confirm").arg(dialog.typed)
        onAccepted: dialog.confirm()
    }

    buttons: [
        Button {
            id: cancel
            objectName: "confirmCancel"
            text: dialog.possible ? dialog.cancelText : qsTr("Close")
            onClicked: dialog.close()
        },
        Button {
            id: accept
            objectName: "confirmAccept"
            visible: dialog.possible
            kind: dialog.danger ? "danger" : "primary"
            enabled: dialog.ready
            busy: dialog.busy
            text: dialog.busy ? dialog.busyText : dialog.confirmText
            onClicked: dialog.confirm()
        }
    ]
}

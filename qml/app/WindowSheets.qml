// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Account
import Parlor.Models
import Parlor.Ui

// What opens over the window, whichever account it shows. Each is made when it is first wanted.
Item {
    id: sheets

    required property App app

    function made(loader) {
        loader.active = true;
        return loader.item;
    }
    // On the page named, or where it was left.
    function openSettings(page) {
        const dialog = made(settings);
        if (page.length > 0)
            dialog.openAt(page);
        else
            dialog.open();
    }
    function openKeys() {
        made(keys).open();
    }
    function explain(title, text) {
        const dialog = made(explanation);
        dialog.title = title;
        dialog.text = text;
        dialog.open();
    }

    // Something that can be done about a link that leads to where one is not.
    function offer(title, text, act) {
        const dialog = made(offered);
        dialog.title = title;
        dialog.text = text;
        dialog.confirmText = act;
        dialog.open();
    }

    Loader {
        id: settings
        active: false
        sourceComponent: SettingsDialog {
            app: sheets.app
        }
    }
    Loader {
        id: keys
        active: false
        sourceComponent: KeysDialog {}
    }
    Loader {
        id: offered
        active: false
        sourceComponent: ConfirmDialog {
            objectName: "offer"
            danger: false
            onConfirmed: {
                close();
                sheets.app.places.accept();
            }
        }
    }
    Loader {
        id: explanation
        active: false
        sourceComponent: Dialog {
            id: dialog
            property string text

            objectName: "explanation"
            onOpened: understood.forceActiveFocus(Qt.TabFocusReason)

            WrittenLabel {
                width: parent.width
                words: dialog.text
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
            }
            buttons: Button {
                id: understood
                objectName: "explanationClose"
                kind: "primary"
                text: qsTr("Close")
                onClicked: dialog.close()
            }
        }
    }
}

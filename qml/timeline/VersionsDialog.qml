// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Text
import Parlor.Ui

// What a message said before its edits.
Dialog {
    id: dialog

    required property MessageDetails details

    function openFor(key) {
        details.askVersions(key);
        open();
    }

    objectName: "versionsDialog"
    title: qsTr("Before it was edited")
    preferredWidth: 560

    Banner {
        width: parent.width
        visible: text.length > 0
        kind: "danger"
        text: dialog.details.error
    }
    Skeleton {
        visible: dialog.details.loading
        width: 240
    }
    Repeater {
        model: dialog.details.versions
        Column {
            id: version
            required property var modelData
            required property int index
            width: parent.width
            spacing: Theme.gap1

            Label {
                text: version.modelData.time
                color: Theme.muted
                font.pixelSize: Theme.fontLabel
            }
            MessageBody {
                objectName: "version-" + version.index
                width: parent.width
                content: version.modelData.content
            }
            Divider {
                width: parent.width
                visible: version.index + 1 < dialog.details.versions.length
            }
        }
    }
}

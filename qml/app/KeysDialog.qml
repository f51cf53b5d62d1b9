// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Account
import Parlor.Ui

Dialog {
    id: dialog

    title: qsTr("Keys")
    objectName: "keysDialog"
    scrollsByKeys: true
    onOpened: focusBody()

    KeySheet {
        width: parent.width
    }
}

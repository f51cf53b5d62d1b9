// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// What of the account is kept on this computer.
Column {
    id: page

    required property Session session

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap5

    SettingsSection {
        title: qsTr("On this computer")
        help: qsTr("Parlor keeps what you have read, so that it opens at once and works without a connection.")
    }
}

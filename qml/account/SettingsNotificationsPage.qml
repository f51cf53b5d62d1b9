// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

Column {
    id: page

    required property App app

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap5
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

T.MenuSeparator {
    implicitWidth: 212
    implicitHeight: visible ? Theme.gap2 + 1 : 0
    contentItem: Item {
        Divider {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
        }
    }
}

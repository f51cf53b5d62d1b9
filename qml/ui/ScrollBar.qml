// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

T.ScrollBar {
    id: bar

    implicitWidth: 10
    implicitHeight: 10
    padding: 2
    minimumSize: 0.06
    visible: policy !== T.ScrollBar.AlwaysOff && size < 1.0

    contentItem: Rectangle {
        implicitWidth: 6
        radius: 3
        color: bar.pressed ? Theme.muted : Theme.faint
        opacity: bar.pressed || bar.hovered || bar.active ? 0.8 : 0

        Behavior on opacity {
            NumberAnimation { duration: Theme.appear }
        }
    }
}

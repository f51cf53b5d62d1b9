// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// The place of something that is on its way.
Rectangle {
    id: bone

    implicitHeight: 12
    radius: 6
    color: Theme.hover
    Accessible.ignored: true

    SequentialAnimation on opacity {
        running: bone.visible && Theme.pulse > 0
        loops: Animation.Infinite
        NumberAnimation { from: 1; to: 0.45; duration: Theme.pulse; easing.type: Easing.InOutSine }
        NumberAnimation { from: 0.45; to: 1; duration: Theme.pulse; easing.type: Easing.InOutSine }
    }
}

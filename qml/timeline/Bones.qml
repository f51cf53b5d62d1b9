// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// The place of one message that is on its way.
Row {
    id: bones

    property real second: 200

    spacing: Theme.gap3

    Skeleton {
        width: Theme.avatar
        height: Theme.avatar
        radius: Theme.avatar * Theme.radiusAvatar
    }
    Column {
        topPadding: 3
        spacing: Theme.gap2
        Skeleton {
            width: 110
        }
        Skeleton {
            width: bones.second
        }
    }
}

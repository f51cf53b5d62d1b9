// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

T.Menu {
    id: menu

    margins: Theme.gap2
    padding: Theme.gap1
    overlap: 1
    implicitWidth: 220
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding

    contentItem: ListView {
        implicitHeight: contentHeight
        model: menu.contentModel
        interactive: false
        currentIndex: menu.currentIndex
    }

    background: Rectangle {
        radius: Theme.radiusComposer - 2
        color: Theme.raised
        border.width: 1
        border.color: Theme.edge
    }

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.appear; easing.type: Easing.OutCubic }
    }
}

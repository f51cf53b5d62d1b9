// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

T.Menu {
    id: menu

    // The next one that can be chosen, from `from` on; -1 if there is none. Headings, lines and what is hidden are passed by.
    function choosable(from, by) {
        for (let at = from; at >= 0 && at < count; at += by) {
            if (itemAt(at).activeFocusOnTab)
                return at;
        }
        return -1;
    }

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
        focus: true
        // T.Menu goes on from the current entry only, and stops at both ends.
        Keys.onPressed: event => {
            const first = menu.choosable(0, 1);
            const last = menu.choosable(menu.count - 1, -1);
            if (event.key === Qt.Key_Home || (event.key === Qt.Key_Down && menu.currentIndex === last))
                menu.currentIndex = first;
            else if (event.key === Qt.Key_End || (event.key === Qt.Key_Up && menu.currentIndex <= first))
                menu.currentIndex = last;
            else
                return;
            event.accepted = true;
        }
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

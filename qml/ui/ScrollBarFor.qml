// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

// Gives a view its scroll bar later than it is made: the window's first frame does without Qt Quick's controls.
Item {
    id: owner

    required property Flickable view

    ScrollBar {
        id: bar
        parent: owner.view
    }
    Component.onCompleted: owner.view.T.ScrollBar.vertical = bar // qmllint disable
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Shows where the keyboard is. Put it into a control and give it its radius.
Rectangle {
    property bool shown: false

    anchors.fill: parent
    anchors.margins: -2
    color: "transparent"
    radius: Theme.radiusField + 2
    border.width: 2
    border.color: Theme.accent
    visible: shown
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// A button that is an icon; `text` is its name, for the tooltip and for those who cannot see it.
PressArea {
    id: control

    property string text
    property string iconName
    property int iconSize: Theme.iconSize
    property color iconColor: control.hovered || control.visualFocus ? Theme.text : Theme.muted
    property color ground: "transparent"
    property color groundHovered: Theme.hover
    property int radius: Theme.radiusRow
    // The keys that do the same, shown in the tooltip.
    property string shortcutText
    property bool tipEnabled: true

    implicitWidth: Theme.rowHeight
    implicitHeight: Theme.rowHeight
    opacity: enabled ? 1 : 0.5
    Accessible.role: Accessible.Button
    Accessible.name: text

    Rectangle {
        anchors.fill: parent
        radius: control.radius
        color: control.hovered || control.down ? control.groundHovered : control.ground

        FocusRing {
            radius: control.radius + 2
            shown: control.visualFocus
        }
    }
    Icon {
        anchors.centerIn: parent
        visible: control.iconName.length > 0
        name: control.iconName
        size: control.iconSize
        color: control.iconColor
    }
    HoverTip {
        wanted: control.tipEnabled && control.hovered && control.text.length > 0
        given: ({
                parent: control,
                shown: Qt.binding(() => !control.down),
                text: Qt.binding(() => control.text),
                keys: control.shortcutText
            })
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

// A button that is an icon; `text` is its name, for the tooltip and for those who cannot see it.
T.AbstractButton {
    id: control

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
    focusPolicy: Qt.TabFocus
    opacity: enabled ? 1 : 0.5
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: control.iconName
            size: control.iconSize
            color: control.iconColor
        }
    }

    background: Rectangle {
        radius: control.radius
        color: control.hovered || control.down ? control.groundHovered : control.ground

        FocusRing {
            radius: control.radius + 2
            shown: control.visualFocus
        }
    }

    // Of the many buttons few are ever pointed at.
    Loader {
        active: control.tipEnabled && control.hovered && control.text.length > 0
        sourceComponent: Tooltip {
            parent: control
            shown: !control.down
            text: control.text
            keys: control.shortcutText
        }
    }
}

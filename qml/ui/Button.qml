// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

// kind: "primary" (one per place), "plain", "danger", "quiet" (text alone).
T.Button {
    id: control

    property string kind: "plain"
    property string iconName
    // Work is under way: the button says so and takes no second press.
    property bool busy: false
    readonly property bool strong: kind === "primary" || kind === "danger"
    readonly property color ink: kind === "primary" ? Theme.accentInk : kind === "danger" ? Theme.dangerInk
                               : kind === "quiet" ? Theme.accent : Theme.text

    implicitWidth: Math.max(implicitContentWidth + leftPadding + rightPadding, kind === "quiet" ? 0 : 80)
    implicitHeight: kind === "quiet" ? 28 : Theme.controlHeight
    leftPadding: kind === "quiet" ? Theme.gap2 : Theme.gap4
    rightPadding: leftPadding
    opacity: enabled ? 1 : 0.55
    focusPolicy: Qt.StrongFocus
    font.family: Theme.family
    font.pixelSize: kind === "quiet" ? Theme.fontSecondary : Theme.fontBody
    font.weight: Font.DemiBold
    Accessible.name: text
    Keys.onReturnPressed: if (!busy) clicked()
    Keys.onEnterPressed: if (!busy) clicked()

    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.gap2

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: control.iconName.length > 0
                name: control.iconName
                color: control.ink
                size: Theme.iconSmall
            }
            Text {
                text: control.text
                textFormat: Text.PlainText
                color: control.ink
                font: control.font
            }
        }
    }

    background: Rectangle {
        radius: Theme.radiusField
        border.width: control.kind === "plain" ? 1 : 0
        border.color: Theme.edge
        color: {
            if (control.kind === "primary")
                return control.hovered || control.down ? Theme.accentHover : Theme.accent;
            if (control.kind === "danger")
                return control.hovered || control.down ? Theme.dangerHover : Theme.danger;
            if (control.hovered || control.down)
                return Theme.hover;
            return control.kind === "plain" ? Theme.raised : "transparent";
        }

        FocusRing {
            shown: control.visualFocus
        }
    }

    HoverHandler {
        cursorShape: Qt.PointingHandCursor
    }
}

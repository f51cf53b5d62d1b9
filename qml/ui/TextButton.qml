// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

// Words that can be pressed, without a frame.
T.AbstractButton {
    id: control

    property color ink: Theme.accent
    property bool underlined: false
    property int pixelSize: Theme.fontSecondary
    property int weight: Font.DemiBold

    implicitWidth: label.implicitWidth
    implicitHeight: label.implicitHeight + Theme.gap1
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Label {
        id: label
        text: control.text
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignLeft
        color: control.ink
        font.pixelSize: control.pixelSize
        font.weight: control.weight
        font.underline: control.underlined || control.hovered
        Accessible.ignored: true
    }
    background: Item {
        FocusRing {
            radius: 4
            shown: control.visualFocus
        }
    }
    HoverHandler {
        cursorShape: Qt.PointingHandCursor
    }
}

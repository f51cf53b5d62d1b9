// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

T.ToolTip {
    id: tip

    property bool shown: false
    property string keys

    visible: shown
    delay: Theme.tooltipDelay
    x: parent ? (parent.width - width) / 2 : 0
    y: parent ? -height - Theme.gap1 : 0
    margins: Theme.gap2
    leftPadding: Theme.gap2
    rightPadding: Theme.gap2
    topPadding: 5
    bottomPadding: 5
    implicitWidth: row.implicitWidth + leftPadding + rightPadding
    implicitHeight: row.implicitHeight + topPadding + bottomPadding
    closePolicy: T.Popup.NoAutoClose

    contentItem: Row {
        id: row
        spacing: Theme.gap2

        WrittenLabel {
            words: tip.text
            color: Theme.base
            font.family: Theme.family
            font.pixelSize: Theme.fontLabel
        }
        Text {
            visible: text.length > 0
            text: tip.keys
            textFormat: Text.PlainText
            color: Theme.base
            opacity: 0.8
            font.family: Theme.family
            font.pixelSize: Theme.fontLabel
        }
    }

    background: Rectangle {
        radius: 6
        color: Theme.text
    }
}

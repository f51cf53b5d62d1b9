// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// What is said of a text behind its last word: that it was edited, that it is pinned.
Row {
    id: marks

    required property bool isEdited
    // Who pinned it, where that is not said at its head.
    required property string pinned

    signal versionsWanted

    spacing: Theme.gap2

    TextButton {
        objectName: "edited"
        visible: marks.isEdited
        focusPolicy: Qt.NoFocus
        text: qsTr("(edited)")
        ink: Theme.muted
        pixelSize: Theme.fontBadge
        weight: Font.Normal
        onClicked: marks.versionsWanted()
    }
    PinMark {
        visible: marks.pinned.length > 0
        by: marks.pinned
    }
}

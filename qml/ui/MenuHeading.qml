// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Says what the entries below it are about; it cannot be chosen.
WrittenLabel {
    height: visible ? 26 : 0
    leftPadding: Theme.gap2
    rightPadding: Theme.gap2
    horizontalAlignment: Text.AlignLeft
    elide: Text.ElideRight
    color: Theme.muted
    font.pixelSize: Theme.fontLabel
    font.weight: Font.DemiBold
    Accessible.role: Accessible.Heading
}

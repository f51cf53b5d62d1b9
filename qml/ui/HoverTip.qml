// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// A tooltip, made when it is wanted: of the many buttons few are ever pointed at.
Loader {
    required property bool wanted
    // What the tooltip's properties are set to; Qt.binding() keeps one up to date.
    property var given: ({})

    onWantedChanged: {
        if (wanted)
            setSource("Tooltip.qml", given);
        else
            source = "";
    }
}

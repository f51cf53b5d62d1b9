// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// What is made when it is first wanted. Until then not even its file is read: the window's first frame waits for nothing
// that it does not show.
Loader {
    // With Qt.resolvedUrl(), which knows whose neighbour it is.
    required property url file
    // What its required properties are set to; Qt.binding() keeps one up to date.
    property var given: ({})

    function made() {
        if (item === null)
            setSource(file, given);
        return item;
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Text
import Parlor.Ui

// The buttons that copy the code of a message, over it.
Item {
    id: buttons

    required property BodyPlaces places
    // The mouse is somewhere on the message.
    required property bool near
    // They are on the way of Tab.
    required property bool reachable

    signal copyWanted(string code)

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    Repeater {
        model: buttons.places

        Loader {
            id: place

            required property string kind
            required property real start
            required property int inset
            required property bool mirrored
            required property string code
            readonly property bool isCode: kind === "code"

            active: isCode
            x: (mirrored ? buttons.width - inset : buttons.width) - width - 5
            y: Math.floor(start) - (BodyLook.codePadding - 2) + 5
            sourceComponent: IconButton {
                id: button

                property bool done: false

                objectName: "copyCode"
                implicitWidth: 26
                implicitHeight: 26
                iconName: done ? "check" : "copy"
                iconSize: 14
                ground: Theme.side
                text: done ? qsTr("Copied") : qsTr("Copy the code")
                focusPolicy: buttons.reachable ? Qt.TabFocus : Qt.NoFocus
                opacity: buttons.near || visualFocus ? 1 : 0
                onClicked: {
                    buttons.copyWanted(place.code);
                    done = true;
                    again.restart();
                }

                Timer {
                    id: again
                    interval: Theme.noteTime
                    onTriggered: button.done = false
                }
            }
        }
    }
}

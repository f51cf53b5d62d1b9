// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

// One of a few: `options` are {value, text, icon}. Arrow keys move within, Tab past it.
Item {
    id: control

    required property var options
    property string value
    property string name

    signal chosen(string value)

    function step(by) {
        const at = options.findIndex(option => option.value === value);
        const next = options[Math.max(0, Math.min(options.length - 1, at + by))];
        if (next.value !== value)
            chosen(next.value);
    }

    implicitWidth: 280
    implicitHeight: Theme.controlHeight
    activeFocusOnTab: true
    Accessible.role: Accessible.Grouping
    Accessible.name: name
    Keys.onLeftPressed: step(LayoutMirroring.enabled ? 1 : -1)
    Keys.onRightPressed: step(LayoutMirroring.enabled ? -1 : 1)

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: Theme.side
        border.width: 1
        border.color: Theme.line

        FocusRing {
            shown: control.activeFocus
        }
    }

    Row {
        anchors.fill: parent
        anchors.margins: 3
        spacing: 2

        Repeater {
            model: control.options

            T.AbstractButton {
                id: segment

                required property var modelData
                readonly property bool current: control.value === modelData.value

                width: (control.width - 6 - 2 * (control.options.length - 1)) / control.options.length
                height: control.height - 6
                focusPolicy: Qt.NoFocus
                objectName: "segment-" + modelData.value
                Accessible.role: Accessible.RadioButton
                Accessible.name: modelData.text
                Accessible.checkable: true
                Accessible.checked: current
                onClicked: control.chosen(modelData.value)

                background: Rectangle {
                    radius: Theme.radiusField - 2
                    color: segment.current ? Theme.raised : segment.hovered ? Theme.hover : "transparent"
                    border.width: segment.current ? 1 : 0
                    border.color: Theme.edge
                }
                contentItem: Item {
                    Row {
                        anchors.centerIn: parent
                        spacing: 6

                        Icon {
                            anchors.verticalCenter: parent.verticalCenter
                            visible: name.length > 0
                            name: segment.modelData.icon || ""
                            size: Theme.iconSmall
                            color: segment.current ? Theme.accent : Theme.muted
                        }
                        Text {
                            text: segment.modelData.text
                            textFormat: Text.PlainText
                            color: segment.current ? Theme.text : Theme.muted
                            font.family: Theme.family
                            font.pixelSize: Theme.fontSecondary
                            font.weight: segment.current ? Font.DemiBold : Font.Normal
                        }
                    }
                }
            }
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// One Tab stop; the arrow keys move within.
Column {
    id: list

    required property var pages // of {key, text, icon}
    required property string page
    // A press goes to another place, instead of showing it beside.
    property bool opens: false

    signal chosen(string key)

    function focusCurrent() {
        focusAt(Math.max(0, pages.findIndex(one => one.key === page)));
    }
    function focusAt(index) {
        const row = rows.itemAt(index);
        if (row)
            row.forceActiveFocus(Qt.TabFocusReason);
    }
    function step(from, by) {
        const to = Math.max(0, Math.min(pages.length - 1, from + by));
        focusAt(to);
        if (!opens)
            chosen(pages[to].key);
    }

    spacing: 2
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Pages of the settings")

    Repeater {
        id: rows
        model: list.pages

        T.AbstractButton {
            id: row

            required property int index
            required property var modelData
            readonly property bool current: !list.opens && list.page === modelData.key

            objectName: "page-" + modelData.key
            width: list.width
            height: list.opens ? Theme.controlHeight + Theme.gap2 : Theme.controlHeight
            focusPolicy: list.page === modelData.key ? Qt.StrongFocus : Qt.ClickFocus
            Accessible.role: Accessible.PageTab
            Accessible.name: modelData.text
            Accessible.selected: current
            onClicked: list.chosen(modelData.key)
            Keys.onReturnPressed: clicked()
            Keys.onEnterPressed: clicked()
            Keys.onUpPressed: list.step(index, -1)
            Keys.onDownPressed: list.step(index, 1)

            contentItem: Item {
                Icon {
                    id: icon
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.gap3
                    anchors.verticalCenter: parent.verticalCenter
                    name: row.modelData.icon
                    size: Theme.iconSmall
                    color: row.current ? Theme.accent : Theme.muted
                }
                Label {
                    anchors.left: icon.right
                    anchors.leftMargin: 10
                    anchors.right: more.left
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.modelData.text
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
                    font.weight: row.current ? Font.DemiBold : Font.Normal
                    Accessible.ignored: true
                }
                Icon {
                    id: more
                    anchors.right: parent.right
                    anchors.rightMargin: list.opens ? Theme.gap2 : 0
                    anchors.verticalCenter: parent.verticalCenter
                    visible: list.opens
                    width: visible ? implicitWidth : 0
                    name: "chevron-right"
                    size: Theme.iconSmall
                    color: Theme.muted
                    transform: Scale {
                        origin.x: more.width / 2
                        xScale: row.mirrored ? -1 : 1
                    }
                }
            }
            background: Rectangle {
                radius: Theme.radiusRow
                color: row.current ? Theme.accentSoft : row.hovered ? Theme.hover : "transparent"

                FocusRing {
                    radius: parent.radius + 2
                    shown: row.visualFocus
                }
            }
        }
    }
}

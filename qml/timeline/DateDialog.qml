// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Ui

// A month to choose a day from. No day after today: nothing was said there yet.
Dialog {
    id: dialog

    property date month: new Date()
    property date cursor: new Date()
    readonly property date today: new Date()

    signal chosen(string day)

    // ISO form of a local day; Date.toISOString() would be another one near midnight.
    function iso(day) {
        return day.toLocaleDateString(Qt.locale("C"), "yyyy-MM-dd");
    }
    function openAt(day) {
        const parts = day.split("-");
        const start = parts.length === 3 ? new Date(parts[0], parts[1] - 1, parts[2]) : new Date();
        cursor = start;
        month = new Date(start.getFullYear(), start.getMonth(), 1);
        open();
        grid.forceActiveFocus(Qt.PopupFocusReason);
    }
    function turn(by) {
        const next = new Date(month.getFullYear(), month.getMonth() + by, 1);
        if (next <= today)
            month = next;
    }
    function step(days) {
        const next = new Date(cursor.getFullYear(), cursor.getMonth(), cursor.getDate() + days);
        if (next > today)
            return;
        cursor = next;
        month = new Date(next.getFullYear(), next.getMonth(), 1);
    }
    function choose(day) {
        close();
        chosen(iso(day));
    }

    objectName: "dateDialog"
    title: qsTr("Go to a day")
    preferredWidth: 7 * 38 + 2 * padding + 8

    Item {
        width: parent.width
        height: Theme.rowHeight

        IconButton {
            id: before
            objectName: "monthBefore"
            anchors.left: parent.left
            iconName: LayoutMirroring.enabled ? "chevron-right" : "chevron-left"
            text: qsTr("The month before")
            onClicked: dialog.turn(-1)
        }
        Label {
            anchors.centerIn: parent
            text: dialog.month.toLocaleDateString(Qt.locale(), "MMMM yyyy")
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        IconButton {
            anchors.right: parent.right
            enabled: new Date(dialog.month.getFullYear(), dialog.month.getMonth() + 1, 1) <= dialog.today
            iconName: LayoutMirroring.enabled ? "chevron-left" : "chevron-right"
            text: qsTr("The month after")
            onClicked: dialog.turn(1)
        }
    }
    Grid {
        id: grid
        columns: 7
        focus: true
        width: parent.width
        readonly property real cell: width / 7
        readonly property int firstDay: Qt.locale().firstDayOfWeek
        readonly property int lead: (dialog.month.getDay() - firstDay + 7) % 7
        Keys.onLeftPressed: dialog.step(LayoutMirroring.enabled ? 1 : -1)
        Keys.onRightPressed: dialog.step(LayoutMirroring.enabled ? -1 : 1)
        Keys.onUpPressed: dialog.step(-7)
        Keys.onDownPressed: dialog.step(7)
        Keys.onReturnPressed: dialog.choose(dialog.cursor)
        Keys.onEnterPressed: dialog.choose(dialog.cursor)
        Accessible.role: Accessible.Table
        Accessible.name: dialog.month.toLocaleDateString(Qt.locale(), "MMMM yyyy")

        Repeater {
            model: 7
            Label {
                required property int index
                width: grid.cell
                height: 26
                text: Qt.locale().dayName((grid.firstDay + index) % 7, Locale.ShortFormat)
                horizontalAlignment: Text.AlignHCenter
                color: Theme.muted
                font.pixelSize: Theme.fontBadge
            }
        }
        Repeater {
            model: 42
            T.AbstractButton {
                id: cell
                required property int index
                readonly property date day: new Date(dialog.month.getFullYear(), dialog.month.getMonth(), 1 + index - grid.lead)
                readonly property bool within: day.getMonth() === dialog.month.getMonth()
                readonly property bool isCursor: dialog.iso(day) === dialog.iso(dialog.cursor)
                readonly property bool isToday: dialog.iso(day) === dialog.iso(dialog.today)
                objectName: within ? "day-" + dialog.iso(day) : ""
                width: grid.cell
                height: index < 35 || within ? 34 : 0
                visible: height > 0
                opacity: within ? 1 : 0
                enabled: within && day <= dialog.today
                focusPolicy: Qt.NoFocus
                text: day.getDate()
                Accessible.role: Accessible.Button
                Accessible.name: day.toLocaleDateString(Qt.locale(), Locale.LongFormat)
                onClicked: dialog.choose(day)

                background: Item {
                    Rectangle {
                        anchors.centerIn: parent
                        width: 32
                        height: 32
                        radius: Theme.radiusField
                        color: cell.isCursor ? Theme.accent : cell.hovered ? Theme.hover : "transparent"
                        border.width: cell.isToday ? 1 : 0
                        border.color: Theme.accent
                    }
                }
                contentItem: Label {
                    text: cell.text
                    horizontalAlignment: Text.AlignHCenter
                    color: cell.isCursor ? Theme.accentInk : cell.enabled ? Theme.text : Theme.faint
                    font.pixelSize: Theme.fontSecondary
                    Accessible.ignored: true
                }
            }
        }
    }
}

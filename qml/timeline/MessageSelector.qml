// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models

// Selection that runs over several messages: dragged out of one into others, it takes the rest of the first, those
// between and the beginning of the last. Within one message its own TextEdit selects.
Item {
    id: selector

    required property ListView view
    required property MessageListModel model
    // More than one message is selected.
    property bool active: false

    property string anchorKey
    property int anchorPosition: 0
    property string anchorText
    property string focusKey
    property int focusPosition: 0
    property string focusText

    signal moved

    function clear() {
        if (!active)
            return;
        active = false;
        for (const row of rows())
            row.messageBody.deselect();
    }
    function copy() {
        const anchor = model.rowOf(anchorKey);
        const focus = model.rowOf(focusKey);
        if (!active || anchor < 0 || focus < 0)
            return;
        // The older one stands above.
        if (anchor > focus)
            model.copyLines(anchor, focus, anchorText, focusText);
        else
            model.copyLines(focus, anchor, focusText, anchorText);
    }
    function rows() {
        const all = view.contentItem.children;
        const found = [];
        for (let i = 0; i < all.length; ++i) {
            if (all[i].visible && all[i].messageBody !== undefined)
                found.push(all[i]);
        }
        return found;
    }
    // The list is a focus scope: the text that was pressed would keep the keyboard. Its row, or -1.
    function leaveTexts() {
        let pressed = -1;
        for (const row of rows()) {
            if (row.messageBody.edit.activeFocus)
                pressed = row.index;
            row.messageBody.edit.focus = false;
        }
        return pressed;
    }
    function rowAt(point) {
        const y = Math.max(1, Math.min(view.height - 1, point.y)) + view.contentY;
        return view.itemAt(view.width / 2, y);
    }
    function positionIn(row, point) {
        const edit = row.messageBody.edit;
        const at = edit.mapFromItem(selector, point.x, point.y);
        return edit.positionAt(at.x, at.y);
    }
    function begin(point) {
        clear();
        const row = rowAt(point);
        anchorKey = row && row.messageBody !== undefined && !row.isSystem ? row.key : "";
        anchorPosition = anchorKey.length > 0 ? positionIn(row, point) : 0;
    }
    function extend(point) {
        const row = rowAt(point);
        if (anchorKey.length === 0 || !row || row.messageBody === undefined || row.isSystem)
            return;
        if (!active && row.key === anchorKey)
            return;
        if (!active) {
            active = true;
            leaveTexts();
            view.forceActiveFocus(Qt.MouseFocusReason);
        }
        focusKey = row.key;
        focusPosition = positionIn(row, point);
        // After the TextEdit that was pressed, which selects in itself at the same time.
        Qt.callLater(apply); // qmllint disable
    }
    function apply() {
        if (!active)
            return;
        const anchor = model.rowOf(anchorKey);
        const focus = model.rowOf(focusKey);
        for (const row of rows()) {
            const length = row.messageBody.edit.length;
            let from = 0;
            let to = length;
            if (row.index > Math.max(anchor, focus) || row.index < Math.min(anchor, focus) || row.isSystem || row.isDeleted) {
                to = 0;
            } else {
                // Above (older) it runs to the end, below from the beginning.
                if (row.index === anchor) {
                    from = anchor >= focus ? anchorPosition : 0;
                    to = anchor > focus ? length : anchorPosition;
                }
                if (row.index === focus) {
                    from = focus > anchor ? focusPosition : anchor === focus ? Math.min(anchorPosition, focusPosition) : 0;
                    to = focus > anchor ? length : anchor === focus ? Math.max(anchorPosition, focusPosition) : focusPosition;
                }
            }
            if (from < to)
                row.messageBody.edit.select(from, to);
            else
                row.messageBody.deselect();
            if (row.index === anchor)
                anchorText = from < to ? row.messageBody.textBetween(from, to) : "";
            if (row.index === focus)
                focusText = from < to ? row.messageBody.textBetween(from, to) : "";
        }
    }

    Connections {
        target: selector.view
        enabled: selector.active
        function onContentYChanged() {
            Qt.callLater(selector.apply); // qmllint disable
        }
    }
    Connections {
        target: selector.model
        function onModelReset() {
            selector.active = false;
        }
    }

    PointHandler {
        id: pointer
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        acceptedButtons: Qt.LeftButton
        onActiveChanged: {
            if (active)
                selector.begin(point.position);
            // What is dragged is text, not the list.
            selector.view.interactive = !active;
        }
        onPointChanged: if (active)
            selector.extend(point.position)
    }
    Timer {
        // At the edge the list moves on.
        readonly property real by: pointer.point.position.y < 24 ? -14 : pointer.point.position.y > selector.height - 24 ? 14 : 0
        interval: 16
        repeat: true
        running: pointer.active && selector.active && by !== 0
        onTriggered: {
            const view = selector.view;
            const bottom = Math.max(view.originY, view.originY + view.contentHeight - view.height);
            view.contentY = Math.max(view.originY, Math.min(bottom, view.contentY + by));
            selector.moved();
            selector.extend(pointer.point.position);
        }
    }
}

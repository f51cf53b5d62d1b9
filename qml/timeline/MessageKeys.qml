// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// The keyboard over a list of messages. Without a modifier the keys are about the message that it is at.
QtObject {
    id: keys

    // The TimelineView that has it; its type would be a circle.
    required property Item timeline
    required property ListView view
    required property MessageSelector selector
    required property MessagePopups popups

    function handle(event) {
        event.accepted = move(event) || copy(event) || actOnRow(event);
    }
    function move(event) {
        const page = view.height * 0.9;
        if (event.modifiers & (Qt.ControlModifier | Qt.AltModifier))
            return false;
        switch (event.key) {
        case Qt.Key_Up:
            view.moveCurrent(1);
            return true;
        case Qt.Key_Down:
            view.moveCurrent(-1);
            return true;
        case Qt.Key_PageUp:
            view.scrollBy(-page);
            return true;
        case Qt.Key_PageDown:
            view.scrollBy(page);
            return true;
        case Qt.Key_Home:
            view.scrollBy(view.originY - view.contentY);
            return true;
        case Qt.Key_End:
            timeline.toNewest();
            return true;
        }
        return false;
    }
    function copy(event) {
        if (!event.matches(StandardKey.Copy))
            return false;
        if (selector.active)
            selector.copy();
        else if (view.currentIndex >= 0)
            timeline.model.copyText(timeline.model.facts(view.currentIndex).key);
        return true;
    }
    function actOnRow(event) {
        if (event.key === Qt.Key_Escape) {
            if (selector.active)
                selector.clear();
            else if (view.currentIndex >= 0)
                view.currentIndex = -1;
            else
                timeline.escaped();
            return true;
        }
        const menuKey = event.key === Qt.Key_Menu || (event.key === Qt.Key_F10 && event.modifiers & Qt.ShiftModifier);
        const row = view.currentItem;
        if (!row || row.messageBody === undefined || (event.modifiers & (Qt.ControlModifier | Qt.AltModifier)))
            return false;
        const facts = timeline.model.facts(view.currentIndex);
        if (menuKey) {
            popups.openMenu(view.currentIndex, row.inset, Math.max(0, row.y + row.anchorY - view.contentY + 24));
            return true;
        }
        switch (event.key) {
        case Qt.Key_Return:
        case Qt.Key_Enter:
            if (!timeline.threadView && !facts.pending && !facts.system)
                timeline.threadWanted(facts.thread);
            return true;
        case Qt.Key_R:
            if (facts.canReply)
                timeline.replyWanted(facts.key);
            return true;
        case Qt.Key_E:
            if (facts.canEdit)
                timeline.editWanted(facts.key);
            return true;
        case Qt.Key_Plus:
            if (facts.canReact)
                popups.openPicker(facts.key, row.messageBody);
            return true;
        case Qt.Key_P:
            if (facts.canReact)
                timeline.model.setPinned(facts.key, !facts.pinned);
            return true;
        case Qt.Key_U:
            if (!facts.own && !facts.pending && timeline.room)
                timeline.model.markUnreadFrom(facts.key);
            return true;
        case Qt.Key_Space:
            if (row.foldable)
                timeline.toggleFold(row);
            return true;
        case Qt.Key_Delete:
            timeline.model.remove(facts.key);
            return true;
        }
        return false;
    }
}

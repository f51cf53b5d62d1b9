// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// One toolbar for all rows of a list of messages, beside the row that it is about. Made when it is first wanted.
Loader {
    id: tools

    required property MessageStreamModel model
    // Null: none is pointed at.
    required property Item row
    required property ListView view
    required property bool threads
    readonly property bool wanted: row !== null && !row.isSystem && !row.isDeleted
    readonly property bool hovered: item !== null && visible && item.hovered
    // Whose it was last: what opens from it stays beside that message although the toolbar is hidden meanwhile.
    property Item last: null

    signal hoverMoved
    signal reactWanted(string key)
    signal replyWanted(string key)
    signal threadWanted(string key)
    signal editWanted(string key)
    signal moreWanted(int index)

    onRowChanged: if (row)
        last = row
    y: last ? Math.max(2, last.y + last.anchorY - view.contentY - 12) : 0
    active: wanted || item !== null
    visible: wanted
    sourceComponent: MessageToolbar {
        objectName: "toolbar"
        facts: tools.wanted ? tools.model.facts(tools.row.index) : ({})
        threads: tools.threads
        onHoveredChanged: tools.hoverMoved()
        onReactWanted: tools.reactWanted(facts.key)
        onReplyWanted: tools.replyWanted(facts.key)
        onThreadWanted: tools.threadWanted(facts.thread)
        onEditWanted: tools.editWanted(facts.key)
        onMoreWanted: tools.moreWanted(tools.row.index)
    }
}

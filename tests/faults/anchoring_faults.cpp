// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/faults.h"

namespace parlor::tests {

namespace {

constexpr const char* anchor = "qml/ui/scroll_anchor.cpp";
constexpr const char* anchorTest = "tst_qml_scroll_anchor";
constexpr const char* view = "qml/timeline/TimelineView.qml";
constexpr const char* row = "qml/timeline/MessageRow.qml";
constexpr const char* place = "tst_qml_timeline_place";
constexpr const char* jumps = "tst_qml_timeline_jumps";

/// ScrollAnchor: what it hears of.
QList<Fault> hearing() {
    return {
        {"no signal of the layout", anchor,
         "connect(m_view, SIGNAL(contentHeightChanged()), this, SLOT(layoutChanged()));\n"
         "        connect(m_view, SIGNAL(originYChanged()), this, SLOT(layoutChanged()));",
         ";", anchorTest, "sticks"},
        {"no heightChanged of the view", anchor,
         "connect(m_view, &QQuickItem::heightChanged, this, &QQuickItem::polish);", ";", anchorTest,
         "sticks"},
        {"no contentYChanged", anchor, "connect(m_view, SIGNAL(contentYChanged()), this, SLOT(viewMoved()));",
         ";", anchorTest, "whatOthersMoveIsPutBack"},
        {"no yChanged of the row", anchor, "connect(row, &QQuickItem::yChanged, this, &QQuickItem::polish);",
         ";", anchorTest, "heightsThatMakeUpForEachOther"},
    };
}

/// ScrollAnchor: what it does.
QList<Fault> keeping() {
    return {
        {"sticking begins with the next change", anchor, "    m_stick = stick;\n    polish();",
         "m_stick = stick;", anchorTest, "sticks"},
        {"corrects under the hand", anchor, "!m_view || m_moving", "!m_view", anchorTest, "followsTheUser"},
        {"does not record where one moved", anchor, "    m_moving = moving;\n    record();",
         "m_moving = moving;", anchorTest, "followsTheUser"},
        {"records nothing", anchor, "m_view ? middleRow() : nullptr", "nullptr", anchorTest,
         "keepsTheRowInTheMiddle"},
        {"holds nothing", anchor, "!row || !m_view", "true", anchorTest, "holdsARow"},
        {"holds, but sticks", anchor, "    setStick(false);\n    keep(row, offsetOf(row));",
         "keep(row, offsetOf(row));", anchorTest, "holdsARow:at the end"},
        {"places nothing", anchor,
         "QMetaObject::invokeMethod(m_view, \"positionViewAtIndex\", Q_ARG(int, index), Q_ARG(int, centre));",
         ";", anchorTest, "placesARow"},
        {"places in the middle", anchor, "m_view->height() * fraction", "m_view->height() / 2", anchorTest,
         "placesARow"},
        {"does not say that it is placed", anchor, "Q_EMIT placed();", ";", anchorTest, "placesARow"},
        {"goes on saying that it is placed", anchor, "m_placing = false;", ";", anchorTest, "placesARow"},
        {"sticks to nothing", anchor,
         "scrollTo(number(\"originY\") + number(\"contentHeight\") - m_view->height());", ";", anchorTest,
         "sticks"},
        {"never corrects", anchor, "scrollTo(number(\"contentY\") + by);", ";", anchorTest,
         "keepsTheRowInTheMiddle"},
        {"corrects the wrong way", anchor, "offsetOf(row) - m_offset", "m_offset - offsetOf(row)", anchorTest,
         "keepsTheRowInTheMiddle"},
        {"goes beyond the ends", anchor, "m_stick ? y : std::clamp(y, top, bottom)", "y", anchorTest,
         "placesNothingBeyondTheEnds"},
        {"knows no row again", anchor,
         "        if (row->isVisible() && row->property(\"key\") == key)\n            return row;", ";",
         anchorTest, "findsTheRowAgainByItsKey"},
        {"takes a used row for the same", anchor,
         "m_row && m_row->isVisible() && m_row->property(\"key\") == key", "m_row", anchorTest,
         "forgetsARowThatIsGone"},
        {"keeps the upper row", anchor, "number(\"contentY\") + m_view->height() / 2", "number(\"contentY\")",
         anchorTest, "keepsTheRowInTheMiddle"},
        {"keeps the upper edge of the row", anchor, "row->property(\"anchorY\").toReal()", "0", anchorTest,
         "keepsTheMessageAndNotWhatStandsAboveIt"},
    };
}

/// What the timeline makes of it.
QList<Fault> reading() {
    return {
        {"heights below move what is read", view, "view: view\n        moving",
         "view: stick ? view : null\n        moving", place, "heightsMoveNothing:below, in sight"},
        {"a narrower window moves what is read", view, "view: view\n        moving",
         "view: stick ? view : null\n        moving", place, "staysAtWhatIsRead:narrower"},
        {"a lower window moves what is read", view, "view: view\n        moving",
         "view: stick ? view : null\n        moving", place, "staysAtWhatIsRead:lower"},
        {"density moves what is read", view, "view: view\n        moving",
         "view: stick ? view : null\n        moving", place, "staysAtWhatIsRead:compact"},
        {"a side pane moves what is read", view, "view: view\n        moving",
         "view: stick ? view : null\n        moving", place, "staysAtWhatIsRead:a pane at the side"},
        {"where one has moved to is not kept", view, "view: view\n        moving",
         "view: stick ? view : null\n        moving", place, "keepsWhereOneHasMovedTo"},
        {"older messages move what is read", view, "        onCountChanged: {\n",
         "onCountChanged: {\nif (!anchor.stick) { contentY -= 40; settle(); }\n", place,
         "olderMessagesMoveNothing"},
        {"what arrives moves what is read", view, "        onCountChanged: {\n",
         "onCountChanged: {\nif (!anchor.stick) { contentY -= 40; settle(); }\n", place,
         "whatArrivesBelowMovesNothingAndIsCounted"},
        {"what comes after a jump moves what is read", view, "        onCountChanged: {\n",
         "onCountChanged: {\nif (!anchor.stick) { contentY -= 40; settle(); }\n", jumps,
         "jumpsIntoThePastAndReadsOnFromThere"},
        {"where reading stopped is not looked for", view, "room ? room.newLineRow() : -1", "-1", jumps,
         "startsWhereReadingStopped"},
        {"the newest is left by a window that changes", view, "        id: anchor\n        view: view\n",
         "        id: anchor\n", place, "staysAtTheNewest:lower"},
        {"the newest is left by what grows", view, "        id: anchor\n        view: view\n",
         "        id: anchor\n", place, "staysAtTheNewest:compact"},
        {"the day belongs to the message", row, "readonly property real anchorY: lines.height",
         "readonly property real anchorY: 0", place, "aLineAboveTheMessageDoesNotMoveIt"},
        {"pixels between pixels", row, "Math.ceil(row.isSystem ? note.height : column.height)",
         "0.3 + (row.isSystem ? note.height : column.height)", place, "heightsMoveNothing"},
        {"nothing is settled when one has moved", view, "            fresh = false;\n            settle();",
         "            fresh = false;", place, "keepsWhereOneHasMovedTo"},
        {"sticks wherever one is", view, "fromNewest < 24 && ", "true && ", place,
         "whatArrivesBelowMovesNothingAndIsCounted"},
        {"the model is not told of the newest", view, "value: anchor.stick", "value: true", place,
         "whatArrivesBelowMovesNothingAndIsCounted"},
        {"what one sends is not shown", view, "function onSent() {\n            timeline.toNewest();",
         "function onSent() {", jumps, "whatOneSendsIsShown"},
        {"the newest does not stick", view, "        model.toNewest();\n        anchor.stick = true;",
         "        model.toNewest();", jumps, "whatOneSendsIsShown"},
        {"the line stands in the middle", view, "anchor.place(row, 1 / 3);", "anchor.place(row, 1 / 2);",
         jumps, "startsWhereReadingStopped"},
        {"a window that gets its size late loses the line", view,
         "if (fresh && !anchor.stick)\n                soon(timeline.toLine);", "", jumps,
         "startsWhereReadingStopped"},
        {"jumps land anywhere", view, "anchor.place(row, line ? 1 / 3 : 0.35);", "anchor.place(row, 0.6);",
         jumps, "jumpsIntoThePastAndReadsOnFromThere"},
        {"nothing comes of a jump", view, "timeline.land(row, line);", "", jumps,
         "jumpsIntoThePastAndReadsOnFromThere"},
        {"unfolds in both directions", view, "anchor.hold(row);", "", place, "unfoldsALongMessageDownwards"},
        {"nothing is settled when it is unfolded", view, "onTriggered: view.settle()", "", place,
         "unfoldsALongMessageDownwards"},
        {"a short thread hangs at the bottom", view,
         "Math.max(0, Math.floor(height - rows - footerItem.height - Theme.gap2))", "0", jumps,
         "aShortThreadBeginsAtTheTop"},
        {"a thread without an anchor", view, "view: view\n        moving",
         "view: timeline.threadView ? null : view\n        moving", place, "aThreadKeepsItsPlaceToo"},
    };
}

} // namespace

QList<Fault> anchoringFaults() {
    return hearing() + keeping() + reading();
}

} // namespace parlor::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/faults.h"

namespace parlor::tests {

namespace {

constexpr const char* theme = "qml/ui/Theme.qml";
constexpr const char* avatar = "qml/ui/avatar_style.cpp";
constexpr const char* tray = "client/attention/system_tray.cpp";

QList<Fault> colours() {
    constexpr const char* regions = "paintsTheRegionsInBothThemes";
    return {
        {"the rail has another colour", theme, "\"#E4E7EA\"", "\"#E4E7EB\"", "tst_qml_window", regions},
        {"the dark side has another colour", theme, "\"#16191D\"", "\"#16191E\"", "tst_qml_window", regions},
        {"the rail stays light in the dark", "qml/account/AccountRail.qml", "color: Theme.rail",
         "color: \"#E4E7EA\"", "tst_qml_window", regions},
        {"the list of rooms has no ground", "qml/rooms/RoomList.qml", "color: Theme.side",
         "color: Theme.base", "tst_qml_window", regions},
        {"messages have no ground", "qml/timeline/TimelineView.qml", "color: Theme.base", "color: Theme.side",
         "tst_qml_window", regions},
        {"nothing is written", "qml/text/MessageBody.qml", "body.pending ? Theme.muted : Theme.text",
         "Theme.base", "tst_qml_window", regions},
        {"the open room is not marked", "qml/rooms/RoomRow.qml", "color: row.current ? Theme.accentSoft",
         "color: false ? Theme.accentSoft", "tst_qml_window", regions},
        {"nothing is mirrored", "qml/app/Main.qml", "LayoutMirroring.enabled: Theme.mirrored",
         "LayoutMirroring.enabled: false", "tst_qml_window", "mirrorsForRightToLeft"},
        {"the search stays light", "qml/search/SearchPane.qml", "color: Theme.base", "color: \"white\"",
         "tst_qml_search", "inTheDark"},
        {"code has no ground", "qml/text/CodeBlocks.qml", "isCode ? Theme.side", "isCode ? Theme.base",
         "tst_qml_text", "looksChangeWithTheTheme"},
        {"the ground of code stays light", "qml/text/CodeBlocks.qml", "isCode ? Theme.side",
         "isCode ? \"#F3F4F6\"", "tst_qml_text", "looksChangeWithTheTheme"},
        {"pale text", theme, "\"#5C6570\"", "\"#7C8590\"", "tst_qml_ui", "textCanBeReadOnItsGround"},
        {"pale text in the dark", theme, "\"#98A2AE\"", "\"#687280\"", "tst_qml_ui",
         "textCanBeReadOnItsGround"},
        {"motion for who wants none", theme, "appear: calm ? 0 : 120", "appear: 120", "tst_qml_ui",
         "nothingMovesForWhoWantsNoMotion"},
        {"another accent", theme, "\"#0A7264\"", "\"#0A7265\"", "tst_qml_ui", "thePaletteIsTheOneAgreed"},
    };
}

/// Where the keyboard is.
QList<Fault> rings() {
    constexpr const char* check = "theKeyboardIsSeenWhereverItGoes:room";
    return {
        {"no ring", "qml/ui/FocusRing.qml", "visible: shown", "visible: false", "tst_qml_accessibility",
         check},
        {"a ring without a line", "qml/ui/FocusRing.qml", "border.width: 2", "border.width: 0",
         "tst_qml_accessibility", check},
        {"one kind of control without a ring", "qml/rooms/RoomRow.qml", "border.width: row.selected ? 2 : 0",
         "border.width: 0", "tst_qml_accessibility", check},
    };
}

/// Where texts are.
QList<Fault> places() {
    return {
        {"a line for the name that does not grow", "qml/timeline/MessageHead.qml", "Theme.scaled(19)", "19",
         "tst_qml_accessibility", "everythingCanBeRead:room"},
    };
}

QList<Fault> pictures() {
    return {
        {"pale initials", avatar, "QColor::fromHsl(hueOf(id), 130, 56)",
         "QColor::fromHsl(hueOf(id), 130, 156)", "tst_qml_ui", "avatarsCanBeReadAndAreNeverAmber"},
        {"pale initials in the dark", avatar, "QColor::fromHsl(hueOf(id), 90, 232)",
         "QColor::fromHsl(hueOf(id), 90, 132)", "tst_qml_ui", "avatarsCanBeReadAndAreNeverAmber"},
        {"amber avatars", avatar, "QColor::fromHsl(hueOf(id), 110, 217)", "QColor::fromHsl(38, 110, 217)",
         "tst_qml_ui", "avatarsCanBeReadAndAreNeverAmber"},
        {"no count on the icon", tray, "paintCount(painter, side, count);", "Q_UNUSED(paintCount)",
         "tst_attention_presence", "theCountIsOnTheIcon"},
        {"an empty count", tray, "painter.drawText(ground, Qt::AlignCenter, text);", ";",
         "tst_attention_presence", "theCountIsOnTheIcon"},
        {"mentions look like the rest", tray, "count.mentions > 0 ? mentionGround : unreadGround",
         "unreadGround", "tst_attention_presence", "theCountIsOnTheIcon"},
        {"no moon on the icon", tray, "paintMoon(painter, side);", "Q_UNUSED(paintMoon)",
         "tst_attention_presence", "theCountIsOnTheIcon"},
        {"counts without an end", tray, "count.unread > countMost", "false", "tst_attention_presence",
         "theCountIsOnTheIcon"},
    };
}

} // namespace

QList<Fault> paintingFaults() {
    return colours() + rings() + places() + pictures();
}

} // namespace parlor::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace parlor::bench {

/// As people write: mostly a line, sometimes more, now and then with some Markdown, a list, code or a
/// paragraph.
inline QString saying(int number) {
    using namespace Qt::StringLiterals;
    switch (number % 16) {
    case 0:
    case 8:
        return u"Ship %1 is in, and the berth is free from noon on. I have told the **crane crew** and the pilots."_s
            .arg(number);
    case 3:
        return u"Three things:\n- the tide table for week %1\n- the printer\n- lunch"_s.arg(number % 52);
    case 5:
    case 13:
        return u"See https://example.org/berths/%1 for the plan, and `berth --list` for what it does now."_s
            .arg(number);
    case 7:
        return u"This is what it says:\n```\nberth %1: occupied\nberth %2: free\n```"_s.arg(number).arg(
            number + 1);
    case 11:
        return u"I went through the list for number %1 again, and most of it is as we thought: the two cranes at the north quay are due for their inspection this month, the third was done in spring. The papers of the last one are missing, so somebody has to ask the office before Friday. Otherwise we have to close the quay for a day, which nobody wants in the middle of the season."_s
            .arg(number);
    default:
        return u"That works for me, number %1."_s.arg(number);
    }
}

} // namespace parlor::bench

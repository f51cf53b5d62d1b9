// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/composer_marks.h"

#include <algorithm>

namespace parlor::marks {

using namespace Qt::StringLiterals;

namespace {

struct Range {
    qsizetype start;
    qsizetype end;
};

Range within(const QString& text, int start, int end) {
    const qsizetype last = text.size();
    const qsizetype from = std::clamp<qsizetype>(std::min(start, end), 0, last);
    return {from, std::clamp<qsizetype>(std::max(start, end), from, last)};
}

/// "*" is not there where "**" is.
bool stands(const QString& text, qsizetype at, const QString& mark, bool before) {
    const qsizetype from = before ? at - mark.size() : at;
    if (from < 0 || from + mark.size() > text.size() || QStringView(text).sliced(from, mark.size()) != mark)
        return false;
    const qsizetype beside = before ? from - 1 : from + mark.size();
    return mark.size() > 1 || beside < 0 || beside >= text.size() || text[beside] != mark[0];
}

Edit edit(Range range, const QString& text, qsizetype selectFrom, qsizetype selectTo) {
    return {static_cast<int>(range.start), static_cast<int>(range.end), text, static_cast<int>(selectFrom),
            static_cast<int>(selectTo)};
}

} // namespace

Edit toggled(const QString& text, int start, int end, const QString& mark) {
    Range range = within(text, start, end);
    if (mark == "`"_L1 && QStringView(text).sliced(range.start, range.end - range.start).contains(u'\n')) {
        const QString lead = range.start > 0 && text[range.start - 1] != u'\n' ? u"\n```\n"_s : u"```\n"_s;
        const QString inner = text.sliced(range.start, range.end - range.start);
        const QString tail = inner.endsWith(u'\n') ? u"```"_s : u"\n```"_s;
        return edit(range, lead + inner + tail, range.start + lead.size(),
                    range.start + lead.size() + inner.size());
    }
    while (range.start < range.end && text[range.start].isSpace())
        ++range.start;
    while (range.end > range.start && text[range.end - 1].isSpace())
        --range.end;
    const QString inner = text.sliced(range.start, range.end - range.start);
    const qsizetype size = mark.size();
    if (stands(text, range.start, mark, true) && stands(text, range.end, mark, false))
        return edit({range.start - size, range.end + size}, inner, range.start - size, range.end - size);
    if (inner.size() > 2 * size && stands(inner, 0, mark, false) && stands(inner, inner.size(), mark, true))
        return edit(range, inner.sliced(size, inner.size() - 2 * size), range.start, range.end - 2 * size);
    return edit(range, mark + inner + mark, range.start + size, range.end + size);
}

Edit inserted(const QString& text, int start, int end, const QString& word) {
    const Range range = within(text, start, end);
    const bool touches = range.start > 0 && text[range.start - 1].isLetterOrNumber();
    const QString put = (touches ? u" "_s : QString()) + word;
    return edit(range, put, range.start + put.size(), range.start + put.size());
}

} // namespace parlor::marks

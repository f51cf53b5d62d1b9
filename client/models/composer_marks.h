// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// What formatting keys do to a text that is being written. Pure.
namespace parlor::marks {

/// Positions `from` to `to` become `text`; then `selectFrom` to `selectTo` is selected. UTF-16.
struct Edit {
    int from = 0;
    int to = 0;
    QString text;
    int selectFrom = 0;
    int selectTo = 0;
    friend bool operator==(const Edit&, const Edit&) = default;
};

/// Puts `mark` around `text` from `start` to `end`, or takes it away where it is there already. Spaces at the
/// ends stay outside. "`" around several lines makes a block of code.
Edit toggled(const QString& text, int start, int end, const QString& mark);
/// Puts `word` there, with a space before it if it would touch another word.
Edit inserted(const QString& text, int start, int end, const QString& word);

} // namespace parlor::marks

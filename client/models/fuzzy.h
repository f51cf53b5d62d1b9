// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// How well a name fits what was typed. Pure; any thread.
namespace parlor::fuzzy {

/// The better kind of match is the greater number.
enum class Match {
    None,
    Subsequence, ///< its letters come in that order: "hbr" in "harbour"
    Substring,   ///< "bour" in "harbour"
    Initials,    ///< the first letters of its words: "id" in "Ines Duarte"
    Words,       ///< every word typed begins a word of it, in order: "ine du", "sched" in "crane-scheduling"
    Prefix,      ///< it begins with it
    Exact,
};

/// Small letters without accents, so that "jose" finds "José". Neither length nor positions are kept.
QString folded(const QString& text);
/// Both folded(). An empty `typed` fits everything as Prefix.
Match match(QStringView typed, QStringView name);

} // namespace parlor::fuzzy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/search_result.h"

#include <QList>
#include <QString>

#include <optional>

/// What is typed into the search, and how what was found is shown. Pure; any thread.
namespace parlor {

/// `from:ann`: a part of a search that stands for a filter.
struct TypedFilter {
    enum Kind { From, In, Before, After, On, Link };
    Kind kind = Link;
    QString value; ///< without quotes; empty for Link
    friend bool operator==(const TypedFilter&, const TypedFilter&) = default;
};

/// A text taken apart into filters and the rest.
struct TypedSearch {
    QList<TypedFilter> filters;
    QString words; ///< what is left, as it was typed
};
/// `whole`: the last word is done, too; else it is still being typed, and stays among the words. `may` says
/// which filters can be applied; the others stay where they are.
template <typename May>
TypedSearch takeFilters(const QString& text, bool whole, May may);

/// The parts of a text with their blanks: what stands between quotes is not parted.
QStringList searchTokens(const QString& text);
/// Nullopt for a word.
std::optional<TypedFilter> typedFilter(const QString& token);

/// Where in `content` something of `words` stands: without case; what stands between quotes as one.
QList<TextSpan> searchSpans(const QString& content, const QString& words);

/// Where in `text` the `marks` stand, one after the other and without case; one that is not there is left
/// out.
QList<TextSpan> spansInOrder(const QString& text, const QStringList& marks);
/// What stands in `content` at those places.
QStringList textsAt(const QString& content, const QList<TextSpan>& spans);

struct ExcerptPart {
    QString text;
    bool hit = false;
    friend bool operator==(const ExcerptPart&, const ExcerptPart&) = default;
};
/// About `length` code points of `content` around its first hit, in one line. `hits` ascend.
QList<ExcerptPart> excerptOf(const QString& content, const QList<TextSpan>& hits, int length);

template <typename May>
TypedSearch takeFilters(const QString& text, bool whole, May may) {
    TypedSearch typed;
    const QStringList tokens = searchTokens(text);
    for (const QString& token : tokens) {
        const bool done = whole || token.back().isSpace();
        const auto filter = done ? typedFilter(token.trimmed()) : std::nullopt;
        if (filter && may(*filter))
            typed.filters.append(*filter);
        else
            typed.words.append(token);
    }
    return typed;
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/search/search_text.h"
#include "shared/models.h"
#include "shared/result.h"

#include <QDateTime>
#include <QStringList>

namespace parlor::search {

/// Terms and filters of one query, of each kind.
inline constexpr int queryPartsMax = 16;
/// Places of one message that are told to be marked.
inline constexpr int highlightsMax = 100;

/// What somebody typed: terms and "phrases", all of which must be in a message, and filters. Names are not
/// looked up yet.
struct Query {
    QList<Term> terms;
    QStringList from; ///< usernames, lower case, or "me"; any of them
    QStringList in;   ///< names or ids of rooms, as typed; any of them
    /// Created in [since, until).
    std::optional<QDateTime> since;
    std::optional<QDateTime> until;
    bool link = false;
};
/// Words are separated by space. Filters are from:NAME, in:ROOM, before:DATE, after:DATE, on:DATE (a day in
/// UTC, 2026-11-21) and has:link; a value with spaces stands in quotes. What begins with another word and a
/// colon is text. Invalid with field "q" for what is too much or too little, and for a filter with a value
/// that it cannot have. `text` was checked to be well-formed and not too long.
Result<Query> parseQuery(QStringView text);

/// A query whose names were looked up: what a message must be.
struct Criteria {
    QList<Term> terms;
    QList<UserId> senders; ///< any of them; empty: everybody
    std::optional<QDateTime> since;
    std::optional<QDateTime> until;
    bool link = false;

    /// Whether it is `message`, of whatever room. Neither a deleted message nor a system's is ever.
    bool match(const Message& message) const;
    /// What is to be marked in `content`, which matches: in order, without overlaps.
    QList<Span> highlights(QStringView content) const;
    /// What the index is asked for: all of the first, and one of each further list.
    struct Wanted {
        QSet<QByteArray> all;
        QList<QList<QByteArray>> anyOf;
    };
    Wanted tokens() const;
};

/// What the index holds of a message beside the tokens of its content; they begin with '_', which those never
/// do.
QByteArray roomToken(const RoomId& room);
QByteArray senderToken(const UserId& sender);
/// All tokens of a message.
QSet<QByteArray> tokensOf(const Message& message);

} // namespace parlor::search

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/search/search_query.h"

#include "shared/utc.h"

#include <QDate>

#include <algorithm>

namespace parlor::search {

namespace {

const QByteArray linkToken = QByteArrayLiteral("_l");

tl::unexpected<Error> invalid(const QString& message) {
    return fail(ErrorCode::Invalid, message, QStringLiteral("q"));
}

/// One piece of a query between spaces; in quotes, spaces belong to it.
struct Piece {
    QString name; ///< of a filter: what stands before a colon
    QString value;
    bool quoted = false;
};

QList<Piece> split(QStringView text) {
    QList<Piece> pieces;
    for (qsizetype i = 0; i < text.size();) {
        if (text.at(i).isSpace()) {
            ++i;
            continue;
        }
        Piece piece;
        qsizetype begin = i;
        while (i < text.size() && !text.at(i).isSpace() && text.at(i) != u'"') {
            if (text.at(i) == u':' && piece.name.isEmpty()) {
                piece.name = text.mid(begin, i - begin).toString().toLower();
                begin = i + 1;
            }
            ++i;
        }
        // A quote begins one only at the beginning of a word or of a filter's value: 5" is five inches.
        if (i == begin && i < text.size() && text.at(i) == u'"') {
            const qsizetype close = text.indexOf(u'"', i + 1);
            const qsizetype end = close < 0 ? text.size() : close;
            piece.value = text.mid(i + 1, end - i - 1).toString();
            piece.quoted = true;
            i = std::min(end + 1, text.size());
        } else {
            while (i < text.size() && !text.at(i).isSpace())
                ++i;
            piece.value = text.mid(begin, i - begin).toString();
        }
        pieces.append(piece);
    }
    return pieces;
}

/// Midnight at which that day begins in UTC.
std::optional<QDateTime> readDay(const QString& text) {
    const QDate date = QDate::fromString(text, Qt::ISODate);
    if (text.size() != 10 || !date.isValid() || date.year() < 1970)
        return std::nullopt;
    return utcFromMsecs(QDate(1970, 1, 1).daysTo(date) * 86'400'000);
}

QDateTime nextDay(const QDateTime& day) {
    return day.addMSecs(86'400'000);
}

void raise(std::optional<QDateTime>& since, const QDateTime& to) {
    since = since ? std::max(*since, to) : to;
}
void lower(std::optional<QDateTime>& until, const QDateTime& to) {
    until = until ? std::min(*until, to) : to;
}

class Parser {
public:
    Result<Query> parse(QStringView text) {
        for (const Piece& piece : split(text)) {
            if (auto done = take(piece); !done)
                return fail(done.error());
        }
        const Query& q = m_query;
        if (q.terms.size() > queryPartsMax || q.from.size() > queryPartsMax || q.in.size() > queryPartsMax)
            return invalid(QStringLiteral("A search may have %1 words and %1 filters of a kind at most.")
                               .arg(queryPartsMax));
        if (q.terms.isEmpty() && q.from.isEmpty() && q.in.isEmpty() && !q.since && !q.until && !q.link)
            return invalid(QStringLiteral("There is nothing to search for: give a word, a \"phrase\" or a "
                                          "filter (from:, in:, before:, after:, on:, has:link)."));
        return m_query;
    }

private:
    Result<void> take(const Piece& piece) {
        if (piece.name == QLatin1StringView("from"))
            return takeName(piece, m_query.from, u'@');
        if (piece.name == QLatin1StringView("in"))
            return takeName(piece, m_query.in, u'#');
        if (piece.name == QLatin1StringView("has")) {
            if (piece.value.compare(QLatin1StringView("link"), Qt::CaseInsensitive) != 0)
                return invalid(QStringLiteral("has: must be has:link."));
            m_query.link = true;
            return {};
        }
        if (piece.name == QLatin1StringView("before") || piece.name == QLatin1StringView("after") ||
            piece.name == QLatin1StringView("on"))
            return takeDay(piece);
        const QString text = piece.name.isEmpty() ? piece.value : piece.name + QLatin1Char(' ') + piece.value;
        // What consists of nothing that is ever looked for ("&") asks for nothing.
        if (const auto term = piece.quoted && piece.name.isEmpty() ? Term::phrase(text) : Term::word(text))
            m_query.terms.append(*term);
        return {};
    }

    static Result<void> takeName(const Piece& piece, QStringList& names, QChar sign) {
        QString name = piece.value.trimmed();
        if (name.startsWith(sign))
            name.remove(0, 1);
        if (name.isEmpty())
            return invalid(
                QStringLiteral("%1: needs a name: %1:NAME, in quotes if it has spaces.").arg(piece.name));
        names.append(name.toLower());
        return {};
    }

    Result<void> takeDay(const Piece& piece) {
        const auto day = readDay(piece.value);
        if (!day)
            return invalid(QStringLiteral("%1: needs a day such as %1:2026-11-21 (in UTC).").arg(piece.name));
        if (piece.name == QLatin1StringView("before")) {
            lower(m_query.until, *day);
        } else if (piece.name == QLatin1StringView("after")) {
            raise(m_query.since, nextDay(*day));
        } else {
            raise(m_query.since, *day);
            lower(m_query.until, nextDay(*day));
        }
        return {};
    }

    Query m_query;
};

QByteArray yearToken(const QDate& date) {
    return QByteArrayLiteral("_y") + QByteArray::number(date.year());
}
QByteArray monthToken(const QDate& date) {
    return QByteArrayLiteral("_m") + QByteArray::number(date.year() * 100 + date.month());
}
QByteArray dayToken(const QDate& date) {
    return QByteArrayLiteral("_d") +
           QByteArray::number((date.year() * 100 + date.month()) * 100 + date.day());
}

/// Whole years, months and days that make up the days from `first` to `last`.
QList<QByteArray> dateTokens(QDate first, const QDate& last) {
    QList<QByteArray> tokens;
    while (first <= last) {
        const QDate month = first.addMonths(1).addDays(-1);
        const QDate year = first.addYears(1).addDays(-1);
        if (first.dayOfYear() == 1 && year <= last) {
            tokens.append(yearToken(first));
            first = year.addDays(1);
        } else if (first.day() == 1 && month <= last) {
            tokens.append(monthToken(first));
            first = month.addDays(1);
        } else {
            tokens.append(dayToken(first));
            first = first.addDays(1);
        }
    }
    return tokens;
}

// No message was sent before; and clocks run ahead by less than a year.
const QDate firstDay(1970, 1, 1);
QDate lastDay() {
    return QDateTime::currentDateTimeUtc().date().addYears(1);
}

} // namespace

Result<Query> parseQuery(QStringView text) {
    return Parser().parse(text);
}

bool Criteria::match(const Message& message) const {
    if (message.deletedAt || message.type != MessageType::Text)
        return false;
    if (!senders.isEmpty() && !senders.contains(message.sender))
        return false;
    if ((since && message.createdAt < *since) || (until && message.createdAt >= *until))
        return false;
    if (link && !hasLink(message.content))
        return false;
    if (terms.isEmpty())
        return true;
    const Text text(message.content);
    return std::all_of(terms.cbegin(), terms.cend(), [&](const Term& term) { return term.isIn(text); });
}

QList<Span> Criteria::highlights(QStringView content) const {
    const Text text(content);
    QList<Span> all;
    for (const Term& term : terms)
        all += term.find(text, highlightsMax);
    std::sort(all.begin(), all.end(), [](const Span& a, const Span& b) { return a.start < b.start; });
    QList<Span> merged;
    for (const Span& span : std::as_const(all)) {
        if (!merged.isEmpty() && span.start <= merged.constLast().start + merged.constLast().length) {
            Span& last = merged.last();
            last.length = std::max(last.start + last.length, span.start + span.length) - last.start;
        } else if (merged.size() < highlightsMax) {
            merged.append(span);
        }
    }
    return merged;
}

Criteria::Wanted Criteria::tokens() const {
    Wanted wanted;
    for (const Term& term : terms)
        wanted.all += term.tokens();
    if (link)
        wanted.all.insert(linkToken);
    if (!senders.isEmpty()) {
        QList<QByteArray> any;
        for (const UserId& sender : senders)
            any.append(senderToken(sender));
        wanted.anyOf.append(any);
    }
    if (since || until) {
        const QDate first = since ? std::max(since->toUTC().date(), firstDay) : firstDay;
        const QDate last = until ? std::min(until->toUTC().date().addDays(-1), lastDay()) : lastDay();
        QList<QByteArray> days = dateTokens(first, last);
        // A time in which there is no day, which no message has.
        if (days.isEmpty())
            days.append(QByteArrayLiteral("_never"));
        wanted.anyOf.append(days);
    }
    return wanted;
}

QByteArray roomToken(const RoomId& room) {
    return QByteArrayLiteral("_r") + room.uuid().toRfc4122().toHex();
}

QByteArray senderToken(const UserId& sender) {
    return QByteArrayLiteral("_s") + sender.uuid().toRfc4122().toHex();
}

QSet<QByteArray> tokensOf(const Message& message) {
    QSet<QByteArray> tokens = Text(message.content).tokens();
    tokens.insert(roomToken(message.roomId));
    tokens.insert(senderToken(message.sender));
    const QDate day = message.createdAt.toUTC().date();
    tokens.insert(yearToken(day));
    tokens.insert(monthToken(day));
    tokens.insert(dayToken(day));
    if (hasLink(message.content))
        tokens.insert(linkToken);
    return tokens;
}

} // namespace parlor::search

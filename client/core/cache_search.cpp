// SPDX-License-Identifier: GPL-3.0-or-later
// The part of CacheReader that looks for messages and people.
#include "client/core/cache_reader_private.h"
#include "client/core/cache_text.h"
#include "client/core/search_words.h"
#include "shared/limits.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// Rows in one step of a search, and how many are looked at where no index helps (short words, filters alone):
// the newest. 20,000 take some 30 ms, and the window waits for it.
constexpr int searchStep = 200;
constexpr int scannedMax = 20'000;
// The same for candidates of the index, of which few are no hits.
constexpr int candidatesMax = 2'000;
// Up to so many people are asked for one by one when they spoke; beyond, one look at all messages is cheaper.
constexpr int peopleAtOnce = 200;
// Messages of a room in which recentSenders() looks for authors.
constexpr int recentMax = 500;

/// What has to be in a message, each as a whole: words, and what stands between quotes.
QStringList wordsOf(const QString& text) {
    QStringList words;
    const QStringList parts = text.split(u'"');
    for (int i = 0; i < int(parts.size()); ++i) {
        // Behind every other quote stands what belongs together.
        if (i % 2 == 1 && !parts.at(i).trimmed().isEmpty())
            words.append(parts.at(i).trimmed());
        else if (i % 2 == 0)
            words.append(parts.at(i).simplified().split(u' ', Qt::SkipEmptyParts));
    }
    return words;
}

/// Everything in threes of characters, as FTS5 wants to be asked; empty if all is too short.
QString matchOf(const QStringList& words, bool hasLink) {
    QSet<QString> threes;
    for (const QString& word : words) {
        const auto codes = word.toUcs4();
        for (int i = 0; i + text::indexedMin <= int(codes.size()); ++i) {
            const auto* from = reinterpret_cast<const char32_t*>(codes.constData()) + i;
            threes.insert(QString::fromUcs4(from, text::indexedMin).replace(u"\""_s, u"\"\""_s));
        }
    }
    if (hasLink && threes.isEmpty())
        return u"\"://\" OR \"www\""_s;
    QStringList quoted;
    for (const QString& three : std::as_const(threes))
        quoted.append(u'"' + three + u'"');
    return quoted.join(" AND "_L1);
}

bool fits(const Message& message, const SearchQuery& query, const QStringList& words) {
    // The address of a page, as the server's search knows one.
    static const QRegularExpression link(u"\\b(https?://|www\\.)[^\\s/]"_s,
                                         QRegularExpression::CaseInsensitiveOption |
                                             QRegularExpression::UseUnicodePropertiesOption);
    if (message.type != MessageType::Text || message.deletedAt)
        return false;
    if ((query.room && message.roomId != *query.room) || (query.from && message.sender != *query.from))
        return false;
    if (!isWithinDays(query, message.createdAt))
        return false;
    if (query.hasLink && !link.match(message.content).hasMatch())
        return false;
    return std::all_of(words.begin(), words.end(), [&](const QString& word) {
        return message.content.contains(word, Qt::CaseInsensitive);
    });
}

bool beginsAWord(const QString& name, const QString& text) {
    for (int at = 0; (at = int(name.indexOf(text, at, Qt::CaseInsensitive))) >= 0; ++at) {
        if (at == 0 || !name.at(at - 1).isLetterOrNumber())
            return true;
    }
    return false;
}

} // namespace

QList<Message> CacheReader::search(const SearchQuery& query, int limit) const {
    QList<Message> found;
    const QStringList words = wordsOf(query.words);
    SearchQuery filters = query;
    filters.words.clear();
    if (limit <= 0 || (words.isEmpty() && filters.isEmpty()))
        return found;
    const QString match = matchOf(words, query.hasLink);
    // From the newest down, in steps: most searches are content with the first.
    qint64 below =
        query.before ? text::docAt(query.before->startOfDay()) + text::burstSlack : limits::integerMax;
    const qint64 least = query.after ? text::docAt(query.after->startOfDay()) : 0;
    const int most = match.isEmpty() ? scannedMax : candidatesMax;
    int atOnce = searchStep;
    QString sql;
    QVariantList values;
    if (!match.isEmpty()) {
        sql = u"JOIN (SELECT rowid AS hit FROM main.message_text WHERE message_text MATCH ?1 AND rowid < ?2 "
              "AND rowid >= ?3 ORDER BY rowid DESC LIMIT ?4) ON doc = hit ORDER BY doc DESC"_s;
        values = {match};
    } else if (query.room) {
        // One step: a room holds no more than may be looked at, and its order is not that of the numbers.
        sql = u"WHERE room = ?1 AND doc < ?2 AND doc >= ?3 ORDER BY seq DESC LIMIT ?4"_s;
        values = {toSql(*query.room)};
        atOnce = most;
    } else if (query.from) {
        sql = u"WHERE sender = ?1 AND doc < ?2 AND doc >= ?3 ORDER BY doc DESC LIMIT ?4"_s;
        values = {toSql(*query.from)};
    } else {
        sql = u"WHERE doc < ?2 AND doc >= ?3 ORDER BY doc DESC LIMIT ?4"_s;
        values = {QVariant()};
    }
    for (int looked = 0; looked < most && int(found.size()) < limit;) {
        int step = 0;
        d->read(u"SELECT "_s + rows::messageColumns + u", doc FROM main.messages "_s + sql,
                values + QVariantList{below, least, atOnce}, [&](const QSqlQuery& row) {
                    ++step;
                    below = row.value(rows::messageColumnCount).toLongLong();
                    const Message message = rows::message(row);
                    if (fits(message, query, words))
                        found.append(message);
                });
        looked += step;
        if (step < atOnce)
            break;
    }
    std::stable_sort(found.begin(), found.end(), [](const Message& a, const Message& b) {
        return a.createdAt != b.createdAt ? a.createdAt > b.createdAt : a.seq > b.seq;
    });
    return found.mid(0, limit);
}

QList<User> CacheReader::people(const QString& text, int limit) const {
    struct Known {
        User user;
        qint64 spoke = 0;
    };
    QList<Known> known;
    const QString begin = text.trimmed();
    d->read(u"SELECT "_s + rows::userColumns +
                u" FROM main.users WHERE NOT deleted AND NOT deactivated ORDER BY display_name"_s,
            {}, [&](const QSqlQuery& row) {
                const User user = rows::user(row);
                if (begin.isEmpty() || beginsAWord(user.username, begin) ||
                    beginsAWord(user.displayName, begin))
                    known.append({user, 0});
            });
    QHash<UserId, qint64> spoke;
    if (known.size() > peopleAtOnce) {
        d->read(u"SELECT sender, max(doc) FROM main.messages GROUP BY sender"_s, {},
                [&](const QSqlQuery& row) {
                    spoke.insert(idFromSql<UserId>(row.value(0)), row.value(1).toLongLong());
                });
    } else {
        for (const Known& one : std::as_const(known))
            d->read(u"SELECT ifnull(max(doc), 0) FROM main.messages WHERE sender = ?"_s, {toSql(one.user.id)},
                    [&](const QSqlQuery& row) { spoke.insert(one.user.id, row.value(0).toLongLong()); });
    }
    // Oneself is whom one means least.
    for (Known& one : known)
        one.spoke = one.user.id == d->self ? -1 : spoke.value(one.user.id);
    std::stable_sort(known.begin(), known.end(),
                     [](const Known& a, const Known& b) { return a.spoke > b.spoke; });
    QList<User> users;
    for (const Known& one : std::as_const(known)) {
        if (int(users.size()) == limit)
            break;
        users.append(one.user);
    }
    return users;
}

QList<UserId> CacheReader::recentSenders(const RoomId& room, int limit) const {
    QList<UserId> senders;
    d->read(u"SELECT sender FROM (SELECT sender, seq FROM main.messages WHERE room = ? AND type = 0 "
            "ORDER BY seq DESC LIMIT ?) WHERE sender <> ? GROUP BY sender ORDER BY max(seq) DESC LIMIT ?"_s,
            {toSql(room), recentMax, toSql(d->self), limit},
            [&](const QSqlQuery& row) { senders.append(idFromSql<UserId>(row.value(0))); });
    return senders;
}

} // namespace parlor

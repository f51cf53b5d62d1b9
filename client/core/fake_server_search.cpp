// SPDX-License-Identifier: GPL-3.0-or-later
// A simple search for FakeServer: substrings without case, with the filters of the wire.
#include "client/core/fake_server_answers.h"
#include "client/core/fake_server_private.h"
#include "shared/search_result.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;
using namespace fake;

namespace {

struct Wanted {
    QStringList words;
    QSet<UserId> from;
    QSet<RoomId> in;
    QDate after;
    QDate before;
    bool link = false;
    bool filters = false;
};

/// The words of a query; a phrase, and a filter with one, is one word.
QStringList pieces(const QString& query) {
    QStringList found;
    QString piece;
    bool quoted = false;
    for (const QChar c : query) {
        if (c == u'"') {
            quoted = !quoted;
        } else if (c.isSpace() && !quoted) {
            found.append(piece);
            piece.clear();
        } else {
            piece.append(c);
        }
    }
    found.append(piece);
    found.removeAll(QString());
    return found;
}

bool fits(const Message& message, const Wanted& wanted) {
    if (message.type != MessageType::Text || message.deletedAt)
        return false;
    if (!wanted.from.isEmpty() && !wanted.from.contains(message.sender))
        return false;
    if (!wanted.in.isEmpty() && !wanted.in.contains(message.roomId))
        return false;
    const QDate day = message.createdAt.toUTC().date();
    if ((wanted.after.isValid() && day <= wanted.after) || (wanted.before.isValid() && day >= wanted.before))
        return false;
    if (wanted.link && !message.content.contains("://"_L1))
        return false;
    return std::all_of(wanted.words.cbegin(), wanted.words.cend(), [&](const QString& word) {
        return message.content.contains(word, Qt::CaseInsensitive);
    });
}

QList<TextSpan> spans(const QString& content, const QStringList& words) {
    const auto points = [](QStringView part) { return int(part.toUcs4().size()); };
    QList<TextSpan> found;
    for (const QString& word : words) {
        for (qsizetype at = content.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
             at = content.indexOf(word, at + word.size(), Qt::CaseInsensitive))
            found.append(
                {points(QStringView(content).first(at)), points(QStringView(content).mid(at, word.size()))});
    }
    std::sort(found.begin(), found.end(),
              [](const TextSpan& a, const TextSpan& b) { return a.start < b.start; });
    return found;
}

} // namespace

FakeServer::Private::Answer FakeServer::Private::search(const UserId& user, const QUrlQuery& query) const {
    const auto wrong = [](const QString& why) { return fail(ErrorCode::Invalid, why, u"q"_s); };
    Wanted wanted;
    const QStringList parts = pieces(text(query, u"q"_s));
    for (const QString& part : parts) {
        const qsizetype colon = part.indexOf(u':');
        const QString key = part.left(std::max<qsizetype>(0, colon));
        const QString value = part.mid(colon + 1);
        wanted.filters = wanted.filters || !key.isEmpty();
        if (key == "from"_L1) {
            QSet<UserId> named;
            for (const Person& person : people) {
                if (person.user.username == value || (value == "me"_L1 && person.user.id == user))
                    named.insert(person.user.id);
            }
            if (named.isEmpty())
                return wrong(u"There is nobody of that name."_s);
            wanted.from |= named;
        } else if (key == "in"_L1) {
            QSet<RoomId> named;
            for (const Place& place : rooms) {
                if (place.members.contains(user) &&
                    (place.room.id.toString() == value ||
                     (!place.room.name.isEmpty() &&
                      place.room.name.compare(value, Qt::CaseInsensitive) == 0)))
                    named.insert(place.room.id);
            }
            if (named.isEmpty())
                return wrong(u"There is no room of that name."_s);
            wanted.in |= named;
        } else if (key == "before"_L1 || key == "after"_L1 || key == "on"_L1) {
            const QDate day = QDate::fromString(value, Qt::ISODate);
            if (!day.isValid())
                return wrong(u"That is no date."_s);
            if (key != "after"_L1)
                wanted.before = key == "on"_L1 ? day.addDays(1) : day;
            if (key != "before"_L1)
                wanted.after = key == "on"_L1 ? day.addDays(-1) : day;
        } else if (part == "has:link"_L1) {
            wanted.link = true;
        } else {
            wanted.words.append(part);
        }
    }
    if (wanted.words.isEmpty() && !wanted.filters)
        return wrong(u"There is nothing to look for."_s);

    SearchAnswer answer;
    QList<SearchHit> hits;
    for (const Place& place : rooms) {
        if (!place.members.contains(user))
            continue;
        for (qsizetype at = 0; at < place.messages.size(); ++at) {
            const Message& message = place.messages.at(at);
            if (!fits(message, wanted))
                continue;
            const auto neighbour = [&](qsizetype where) -> std::optional<Message> {
                if (where < 0 || where >= place.messages.size() || place.messages.at(where).deletedAt)
                    return std::nullopt;
                return place.messages.at(where);
            };
            hits.append({message, place.room, neighbour(at - 1), neighbour(at + 1),
                         spans(message.content, wanted.words)});
        }
    }
    std::stable_sort(hits.begin(), hits.end(), [](const SearchHit& a, const SearchHit& b) {
        return a.message.createdAt > b.message.createdAt;
    });
    const int from = text(query, u"before"_s).toInt();
    const int limit = std::clamp(limitOf(query), 1, limits::pageMax);
    answer.items = hits.mid(from, limit);
    if (from + limit < hits.size())
        answer.next = QString::number(from + limit);
    return ok(answer);
}

} // namespace parlor

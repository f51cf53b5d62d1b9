// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Cache that keeps messages and knows how far back they go.
#include "client/core/cache.h"
#include "client/core/cache_rows.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

Result<std::optional<Message>> Cache::message(const MessageId& id) {
    std::optional<Message> message;
    auto read = m_db->read(u"SELECT "_s + rows::messageColumns + u" FROM messages WHERE id = ?"_s,
                           {toSql(id)}, [&](const QSqlQuery& row) { message = rows::message(row); });
    if (!read)
        return fail(read.error());
    return message;
}

Result<Cache::Change> Cache::putMessage(const Message& message) {
    std::optional<Message> cached;
    std::optional<qint64> doc;
    // What the search's index holds of this message, and of one with the same seq and another id, which only
    // a server that was restored can have made: REPLACE clears it.
    QList<std::pair<qint64, QString>> stale;
    auto old = m_db->read(u"SELECT "_s + rows::messageColumns +
                              u", doc FROM messages WHERE id = ?1 OR (room = ?2 AND seq = ?3)"_s,
                          {toSql(message.id), toSql(message.roomId), message.seq}, [&](const QSqlQuery& row) {
                              const Message one = rows::message(row);
                              const qint64 number = row.value(rows::messageColumnCount).toLongLong();
                              if (rows::isSearched(one))
                                  stale.append({number, one.content});
                              if (one.id == message.id) {
                                  cached = one;
                                  doc = number;
                              }
                          });
    if (!old)
        return fail(old.error());
    // With the same changeSeq they are equal, but for one of mine that was acknowledged before it was told:
    // whom it calls and which thread it is in are the server's to say.
    if (cached && (cached->changeSeq > message.changeSeq || *cached == message ||
                   (cached->changeSeq == message.changeSeq && message.sender != m_self)))
        return Change::None;
    if (!cached) {
        std::optional<qint64> floor;
        auto known = m_db->read(u"SELECT floor FROM rooms WHERE id = ?"_s, {toSql(message.roomId)},
                                [&](const QSqlQuery& row) { floor = row.value(0).toLongLong(); });
        if (!known)
            return fail(known.error());
        if (!floor || message.seq < *floor)
            return Change::None;
    }
    const bool indexed = rows::isSearched(message) && doc && stale.removeOne({*doc, message.content});
    for (const auto& [number, content] : std::as_const(stale)) {
        if (auto removed = removeText(number, content); !removed)
            return fail(removed.error());
    }
    if (!doc) {
        auto found = freeDoc(message);
        if (!found)
            return fail(found.error());
        doc = *found;
    }
    if (auto written = writeMessage(message, *doc); !written)
        return fail(written.error());
    if (!indexed && rows::isSearched(message)) {
        if (auto added = addText(*doc, message.content); !added)
            return fail(added.error());
    }
    auto room = m_db->write(u"UPDATE rooms SET last_message_at = max(ifnull(last_message_at, 0), ?), "
                            "newest = max(newest, ?) WHERE id = ?"_s,
                            {toSql(message.createdAt), message.seq, toSql(message.roomId)});
    if (!room)
        return fail(room.error());
    return Change::Changed;
}

Result<void> Cache::writeMessage(const Message& message, qint64 doc) {
    return m_db->write(u"INSERT OR REPLACE INTO messages ("_s + rows::messageColumns + u", "_s +
                           rows::messageKeys +
                           u", doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                       rows::values(message, m_self) << doc);
}

Result<void> Cache::putPage(const RoomId& room, const QList<Message>& page, bool older, bool last) {
    // The floor first: it decides whether what is below may be kept.
    auto lowered = m_db->write(
        u"UPDATE rooms SET floor = min(floor, ?1), complete = complete OR ?2, "
        "fetching = fetching AND ?3 WHERE id = ?4"_s,
        {page.isEmpty() ? limits::integerMax : page.first().seq, last ? 1 : 0, older ? 1 : 0, toSql(room)});
    if (!lowered)
        return lowered;
    for (const Message& message : page) {
        if (auto put = putMessage(message); !put)
            return fail(put.error());
    }
    return {};
}

Result<void> Cache::discardMessages(const RoomId& room, qint64 head) {
    if (auto gone = removeMessages(room, limits::integerMax); !gone)
        return gone;
    return m_db->write(u"UPDATE rooms SET floor = ?1, complete = ?2, fetching = ?3 WHERE id = ?4"_s,
                       {head > 0 ? head + 1 : 0, head > 0 ? 0 : 1, head > 0 ? 1 : 0, toSql(room)});
}

Result<HistoryExtent> Cache::extent(const RoomId& room) {
    HistoryExtent extent;
    auto read = m_db->read(u"SELECT floor, complete, fetching FROM rooms WHERE id = ?"_s, {toSql(room)},
                           [&](const QSqlQuery& row) {
                               extent.floor = row.value(0).toLongLong();
                               extent.complete = row.value(1).toBool();
                               extent.fetching = row.value(2).toBool();
                           });
    if (!read)
        return fail(read.error());
    return extent;
}

Result<QList<RoomId>> Cache::unfetched() {
    QList<RoomId> rooms;
    auto read = m_db->read(u"SELECT id FROM rooms WHERE fetching ORDER BY last_message_at DESC"_s, {},
                           [&](const QSqlQuery& row) { rooms.append(idFromSql<RoomId>(row.value(0))); });
    if (!read)
        return fail(read.error());
    return rooms;
}

Result<QList<Message>> Cache::messages(const QString& rest, const QVariantList& values) {
    QList<Message> messages;
    auto read = m_db->read(u"SELECT "_s + rows::messageColumns + u" FROM messages "_s + rest, values,
                           [&](const QSqlQuery& row) { messages.append(rows::message(row)); });
    if (!read)
        return fail(read.error());
    return messages;
}

Result<QList<Message>> Cache::before(const RoomId& room, qint64 seq, int limit) {
    auto found =
        messages(u"WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?"_s, {toSql(room), seq, limit});
    if (found)
        std::reverse(found->begin(), found->end());
    return found;
}

Result<QList<Message>> Cache::after(const RoomId& room, qint64 seq, int limit) {
    return messages(u"WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?"_s, {toSql(room), seq, limit});
}

Result<std::optional<qint64>> Cache::seqAt(const RoomId& room, const QDateTime& time) {
    std::optional<qint64> seq;
    // The rows are few enough to be looked through (messagesPerRoomMax).
    auto read = m_db->read(u"SELECT (SELECT min(seq) FROM messages WHERE room = ?1 AND created_at >= ?2) "
                           u"FROM rooms WHERE id = ?1 "
                           "AND NOT fetching AND (complete OR "
                           "(SELECT created_at FROM messages WHERE room = ?1 ORDER BY seq LIMIT 1) < ?2)"_s,
                           {toSql(room), toSql(time)}, [&](const QSqlQuery& row) {
                               if (!row.value(0).isNull())
                                   seq = row.value(0).toLongLong();
                           });
    if (!read)
        return fail(read.error());
    return seq;
}

Result<QList<Message>> Cache::replies(const MessageId& root, qint64 seq, int limit) {
    auto found =
        messages(u"WHERE thread_root = ? AND seq < ? ORDER BY seq DESC LIMIT ?"_s, {toSql(root), seq, limit});
    if (found)
        std::reverse(found->begin(), found->end());
    return found;
}

Result<QList<Message>> Cache::pinned(const RoomId& room) {
    return messages(u"WHERE room = ? AND pinned_at IS NOT NULL ORDER BY pinned_at DESC, seq DESC"_s,
                    {toSql(room)});
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Cache that keeps messages and knows how far back they go.
#include "client/core/cache.h"
#include "client/core/cache_rows.h"

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
    auto cached = this->message(message.id);
    if (!cached)
        return fail(cached.error());
    if (*cached && (*cached)->changeSeq >= message.changeSeq)
        return Change::None;
    if (!*cached) {
        auto extent = this->extent(message.roomId);
        auto known = hasRoom(message.roomId);
        if (!extent || !known)
            return fail(extent ? known.error() : extent.error());
        if (!*known || message.seq < extent->floor)
            return Change::None;
    }
    // REPLACE also clears a row with the same seq and another id, which only a server that was restored can
    // have made.
    auto written = m_db->write(u"INSERT OR REPLACE INTO messages ("_s + rows::messageColumns +
                                   u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                               rows::values(message));
    if (!written)
        return fail(written.error());
    auto room =
        m_db->write(u"UPDATE rooms SET last_message_at = max(ifnull(last_message_at, 0), ?) WHERE id = ?"_s,
                    {toSql(message.createdAt), toSql(message.roomId)});
    if (!room)
        return fail(room.error());
    return Change::Changed;
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
    if (auto gone = m_db->write(u"DELETE FROM messages WHERE room = ?"_s, {toSql(room)}); !gone)
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

Result<QList<Message>> Cache::before(const RoomId& room, qint64 seq, int limit) {
    QList<Message> messages;
    auto read = m_db->read(u"SELECT "_s + rows::messageColumns +
                               u" FROM messages WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?"_s,
                           {toSql(room), seq, limit},
                           [&](const QSqlQuery& row) { messages.prepend(rows::message(row)); });
    if (!read)
        return fail(read.error());
    return messages;
}

Result<void> Cache::trim() {
    QHash<RoomId, int> crowded;
    auto counted = m_db->read(
        u"SELECT room, count(*) FROM messages GROUP BY room HAVING count(*) > ?"_s, {messagesPerRoomMax},
        [&](const QSqlQuery& row) { crowded.insert(idFromSql<RoomId>(row.value(0)), row.value(1).toInt()); });
    if (!counted)
        return counted;
    for (const RoomId& room : crowded.keys()) {
        auto cut =
            m_db->write(u"UPDATE rooms SET complete = 0, floor = (SELECT seq FROM messages WHERE room = ?1 "
                        "ORDER BY seq DESC LIMIT 1 OFFSET ?2) WHERE id = ?1"_s,
                        {toSql(room), messagesPerRoomMax - 1});
        if (!cut)
            return cut;
        auto gone = m_db->write(
            u"DELETE FROM messages WHERE room = ?1 AND seq < (SELECT floor FROM rooms WHERE id = ?1)"_s,
            {toSql(room)});
        if (!gone)
            return gone;
    }
    return {};
}

} // namespace parlor

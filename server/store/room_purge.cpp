// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/message_rows.h"
#include "server/store/rows.h"
#include "server/store/search_index.h"
#include "server/store/sql_store.h"

namespace parlor::store {

namespace {

/// Deleted rooms that still hold something. What a record brings late (a message that was on its way) is
/// found the next time, so rooms are never crossed off.
QString leftovers() {
    return QStringLiteral("SELECT r.id FROM rooms r WHERE r.deleted = 1 AND (r.name <> '' OR r.topic <> '' "
                          "OR EXISTS (SELECT 1 FROM messages x WHERE x.room_id = r.id) "
                          "OR EXISTS (SELECT 1 FROM members m WHERE m.room_id = r.id) "
                          "OR EXISTS (SELECT 1 FROM former_members m WHERE m.room_id = r.id) "
                          "OR EXISTS (SELECT 1 FROM bans b WHERE b.room_id = r.id) "
                          "OR EXISTS (SELECT 1 FROM ban_versions b WHERE b.room_id = r.id)) "
                          "ORDER BY r.id LIMIT ?");
}

struct OldMessage {
    qint64 rowNo = 0;
    Message message;
};

int purgeMessages(Transaction& t, const RoomId& room, int limit) {
    QList<OldMessage> old;
    {
        Rows rows = t.select(QStringLiteral("SELECT row_no, ") + messageColumns() +
                                 QStringLiteral(" FROM messages WHERE room_id = ? ORDER BY seq LIMIT ?"),
                             {bind(room), limit});
        while (rows.next())
            old.append({rows.integer(0), readMessage(rows, 1)});
    }
    for (const OldMessage& one : std::as_const(old)) {
        const Message& message = one.message;
        t.exec(QStringLiteral("DELETE FROM message_versions WHERE message_id = ?"), {bind(message.id)});
        for (const UserId& user : message.mentions.users) {
            t.exec(QStringLiteral("DELETE FROM mentions WHERE user_id = ? AND room_id = ? AND seq = ?"),
                   {bind(user), bind(room), message.seq});
        }
        t.exec(QStringLiteral("DELETE FROM messages WHERE id = ?"), {bind(message.id)});
        searchForget(t, one.rowNo, message, SearchAgain::No);
    }
    return int(old.size());
}

int purgeUsers(Transaction& t, QLatin1StringView table, const RoomId& room, int limit) {
    QList<UserId> users;
    {
        Rows rows = t.select(QStringLiteral("SELECT user_id FROM %1 WHERE room_id = ? LIMIT ?").arg(table),
                             {bind(room), limit});
        while (rows.next())
            users.append(rows.id<UserId>(0));
    }
    for (const UserId& user : std::as_const(users)) {
        t.exec(QStringLiteral("DELETE FROM %1 WHERE room_id = ? AND user_id = ?").arg(table),
               {bind(room), bind(user)});
    }
    return int(users.size());
}

/// The row itself stays, so that no late record makes the room anew; it says nothing any more.
int purgeRoom(Transaction& t, const RoomId& room, int limit) {
    int gone = t.exec(QStringLiteral("UPDATE rooms SET name = '', name_lower = '', topic = '', member_count "
                                     "= 0 WHERE id = ? AND (name <> '' OR topic <> '')"),
                      {bind(room)});
    if (gone < limit)
        gone += purgeMessages(t, room, limit - gone);
    for (const char* table : {"members", "former_members", "bans", "ban_versions"}) {
        if (gone < limit)
            gone += purgeUsers(t, QLatin1StringView(table), room, limit - gone);
    }
    return gone;
}

} // namespace

Result<int> SqlStore::purgeRooms(int limit) {
    const auto rooms = read<QList<RoomId>>([&](Transaction& t) -> Result<QList<RoomId>> {
        QList<RoomId> found;
        Rows rows = t.select(leftovers(), {limit});
        while (rows.next())
            found.append(rows.id<RoomId>(0));
        return found;
    });
    if (!rooms)
        return fail(rooms.error());
    int gone = 0;
    for (qsizetype i = 0; i < rooms->size() && gone < limit; ++i) {
        // A transaction for each, so that nobody waits long for the database.
        const auto purged = write<int>(
            [&](Transaction& t) -> Result<int> { return purgeRoom(t, rooms->at(i), limit - gone); });
        if (!purged)
            return fail(purged.error());
        gone += *purged;
    }
    return gone;
}

} // namespace parlor::store

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

#include <algorithm>

namespace parlor::store {

namespace {

Column idColumn() {
    return {QStringLiteral("id"), ColumnType::Blob};
}

} // namespace

Result<QList<UserInRoom>> SqlStore::roomsOfUsers(const QList<UserId>& users, int membersMax) {
    return read<QList<UserInRoom>>([&](Transaction& t) -> Result<QList<UserInRoom>> {
        QList<QVariantList> asked;
        for (const UserId& user : users)
            asked.append({bind(user), membersMax});
        QList<UserInRoom> result;
        t.selectRows(QStringLiteral("SELECT m.user_id, m.room_id FROM {rows} JOIN members m ON m.user_id = "
                                    "v.id JOIN rooms r ON r.id = m.room_id WHERE r.deleted = 0 AND "
                                    "r.member_count <= v.members_max"),
                     {idColumn(), {QStringLiteral("members_max"), ColumnType::BigInt}}, asked,
                     [&](const Rows& rows) {
                         result.append({rows.id<UserId>(0), rows.id<RoomId>(1)});
                     });
        return result;
    });
}

Result<QHash<UserId, std::optional<QDateTime>>> SqlStore::lastSeen(const UserId& asker,
                                                                   const QList<UserId>& users) {
    using Times = QHash<UserId, std::optional<QDateTime>>;
    return read<Times>([&](Transaction& t) -> Result<Times> {
        QList<QVariantList> asked;
        for (const UserId& user : users)
            asked.append({bind(user), bind(asker)});
        Times result;
        t.selectRows(
            QStringLiteral(
                "SELECT u.id, u.last_seen_at FROM {rows} JOIN users u ON u.id = v.id WHERE u.deleted = 0 AND "
                "(v.id = v.asker OR EXISTS (SELECT 1 FROM members a JOIN members b ON b.room_id = a.room_id "
                "JOIN rooms r ON r.id = a.room_id WHERE a.user_id = v.id AND b.user_id = v.asker AND "
                "r.deleted = 0))"),
            {idColumn(), {QStringLiteral("asker"), ColumnType::Blob}}, asked,
            [&](const Rows& rows) { result.insert(rows.id<UserId>(0), rows.optionalTime(1)); });
        return result;
    });
}

Result<void> SqlStore::touchLastSeen(const QHash<UserId, QDateTime>& users) {
    return write<void>([&](Transaction& t) -> Result<void> {
        // In one order, so that two gateways that write about the same people do not lock each other out.
        QList<UserId> ids = users.keys();
        std::sort(ids.begin(), ids.end());
        QList<QVariantList> rows;
        rows.reserve(ids.size());
        for (const UserId& id : std::as_const(ids))
            rows.append({bind(id), bind(users.value(id))});
        t.execRows(
            QStringLiteral("UPDATE users SET last_seen_at = v.seen_at FROM {rows} WHERE users.id = v.id AND "
                           "(users.last_seen_at IS NULL OR users.last_seen_at < v.seen_at)"),
            {{QStringLiteral("id"), ColumnType::Blob}, {QStringLiteral("seen_at"), ColumnType::BigInt}},
            rows);
        return {};
    });
}

Result<QHash<RoomId, int>> SqlStore::memberCounts(const QList<RoomId>& rooms) {
    using Counts = QHash<RoomId, int>;
    return read<Counts>([&](Transaction& t) -> Result<Counts> {
        QList<QVariantList> asked;
        for (const RoomId& room : rooms)
            asked.append({bind(room)});
        Counts result;
        t.selectRows(QStringLiteral("SELECT r.id, r.member_count FROM {rows} JOIN rooms r ON r.id = v.id "
                                    "WHERE r.deleted = 0"),
                     {idColumn()}, asked,
                     [&](const Rows& found) { result.insert(found.id<RoomId>(0), found.smallInteger(1)); });
        return result;
    });
}

Result<ReadPosition> SqlStore::readPosition(const RoomId& room, const UserId& user) {
    return read<ReadPosition>([&](Transaction& t) -> Result<ReadPosition> {
        ReadPosition position;
        {
            Rows rows =
                t.select(QStringLiteral(
                             "SELECT m.delivered_seq, m.seen_seq, m.mark_seq, r.head_seq FROM members m JOIN "
                             "rooms r ON r.id = m.room_id WHERE m.room_id = ? AND m.user_id = ? AND "
                             "r.deleted = 0"),
                         {bind(room), bind(user)});
            if (!rows.next())
                return fail(ErrorCode::NotFound, QStringLiteral("There is no such room here."));
            position.cursor = {user, rows.integer(0), rows.integer(1)};
            position.mark = rows.integer(2);
            position.head = rows.integer(3);
        }
        position.snapshot = readSnapshot(t);
        return position;
    });
}

} // namespace parlor::store

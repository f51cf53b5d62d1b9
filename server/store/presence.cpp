// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

#include <algorithm>

namespace parlor::store {

namespace {

// Ids in one statement: always as many, so that each statement has one text and is prepared once.
constexpr qsizetype idsMax = 100;

QString manyIds() {
    static const QString list = [] {
        QString text = QStringLiteral("(?");
        for (qsizetype i = 1; i < idsMax; ++i)
            text += QStringLiteral(", ?");
        return text + QStringLiteral(")");
    }();
    return list;
}

/// `idsMax` values, the last id as often as it takes.
template <typename IdType>
QVariantList idValues(const QList<IdType>& ids, qsizetype from) {
    QVariantList values;
    values.reserve(idsMax);
    for (qsizetype i = 0; i < idsMax; ++i)
        values.append(bind(ids.at(std::min(from + i, ids.size() - 1))));
    return values;
}

} // namespace

Result<QList<UserInRoom>> SqlStore::roomsOfUsers(const QList<UserId>& users, int membersMax) {
    return read<QList<UserInRoom>>([&](Transaction& t) -> Result<QList<UserInRoom>> {
        QList<UserInRoom> result;
        for (qsizetype from = 0; from < users.size(); from += idsMax) {
            Rows rows = t.select(QStringLiteral("SELECT m.user_id, m.room_id FROM members m JOIN rooms r ON "
                                                "r.id = m.room_id WHERE m.user_id IN ") +
                                     manyIds() + QStringLiteral(" AND r.deleted = 0 AND r.member_count <= ?"),
                                 idValues(users, from) << membersMax);
            while (rows.next())
                result.append({rows.id<UserId>(0), rows.id<RoomId>(1)});
        }
        return result;
    });
}

Result<QHash<UserId, std::optional<QDateTime>>> SqlStore::lastSeen(const UserId& asker,
                                                                   const QList<UserId>& users) {
    using Times = QHash<UserId, std::optional<QDateTime>>;
    return read<Times>([&](Transaction& t) -> Result<Times> {
        Times result;
        for (qsizetype from = 0; from < users.size(); from += idsMax) {
            Rows rows = t.select(
                QStringLiteral("SELECT u.id, u.last_seen_at FROM users u WHERE u.id IN ") + manyIds() +
                    QStringLiteral(
                        " AND u.deleted = 0 AND (u.id = ? OR EXISTS (SELECT 1 FROM members a JOIN members b "
                        "ON "
                        "b.room_id = a.room_id JOIN rooms r ON r.id = a.room_id WHERE a.user_id = u.id AND "
                        "b.user_id = ? AND r.deleted = 0))"),
                idValues(users, from) << bind(asker) << bind(asker));
            while (rows.next())
                result.insert(rows.id<UserId>(0), rows.optionalTime(1));
        }
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
        Counts result;
        for (qsizetype from = 0; from < rooms.size(); from += idsMax) {
            Rows rows = t.select(QStringLiteral("SELECT id, member_count FROM rooms WHERE id IN ") +
                                     manyIds() + QStringLiteral(" AND deleted = 0"),
                                 idValues(rooms, from));
            while (rows.next())
                result.insert(rows.id<RoomId>(0), rows.smallInteger(1));
        }
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

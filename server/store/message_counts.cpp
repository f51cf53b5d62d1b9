// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

QString unreadColumns(QLatin1StringView of) {
    // Bounded from within: the newest are looked at first, and counting stops at the limit.
    return QStringLiteral(
               "(SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT x.sender, x.type, x.deleted_at FROM messages x "
               "WHERE x.room_id = %3.room_id AND x.seq > %3.mark_seq ORDER BY x.seq DESC LIMIT %1) AS newest "
               "WHERE sender <> %3.user_id AND type = 0 AND deleted_at IS NULL LIMIT %2) AS unread), "
               "(SELECT COUNT(*) FROM (SELECT 1 FROM mentions y WHERE y.user_id = %3.user_id AND "
               "y.room_id = %3.room_id AND y.seq > %3.mark_seq LIMIT %2) AS by_name), "
               "(SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT z.sender FROM messages z WHERE "
               "z.room_id = %3.room_id AND z.seq > %3.mark_seq AND z.mentions_room IS NOT NULL ORDER BY "
               "z.seq "
               "DESC LIMIT %1) AS calling WHERE sender <> %3.user_id LIMIT %2) AS by_room)")
        .arg(unreadScanMax)
        .arg(limits::unreadMax)
        .arg(of);
}

UnreadCounts readUnread(const Rows& rows, int first) {
    return {rows.smallInteger(first),
            std::min(rows.smallInteger(first + 1) + rows.smallInteger(first + 2), limits::unreadMax)};
}

Result<Unread> SqlStore::countUnread(const RoomId& room, const UserId& user, qint64 after) {
    return read<Unread>([&](Transaction& t) -> Result<Unread> {
        const Snapshot snapshot = readSnapshot(t);
        Rows rows = t.select(QStringLiteral("SELECT %1 FROM (SELECT CAST(? AS %2) AS room_id, CAST(? AS %2) "
                                            "AS user_id, CAST(? AS BIGINT) AS mark_seq) AS v")
                                 .arg(unreadColumns(QLatin1StringView("v")), t.dialect().blobType()),
                             {bind(room), bind(user), after});
        const UnreadCounts counts = rows.next() ? readUnread(rows) : UnreadCounts{};
        return Unread{counts.unread, counts.mentions, snapshot};
    });
}

} // namespace parlor::store

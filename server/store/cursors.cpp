// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

namespace {

MemberCursor readCursor(const Rows& rows) {
    return {rows.id<UserId>(0), rows.integer(1), rows.integer(2)};
}

QString cursorSelect() {
    return QStringLiteral("SELECT user_id, delivered_seq, seen_seq FROM members WHERE room_id = ? ");
}

/// Some of the members of a room, without `sender`, of whom `condition` is true at `seq`.
QList<UserId> membersAt(Transaction& t, const RoomId& room, const UserId& sender, const QString& condition,
                        const QVariantList& seqs) {
    Rows rows = t.select(
        QStringLiteral("SELECT user_id FROM members WHERE room_id = ? AND user_id <> ? AND %1 LIMIT ?")
            .arg(condition),
        QVariantList{bind(room), bind(sender)} + seqs + QVariantList{limits::receiptNamesMax});
    QList<UserId> users;
    while (rows.next())
        users.append(rows.id<UserId>(0));
    return users;
}

} // namespace

Result<QList<MemberCursor>> SqlStore::cursors(const RoomId& room, int limit) {
    return read<QList<MemberCursor>>([&](Transaction& t) -> Result<QList<MemberCursor>> {
        Rows rows = t.select(cursorSelect() + QStringLiteral("LIMIT ?"), {bind(room), std::max(limit, 0)});
        QList<MemberCursor> cursors;
        while (rows.next())
            cursors.append(readCursor(rows));
        return cursors;
    });
}

Result<MemberCursor> SqlStore::cursorOf(const RoomId& room, const UserId& user) {
    return read<MemberCursor>([&](Transaction& t) -> Result<MemberCursor> {
        Rows rows = t.select(cursorSelect() + QStringLiteral("AND user_id = ?"), {bind(room), bind(user)});
        if (!rows.next())
            return fail(ErrorCode::NotFound);
        return readCursor(rows);
    });
}

Result<MessageReceipts> SqlStore::receipts(const RoomId& room, qint64 seq, const UserId& sender) {
    return read<MessageReceipts>([&](Transaction& t) -> Result<MessageReceipts> {
        MessageReceipts receipts;
        {
            Rows rows =
                t.select(QStringLiteral("SELECT COUNT(*), COUNT(CASE WHEN delivered_seq >= ? THEN 1 END), "
                                        "COUNT(CASE WHEN seen_seq >= ? THEN 1 END) FROM members "
                                        "WHERE room_id = ? AND user_id <> ?"),
                         {seq, seq, bind(room), bind(sender)});
            if (rows.next()) {
                receipts.members = rows.smallInteger(0);
                receipts.delivered = rows.smallInteger(1);
                receipts.seen = rows.smallInteger(2);
            }
        }
        if (receipts.seen > 0)
            receipts.seenBy = membersAt(t, room, sender, QStringLiteral("seen_seq >= ?"), {seq});
        if (receipts.delivered > receipts.seen) {
            receipts.deliveredTo =
                membersAt(t, room, sender, QStringLiteral("delivered_seq >= ? AND seen_seq < ?"), {seq, seq});
        }
        return receipts;
    });
}

} // namespace parlor::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "server/store/transaction.h"
#include "shared/limits.h"

#include <algorithm>

/// Columns to structs and back, used by more than one file of this folder. A list of columns and its reader
/// stand together.
namespace parlor::store {

inline QString userColumns() {
    return QStringLiteral(
        "u.id, u.username, u.display_name, u.deleted, u.active, u.status_text, u.time_zone");
}
inline constexpr int userColumnCount = 7;
inline User readUser(const Rows& rows, int first = 0) {
    User user;
    user.id = rows.id<UserId>(first);
    user.username = rows.text(first + 1);
    user.displayName = rows.text(first + 2);
    user.deleted = rows.boolean(first + 3);
    user.deactivated = !user.deleted && !rows.boolean(first + 4);
    user.statusText = rows.text(first + 5);
    user.timeZone = rows.text(first + 6);
    return user;
}

inline QString roomColumns() {
    return QStringLiteral("r.id, r.name, r.kind, r.topic, r.version, r.created_at, r.archived, r.direct_key");
}
inline constexpr int roomColumnCount = 8;
/// The people of a direct room in the form that its row is found by, the lower id first; NULL for other
/// rooms.
inline QVariant bindDirect(QList<UserId> users) {
    if (users.isEmpty())
        return {};
    std::sort(users.begin(), users.end());
    QByteArray key;
    for (const UserId& user : std::as_const(users))
        key += user.uuid().toRfc4122();
    return key;
}
inline QList<UserId> readDirect(const QByteArray& key) {
    QList<UserId> users;
    for (qsizetype at = 0; at + 16 <= key.size(); at += 16)
        users.append(UserId(QUuid::fromRfc4122(key.mid(at, 16))));
    return users;
}
inline Room readRoom(const Rows& rows, int first = 0) {
    Room room;
    room.id = rows.id<RoomId>(first);
    room.name = rows.text(first + 1);
    room.kind = static_cast<RoomKind>(rows.smallInteger(first + 2));
    room.topic = rows.text(first + 3);
    room.version = rows.integer(first + 4);
    room.createdAt = rows.time(first + 5);
    room.archived = rows.boolean(first + 6);
    room.direct = readDirect(rows.bytes(first + 7));
    return room;
}

/// Writes a record into the outbox, within the transaction of the change that it tells of.
OutboxRow putOutbox(Transaction& t, log::Topic topic, const QByteArray& key, const log::Event& event);

/// Writes an act into the audit log, within the transaction of what it tells of; id and time are made here.
/// Once that is committed, a line in the log category parlor.audit says the same.
void putAudit(Transaction& t, const AuditEntry& entry);

/// The projector's position in this transaction's snapshot.
Snapshot readSnapshot(Transaction& t);
/// The same as columns and tables of a SELECT of one's own: addToSnapshot() is to have each of its rows.
inline QString snapshotColumns() {
    return QStringLiteral("s.epoch, p.topic, p.part, p.position");
}
inline QString snapshotTables() {
    return QStringLiteral("server_state s LEFT JOIN projector_positions p ON 1 = 1");
}
void addToSnapshot(Snapshot& snapshot, const Rows& rows, int first = 0);

/// Messages that one count of what is unread looks at, the newest first: so that somebody who writes and
/// never reads (a program) does not make it look at all that it has written.
inline constexpr int unreadScanMax = 20 * limits::unreadMax;
/// What is unread for a member and who calls them in it: columns of a SELECT from a row named `of` with
/// room_id, user_id and mark_seq, read by readUnread(). Of those who call everybody no row is in mentions, so
/// that a message counts once.
QString unreadColumns(QLatin1StringView of = QLatin1StringView("m"));
struct UnreadCounts {
    int unread = 0;
    int mentions = 0;
};
UnreadCounts readUnread(const Rows& rows, int first = 0);

inline int pageLimit(int limit) {
    return std::clamp(limit, 1, limits::pageMax);
}
/// `text` for LIKE … ESCAPE '\', in lower case, its wildcards taken literally.
QString likeLiteral(const QString& text);

} // namespace parlor::store

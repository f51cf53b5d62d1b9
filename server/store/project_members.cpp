// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/project_members.h"

#include "server/store/memberships.h"

namespace parlor::store {

namespace {

/// A user that only the log knows (registered after the backup was taken): without a password until one is
/// set.
void putUser(Transaction& t, const User& user, qint64 version) {
    t.exec(QStringLiteral(
               "INSERT INTO users(id, username, username_lower, email, email_lower, display_name, "
               "display_name_lower, password_hash, administrator, active, deleted, version, created_at, "
               "status_text, time_zone) "
               "VALUES(?, ?, ?, NULL, NULL, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"),
           {bind(user.id), user.username, user.username.toLower(), user.displayName,
            user.displayName.toLower(), QByteArray(), bind(!user.deactivated), bind(user.deleted), version,
            bind(QDateTime::currentDateTimeUtc()), user.statusText, user.timeZone});
}

void countMembers(Transaction& t, const RoomId& room, int more) {
    if (more != 0) {
        t.exec(QStringLiteral("UPDATE rooms SET member_count = member_count + ? WHERE id = ?"),
               {more, bind(room)});
    }
}

/// Whether the store knows nothing as new of that member. The room's version alone does not tell: records may
/// come in another order than their changes, which a copy of the store finds out that lacks both.
bool isNews(Transaction& t, const log::MemberRecord& record) {
    const QVariant room = bind(record.roomId);
    const QVariant user = bind(record.user.id);
    return t
        .select(
            QStringLiteral(
                "SELECT 1 FROM rooms r WHERE r.id = ? AND r.deleted = 0 AND r.membership_base < ? AND NOT "
                "EXISTS (SELECT 1 FROM members WHERE room_id = ? AND user_id = ? AND version >= ?) AND "
                "NOT EXISTS (SELECT 1 FROM former_members WHERE room_id = ? AND user_id = ? AND version "
                ">= ?)"),
            {room, record.version, room, user, record.version, room, user, record.version})
        .next();
}

/// Whether the record says something that the store does not know; then its version is the store's.
bool takeVersion(Transaction& t, const log::BanRecord& record) {
    {
        // Nearly always the store wrote the change itself. So it is looked at first: an upsert would hold the
        // row although it changes nothing, and who changes a ban now would wait until the batch is written.
        Rows rows = t.select(QStringLiteral("SELECT version FROM ban_versions WHERE room_id = ? AND "
                                            "user_id = ?"),
                             {bind(record.roomId), bind(record.userId)});
        const std::optional<qint64> known = rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
        // What was said before versions were counted counts until something with one does.
        if (record.version == 0)
            return !known;
        if (known && *known >= record.version)
            return false;
    }
    return t.exec(QStringLiteral("INSERT INTO ban_versions(room_id, user_id, version) VALUES(?, ?, ?) "
                                 "ON CONFLICT(room_id, user_id) DO UPDATE SET version = excluded.version "
                                 "WHERE ban_versions.version < excluded.version"),
                  {bind(record.roomId), bind(record.userId), record.version}) > 0;
}

} // namespace

void project(Transaction& t, const log::RoomRecord& record) {
    const Room& room = record.room;
    t.exec(QStringLiteral(
               "INSERT INTO rooms(id, name, name_lower, kind, topic, version, membership_version, "
               "created_at, deleted, head_seq, last_message_at, archived, member_count, direct_key) "
               "VALUES(?, ?, ?, ?, ?, ?, 0, ?, ?, 0, NULL, ?, 0, ?) "
               "ON CONFLICT(id) DO UPDATE SET name = excluded.name, name_lower = excluded.name_lower, "
               "kind = excluded.kind, topic = excluded.topic, version = excluded.version, "
               "deleted = excluded.deleted, archived = excluded.archived "
               "WHERE excluded.version > rooms.version AND rooms.deleted = 0"),
           {bind(room.id), room.name, room.name.toLower(), int(room.kind), room.topic, room.version,
            bind(room.createdAt), bind(record.deleted), bind(room.archived), bindDirect(room.direct)});
}

void project(Transaction& t, const log::MemberRecord& record, qint64 seq) {
    // Nearly always the store wrote the change itself, or has a later one: then nobody's row is held for it.
    if (!isNews(t, record) || !lockRoom(t, record.roomId) || !isNews(t, record))
        return;
    t.exec(QStringLiteral("UPDATE rooms SET membership_version = ? WHERE id = ? AND membership_version < ?"),
           {record.version, bind(record.roomId), record.version});
    if (!record.role) {
        countMembers(t, record.roomId, -dropMember(t, record.roomId, record.user.id, record.version));
        return;
    }
    putUser(t, record.user, 0);
    const int present =
        t.exec(QStringLiteral("UPDATE members SET role = ?, version = ? WHERE room_id = ? AND user_id = ?"),
               {int(*record.role), record.version, bind(record.roomId), bind(record.user.id)});
    if (present > 0)
        return;
    countMembers(t, record.roomId,
                 t.exec(QStringLiteral("INSERT INTO members(room_id, user_id, role, version, seen_seq, "
                                       "delivered_seq, mark_seq, username_lower) "
                                       "SELECT r.id, u.id, ?, ?, ?, ?, ?, u.username_lower "
                                       "FROM users u, rooms r WHERE u.id = ? AND r.id = ?"),
                        {int(*record.role), record.version, seq, seq, seq, bind(record.user.id),
                         bind(record.roomId)}));
}

void project(Transaction& t, const log::BanRecord& record) {
    if (!takeVersion(t, record))
        return;
    if (record.banned)
        putBan(t, record);
    else
        dropBan(t, record.roomId, record.userId);
}

void project(Transaction& t, const log::UserRecord& record) {
    const User& user = record.user;
    putUser(t, user, record.version);
    t.exec(QStringLiteral("UPDATE users SET display_name = ?, display_name_lower = ?, deleted = ?, "
                          "active = ?, status_text = ?, time_zone = ?, version = ? "
                          "WHERE id = ? AND version < ? AND deleted = 0"),
           {user.displayName, user.displayName.toLower(), bind(user.deleted), bind(!user.deactivated),
            user.statusText, user.timeZone, record.version, bind(user.id), record.version});
    // Of a user who was deleted after the backup that this store was restored from, nothing may come back.
    if (user.deleted) {
        t.tryExec(
            QStringLiteral("UPDATE users SET username = ?, username_lower = ?, email = NULL, email_lower "
                           "= NULL, password_hash = ?, administrator = 0, active = 0 "
                           "WHERE id = ? AND version = ? AND deleted = 1"),
            {user.username, user.username.toLower(), QByteArray(), bind(user.id), record.version});
        renameMember(t, user);
    }
}

void project(Transaction& t, const log::SessionRevokedRecord& record) {
    t.exec(QStringLiteral("UPDATE sessions SET revoked = 1 WHERE id = ? AND revoked = 0"),
           {bind(record.sessionId)});
}

} // namespace parlor::store

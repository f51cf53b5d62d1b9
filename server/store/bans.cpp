// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/memberships.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

namespace parlor::store {

namespace {

std::optional<Ban> findBan(Transaction& t, const RoomId& room, const User& user) {
    Rows rows =
        t.select(QStringLiteral("SELECT banned_by, banned_at FROM bans WHERE room_id = ? AND user_id = ?"),
                 {bind(room), bind(user.id)});
    if (!rows.next())
        return std::nullopt;
    return Ban{user, rows.id<UserId>(0), rows.time(1)};
}

/// A record that tells of the change that is being made, with the next version.
log::BanRecord nextRecord(Transaction& t, const RoomId& room, const UserId& user, const UserId& by,
                          bool banned, const QDateTime& at) {
    const qint64 version = t.insertReturning(
        QStringLiteral("INSERT INTO ban_versions(room_id, user_id, version) VALUES(?, ?, 1) "
                       "ON CONFLICT(room_id, user_id) DO UPDATE SET version = ban_versions.version + 1 "
                       "RETURNING version"),
        {bind(room), bind(user)});
    return {room, user, by, banned, at, version};
}

Result<Committed<Ban>> banInTransaction(Transaction& t, const RoomId& id, const UserId& userId,
                                        const QDateTime& at, const Actor& actor) {
    auto room = lockRoom(t, id);
    if (!room)
        return noSuchRoom();
    if (auto allowed = judge(t, actor, *room, userId); !allowed)
        return fail(allowed.error());
    if (room->room.kind == RoomKind::Direct)
        return fail(ErrorCode::Conflict, QStringLiteral("Nobody is banned from a direct room."));
    const auto user = findUser(t, userId);
    if (!user || user->deleted)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no such user."), QStringLiteral("userId"));
    if (const auto present = findBan(t, id, *user))
        return Committed<Ban>{*present, {}};
    Committed<Ban> result{{*user, actor.id, at}, {}};
    const log::BanRecord record = nextRecord(t, id, userId, actor.id, true, at);
    putBan(t, record);
    result.outbox.append(putOutbox(t, log::Topic::Messages, log::keyOf(id), record));
    const SystemEvent notice{SystemKind::MemberBanned, userId, {}};
    if (!readMembership(t, id, userId)) {
        putNotice(t, *room, actor.id, notice, result.outbox);
    } else if (auto out = takeOut(t, *room, *user, notice, actor, result.outbox); !out) {
        return fail(out.error());
    }
    return result;
}

} // namespace

Result<Committed<Ban>> SqlStore::ban(const RoomId& room, const UserId& user, const QDateTime& at,
                                     const Actor& actor) {
    return write<Committed<Ban>>([&](Transaction& t) { return banInTransaction(t, room, user, at, actor); });
}

Result<Committed<bool>> SqlStore::unban(const RoomId& room, const UserId& user, const Actor& actor) {
    return write<Committed<bool>>([&](Transaction& t) -> Result<Committed<bool>> {
        const auto locked = lockRoom(t, room);
        if (!locked)
            return noSuchRoom();
        if (auto allowed = judge(t, actor, *locked, user); !allowed)
            return fail(allowed.error());
        if (dropBan(t, room, user) == 0)
            return Committed<bool>{false, {}};
        return Committed<bool>{true,
                               {putOutbox(t, log::Topic::Messages, log::keyOf(room),
                                          nextRecord(t, room, user, actor.id, false, utcNow()))}};
    });
}

Result<Page<Ban>> SqlStore::bans(const RoomId& room, const std::optional<QString>& cursor, int limit) {
    return read<Page<Ban>>([&](Transaction& t) -> Result<Page<Ban>> {
        const int wanted = pageLimit(limit);
        Rows rows =
            t.select(QStringLiteral("SELECT ") + userColumns() +
                         QStringLiteral(", b.banned_by, b.banned_at FROM bans b JOIN users u ON u.id = "
                                        "b.user_id WHERE b.room_id = ? AND u.username_lower > ? "
                                        "ORDER BY u.username_lower LIMIT ?"),
                     {bind(room), cursor.value_or(QString()).toLower(), wanted + 1});
        Page<Ban> page;
        while (rows.next()) {
            if (page.items.size() == wanted) {
                page.next = page.items.last().user.username.toLower();
                break;
            }
            page.items.append(
                {readUser(rows), rows.id<UserId>(userColumnCount), rows.time(userColumnCount + 1)});
        }
        return page;
    });
}

} // namespace parlor::store

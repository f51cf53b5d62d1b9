// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

namespace {

/// A room whose row is held until the transaction ends: so its membership has one order.
struct LockedRoom {
    qint64 membershipVersion = 0;
    qint64 head = 0;
};
std::optional<LockedRoom> lockRoom(Transaction& t, const RoomId& room) {
    Rows rows = t.select(
        QStringLiteral("SELECT membership_version, head_seq FROM rooms WHERE id = ? AND deleted = 0") +
            t.dialect().lockRow(),
        {bind(room)});
    if (!rows.next())
        return std::nullopt;
    return LockedRoom{rows.integer(0), rows.integer(1)};
}

std::optional<Membership> readMembership(Transaction& t, const RoomId& room, const UserId& user) {
    Rows rows =
        t.select(QStringLiteral("SELECT m.role, m.version FROM members m JOIN rooms r ON r.id = m.room_id "
                                "WHERE m.room_id = ? AND m.user_id = ? AND r.deleted = 0"),
                 {bind(room), bind(user)});
    if (!rows.next())
        return std::nullopt;
    return Membership{room, static_cast<RoomRole>(rows.smallInteger(0)), rows.integer(1)};
}

std::optional<User> findUser(Transaction& t, const UserId& id) {
    Rows rows =
        t.select(QStringLiteral("SELECT ") + userColumns() + QStringLiteral(" FROM users u WHERE u.id = ?"),
                 {bind(id)});
    if (!rows.next())
        return std::nullopt;
    return readUser(rows);
}

qint64 count(Transaction& t, const QString& condition, const QVariantList& values) {
    Rows rows = t.select(QStringLiteral("SELECT COUNT(*) FROM members WHERE ") + condition, values);
    return rows.next() ? rows.integer(0) : 0;
}

qint64 owners(Transaction& t, const RoomId& room) {
    return count(t, QStringLiteral("room_id = ? AND role = ?"), {bind(room), int(RoomRole::Owner)});
}

OutboxRow tellOfMember(Transaction& t, const RoomId& room, const User& user, std::optional<RoomRole> role,
                       qint64 version) {
    t.exec(QStringLiteral("UPDATE rooms SET membership_version = ? WHERE id = ?"), {version, bind(room)});
    return putOutbox(t, log::Topic::Messages, log::keyOf(room), log::MemberRecord{room, user, role, version});
}

Result<Committed<Membership>> putMember(Transaction& t, const RoomId& room, const UserId& userId,
                                        RoomRole role) {
    const auto locked = lockRoom(t, room);
    if (!locked)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no such room."));
    const auto user = findUser(t, userId);
    if (!user || user->deleted)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no such user."));
    const auto present = readMembership(t, room, userId);
    const qint64 ownerCount = owners(t, room);
    if (!present && ownerCount == 0)
        role = RoomRole::Owner;
    if (present && present->role == role)
        return Committed<Membership>{*present, {}};
    if (present && present->role == RoomRole::Owner && ownerCount == 1)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("A room needs an owner: make somebody else owner first."));

    const Membership membership{room, role, locked->membershipVersion + 1};
    if (present) {
        t.exec(QStringLiteral("UPDATE members SET role = ?, version = ? WHERE room_id = ? AND user_id = ?"),
               {int(role), membership.version, bind(room), bind(userId)});
    } else {
        // What was said before one came is history, not unread.
        t.exec(QStringLiteral("INSERT INTO members(room_id, user_id, role, version, seen_seq, delivered_seq, "
                              "mark_seq, username_lower) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
               {bind(room), bind(userId), int(role), membership.version, locked->head, locked->head,
                locked->head, user->username.toLower()});
        t.exec(QStringLiteral("UPDATE rooms SET member_count = member_count + 1 WHERE id = ?"), {bind(room)});
    }
    return Committed<Membership>{membership, {tellOfMember(t, room, *user, role, membership.version)}};
}

Result<Committed<bool>> dropMember(Transaction& t, const RoomId& room, const UserId& userId) {
    const auto locked = lockRoom(t, room);
    if (!locked)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no such room."));
    const auto present = readMembership(t, room, userId);
    const auto user = findUser(t, userId);
    if (!present || !user)
        return Committed<bool>{false, {}};
    if (present->role == RoomRole::Owner && owners(t, room) == 1 &&
        count(t, QStringLiteral("room_id = ?"), {bind(room)}) > 1) {
        return fail(ErrorCode::Conflict,
                    QStringLiteral("The last owner cannot leave: make somebody else owner first."));
    }
    t.exec(QStringLiteral("DELETE FROM members WHERE room_id = ? AND user_id = ?"),
           {bind(room), bind(userId)});
    t.exec(QStringLiteral("UPDATE rooms SET member_count = member_count - 1 WHERE id = ?"), {bind(room)});
    return Committed<bool>{true, {tellOfMember(t, room, *user, std::nullopt, locked->membershipVersion + 1)}};
}

} // namespace

Result<std::optional<Membership>> SqlStore::membership(const RoomId& room, const UserId& user) {
    return read<std::optional<Membership>>(
        [&](Transaction& t) -> Result<std::optional<Membership>> { return readMembership(t, room, user); });
}

Result<Page<Member>> SqlStore::members(const RoomId& room, const std::optional<QString>& cursor, int limit) {
    return read<Page<Member>>([&](Transaction& t) -> Result<Page<Member>> {
        const int wanted = pageLimit(limit);
        Rows rows = t.select(
            QStringLiteral("SELECT ") + userColumns() +
                QStringLiteral(
                    ", m.role FROM members m JOIN users u ON u.id = m.user_id "
                    "WHERE m.room_id = ? AND u.username_lower > ? ORDER BY u.username_lower LIMIT ?"),
            {bind(room), cursor.value_or(QString()).toLower(), wanted + 1});
        Page<Member> page;
        while (rows.next()) {
            if (page.items.size() == wanted) {
                page.next = page.items.last().user.username.toLower();
                break;
            }
            page.items.append({readUser(rows), static_cast<RoomRole>(rows.smallInteger(userColumnCount))});
        }
        return page;
    });
}

Result<Committed<Membership>> SqlStore::setMember(const RoomId& room, const UserId& user, RoomRole role) {
    return write<Committed<Membership>>([&](Transaction& t) { return putMember(t, room, user, role); });
}

Result<Committed<bool>> SqlStore::removeMember(const RoomId& room, const UserId& user) {
    return write<Committed<bool>>([&](Transaction& t) { return dropMember(t, room, user); });
}

} // namespace parlor::store

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/memberships.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

namespace parlor::store {

namespace {

/// The rest of addMember(), for somebody who is not in the room yet.
Result<Committed<Membership>> bringIn(Transaction& t, LockedRoom& room, const User& user, RoomRole role,
                                      const Actor& actor) {
    if (room.room.kind == RoomKind::Direct)
        return fail(ErrorCode::Conflict, QStringLiteral("Nobody is added to a direct room."));
    if (isBanned(t, room.room.id, user.id)) {
        if (actor.id == user.id)
            return fail(ErrorCode::Forbidden, QStringLiteral("You were banned from this room."));
        return fail(ErrorCode::Conflict, QStringLiteral("That user is banned: lift the ban first."),
                    QStringLiteral("userId"));
    }
    if (room.memberCount == 0)
        role = RoomRole::Owner;
    Committed<Membership> result;
    insertMember(t, room, user, role, result.outbox);
    result.value = {room.room.id, role, room.membershipVersion};
    putNotice(t, room, actor.id,
              actor.id == user.id ? SystemEvent{SystemKind::MemberJoined, {}, {}}
                                  : SystemEvent{SystemKind::MemberAdded, user.id, {}},
              result.outbox);
    return result;
}

/// The rest of setRole(), for somebody who is in the room.
Result<Committed<Membership>> giveRole(Transaction& t, LockedRoom& room, const Membership& present,
                                       const User& user, RoomRole role, const Actor& actor) {
    if (present.role == role)
        return Committed<Membership>{present, {}};
    if (room.room.kind == RoomKind::Direct)
        return fail(ErrorCode::Conflict, QStringLiteral("There are no roles in a direct room."));
    if (present.role == RoomRole::Owner && !hasOtherOwner(t, room.room.id, user.id))
        return fail(ErrorCode::Conflict,
                    QStringLiteral("A room needs an owner: make somebody else owner first."));
    Committed<Membership> result;
    changeRole(t, room, user, role, result.outbox);
    result.value = {room.room.id, role, room.membershipVersion};
    putNotice(t, room, actor.id, {SystemKind::RoleChanged, user.id, toString(role)}, result.outbox);
    return result;
}

Result<Committed<Membership>> addInTransaction(Transaction& t, const RoomId& id, const UserId& userId,
                                               const Actor& actor) {
    const auto user = lockUser(t, userId);
    auto room = lockRoom(t, id);
    if (!room)
        return noSuchRoom();
    if (auto allowed = judge(t, actor, *room, userId); !allowed)
        return fail(allowed.error());
    if (const auto present = readMembership(t, id, userId))
        return Committed<Membership>{*present, {}};
    if (!user)
        return fail(user.error());
    return bringIn(t, *room, *user, RoomRole::Member, actor);
}

Result<Committed<Membership>> setRoleInTransaction(Transaction& t, const RoomId& id, const UserId& userId,
                                                   RoomRole role, const Actor& actor) {
    auto room = lockRoom(t, id);
    if (!room)
        return noSuchRoom();
    if (auto allowed = judge(t, actor, *room, userId); !allowed)
        return fail(allowed.error());
    const auto present = readMembership(t, id, userId);
    const auto user = findUser(t, userId);
    if (!present || !user)
        return noSuchMember();
    return giveRole(t, *room, *present, *user, role, actor);
}

Result<Committed<Membership>> setInTransaction(Transaction& t, const RoomId& id, const UserId& userId,
                                               RoomRole role) {
    const auto user = lockUser(t, userId);
    auto room = lockRoom(t, id);
    if (!room)
        return noSuchRoom();
    if (!user)
        return fail(user.error());
    if (const auto present = readMembership(t, id, userId))
        return giveRole(t, *room, *present, *user, role, {});
    return bringIn(t, *room, *user, role, {});
}

Result<Committed<bool>> removeInTransaction(Transaction& t, const RoomId& id, const UserId& userId,
                                            const Actor& actor) {
    auto room = lockRoom(t, id);
    if (!room)
        return noSuchRoom();
    if (auto allowed = judge(t, actor, *room, userId); !allowed)
        return fail(allowed.error());
    const auto user = findUser(t, userId);
    if (!user || !readMembership(t, id, userId))
        return Committed<bool>{false, {}};
    Committed<bool> result{true, {}};
    const SystemEvent notice = actor.id == userId ? SystemEvent{SystemKind::MemberLeft, {}, {}}
                                                  : SystemEvent{SystemKind::MemberRemoved, userId, {}};
    if (auto out = takeOut(t, *room, *user, notice, actor, result.outbox); !out)
        return fail(out.error());
    return result;
}

/// The members of whom `test` is true; it begins with a column of theirs.
QString memberSelect(const char* test) {
    return QStringLiteral("SELECT ") + userColumns() +
           QStringLiteral(", m.role FROM members m JOIN users u ON u.id = m.user_id WHERE m.room_id = ? AND "
                          "m.%1")
               .arg(QLatin1StringView(test));
}

/// One page of members, the rows of which are one more than fit when there is another page.
Page<Member> pageOf(Rows rows, int wanted) {
    Page<Member> page;
    while (rows.next()) {
        if (page.items.size() == wanted) {
            page.next = page.items.last().user.username.toLower();
            break;
        }
        page.items.append({readUser(rows), static_cast<RoomRole>(rows.smallInteger(userColumnCount))});
    }
    return page;
}

} // namespace

Result<std::optional<Membership>> SqlStore::membership(const RoomId& room, const UserId& user) {
    return readOnce<std::optional<Membership>>(
        [&](Transaction& t) -> Result<std::optional<Membership>> { return readMembership(t, room, user); });
}

Result<Page<Member>> SqlStore::members(const RoomId& room, const std::optional<QString>& cursor, int limit) {
    return readOnce<Page<Member>>([&](Transaction& t) -> Result<Page<Member>> {
        const int wanted = pageLimit(limit);
        // In the order of the members' own copy of the name: one index has the room's page.
        return pageOf(t.select(memberSelect("username_lower > ? ORDER BY m.username_lower LIMIT ?"),
                               {bind(room), cursor.value_or(QString()).toLower(), wanted + 1}),
                      wanted);
    });
}

Result<Page<Member>> SqlStore::searchMembers(const RoomId& room, const QString& text,
                                             const std::optional<QString>& cursor, int limit) {
    if (text.isEmpty())
        return members(room, cursor, limit);
    return readOnce<Page<Member>>([&](Transaction& t) -> Result<Page<Member>> {
        const int wanted = pageLimit(limit);
        const QString anywhere = QLatin1Char('%') + likeLiteral(text) + QLatin1Char('%');
        // No index helps to find them: the room's names are gone through in order, until the page is full.
        return pageOf(
            t.select(memberSelect("username_lower > ? AND (m.username_lower LIKE ? ESCAPE '\\' OR "
                                  "u.display_name_lower LIKE ? ESCAPE '\\') ORDER BY "
                                  "m.username_lower LIMIT ?"),
                     {bind(room), cursor.value_or(QString()).toLower(), anywhere, anywhere, wanted + 1}),
            wanted);
    });
}

Result<Member> SqlStore::member(const RoomId& room, const UserId& user) {
    return read<Member>([&](Transaction& t) -> Result<Member> {
        if (!readMembership(t, room, user))
            return noSuchMember();
        Rows rows = t.select(memberSelect("user_id = ?"), {bind(room), bind(user)});
        if (!rows.next())
            return noSuchMember();
        return Member{readUser(rows), static_cast<RoomRole>(rows.smallInteger(userColumnCount))};
    });
}

Result<Committed<Membership>> SqlStore::addMember(const RoomId& room, const UserId& user,
                                                  const Actor& actor) {
    return write<Committed<Membership>>(
        [&](Transaction& t) { return addInTransaction(t, room, user, actor); });
}

Result<Committed<Membership>> SqlStore::setRole(const RoomId& room, const UserId& user, RoomRole role,
                                                const Actor& actor) {
    return write<Committed<Membership>>(
        [&](Transaction& t) { return setRoleInTransaction(t, room, user, role, actor); });
}

Result<Committed<Membership>> SqlStore::setMember(const RoomId& room, const UserId& user, RoomRole role) {
    return write<Committed<Membership>>(
        [&](Transaction& t) { return setInTransaction(t, room, user, role); });
}

Result<Committed<bool>> SqlStore::removeMember(const RoomId& room, const UserId& user, const Actor& actor) {
    return write<Committed<bool>>([&](Transaction& t) { return removeInTransaction(t, room, user, actor); });
}

} // namespace parlor::store

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/memberships.h"

#include "shared/codec.h"
#include "shared/notices.h"

namespace parlor::store {

namespace {

bool tellsOfComingAndGoing(SystemKind kind) {
    return kind == SystemKind::MemberJoined || kind == SystemKind::MemberAdded ||
           kind == SystemKind::MemberLeft || kind == SystemKind::MemberRemoved;
}

void tellOfMember(Transaction& t, LockedRoom& room, const User& user, std::optional<RoomRole> role,
                  int countChange, QList<OutboxRow>& outbox) {
    ++room.membershipVersion;
    room.memberCount += countChange;
    t.exec(QStringLiteral("UPDATE rooms SET membership_version = ?, member_count = ? WHERE id = ?"),
           {room.membershipVersion, room.memberCount, bind(room.room.id)});
    outbox.append(putOutbox(t, log::Topic::Messages, log::keyOf(room.room.id),
                            log::MemberRecord{room.room.id, user, role, room.membershipVersion}));
}

/// The members next in line: the highest role first, of equals the one whose role is the oldest.
std::optional<UserId> heirOf(Transaction& t, const RoomId& room, const UserId& user) {
    Rows rows = t.select(QStringLiteral("SELECT user_id FROM members WHERE room_id = ? AND user_id <> ? "
                                        "ORDER BY role DESC, version LIMIT 1"),
                         {bind(room), bind(user)});
    return rows.next() ? std::optional(rows.id<UserId>(0)) : std::nullopt;
}

} // namespace

std::optional<LockedRoom> lockRoom(Transaction& t, const RoomId& room) {
    Rows rows = t.select(QStringLiteral("SELECT ") + roomColumns() +
                             QStringLiteral(", r.membership_version, r.head_seq, r.member_count FROM rooms r "
                                            "WHERE r.id = ? AND r.deleted = 0") +
                             t.dialect().lockRow(),
                         {bind(room)});
    if (!rows.next())
        return std::nullopt;
    return LockedRoom{readRoom(rows), rows.integer(roomColumnCount), rows.integer(roomColumnCount + 1),
                      rows.smallInteger(roomColumnCount + 2)};
}

tl::unexpected<Error> noSuchRoom() {
    return fail(ErrorCode::NotFound, QStringLiteral("There is no such room here."));
}

tl::unexpected<Error> noSuchMember() {
    return fail(ErrorCode::NotFound, QStringLiteral("There is no such member here."));
}

Result<User> lockUser(Transaction& t, const UserId& id) {
    Rows rows = t.select(QStringLiteral("SELECT ") + userColumns() +
                             QStringLiteral(" FROM users u WHERE u.id = ? AND u.deleted = 0 AND u.active = "
                                            "1") +
                             t.dialect().shareRow(),
                         {bind(id)});
    if (!rows.next())
        return fail(ErrorCode::NotFound, QStringLiteral("There is no such user."), QStringLiteral("userId"));
    return readUser(rows);
}

std::optional<User> findUser(Transaction& t, const UserId& id) {
    Rows rows =
        t.select(QStringLiteral("SELECT ") + userColumns() + QStringLiteral(" FROM users u WHERE u.id = ?"),
                 {bind(id)});
    if (!rows.next())
        return std::nullopt;
    return readUser(rows);
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

bool hasOtherOwner(Transaction& t, const RoomId& room, const UserId& user) {
    return t
        .select(
            QStringLiteral("SELECT 1 FROM members WHERE room_id = ? AND role = ? AND user_id <> ? LIMIT 1"),
            {bind(room), int(RoomRole::Owner), bind(user)})
        .next();
}

bool isBanned(Transaction& t, const RoomId& room, const UserId& user) {
    return t
        .select(QStringLiteral("SELECT 1 FROM bans WHERE room_id = ? AND user_id = ?"),
                {bind(room), bind(user)})
        .next();
}

void putBan(Transaction& t, const log::BanRecord& record) {
    t.exec(QStringLiteral("INSERT INTO bans(room_id, user_id, banned_by, banned_at) VALUES(?, ?, ?, ?) "
                          "ON CONFLICT(room_id, user_id) DO UPDATE SET banned_by = excluded.banned_by, "
                          "banned_at = excluded.banned_at"),
           {bind(record.roomId), bind(record.userId), bind(record.by), bind(record.at)});
}

int dropBan(Transaction& t, const RoomId& room, const UserId& user) {
    return t.exec(QStringLiteral("DELETE FROM bans WHERE room_id = ? AND user_id = ?"),
                  {bind(room), bind(user)});
}

Result<void> judge(Transaction& t, const Actor& actor, const LockedRoom& room,
                   const std::optional<UserId>& target) {
    if (!actor.judge)
        return {};
    RoomScene scene{room.room, {}, {}, false};
    if (const auto membership = readMembership(t, room.room.id, actor.id))
        scene.actor = membership->role;
    if (target) {
        if (const auto membership = readMembership(t, room.room.id, *target))
            scene.target = membership->role;
        scene.banned = isBanned(t, room.room.id, *target);
    }
    return actor.judge(scene);
}

void insertMember(Transaction& t, LockedRoom& room, const User& user, RoomRole role,
                  QList<OutboxRow>& outbox) {
    // What was said before one came is history, not unread.
    t.exec(QStringLiteral("INSERT INTO members(room_id, user_id, role, version, seen_seq, delivered_seq, "
                          "mark_seq, username_lower) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
           {bind(room.room.id), bind(user.id), int(role), room.membershipVersion + 1, room.head, room.head,
            room.head, user.username.toLower()});
    tellOfMember(t, room, user, role, 1, outbox);
}

void changeRole(Transaction& t, LockedRoom& room, const User& user, RoomRole role, QList<OutboxRow>& outbox) {
    t.exec(QStringLiteral("UPDATE members SET role = ?, version = ? WHERE room_id = ? AND user_id = ?"),
           {int(role), room.membershipVersion + 1, bind(room.room.id), bind(user.id)});
    tellOfMember(t, room, user, role, 0, outbox);
}

void renameMember(Transaction& t, const User& user) {
    t.exec(QStringLiteral("UPDATE members SET username_lower = ? WHERE user_id = ? AND username_lower <> ?"),
           {user.username.toLower(), bind(user.id), user.username.toLower()});
}

int dropMember(Transaction& t, const RoomId& room, const UserId& user, qint64 version) {
    t.exec(QStringLiteral("INSERT INTO former_members(room_id, user_id, version) VALUES(?, ?, ?) "
                          "ON CONFLICT(room_id, user_id) DO UPDATE SET version = excluded.version"),
           {bind(room), bind(user), version});
    return t.exec(QStringLiteral("DELETE FROM members WHERE room_id = ? AND user_id = ?"),
                  {bind(room), bind(user)});
}

void eraseMember(Transaction& t, LockedRoom& room, const User& user, QList<OutboxRow>& outbox) {
    dropMember(t, room.room.id, user.id, room.membershipVersion + 1);
    tellOfMember(t, room, user, std::nullopt, -1, outbox);
}

Result<void> takeOut(Transaction& t, LockedRoom& room, const User& user, const SystemEvent& notice,
                     const Actor& actor, QList<OutboxRow>& outbox) {
    if (room.room.kind == RoomKind::Direct)
        return fail(ErrorCode::Conflict, QStringLiteral("Nobody leaves a direct room."));
    const auto present = readMembership(t, room.room.id, user.id);
    if (present && present->role == RoomRole::Owner && room.memberCount > 1 &&
        !hasOtherOwner(t, room.room.id, user.id)) {
        return fail(ErrorCode::Conflict,
                    QStringLiteral("The last owner cannot leave: make somebody else owner first."));
    }
    eraseMember(t, room, user, outbox);
    if (room.memberCount == 0 && room.room.kind == RoomKind::Private)
        writeRoom(t, room.room, true, outbox);
    else
        putNotice(t, room, actor.id, notice, outbox);
    return {};
}

void writeRoom(Transaction& t, Room& room, bool deleted, QList<OutboxRow>& outbox) {
    ++room.version;
    t.exec(QStringLiteral("UPDATE rooms SET name = ?, name_lower = ?, kind = ?, topic = ?, archived = ?, "
                          "version = ?, deleted = ? WHERE id = ?"),
           {room.name, room.name.toLower(), int(room.kind), room.topic, bind(room.archived), room.version,
            bind(deleted), bind(room.id)});
    outbox.append(putOutbox(t, log::Topic::Messages, log::keyOf(room.id), log::RoomRecord{room, deleted}));
}

void putNotice(Transaction& t, const LockedRoom& room, const UserId& actor, const SystemEvent& event,
               QList<OutboxRow>& outbox) {
    if (actor.isNull() || room.room.kind == RoomKind::Direct)
        return;
    if (tellsOfComingAndGoing(event.kind) && room.memberCount > limits::joinNoticeRoomMax)
        return;
    const auto nameOf = [&](const UserId& id) {
        const auto user = findUser(t, id);
        return user ? user->displayName : QString();
    };
    log::MessageRecord record;
    record.tempId = TempId::create();
    record.id = messageIdFor(actor, room.room.id, record.tempId);
    record.roomId = room.room.id;
    record.sender = actor;
    record.type = MessageType::System;
    record.content = noticeText(event, nameOf(actor), event.user ? nameOf(*event.user) : QString());
    record.createdAt = utcNow();
    record.system = event;
    outbox.append(putOutbox(t, log::Topic::Messages, log::keyOf(room.room.id), record));
}

void dropEverywhere(Transaction& t, const User& user, QList<OutboxRow>& outbox) {
    QList<RoomId> rooms;
    {
        // In one order, so that of two such transactions none waits for the other while that one waits for
        // it.
        Rows rows = t.select(QStringLiteral("SELECT room_id FROM members WHERE user_id = ? ORDER BY room_id"),
                             {bind(user.id)});
        while (rows.next())
            rooms.append(rows.id<RoomId>(0));
    }
    for (const RoomId& id : std::as_const(rooms)) {
        auto room = lockRoom(t, id);
        const auto present = room ? readMembership(t, id, user.id) : std::nullopt;
        if (!present)
            continue;
        if (room->room.kind == RoomKind::Direct) {
            if (!std::exchange(room->room.archived, true))
                writeRoom(t, room->room, false, outbox);
            continue;
        }
        if (present->role == RoomRole::Owner && !hasOtherOwner(t, id, user.id)) {
            const auto heir = heirOf(t, id, user.id);
            if (const auto next = heir ? findUser(t, *heir) : std::nullopt) {
                changeRole(t, *room, *next, RoomRole::Owner, outbox);
                putNotice(t, *room, user.id, {SystemKind::RoleChanged, next->id, toString(RoomRole::Owner)},
                          outbox);
            }
        }
        // Cannot be refused: there is another owner now, or nobody else.
        (void)takeOut(t, *room, user, {SystemKind::MemberLeft, {}, {}}, {user.id, {}}, outbox);
    }
}

} // namespace parlor::store

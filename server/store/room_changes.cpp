// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/memberships.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

namespace parlor::store {

namespace {

/// Holds all of `ids` in the order of the ids, whatever order they are named in. The first failure counts.
Result<QHash<UserId, User>> lockUsers(Transaction& t, QList<UserId> ids) {
    std::sort(ids.begin(), ids.end());
    QHash<UserId, User> users;
    for (const UserId& id : std::as_const(ids)) {
        auto user = lockUser(t, id);
        if (!user)
            return fail(user.error());
        users.insert(id, std::move(*user));
    }
    return users;
}

/// False if the id, or the pair of a direct room, is in use.
bool insertRoom(Transaction& t, const Room& room) {
    return t
        .tryExec(QStringLiteral(
                     "INSERT INTO rooms(id, name, name_lower, kind, topic, version, membership_version, "
                     "created_at, deleted, head_seq, last_message_at, archived, member_count, direct_key) "
                     "VALUES(?, ?, ?, ?, ?, ?, 0, ?, 0, 0, NULL, ?, 0, ?)"),
                 {bind(room.id), room.name, room.name.toLower(), int(room.kind), room.topic, room.version,
                  bind(room.createdAt), bind(room.archived), bindDirect(room.direct)})
        .has_value();
}

Result<Committed<RoomView>> makeRoom(Transaction& t, Room room, const UserId& owner,
                                     const QList<UserId>& members) {
    if (const auto user = lockUser(t, owner); !user)
        return fail(user.error().withField({}));
    const auto users = lockUsers(t, members);
    if (!users)
        return fail(users.error().withField(QStringLiteral("members")));
    const auto founder = findUser(t, owner);
    room.version = 1;
    if (!insertRoom(t, room) || !founder)
        return fail(ErrorCode::Conflict, QStringLiteral("There is a room with that id already."));

    Committed<RoomView> result;
    LockedRoom locked{room, 0, 0, 0};
    result.outbox.append(
        putOutbox(t, log::Topic::Messages, log::keyOf(room.id), log::RoomRecord{room, false}));
    insertMember(t, locked, *founder, RoomRole::Owner, result.outbox);
    for (const UserId& member : members) {
        if (member != owner)
            insertMember(t, locked, users->value(member), RoomRole::Member, result.outbox);
    }
    putNotice(t, locked, owner, {SystemKind::RoomCreated, {}, room.name}, result.outbox);
    result.value.room = room;
    result.value.role = RoomRole::Owner;
    result.value.memberCount = locked.memberCount;
    return result;
}

std::optional<Room> findDirect(Transaction& t, const QList<UserId>& people) {
    Rows rows = t.select(QStringLiteral("SELECT ") + roomColumns() +
                             QStringLiteral(" FROM rooms r WHERE r.direct_key = ? AND r.deleted = 0"),
                         {bindDirect(people)});
    if (!rows.next())
        return std::nullopt;
    return readRoom(rows);
}

Result<Committed<DirectRoom>> findOrMakeDirect(Transaction& t, const RoomId& id, const QDateTime& at,
                                               const QList<UserId>& people) {
    if (const auto found = findDirect(t, people))
        return Committed<DirectRoom>{{*found, false}, {}};
    const auto users = lockUsers(t, people);
    if (!users)
        return fail(users.error());
    Room room{id, {}, RoomKind::Direct, {}, 1, at};
    room.name = QStringLiteral("");
    room.topic = QStringLiteral("");
    room.direct = people;
    if (!insertRoom(t, room)) {
        // Somebody else was quicker.
        if (const auto found = findDirect(t, people))
            return Committed<DirectRoom>{{*found, false}, {}};
        return fail(ErrorCode::Conflict, QStringLiteral("There is a room with that id already."));
    }
    Committed<DirectRoom> result{{room, true}, {}};
    LockedRoom locked{room, 0, 0, 0};
    result.outbox.append(putOutbox(t, log::Topic::Messages, log::keyOf(id), log::RoomRecord{room, false}));
    for (const UserId& one : people)
        insertMember(t, locked, users->value(one), RoomRole::Member, result.outbox);
    return result;
}

/// What `change` does to `room`, told in system messages.
QList<SystemEvent> apply(const RoomChange& change, Room& room) {
    QList<SystemEvent> events;
    if (change.archived && *change.archived != room.archived) {
        room.archived = *change.archived;
        events.append({room.archived ? SystemKind::RoomArchived : SystemKind::RoomUnarchived, {}, {}});
    }
    if (change.name && *change.name != room.name) {
        room.name = *change.name;
        events.append({SystemKind::RoomRenamed, {}, room.name});
    }
    if (change.topic && *change.topic != room.topic) {
        room.topic = *change.topic;
        events.append({SystemKind::TopicChanged, {}, room.topic});
    }
    if (change.kind && *change.kind != room.kind) {
        room.kind = *change.kind;
        events.append({SystemKind::KindChanged, {}, toString(room.kind)});
    }
    return events;
}

Result<LockedRoom> openForChange(Transaction& t, const RoomId& id, const Actor& actor) {
    auto room = lockRoom(t, id);
    if (!room)
        return noSuchRoom();
    if (auto allowed = judge(t, actor, *room); !allowed)
        return fail(allowed.error());
    if (room->room.kind == RoomKind::Direct)
        return fail(ErrorCode::Conflict, QStringLiteral("A direct room stays as it is."));
    return *room;
}

} // namespace

Result<Committed<RoomView>> SqlStore::createRoom(const Room& room, const UserId& owner,
                                                 const QList<UserId>& members) {
    return write<Committed<RoomView>>([&](Transaction& t) { return makeRoom(t, room, owner, members); });
}

Result<Committed<DirectRoom>> SqlStore::directRoom(const RoomId& id, const QDateTime& at, const UserId& user,
                                                   const UserId& other) {
    QList<UserId> people{user};
    if (other != user)
        people.append(other);
    std::sort(people.begin(), people.end());
    return write<Committed<DirectRoom>>([&](Transaction& t) { return findOrMakeDirect(t, id, at, people); });
}

Result<Committed<Room>> SqlStore::updateRoom(const RoomId& id, const RoomChange& change, const Actor& actor) {
    return write<Committed<Room>>([&](Transaction& t) -> Result<Committed<Room>> {
        auto room = openForChange(t, id, actor);
        if (!room)
            return fail(room.error());
        const QList<SystemEvent> events = apply(change, room->room);
        Committed<Room> result;
        if (!events.isEmpty())
            writeRoom(t, room->room, false, result.outbox);
        for (const SystemEvent& event : events)
            putNotice(t, *room, actor.id, event, result.outbox);
        result.value = room->room;
        return result;
    });
}

Result<Committed<bool>> SqlStore::deleteRoom(const RoomId& id, const Actor& actor) {
    return write<Committed<bool>>([&](Transaction& t) -> Result<Committed<bool>> {
        auto room = openForChange(t, id, actor);
        if (!room)
            return fail(room.error());
        Committed<bool> result{true, {}};
        writeRoom(t, room->room, true, result.outbox);
        return result;
    });
}

} // namespace parlor::store

// SPDX-License-Identifier: GPL-3.0-or-later
// Who is there, who types, how far everybody has come and who is in which room, for FakeServer.
#include "client/core/fake_server_private.h"

#include <algorithm>

namespace parlor {

Presence FakeServer::Private::presence(const UserId& user) const {
    const Person person = people.value(user);
    Presence presence{user, person.presence.value_or(PresenceStatus::Offline), {}};
    if (!person.presence) {
        // Of several devices do-not-disturb wins, then online, then away.
        const auto weight = [](PresenceStatus status) {
            return status == PresenceStatus::DoNotDisturb ? 3
                   : status == PresenceStatus::Online     ? 2
                   : status == PresenceStatus::Away       ? 1
                                                          : 0;
        };
        for (const Socket& socket : sockets) {
            if (socket.user == user && weight(socket.presence) > weight(presence.status))
                presence.status = socket.presence;
        }
    }
    if (presence.status == PresenceStatus::Offline && person.lastSeen.isValid())
        presence.lastSeen = person.lastSeen;
    return presence;
}

bool FakeServer::Private::shareRoom(const UserId& one, const UserId& other) const {
    return std::any_of(rooms.cbegin(), rooms.cend(), [&](const Place& place) {
        return place.members.contains(one) && place.members.contains(other);
    });
}

void FakeServer::Private::tellPresence(const UserId& user, PresenceStatus before) {
    const Presence now = presence(user);
    if (now.status == before)
        return;
    ServerFrame frame = server::PresenceUpdate{{now}};
    if (now.status == PresenceStatus::Offline)
        frame = server::PresenceOffline{{now}};
    else if (before == PresenceStatus::Offline)
        frame = server::PresenceOnline{{now}};
    const QList<Socket> to = sockets;
    for (const Socket& socket : to) {
        if (!socket.user.isNull() && shareRoom(socket.user, user))
            send(socket, frame);
    }
}

void FakeServer::Private::forgetSockets(const std::function<bool(const Socket&)>& which) {
    QHash<UserId, PresenceStatus> before;
    for (const Socket& socket : std::as_const(sockets)) {
        if (!socket.user.isNull() && which(socket))
            before.insert(socket.user, presence(socket.user).status);
    }
    sockets.removeIf(which);
    for (auto user = before.cbegin(); user != before.cend(); ++user) {
        if (!people.value(user.key()).presence && presence(user.key()).status == PresenceStatus::Offline)
            people[user.key()].lastSeen = now();
        tellPresence(user.key(), user.value());
    }
}

void FakeServer::Private::setTyping(Place& place, const UserId& user, bool typing) {
    const auto tell = [this, user](const Place& in, const ServerFrame& frame) {
        for (auto member = in.members.cbegin(); member != in.members.cend(); ++member) {
            if (member.key() != user)
                deliverTo(member.key(), frame);
        }
    };
    const RoomId room = place.room.id;
    if (!typing) {
        if (place.typing.remove(user))
            tell(place, server::TypingStop{room, user});
        return;
    }
    const quint64 start = ++typingCount;
    place.typing.insert(user, start);
    tell(place, server::TypingStart{room, user, limits::typingSeconds});
    QTimer::singleShot(limits::typingSeconds * 1000, q, [this, room, user, start] {
        const auto still = rooms.find(room);
        if (still != rooms.end() && still->typing.value(user) == start)
            setTyping(*still, user, false);
    });
}

void FakeServer::Private::moveCursor(Place& place, const UserId& user, qint64 delivered, qint64 seen) {
    MemberCursor& cursor = place.cursors[user];
    MemberCursor moved = cursor;
    moved.userId = user;
    moved.seen = std::max(cursor.seen, std::min(seen, place.head));
    moved.delivered = std::max({cursor.delivered, std::min(delivered, place.head), moved.seen});
    if (moved == cursor)
        return;
    cursor = moved;
    if (place.members.size() <= limits::statusRoomMax)
        deliver(place, server::MessageStatus{place.room.id, {moved}});
}

void FakeServer::Private::moveMarker(Place& place, const UserId& user, qint64 seq, bool back) {
    qint64& marker = place.seen[user];
    const qint64 wanted = std::clamp<qint64>(seq, 0, place.head);
    marker = back ? wanted : std::max(marker, wanted);
    deliverTo(user, server::RoomRead{place.room.id, read(place, user)});
    moveCursor(place, user, 0, marker);
}

void FakeServer::Private::changeUser(const User& user) {
    people[user.id].user = user;
    const QList<UserId> everybody = people.keys();
    for (const UserId& other : everybody)
        deliverTo(other, server::UserUpdate{user});
}

Result<Member> FakeServer::Private::admit(Place& place, const UserId& actor, const UserId& user) {
    if (place.bans.contains(user))
        return fail(actor == user ? ErrorCode::Forbidden : ErrorCode::Conflict);
    if (!place.members.contains(user)) {
        q->addMember(place.room.id, user);
        if (actor == user)
            notice(place, actor, {SystemKind::MemberJoined, std::nullopt, {}});
        else
            notice(place, actor, {SystemKind::MemberAdded, user, {}});
    }
    return Member{people.value(user).user, place.members.value(user)};
}

Result<void> FakeServer::Private::expel(Place& place, const UserId& actor, const UserId& user,
                                        SystemKind how) {
    const auto owners = std::count(place.members.cbegin(), place.members.cend(), RoomRole::Owner);
    if (place.members.value(user) == RoomRole::Owner && owners == 1 && place.members.size() > 1)
        return fail(ErrorCode::Conflict);
    if (!place.members.contains(user))
        return {};
    q->removeMember(place.room.id, user);
    notice(place, actor, {how, actor == user ? std::nullopt : std::optional(user), {}});
    return {};
}

} // namespace parlor

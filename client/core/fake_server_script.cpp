// SPDX-License-Identifier: GPL-3.0-or-later
// What a script makes people do on a FakeServer, beside making them and their rooms.
#include "client/core/fake_server_private.h"

#include <algorithm>

namespace parlor {

void FakeServer::setName(const QString& name) {
    d->name = name;
}

void FakeServer::setTime(const QDateTime& time) {
    d->madeUp = time;
}

Message FakeServer::post(const RoomId& room, const UserId& sender, const QString& content,
                         const QDateTime& createdAt) {
    Message message;
    message.id = messageIdFor(sender, room, TempId::create());
    message.sender = sender;
    message.content = content;
    message.createdAt = createdAt;
    return d->append(d->rooms[room], message);
}

Message FakeServer::reply(const MessageId& message, const UserId& sender, const QString& content,
                          const QDateTime& createdAt) {
    Private::Place* const place = d->found(message).place;
    Q_ASSERT(place);
    Message answer;
    answer.id = messageIdFor(sender, place->room.id, TempId::create());
    answer.sender = sender;
    answer.content = content;
    answer.replyTo = message;
    answer.createdAt = createdAt;
    return d->append(*place, answer);
}

Message FakeServer::edit(const MessageId& message, const QString& content) {
    const Private::Found it = d->found(message);
    return it.message ? d->edit(it.message->sender, message, content).value_or(Message()) : Message();
}

Message FakeServer::remove(const MessageId& message) {
    const Private::Found it = d->found(message);
    return it.message ? d->erase(it.message->sender, message).value_or(Message()) : Message();
}

Message FakeServer::react(const MessageId& message, const UserId& user, const QString& emoji, bool added) {
    return d->react(user, message, emoji, added).value_or(Message());
}

Message FakeServer::pin(const MessageId& message, const UserId& user, bool pinned) {
    return d->pin(user, message, pinned).value_or(Message());
}

Message FakeServer::tell(const RoomId& room, const UserId& actor, const SystemEvent& event) {
    return d->notice(d->rooms[room], actor, event);
}

Room FakeServer::addDirect(const UserId& one, const UserId& other) {
    QList<UserId> people{one};
    if (other != one)
        people.append(other);
    std::sort(people.begin(), people.end());
    for (const Private::Place& place : std::as_const(d->rooms)) {
        if (place.room.direct == people)
            return place.room;
    }
    Private::Place place;
    place.room.id = RoomId::create();
    place.room.kind = RoomKind::Direct;
    place.room.direct = people;
    place.room.version = 1;
    place.room.createdAt = d->now();
    for (const UserId& member : std::as_const(people))
        place.members.insert(member, RoomRole::Member);
    d->rooms.insert(place.room.id, place);
    for (const UserId& member : std::as_const(people))
        d->deliverTo(member, server::RoomNew{d->view(place, member)});
    return place.room;
}

void FakeServer::setTyping(const RoomId& room, const UserId& user, bool typing) {
    d->setTyping(d->rooms[room], user, typing);
}

void FakeServer::setPresence(const UserId& user, std::optional<PresenceStatus> status,
                             const QDateTime& lastSeen) {
    const PresenceStatus before = d->presence(user).status;
    d->people[user].presence = status;
    if (lastSeen.isValid())
        d->people[user].lastSeen = lastSeen;
    d->tellPresence(user, before);
}

void FakeServer::setCursor(const RoomId& room, const UserId& user, qint64 delivered, qint64 seen) {
    d->moveCursor(d->rooms[room], user, delivered, seen);
}

void FakeServer::setRole(const RoomId& room, const UserId& user, RoomRole role) {
    Private::Place& place = d->rooms[room];
    place.members.insert(user, role);
    const qint64 changeSeq = d->nextSeq(place);
    d->deliverTo(user, server::RoomNew{d->view(place, user)});
    d->deliver(place, server::RoomJoin{room, {d->people.value(user).user, role}, changeSeq});
}

void FakeServer::setArchived(const RoomId& room, bool archived) {
    Private::Place& place = d->rooms[room];
    place.room.archived = archived;
    ++place.room.version;
    d->deliver(place, server::RoomUpdate{place.room});
}

void FakeServer::deleteRoom(const RoomId& room) {
    const Private::Place place = d->rooms.take(room);
    d->deliver(place, server::RoomDelete{room});
}

void FakeServer::setStatusText(const UserId& user, const QString& text) {
    User changed = d->people.value(user).user;
    changed.statusText = text;
    d->changeUser(changed);
}

Presence FakeServer::presence(const UserId& user) const {
    return d->presence(user);
}

User FakeServer::user(const UserId& user) const {
    return d->people.value(user).user;
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/fake_server.h"

#include "client/core/fake_server_private.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

FakeServer::Private::Private(FakeServer* server)
    : q(server) {
    link->target = server;
    clock.start();
    parcelTimer.setSingleShot(true);
    parcelTimer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&parcelTimer, &QTimer::timeout, server, [this] { flush(); });
}

FakeServer::FakeServer(QObject* parent)
    : QObject(parent)
    , d(new Private(this)) {}

FakeServer::~FakeServer() {
    d->link->cut();
}

TransportFactory FakeServer::factory() {
    return [link = d->link](const QUrl&) { return std::make_unique<FakeTransport>(link); };
}

// --- the world ---

FakeServer::Private::Place* FakeServer::Private::visible(const RoomId& room, const UserId& user) {
    const auto place = rooms.find(room);
    return place != rooms.end() && place->members.contains(user) ? &*place : nullptr;
}

qint64 FakeServer::Private::nextSeq(Place& place) {
    // Growing, not dense: nobody may count on the next one being one more.
    place.head = std::max(place.head, epochBase) + 3;
    return place.head;
}

ReadState FakeServer::Private::read(const Place& place, const UserId& user) const {
    ReadState read;
    read.seenSeq = place.seen.value(user);
    read.asOf = place.head;
    for (const Message& message : place.messages) {
        if (message.seq <= read.seenSeq || message.sender == user || message.deletedAt ||
            message.type != MessageType::Text)
            continue;
        read.unread = std::min(read.unread + 1, limits::unreadMax);
        if (message.mentions.contains(user))
            read.mentions = std::min(read.mentions + 1, limits::unreadMax);
    }
    return read;
}

RoomView FakeServer::Private::view(const Place& place, const UserId& user) const {
    RoomView view;
    view.room = place.room;
    view.role = place.members.value(user);
    view.head = place.head;
    view.read = read(place, user);
    view.memberCount = int(place.members.size());
    if (!place.messages.isEmpty())
        view.lastMessageAt = place.messages.last().createdAt;
    return view;
}

void FakeServer::Private::deliver(const Place& place, const ServerFrame& frame) {
    for (auto member = place.members.cbegin(); member != place.members.cend(); ++member)
        deliverTo(member.key(), frame);
}

void FakeServer::Private::deliverTo(const UserId& user, const ServerFrame& frame) {
    for (const Socket& socket : std::as_const(sockets)) {
        if (socket.user == user)
            send(socket, frame);
    }
}

User FakeServer::addUser(const QString& username, const QString& displayName, const QString& password) {
    User user;
    // The same in every run: colours of avatars are made from it, and pictures of the demo compared.
    user.id = UserId(QUuid::createUuidV5(QUuid(), username));
    user.username = username;
    user.displayName = displayName.isEmpty() ? username : displayName;
    d->people.insert(user.id, {user, password});
    return user;
}

Room FakeServer::addRoom(const QString& name, const QList<UserId>& members, RoomKind kind,
                         const QString& topic) {
    Private::Place place;
    place.room.id = RoomId::create();
    place.room.name = name;
    place.room.kind = kind;
    place.room.topic = topic;
    place.room.version = 1;
    place.room.createdAt = d->now();
    for (const UserId& member : members)
        place.members.insert(member, place.members.isEmpty() ? RoomRole::Owner : RoomRole::Member);
    d->rooms.insert(place.room.id, place);
    for (const UserId& member : members)
        d->deliverTo(member, server::RoomNew{d->view(place, member)});
    return place.room;
}

void FakeServer::addMember(const RoomId& room, const UserId& user) {
    Private::Place& place = d->rooms[room];
    if (place.members.contains(user))
        return;
    place.members.insert(user, RoomRole::Member);
    const qint64 changeSeq = d->nextSeq(place);
    place.seen.insert(user, place.head); // who joins has read what was there
    d->deliverTo(user, server::RoomNew{d->view(place, user)});
    d->deliver(place, server::RoomJoin{room, {d->people.value(user).user, RoomRole::Member}, changeSeq});
}

void FakeServer::removeMember(const RoomId& room, const UserId& user) {
    Private::Place& place = d->rooms[room];
    if (!place.members.contains(user))
        return;
    const qint64 changeSeq = d->nextSeq(place);
    d->deliver(place, server::RoomLeave{room, user, changeSeq});
    place.members.remove(user);
    place.typing.remove(user);
    place.cursors.remove(user);
}

void FakeServer::renameRoom(const RoomId& room, const QString& name) {
    Private::Place& place = d->rooms[room];
    place.room.name = name;
    ++place.room.version;
    d->deliver(place, server::RoomUpdate{place.room});
}

void FakeServer::renameUser(const UserId& user, const QString& displayName) {
    User changed = d->people.value(user).user;
    changed.displayName = displayName;
    d->changeUser(changed);
}

void FakeServer::setSeen(const RoomId& room, const UserId& user, qint64 seq) {
    Private::Place& place = d->rooms[room];
    d->moveMarker(place, user, seq, true);
}

void FakeServer::beginEpoch() {
    ++d->epoch;
    for (const Private::Place& place : std::as_const(d->rooms))
        d->epochBase = std::max(d->epochBase, place.head);
    d->epochBase += 1000;
}

qint64 FakeServer::epoch() const {
    return d->epoch;
}

qint64 FakeServer::head(const RoomId& room) const {
    return d->rooms.value(room).head;
}

QList<Message> FakeServer::messages(const RoomId& room) const {
    return d->rooms.value(room).messages;
}

bool FakeServer::isMember(const RoomId& room, const UserId& user) const {
    return d->rooms.value(room).members.contains(user);
}

ReadState FakeServer::readState(const RoomId& room, const UserId& user) const {
    return d->read(d->rooms.value(room), user);
}

} // namespace parlor

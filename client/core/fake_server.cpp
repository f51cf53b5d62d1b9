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
        if (message.seq > read.seenSeq && message.sender != user && !message.deletedAt)
            read.unread = std::min(read.unread + 1, limits::unreadMax);
    }
    return read;
}

RoomView FakeServer::Private::view(const Place& place, const UserId& user) const {
    RoomView view;
    view.room = place.room;
    view.role = place.members.value(user);
    view.head = place.head;
    view.read = read(place, user);
    if (!place.messages.isEmpty())
        view.lastMessageAt = place.messages.last().createdAt;
    return view;
}

Message FakeServer::Private::append(Place& place, Message message) {
    message.roomId = place.room.id;
    message.seq = nextSeq(place);
    message.changeSeq = message.seq;
    if (!message.createdAt.isValid())
        message.createdAt = utcNow();
    place.messages.append(message);
    deliver(place, server::MessageNew{message});
    return message;
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
    place.room.createdAt = utcNow();
    for (const UserId& member : members)
        place.members.insert(member, place.members.isEmpty() ? RoomRole::Owner : RoomRole::Member);
    d->rooms.insert(place.room.id, place);
    for (const UserId& member : members)
        d->deliverTo(member, server::RoomNew{d->view(place, member)});
    return place.room;
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

Message FakeServer::change(const MessageId& message, const QString& content, bool deleted) {
    for (Private::Place& place : d->rooms) {
        for (Message& known : place.messages) {
            if (known.id != message)
                continue;
            known.changeSeq = d->nextSeq(place);
            known.content = deleted ? QString() : content;
            known.editedAt = utcNow();
            if (deleted)
                known.deletedAt = utcNow();
            return known;
        }
    }
    return {};
}

void FakeServer::addMember(const RoomId& room, const UserId& user) {
    Private::Place& place = d->rooms[room];
    if (place.members.contains(user))
        return;
    place.members.insert(user, RoomRole::Member);
    const qint64 changeSeq = d->nextSeq(place);
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
}

void FakeServer::renameRoom(const RoomId& room, const QString& name) {
    Private::Place& place = d->rooms[room];
    place.room.name = name;
    ++place.room.version;
    d->deliver(place, server::RoomUpdate{place.room});
}

void FakeServer::renameUser(const UserId& user, const QString& displayName) {
    d->people[user].user.displayName = displayName;
    for (const UserId& other : d->people.keys())
        d->deliverTo(other, server::UserUpdate{d->people.value(user).user});
}

void FakeServer::setSeen(const RoomId& room, const UserId& user, qint64 seq) {
    Private::Place& place = d->rooms[room];
    place.seen[user] = std::min(seq, place.head);
    d->deliverTo(user, server::RoomRead{room, d->read(place, user)});
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

// --- faults ---

void FakeServer::setReachable(bool reachable, NetworkProblem problem) {
    d->reachable = reachable;
    d->problem = problem;
    if (!reachable)
        dropConnections();
}

void FakeServer::dropConnections(int closeCode) {
    d->closeAll([](const Private::Socket&) { return true; }, closeCode);
}

void FakeServer::setDelay(int milliseconds) {
    d->delay = milliseconds;
}

void FakeServer::refuseMessages(const Error& error, int count) {
    d->refusal = error;
    d->refusals = count;
}

void FakeServer::loseAcknowledgements(int count) {
    d->lostAcknowledgements = count;
}

void FakeServer::failRequests(const QString& path, const std::optional<Error>& error, int count) {
    d->faults.append({path, error, count});
}

void FakeServer::hold(const QString& frameType) {
    d->held.insert(frameType);
}

void FakeServer::release() {
    d->held.clear();
    const auto frames = std::exchange(d->heldFrames, {});
    for (const auto& [socket, text] : frames) {
        d->post([to = socket, frame = text] {
            to.link->post([id = to.id, frame](FakeTransport& transport) { transport.onText(id, frame); });
        });
    }
}

void FakeServer::setMute(bool mute) {
    d->mute = mute;
}

void FakeServer::setAccessTokenLifetime(int seconds) {
    d->accessLifetime = seconds;
}

void FakeServer::expireAccessTokens() {
    for (Private::Session& session : d->sessions)
        session.accessUntil = {};
}

void FakeServer::revokeSessions(const UserId& user) {
    d->sessions.removeIf([&](const Private::Session& session) { return session.user == user; });
    d->closeAll([&](const Private::Socket& socket) { return socket.user == user; },
                int(CloseCode::Unauthorized));
}

void FakeServer::setSyncChangesMax(int changes) {
    d->syncChangesMax = changes;
}

// --- what happened ---

int FakeServer::openSockets() const {
    return int(d->sockets.size());
}

int FakeServer::refreshes() const {
    return d->refreshCount;
}

int FakeServer::requests(const QString& pathPrefix) const {
    return int(std::count_if(d->requestPaths.begin(), d->requestPaths.end(),
                             [&](const QString& path) { return path.startsWith(pathPrefix); }));
}

QList<ClientFrame> FakeServer::received() const {
    return d->received;
}

void FakeServer::clearReceived() {
    d->received.clear();
}

QList<client::MessageNew> FakeServer::sent() const {
    return d->sent;
}

// --- parcels ---

void FakeServer::Private::post(std::function<void()> send) {
    if (delay == 0 && parcels.empty()) {
        send();
        return;
    }
    // Never before an earlier one, whatever the delay was then.
    const qint64 due = clock.elapsed() + delay;
    parcels.push_back({parcels.empty() ? due : std::max(due, parcels.back().due), std::move(send)});
    if (!parcelTimer.isActive())
        flush();
}

void FakeServer::Private::flush() {
    while (!parcels.empty() && parcels.front().due <= clock.elapsed()) {
        const auto send = std::move(parcels.front().send);
        parcels.pop_front();
        send();
    }
    if (!parcels.empty())
        parcelTimer.start(int(std::max<qint64>(1, parcels.front().due - clock.elapsed())));
}

} // namespace parlor

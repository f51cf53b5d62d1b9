// SPDX-License-Identifier: GPL-3.0-or-later
// The WebSocket half of FakeServer.
#include "client/core/fake_server_private.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

FakeServer::Private::Socket* FakeServer::Private::find(const FakeTransportLink& from, quint64 id) {
    const auto found = std::find_if(sockets.begin(), sockets.end(), [&](const Socket& socket) {
        return socket.link == from && socket.id == id;
    });
    return found == sockets.end() ? nullptr : &*found;
}

void FakeServer::Private::onOpen(const FakeTransportLink& from, quint64 id, const QString& token) {
    if (!reachable) {
        post([from, id, why = problem] {
            from->post(
                [id, why](FakeTransport& transport) { transport.onClosed(id, 0, 0, networkFailure(why)); });
        });
        return;
    }
    Socket socket{from, id, {}, {}};
    post([socket] {
        socket.link->post([id = socket.id](FakeTransport& transport) { transport.onOpened(id); });
    });
    sockets.append(socket);
    if (!token.isEmpty())
        on(sockets.last(), std::nullopt, client::Authenticate{token});
    Q_EMIT q->socketOpened();
}

void FakeServer::Private::onDropped(const FakeTransportLink& from, quint64 id) {
    forgetSockets([&](const Socket& socket) { return socket.link == from && socket.id == id; });
}

void FakeServer::Private::close(const Socket& socket, int closeCode, const Failure& failure) {
    post([socket, closeCode, failure] {
        socket.link->post([id = socket.id, closeCode, failure](FakeTransport& transport) {
            transport.onClosed(id, closeCode, 0, failure);
        });
    });
}

void FakeServer::Private::closeAll(const std::function<bool(const Socket&)>& which, int closeCode) {
    QList<Socket> closed;
    for (const Socket& socket : std::as_const(sockets)) {
        if (which(socket))
            closed.append(socket);
    }
    forgetSockets(which);
    for (const Socket& socket : std::as_const(closed))
        close(socket, closeCode, networkFailure(NetworkProblem::Disconnected));
}

void FakeServer::Private::send(const Socket& socket, const ServerFrame& frame,
                               const std::optional<QString>& ref) {
    if (mute)
        return;
    const QByteArray text = encode(frame, ref);
    if (held.contains(typeName(frame))) {
        heldFrames.append({socket, text});
        return;
    }
    post([socket, text] {
        socket.link->post([id = socket.id, text](FakeTransport& transport) { transport.onText(id, text); });
    });
}

void FakeServer::Private::onText(const FakeTransportLink& from, quint64 id, const QByteArray& text) {
    Socket* socket = find(from, id);
    if (!socket)
        return;
    const auto request = decodeClientFrame(text);
    if (!request) {
        send(*socket, server::Failure{request.error().error}, request.error().ref);
        return;
    }
    received.append(request->frame);
    // A copy for those who go on while sockets come and go.
    Socket asking = *socket;
    const auto fault = std::find_if(frameFaults.begin(), frameFaults.end(), [&](const FrameFault& planned) {
        return planned.count > 0 && planned.type == typeName(request->frame);
    });
    if (fault != frameFaults.end()) {
        --fault->count;
        if (fault->refusal) {
            send(asking, server::Failure{*fault->refusal}, request->ref);
            Q_EMIT q->frameReceived(typeName(request->frame));
            return;
        }
        // Gone before its own event, too: the sender learns of neither.
        closeAll([&](const Socket& other) { return other.link == from && other.id == id; }, 0);
        socket = &asking;
    }
    std::visit([&](const auto& frame) { on(*socket, request->ref, frame); }, request->frame);
    Q_EMIT q->frameReceived(typeName(request->frame));
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::Authenticate& frame) {
    const Session* session = sessionOf(frame.token);
    if (!session) {
        const Socket refused = socket;
        send(refused, server::Failure{Error(ErrorCode::Unauthenticated)}, ref);
        closeAll([&](const Socket& other) { return other.link == refused.link && other.id == refused.id; },
                 int(CloseCode::Unauthorized));
        return;
    }
    const PresenceStatus before = presence(session->user).status;
    socket.user = session->user;
    socket.session = session->id;
    send(socket, server::Authenticated{people.value(session->user).user, session->id, epoch}, ref);
    tellPresence(session->user, before);
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::Sync& frame) {
    server::Synced synced;
    synced.epoch = epoch;
    for (const Place& place : std::as_const(rooms)) {
        if (!place.members.contains(socket.user))
            continue;
        server::SyncedRoom entry;
        entry.room = view(place, socket.user);
        entry.head = place.head;
        const auto asked = frame.rooms.constFind(place.room.id);
        if (asked != frame.rooms.constEnd()) {
            for (const Message& message : place.messages) {
                if (message.changeSeq > *asked)
                    entry.changes.append(message);
            }
            // A cursor of 0 belongs to no epoch.
            entry.gap = (frame.epoch != epoch && *asked != 0) || *asked > place.head ||
                        entry.changes.size() > syncChangesMax;
            if (entry.gap)
                entry.changes.clear();
            std::sort(entry.changes.begin(), entry.changes.end(),
                      [](const Message& a, const Message& b) { return a.changeSeq < b.changeSeq; });
        }
        synced.rooms.append(entry);
    }
    for (auto asked = frame.rooms.cbegin(); asked != frame.rooms.cend(); ++asked) {
        if (!visible(asked.key(), socket.user))
            synced.removed.append(asked.key());
    }
    send(socket, synced, ref);
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::RoomJoin& frame) {
    const auto place = rooms.find(frame.roomId);
    if (place == rooms.end() ||
        (place->room.kind != RoomKind::Public && !place->members.contains(socket.user))) {
        send(socket, server::Failure{Error(ErrorCode::NotFound)}, ref);
        return;
    }
    if (const auto member = admit(*place, socket.user, socket.user); !member)
        send(socket, server::Failure{member.error()}, ref);
    else
        send(socket, server::Ok{{{u"room"_s, toJson(view(*place, socket.user))}}}, ref);
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::RoomLeave& frame) {
    const auto place = rooms.find(frame.roomId);
    const auto left = place == rooms.end() ? Result<void>()
                                           : expel(*place, socket.user, socket.user, SystemKind::MemberLeft);
    if (left)
        send(socket, server::Ok{}, ref);
    else
        send(socket, server::Failure{left.error()}, ref);
}

FakeServer::Private::Place* FakeServer::Private::roomFor(const Socket& socket, const Ref& ref,
                                                         const RoomId& room) {
    Place* const place = visible(room, socket.user);
    if (!place)
        send(socket, server::Failure{Error(ErrorCode::NotFound)}, ref);
    return place;
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::MessageNew& frame) {
    const auto saved = take(socket.user, frame);
    if (saved) {
        send(socket,
             server::MessageSaved{frame.roomId, frame.tempId, saved->id, saved->seq, saved->createdAt}, ref);
    } else {
        send(socket, server::Failure{saved.error()}, ref);
    }
}

void FakeServer::Private::answer(const Socket& socket, const Ref& ref, const Result<Message>& changed) {
    if (changed)
        send(socket, server::Ok{{{u"changeSeq"_s, changed->changeSeq}}}, ref);
    else
        send(socket, server::Failure{changed.error()}, ref);
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::MessageEdit& frame) {
    if (roomFor(socket, ref, frame.roomId))
        answer(socket, ref, edit(socket.user, frame.messageId, frame.content, frame.opId));
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::MessageDelete& frame) {
    if (roomFor(socket, ref, frame.roomId))
        answer(socket, ref, erase(socket.user, frame.messageId));
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::ReactionAdd& frame) {
    if (roomFor(socket, ref, frame.roomId))
        answer(socket, ref, react(socket.user, frame.messageId, frame.emoji, true));
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::ReactionRemove& frame) {
    if (roomFor(socket, ref, frame.roomId))
        answer(socket, ref, react(socket.user, frame.messageId, frame.emoji, false));
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::MessagePin& frame) {
    if (roomFor(socket, ref, frame.roomId))
        answer(socket, ref, pin(socket.user, frame.messageId, true));
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::MessageUnpin& frame) {
    if (roomFor(socket, ref, frame.roomId))
        answer(socket, ref, pin(socket.user, frame.messageId, false));
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::MessageDelivered& frame) {
    if (Place* const place = roomFor(socket, ref, frame.roomId)) {
        moveCursor(*place, socket.user, frame.seq, 0);
        send(socket, server::Ok{}, ref);
    }
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::MessageSeen& frame) {
    if (Place* const place = roomFor(socket, ref, frame.roomId)) {
        send(socket, server::Ok{}, ref);
        moveMarker(*place, socket.user, frame.seq, false);
    }
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::RoomMark& frame) {
    if (Place* const place = roomFor(socket, ref, frame.roomId)) {
        send(socket, server::Ok{}, ref);
        moveMarker(*place, socket.user, frame.seq, true);
    }
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::TypingStart& frame) {
    if (Place* const place = roomFor(socket, ref, frame.roomId)) {
        send(socket, server::Ok{}, ref);
        setTyping(*place, socket.user, true);
    }
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::TypingStop& frame) {
    if (Place* const place = roomFor(socket, ref, frame.roomId)) {
        send(socket, server::Ok{}, ref);
        setTyping(*place, socket.user, false);
    }
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::PresenceSet& frame) {
    const PresenceStatus before = presence(socket.user).status;
    socket.presence = frame.status;
    send(socket, server::Ok{}, ref);
    tellPresence(socket.user, before);
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::PresenceGet& frame) {
    QJsonArray users;
    for (const UserId& user : frame.userIds) {
        if (shareRoom(socket.user, user))
            users.append(toJson(presence(user)));
    }
    send(socket, server::Ok{{{u"users"_s, users}}}, ref);
}

void FakeServer::Private::on(Socket& socket, const Ref& ref, const client::Ping&) {
    send(socket, server::Ok{}, ref);
}

} // namespace parlor

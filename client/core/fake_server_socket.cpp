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
    sockets.removeIf([&](const Socket& socket) { return socket.link == from && socket.id == id; });
}

void FakeServer::Private::close(const Socket& socket, int closeCode, const Failure& failure) {
    post([socket, closeCode, failure] {
        socket.link->post([id = socket.id, closeCode, failure](FakeTransport& transport) {
            transport.onClosed(id, closeCode, 0, failure);
        });
    });
}

void FakeServer::Private::closeAll(const std::function<bool(const Socket&)>& which, int closeCode) {
    const QList<Socket> open = sockets;
    for (const Socket& socket : open) {
        if (!which(socket))
            continue;
        sockets.removeIf(
            [&](const Socket& other) { return other.link == socket.link && other.id == socket.id; });
        close(socket, closeCode, networkFailure(NetworkProblem::Disconnected));
    }
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
    std::visit([&](const auto& frame) { on(*socket, request->ref, frame); }, request->frame);
    Q_EMIT q->frameReceived(typeName(request->frame));
}

void FakeServer::Private::on(Socket& socket, const std::optional<QString>& ref,
                             const client::Authenticate& frame) {
    const Session* session = sessionOf(frame.token);
    if (!session) {
        const Socket refused = socket;
        send(refused, server::Failure{Error(ErrorCode::Unauthenticated)}, ref);
        closeAll([&](const Socket& other) { return other.link == refused.link && other.id == refused.id; },
                 int(CloseCode::Unauthorized));
        return;
    }
    socket.user = session->user;
    socket.session = session->id;
    send(socket, server::Authenticated{people.value(session->user).user, session->id, epoch}, ref);
}

void FakeServer::Private::on(Socket& socket, const std::optional<QString>& ref, const client::Sync& frame) {
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

void FakeServer::Private::on(Socket& socket, const std::optional<QString>& ref,
                             const client::RoomJoin& frame) {
    const auto place = rooms.constFind(frame.roomId);
    if (place == rooms.cend() ||
        (place->room.kind != RoomKind::Public && !place->members.contains(socket.user))) {
        send(socket, server::Failure{Error(ErrorCode::NotFound)}, ref);
        return;
    }
    const Socket from = socket;
    q->addMember(frame.roomId, from.user);
    send(from, server::Ok{}, ref);
}

void FakeServer::Private::on(Socket& socket, const std::optional<QString>& ref,
                             const client::RoomLeave& frame) {
    const Socket from = socket;
    if (rooms.contains(frame.roomId))
        q->removeMember(frame.roomId, from.user);
    send(from, server::Ok{}, ref);
}

void FakeServer::Private::on(Socket& socket, const std::optional<QString>& ref,
                             const client::MessageNew& frame) {
    const Socket from = socket;
    if (refusals > 0) {
        --refusals;
        send(from, server::Failure{refusal}, ref);
        return;
    }
    Place* place = visible(frame.roomId, from.user);
    if (!place) {
        send(from, server::Failure{Error(ErrorCode::NotFound)}, ref);
        return;
    }
    const MessageId id = messageIdFor(from.user, frame.roomId, frame.tempId);
    const auto known = std::find_if(place->messages.cbegin(), place->messages.cend(),
                                    [&](const Message& message) { return message.id == id; });
    Message message;
    if (known != place->messages.cend()) {
        if (!known->deletedAt && known->content != frame.content) {
            send(from, server::Failure{Error(ErrorCode::Conflict)}, ref);
            return;
        }
        message = *known;
    } else {
        message.id = id;
        message.sender = from.user;
        message.content = frame.content;
        message.replyTo = frame.replyTo;
        sent.append(frame);
        if (lostAcknowledgements > 0) {
            --lostAcknowledgements;
            // Gone before its own event, too: the sender learns of neither.
            closeAll([&](const Socket& other) { return other.link == from.link && other.id == from.id; }, 0);
            append(*place, message);
            return;
        }
        message = append(*place, message);
    }
    send(from, server::MessageSaved{frame.roomId, frame.tempId, id, message.seq, message.createdAt}, ref);
}

void FakeServer::Private::on(Socket& socket, const std::optional<QString>& ref,
                             const client::MessageSeen& frame) {
    Place* place = visible(frame.roomId, socket.user);
    if (!place) {
        send(socket, server::Failure{Error(ErrorCode::NotFound)}, ref);
        return;
    }
    const Socket from = socket;
    qint64& seen = place->seen[from.user];
    seen = std::max(seen, std::min(frame.seq, place->head));
    send(from, server::Ok{}, ref);
    deliverTo(from.user, server::RoomRead{frame.roomId, read(*place, from.user)});
}

void FakeServer::Private::on(Socket& socket, const std::optional<QString>& ref, const client::Ping&) {
    send(socket, server::Ok{}, ref);
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/fake_server.h"
#include "client/core/fake_transport.h"
#include "shared/codec.h"
#include "shared/limits.h"
#include "shared/result.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTimer>
#include <QUrlQuery>

#include <deque>
#include <functional>

namespace parlor {

/// What the fake server knows, and how it answers. fake_server_http.cpp has the HTTP half,
/// fake_server_socket.cpp the WebSocket half.
struct FakeServer::Private {
    struct Person {
        User user;
        QString password;
    };
    struct Place {
        Room room;
        QHash<UserId, RoomRole> members;
        QHash<UserId, qint64> seen;
        QList<Message> messages; ///< ascending seq
        qint64 head = 0;
    };
    struct Session {
        UserId user;
        SessionId id = SessionId::create();
        QString refreshToken;
        QString accessToken;
        QDateTime accessUntil;
    };
    struct Socket {
        FakeTransportLink link;
        quint64 id = 0;
        UserId user;
        SessionId session;
    };
    struct Fault {
        QString path;
        std::optional<Error> error;
        int count = 0;
    };
    /// One answer or event on its way.
    struct Parcel {
        qint64 due = 0;
        std::function<void()> send;
    };

    explicit Private(FakeServer* server);
    static Private& of(FakeServer& server) { return *server.d; }

    // From transports.
    void onRequest(const FakeTransportLink& from, quint64 id, const HttpRequest& request);
    void onOpen(const FakeTransportLink& from, quint64 socket, const QString& token);
    void onText(const FakeTransportLink& from, quint64 socket, const QByteArray& text);
    void onDropped(const FakeTransportLink& from, quint64 socket);

    // The world.
    Place* visible(const RoomId& room, const UserId& user);
    qint64 nextSeq(Place& place);
    RoomView view(const Place& place, const UserId& user) const;
    ReadState read(const Place& place, const UserId& user) const;
    Message append(Place& place, Message message);
    void deliver(const Place& place, const ServerFrame& frame);
    void deliverTo(const UserId& user, const ServerFrame& frame);
    AuthTokens issue(Session& session);
    Session* sessionOf(const QString& accessToken);

    // HTTP.
    using Answer = Result<std::pair<int, QByteArray>>;
    Answer handle(const HttpRequest& request);
    Answer handleAuth(const QString& what, const HttpRequest& request);
    Answer handleRooms(const QStringList& path, const QUrlQuery& query, const HttpRequest& request,
                       const UserId& user);
    Answer history(const Place& place, const QUrlQuery& query) const;
    Answer users(const QUrlQuery& query) const;

    // WebSocket.
    Socket* find(const FakeTransportLink& link, quint64 id);
    void send(const Socket& socket, const ServerFrame& frame, const std::optional<QString>& ref = {});
    void close(const Socket& socket, int closeCode, const Failure& failure);
    void closeAll(const std::function<bool(const Socket&)>& which, int closeCode);
    void on(Socket& socket, const std::optional<QString>& ref, const client::Authenticate& frame);
    void on(Socket& socket, const std::optional<QString>& ref, const client::Sync& frame);
    void on(Socket& socket, const std::optional<QString>& ref, const client::RoomJoin& frame);
    void on(Socket& socket, const std::optional<QString>& ref, const client::RoomLeave& frame);
    void on(Socket& socket, const std::optional<QString>& ref, const client::MessageNew& frame);
    void on(Socket& socket, const std::optional<QString>& ref, const client::MessageSeen& frame);
    void on(Socket& socket, const std::optional<QString>& ref, const client::Ping& frame);
    /// What the demonstration does not play yet.
    template <typename Frame>
    void on(Socket& socket, const std::optional<QString>& ref, const Frame&) {
        send(socket, server::Failure{Error(ErrorCode::Invalid)}, ref);
    }

    void post(std::function<void()> send);
    void flush();

    FakeServer* q;
    FakeServerLink link = std::make_shared<FakeLink<FakeServer>>();
    QHash<UserId, Person> people;
    QHash<RoomId, Place> rooms;
    QList<Session> sessions;
    QList<Socket> sockets;
    qint64 epoch = 1;
    qint64 epochBase = 0; ///< cursors below belong to an older epoch

    bool reachable = true;
    NetworkProblem problem = NetworkProblem::Refused;
    int delay = 0;
    bool mute = false;
    Error refusal;
    int refusals = 0;
    int lostAcknowledgements = 0;
    QList<Fault> faults;
    QSet<QString> held;
    QList<std::pair<Socket, QByteArray>> heldFrames;
    int accessLifetime = 900;
    int syncChangesMax = limits::syncChangesMax;

    int refreshCount = 0;
    QStringList requestPaths;
    QList<ClientFrame> received;
    QList<client::MessageNew> sent;

    std::deque<Parcel> parcels;
    QTimer parcelTimer;
    QElapsedTimer clock;
};

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/fake_server.h"
#include "client/core/fake_transport.h"
#include "shared/codec.h"
#include "shared/limits.h"
#include "shared/permissions.h"
#include "shared/result.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTimer>
#include <QUrlQuery>

#include <deque>
#include <functional>

namespace parlor {

/// What the fake server knows, and how it answers. fake_server_socket.cpp has the WebSocket,
/// fake_server_http.cpp the routes of HTTP; what both ask for is in fake_server_messages.cpp,
/// fake_server_people.cpp and fake_server_search.cpp. It judges by the server's own rules
/// (shared/permissions.h, mentions.h, message_changes.h).
struct FakeServer::Private {
    struct Person {
        User user;
        QString password;
        QString email = {};
        std::optional<PresenceStatus> presence = {}; ///< as a script wants it, whatever the sockets say
        QDateTime lastSeen = {};
    };
    struct Place {
        Room room;
        QHash<UserId, RoomRole> members;
        QHash<UserId, qint64> seen;          ///< the users' own markers
        QHash<UserId, MemberCursor> cursors; ///< what the others may know
        QHash<UserId, Ban> bans;
        QHash<UserId, quint64> typing; ///< which of the typingCount starts was the last
        QList<Message> messages;       ///< ascending seq
        QHash<MessageId, QList<MessageVersion>> versions;
        qint64 head = 0;
    };
    struct Found {
        Place* place = nullptr;
        Message* message = nullptr;
    };
    struct Session {
        UserId user;
        SessionId id = SessionId::create();
        QString refreshToken;
        QString accessToken;
        QDateTime accessUntil;
        QString device = {};
        QDateTime createdAt = {};
        QDateTime lastUsedAt = {};
    };
    struct Socket {
        FakeTransportLink link;
        quint64 id = 0;
        UserId user;
        SessionId session;
        PresenceStatus presence = PresenceStatus::Online;
    };
    /// Of the next `count` frames of one type.
    struct FrameFault {
        QString type;
        std::optional<Error>
            refusal; ///< none: the frame is taken, but the connection breaks before the answer
        int count = 0;
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
    void deliver(const Place& place, const ServerFrame& frame);
    void deliverTo(const UserId& user, const ServerFrame& frame);
    AuthTokens issue(Session& session);
    Session* sessionOf(const QString& accessToken);
    void endSessions(const std::function<bool(const Session&)>& which);

    // Messages: the message after it, or the server's refusal.
    Found found(const MessageId& message);
    /// NotFound unless `user` is in its room; refusals by shared/permissions.h.
    Result<Found> allowed(const UserId& user, const MessageId& message, Act own, Act others);
    Message append(Place& place, Message message);
    Message notice(Place& place, const UserId& actor, const SystemEvent& event);
    Result<Message> take(const UserId& user, const client::MessageNew& frame,
                         const QDateTime& createdAt = {});
    Result<Message> edit(const UserId& user, const MessageId& message, const QString& content,
                         const std::optional<OpId>& opId = {});
    Result<Message> erase(const UserId& user, const MessageId& message);
    Result<Message> react(const UserId& user, const MessageId& message, const QString& emoji, bool added);
    Result<Message> pin(const UserId& user, const MessageId& message, bool pinned);
    Mentions mentions(const Place& place, const QString& content) const;

    // People.
    Presence presence(const UserId& user) const;
    bool shareRoom(const UserId& one, const UserId& other) const;
    /// Tells those who share a room with `user`, if they are not as they were `before`.
    void tellPresence(const UserId& user, PresenceStatus before);
    /// Sockets go; those who are offline by that are told of.
    void forgetSockets(const std::function<bool(const Socket&)>& which);
    void setTyping(Place& place, const UserId& user, bool typing);
    void moveCursor(Place& place, const UserId& user, qint64 delivered, qint64 seen);
    /// `back`: exactly there, as room:mark.
    void moveMarker(Place& place, const UserId& user, qint64 seq, bool back);
    void changeUser(const User& user);
    /// As an act of `actor`, which the room is told of.
    Result<Member> admit(Place& place, const UserId& actor, const UserId& user);
    Result<void> expel(Place& place, const UserId& actor, const UserId& user, SystemKind how);

    // HTTP.
    using Answer = Result<std::pair<int, QByteArray>>;
    Answer handle(const HttpRequest& request);
    Answer handleAuth(const QString& what, const HttpRequest& request);
    Answer handleSessions(const QStringList& path, const HttpRequest& request, const Session& session);
    Answer handleUsers(const QStringList& path, const QUrlQuery& query, const HttpRequest& request,
                       const UserId& user);
    Answer handleRooms(const QStringList& path, const QUrlQuery& query, const HttpRequest& request,
                       const UserId& user);
    Answer handleRoom(Place& place, const QStringList& path, const QUrlQuery& query,
                      const HttpRequest& request, const UserId& user);
    Answer handleMembers(Place& place, const QStringList& path, const QUrlQuery& query,
                         const HttpRequest& request, const UserId& user);
    Answer handleBans(Place& place, const QStringList& path, const HttpRequest& request, const UserId& user);
    Answer handleMessages(const QStringList& path, const QUrlQuery& query, const HttpRequest& request,
                          const UserId& user);
    Answer updateRoom(Place& place, const HttpRequest& request, const UserId& user);
    Answer directRoom(const HttpRequest& request, const UserId& user);
    Answer history(const QList<Message>& messages, const QUrlQuery& query) const;
    Answer receipts(const Place& place, const Message& message) const;
    Answer search(const UserId& user, const QUrlQuery& query) const;

    // WebSocket.
    Socket* find(const FakeTransportLink& link, quint64 id);
    void send(const Socket& socket, const ServerFrame& frame, const std::optional<QString>& ref = {});
    void close(const Socket& socket, int closeCode, const Failure& failure);
    void closeAll(const std::function<bool(const Socket&)>& which, int closeCode);
    void answer(const Socket& socket, const std::optional<QString>& ref, const Result<Message>& changed);
    using Ref = std::optional<QString>;
    void on(Socket& socket, const Ref& ref, const client::Authenticate& frame);
    void on(Socket& socket, const Ref& ref, const client::Sync& frame);
    void on(Socket& socket, const Ref& ref, const client::RoomJoin& frame);
    void on(Socket& socket, const Ref& ref, const client::RoomLeave& frame);
    void on(Socket& socket, const Ref& ref, const client::MessageNew& frame);
    void on(Socket& socket, const Ref& ref, const client::MessageEdit& frame);
    void on(Socket& socket, const Ref& ref, const client::MessageDelete& frame);
    void on(Socket& socket, const Ref& ref, const client::ReactionAdd& frame);
    void on(Socket& socket, const Ref& ref, const client::ReactionRemove& frame);
    void on(Socket& socket, const Ref& ref, const client::MessagePin& frame);
    void on(Socket& socket, const Ref& ref, const client::MessageUnpin& frame);
    void on(Socket& socket, const Ref& ref, const client::MessageDelivered& frame);
    void on(Socket& socket, const Ref& ref, const client::MessageSeen& frame);
    void on(Socket& socket, const Ref& ref, const client::RoomMark& frame);
    void on(Socket& socket, const Ref& ref, const client::TypingStart& frame);
    void on(Socket& socket, const Ref& ref, const client::TypingStop& frame);
    void on(Socket& socket, const Ref& ref, const client::PresenceSet& frame);
    void on(Socket& socket, const Ref& ref, const client::PresenceGet& frame);
    void on(Socket& socket, const Ref& ref, const client::Ping& frame);
    /// The room, if the socket's user is in it; else they are answered.
    Place* roomFor(const Socket& socket, const Ref& ref, const RoomId& room);

    void post(std::function<void()> send);
    void flush();

    FakeServer* q;
    FakeServerLink link = std::make_shared<FakeLink<FakeServer>>();
    QHash<UserId, Person> people;
    QHash<RoomId, Place> rooms;
    QList<Session> sessions;
    QList<Socket> sockets;
    QString name = QStringLiteral("Parlor demo");
    QDateTime madeUp; ///< see setTime()
    QDateTime now() const { return madeUp.isValid() ? madeUp : utcNow(); }
    qint64 epoch = 1;
    qint64 epochBase = 0; ///< cursors below belong to an older epoch

    bool reachable = true;
    NetworkProblem problem = NetworkProblem::Refused;
    int delay = 0;
    bool mute = false;
    QList<FrameFault> frameFaults;
    QList<Fault> faults;
    QSet<QString> held;
    QList<std::pair<Socket, QByteArray>> heldFrames;
    int accessLifetime = 900;
    int syncChangesMax = limits::syncChangesMax;

    quint64 typingCount = 0;
    QSet<OpId> operations; ///< edits that were made
    int refreshCount = 0;
    QStringList requestPaths;
    QList<ClientFrame> received;
    QList<client::MessageNew> sent;

    std::deque<Parcel> parcels;
    QTimer parcelTimer;
    QElapsedTimer clock;
};

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/transport.h"
#include "shared/frames.h"
#include "shared/models.h"
#include "shared/requests.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>

#include <memory>

namespace parlor {

class FakeTransport;

/// A tiny Parlor server inside the process: users, rooms, history, live events, and every fault one can ask
/// for. Tests script it, and the offline demo runs the real user interface on it. It speaks the real wire
/// format through the real codec.
///
/// Lives on the thread that made it; its methods are called there. The transports that its factory makes may
/// live on any thread, and may outlive it: they find it gone, then.
class FakeServer : public QObject {
    Q_OBJECT
public:
    explicit FakeServer(QObject* parent = nullptr);
    ~FakeServer() override;

    /// For Core::Options; may be called on any thread, also after the server is gone.
    TransportFactory factory();

    // --- the world ---
    /// Passwords are kept as they are: it is a fake.
    User addUser(const QString& username, const QString& displayName = {},
                 const QString& password = QStringLiteral("password"));
    Room addRoom(const QString& name, const QList<UserId>& members, RoomKind kind = RoomKind::Public,
                 const QString& topic = {});
    /// Appends, delivers to every connected member, returns it. `createdAt`: now if invalid.
    Message post(const RoomId& room, const UserId& sender, const QString& content,
                 const QDateTime& createdAt = {});
    /// Puts an altered copy in the place of a message: its changeSeq becomes the room's next; nothing is
    /// delivered live (this version of the wire learns of it by sync).
    Message change(const MessageId& message, const QString& content, bool deleted = false);
    void addMember(const RoomId& room, const UserId& user);
    void removeMember(const RoomId& room, const UserId& user);
    void renameRoom(const RoomId& room, const QString& name);
    void renameUser(const UserId& user, const QString& displayName);
    void setSeen(const RoomId& room, const UserId& user, qint64 seq);
    /// A new epoch: every cursor of the old one gets a gap.
    void beginEpoch();
    qint64 epoch() const;
    qint64 head(const RoomId& room) const;
    QList<Message> messages(const RoomId& room) const;
    bool isMember(const RoomId& room, const UserId& user) const;
    ReadState readState(const RoomId& room, const UserId& user) const;

    // --- faults ---
    /// False: requests fail with `problem`, sockets cannot be opened; open ones end now.
    void setReachable(bool reachable, NetworkProblem problem = NetworkProblem::Refused);
    /// Ends every open socket. 0 is a connection that just breaks.
    void dropConnections(int closeCode = 0);
    /// Every answer and event comes this much later. In their order.
    void setDelay(int milliseconds);
    /// The next `count` messages sent over the socket are refused with `error`, before they have any effect.
    void refuseMessages(const Error& error, int count = 1);
    /// The next `count` messages are taken and delivered to others, but the connection breaks before the
    /// sender hears of it.
    void loseAcknowledgements(int count = 1);
    /// The next `count` HTTP requests whose path begins with `path` fail: with `error`, or never get an
    /// answer (nullopt).
    void failRequests(const QString& path, const std::optional<Error>& error, int count = 1);
    /// Answers and events for this frame type ("synced", "message:saved", "message:new", …) are kept back
    /// until release().
    void hold(const QString& frameType);
    void release();
    /// Accepts sockets, but answers nothing on them any more: a dead peer.
    void setMute(bool mute);
    void setAccessTokenLifetime(int seconds);
    /// Every access token becomes wrong; refreshing works.
    void expireAccessTokens();
    /// Ends all sessions of `user`: sockets close with 4401, tokens and refreshing are refused.
    void revokeSessions(const UserId& user);
    void setSyncChangesMax(int changes);

    // --- what happened ---
    int openSockets() const;
    int refreshes() const; ///< successful ones
    int requests(const QString& pathPrefix) const;
    /// Frames received, of all clients.
    QList<ClientFrame> received() const;
    void clearReceived();
    /// Messages that some client sent and the server took, in order.
    QList<client::MessageNew> sent() const;

Q_SIGNALS:
    /// After a client's frame was handled.
    void frameReceived(const QString& type);
    void socketOpened();

public:
    struct Private;

private:
    std::unique_ptr<Private> d;
};

} // namespace parlor

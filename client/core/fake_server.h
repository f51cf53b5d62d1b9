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
    /// What the server calls itself.
    void setName(const QString& name);
    /// What happens from now on happens at `time`, for a past that is made up; invalid: when it happens.
    void setTime(const QDateTime& time);
    /// Passwords are kept as they are: it is a fake.
    User addUser(const QString& username, const QString& displayName = {},
                 const QString& password = QStringLiteral("password"));
    Room addRoom(const QString& name, const QList<UserId>& members, RoomKind kind = RoomKind::Public,
                 const QString& topic = {});
    /// Appends, delivers to every connected member, returns it. `createdAt`: now if invalid. Who is meant by
    /// @name, @room, is found as the server does.
    Message post(const RoomId& room, const UserId& sender, const QString& content,
                 const QDateTime& createdAt = {});
    /// The same as an answer to `message`, in its room and thread.
    Message reply(const MessageId& message, const UserId& sender, const QString& content,
                  const QDateTime& createdAt = {});
    /// By the message's sender, as are the following changes: each told to every connected member.
    Message edit(const MessageId& message, const QString& content);
    Message remove(const MessageId& message);
    Message react(const MessageId& message, const UserId& user, const QString& emoji, bool added = true);
    Message pin(const MessageId& message, const UserId& user, bool pinned = true);
    /// A system message of `actor`.
    Message tell(const RoomId& room, const UserId& actor, const SystemEvent& event);
    /// The direct room of two people, or of one with themselves; the one that there is already, if any.
    Room addDirect(const UserId& one, const UserId& other);
    /// Over after limits::typingSeconds, as on the server.
    void setTyping(const RoomId& room, const UserId& user, bool typing);
    /// Whatever that user's sockets say, from now on. nullopt: what they say.
    void setPresence(const UserId& user, std::optional<PresenceStatus> status,
                     const QDateTime& lastSeen = {});
    /// `user` has got, and read, everything up to there: what the others are told.
    void setCursor(const RoomId& room, const UserId& user, qint64 delivered, qint64 seen);
    void setRole(const RoomId& room, const UserId& user, RoomRole role);
    void setArchived(const RoomId& room, bool archived);
    void deleteRoom(const RoomId& room);
    void setStatusText(const UserId& user, const QString& text);
    /// Without a system message: see tell().
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
    Presence presence(const UserId& user) const;
    User user(const UserId& user) const;

    // --- faults ---
    /// False: requests fail with `problem`, sockets cannot be opened; open ones end now.
    void setReachable(bool reachable, NetworkProblem problem = NetworkProblem::Refused);
    /// Ends every open socket. 0 is a connection that just breaks.
    void dropConnections(int closeCode = 0);
    /// Every answer and event comes this much later. In their order.
    void setDelay(int milliseconds);
    /// The next `count` frames of that type ("message:edit") are refused with `error`, before they have any
    /// effect.
    void refuse(const QString& frameType, const Error& error, int count = 1);
    void refuseMessages(const Error& error, int count = 1); ///< refuse("message:new", …)
    /// The next `count` frames of that type are taken and told to others, but the connection breaks before
    /// the sender hears of it.
    void loseAnswers(const QString& frameType, int count = 1);
    void loseAcknowledgements(int count = 1); ///< loseAnswers("message:new", …)
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

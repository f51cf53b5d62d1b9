// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/hub.h"
#include "server/gateway/presence_book.h"
#include "server/store/store.h"

#include <QThreadPool>

#include <functional>
#include <mutex>

namespace parlor::gateway {

struct PresenceFigures {
    metrics::Counter broadcasts; ///< made, typing included
    metrics::Counter heard;      ///< of other gateways, typing included
    metrics::Counter changes;    ///< of users, that sessions here were told of
    metrics::Counter frames;     ///< encoded for that; one of a room is sent to all its sessions
};

/// Tells rooms who comes and goes: of each room, at each turn, at most one frame of each kind with all who
/// did, however many they are; and nothing in rooms of more than limits::presenceRoomMax members. Keeps in
/// the store when people were last seen. Any thread.
class PresenceService {
public:
    PresenceService(PresenceTimes times, store::Store& store, Hub& hub, QThreadPool& pool,
                    std::function<void(const gossip::Message&)> broadcast);

    void setDevice(const UserId& user, PresenceBook::Device device, PresenceStatus status);
    void removeDevice(const UserId& user, PresenceBook::Device device);
    /// For programs without a socket: holds for leaseSeconds, and as long as the session.
    void setLease(const UserId& user, const SessionId& session, PresenceStatus status);
    static constexpr int leaseSeconds = 60;
    void endSession(const UserId& user, const SessionId& session);
    void endUser(const UserId& user);

    /// Of those whom `asker` shares a room with, and of the asker. Blocks on the store.
    Result<QList<Presence>> get(const UserId& asker, const QList<UserId>& users);

    /// What another gateway broadcast.
    void heard(const QByteArray& gateway, const gossip::Message& message, PresenceBook::Time now);
    /// One turn: broadcasts and tells what changed since the last one.
    void turn(PresenceBook::Time now);
    /// The gateway ends.
    void stop();

    qsizetype users() const;
    const PresenceFigures& figures() const { return m_figures; }
    PresenceFigures& figures() { return m_figures; }

private:
    using Changes = QHash<UserId, PresenceBook::Change>;

    /// On the pool, one at a time.
    void settle();
    Result<void> tell(const Changes& changes);

    store::Store& m_store;
    Hub& m_hub;
    QThreadPool& m_pool;
    const std::function<void(const gossip::Message&)> m_broadcast;
    PresenceFigures m_figures;
    mutable std::mutex m_mutex;
    PresenceBook m_book;
    Changes m_changes;                   ///< to be told
    QHash<UserId, QDateTime> m_lastSeen; ///< to be written
    bool m_settling = false;
};

} // namespace parlor::gateway

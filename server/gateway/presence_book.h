// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/ephemera_times.h"
#include "server/gateway/gossip.h"

#include <QHash>
#include <QSet>

#include <optional>
#include <vector>

namespace parlor::gateway {

/// Who is there, in the whole cluster: the devices of this gateway, and what the other gateways tell of
/// theirs. Many devices make one presence: do not disturb wins, then online, then away.
///
/// No I/O and no clock: due() is told the time and tells what is to be done. Bounds: the users who are there,
/// at most gossip::usersPerPart * gossip::partsMax of each other gateway, and gatewaysMax of those. One
/// thread at a time.
class PresenceBook {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Device = quint64;
    static constexpr qsizetype gatewaysMax = 256;

    /// What the sessions here are to be told.
    struct Change {
        PresenceStatus before = PresenceStatus::Offline;
        Presence now;
    };
    struct Due {
        std::vector<gossip::Message> broadcasts; ///< in this order
        std::vector<Change> changes;
        QHash<UserId, QDateTime> lastSeen; ///< to be written into the store
    };

    explicit PresenceBook(PresenceTimes times)
        : m_times(times) {}

    /// A device is here with this status, until removeDevice().
    void setDevice(const UserId& user, Device device, PresenceStatus status);
    void removeDevice(const UserId& user, Device device);
    /// A program without a socket says that it is here, until `until`; one for each user.
    void setLease(const UserId& user, const SessionId& session, PresenceStatus status, Time until);
    void endLease(const UserId& user);
    void endLease(const UserId& user, const SessionId& session);

    /// What another gateway broadcast.
    void heard(const QByteArray& gateway, const gossip::Message& message, Time now);

    /// What is to be done at `now`; to be called again and again. `wall` is the same moment for the store.
    Due due(Time now, const QDateTime& wall);

    /// What an answer may say of the user now.
    PresenceStatus statusOf(const UserId& user) const;
    /// Users who are there, or whose going was not told yet.
    qsizetype size() const { return m_told.size(); }
    /// Other gateways that are heard.
    qsizetype gateways() const { return m_remotes.size(); }

private:
    struct Lease {
        SessionId session;
        PresenceStatus status = PresenceStatus::Online;
        Time until;
    };
    struct Own {
        QList<std::pair<Device, PresenceStatus>> devices;
        std::optional<Lease> lease;
        PresenceStatus announced = PresenceStatus::Offline; ///< to the other gateways
        std::optional<Time> lastSeenAt;                     ///< when it was written last
    };
    struct Remote {
        Time until;
        QHash<UserId, PresenceStatus> users;
        QHash<UserId, PresenceStatus> coming; ///< parts of a snapshot that is not whole yet
        int parts = 0;                        ///< how many of them came
    };
    struct Told {
        PresenceStatus status = PresenceStatus::Offline;
        std::optional<Time> goneAt; ///< not there since; still to be told
        QDateTime lastSeen;         ///< likewise
        bool ownWent = false;       ///< it was here that they were last seen
    };

    static PresenceStatus merged(PresenceStatus a, PresenceStatus b);
    static PresenceStatus statusOf(const Own& own);
    PresenceStatus present(const UserId& user) const;
    void take(Remote& remote, const gossip::SnapshotPart& snapshot);
    void take(Remote& remote, const gossip::Delta& delta);
    void expire(Time now);
    void announce(Due& due, Time now, const QDateTime& wall);
    void announceAll(Due& due, Time now, const QDateTime& wall);
    void tell(Due& due, Time now, const QDateTime& wall);

    const PresenceTimes m_times;
    QHash<UserId, Own> m_own;
    QSet<UserId> m_leased;
    QHash<QByteArray, Remote> m_remotes;
    QHash<UserId, Told> m_told;
    QSet<UserId> m_ownChanged;
    QSet<UserId> m_changed; ///< to be looked at; those who went stay in it until it was told
    std::optional<Time> m_nextSnapshot;
};

} // namespace parlor::gateway

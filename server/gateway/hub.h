// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/interest.h"
#include "server/gateway/tail.h"
#include "server/metrics/metrics.h"
#include "server/net/net_metrics.h"
#include "server/net/server.h"
#include "server/net/websocket.h"
#include "shared/models.h"

#include <memory>
#include <variant>
#include <vector>

namespace parlor::gateway {

class Shard;
class SessionGuard;

/// What one record of the log means for the sessions of one network thread. Frames are encoded already, once
/// for all.
namespace fanout {
struct RoomFrame { ///< to every session in the room
    RoomId room;
    net::SharedFrame frame;
};
struct OthersFrame { ///< to every session in the room but those of one user
    RoomId room;
    UserId user;
    net::SharedFrame frame;
};
struct MemberChange {
    RoomId room;
    UserId user;
    std::optional<RoomRole> role; ///< none: no longer a member
    qint64 version = 0;
    net::SharedFrame frame; ///< room:join or room:leave
};
struct RoomGone {
    RoomId room;
    net::SharedFrame frame; ///< room:delete
};
struct EverybodyFrame { ///< to every session
    net::SharedFrame frame;
};
struct CursorMoved { ///< the user's sessions are to be told room:read
    UserId user;
    RoomId room;
};
struct SessionRevoked {
    UserId user;
    SessionId session;
};
} // namespace fanout

using FanoutItem =
    std::variant<fanout::RoomFrame, fanout::OthersFrame, fanout::MemberChange, fanout::RoomGone,
                 fanout::EverybodyFrame, fanout::CursorMoved, fanout::SessionRevoked>;
struct FanoutBatch {
    std::vector<FanoutItem> items;
    std::shared_ptr<const InterestPins> pins; ///< of the rooms that were joined in it
};

/// What was handed to the network threads. Any thread reads.
struct HubFigures {
    metrics::Counter batches;    ///< one for each read of the tail, and each tell(), with something to tell
    metrics::Counter events;     ///< in them
    metrics::Counter wakeups;    ///< one for each read of the tail and thread that it concerned
    metrics::Counter deliveries; ///< frames queued for sessions; counted once per room and thread
    net::ErrorCounters errors;   ///< that sessions were told of
};

/// Carries what the tail met to the network threads: each event is encoded once and crosses to each thread
/// once, in a batch with one wake-up.
class Hub {
public:
    explicit Hub(SessionGuard& guard);
    ~Hub();

    /// Before the tail starts. `server` must outlive the hub's use.
    void start(net::Server& server, std::vector<std::unique_ptr<Shard>> shards);
    Shard& shard(net::ThreadIndex thread) { return *m_shards[static_cast<std::size_t>(thread)]; }

    /// Tail's thread.
    void deliver(const std::vector<Applied>& records);
    /// Tail's thread, where somebody joins `room`, before deliver() of the read that brought it.
    void joined(const RoomId& room);
    /// What is in no log: presence, typing, statuses. Any thread; in no order with what the tail brings.
    void tell(std::vector<FanoutItem> items);
    /// The rooms of the sessions on all threads.
    InterestSet& interest() { return *m_interest; }
    const HubFigures& figures() const { return m_figures; }
    HubFigures& figures() { return m_figures; }

    /// Sends every session away within `window`; see Gateway::drain().
    void drain(std::chrono::milliseconds window, std::function<void()> drained);
    void sessionOpened() { ++m_sessions; }
    void sessionClosed();
    /// Any thread.
    int sessionCount() const { return m_sessions.load(); }

    /// Runs `task` on a network thread, in order. Any thread.
    void post(net::ThreadIndex thread, std::function<void()> task);

    /// While one lives, what its thread posts is kept, to cross to each network thread at once when it goes:
    /// one wake-up, and what the same connection gets leaves in one system call. Not nested.
    class Gathering {
    public:
        explicit Gathering(Hub& hub);
        ~Gathering();
        Gathering(const Gathering&) = delete;
        Gathering& operator=(const Gathering&) = delete;

    private:
        friend class Hub;
        Hub& m_hub;
        std::vector<std::vector<std::function<void()>>> m_tasks; ///< by network thread
    };

private:
    SessionGuard& m_guard;
    net::Server* m_server = nullptr;
    void tellIfDrained();
    void handOver(const std::shared_ptr<const FanoutBatch>& batch);
    /// The threads that have somebody whom something in `batch` may be for.
    std::vector<bool> concernedBy(const FanoutBatch& batch) const;

    /// Of changes of one user by two gateways at once the older may come later.
    bool isOutdated(const Applied& applied);

    std::vector<std::unique_ptr<Shard>> m_shards;
    QHash<UserId, qint64> m_userVersions; ///< that were told; tail's thread only
    const std::shared_ptr<InterestSet> m_interest = std::make_shared<InterestSet>();
    std::shared_ptr<InterestPins> m_pins; ///< for the next batch; tail's thread only
    HubFigures m_figures;
    std::atomic<int> m_sessions = 0;
    std::mutex m_drainMutex;
    std::function<void()> m_drained; ///< set while draining, until it was called
};

} // namespace parlor::gateway

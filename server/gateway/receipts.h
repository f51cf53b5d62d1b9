// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/publisher.h"
#include "server/gateway/tail.h"

#include <QThreadPool>

#include <functional>
#include <mutex>
#include <vector>

namespace parlor::gateway {

/// Takes cursors of members to the log, coalesced: what comes for one user and room while cursors are on
/// their way is merged, and what can be merged into nothing is not written. `delivered` waits a moment
/// besides, so that a program which tells it for every message does not cost a record for each.
///
/// Clamped to the room's head, so that a cursor never claims what does not exist yet; one above the head that
/// is known here is believed only after the tail has reached the log's end, since its client may have read on
/// another gateway.
///
/// Bounds: one state for each user and room that told something in the last moment, with waitingMax answers
/// owed at most.
class Receipts {
public:
    using Done = std::function<void(Result<void>)>;
    using Time = std::chrono::steady_clock::time_point;

    /// `deliveredPause`: between two records of delivered cursors of one user and room.
    Receipts(store::Store& store, log::Log& log, Tail& tail, Publisher& publisher, QThreadPool& pool,
             std::chrono::milliseconds maxLag,
             std::chrono::milliseconds deliveredPause = std::chrono::milliseconds(500));

    // Any thread; they do not block. `done` is called once, when the cursor (or a higher one) has reached the
    // tail, or was reached before. Errors: Unavailable, NotFound (not in the room).

    /// A device has everything up to `seq`. May take deliveredPause and the time to the next turn().
    void delivered(const UserId& user, const RoomId& room, qint64 seq, Done done);
    /// Everything up to `seq` was read, and so delivered; moves the read marker up with it.
    void seen(const UserId& user, const RoomId& room, qint64 seq, Done done);
    /// The user's own read marker is to be at `seq`, back or forth. Keeps its order with seen().
    void mark(const UserId& user, const RoomId& room, qint64 seq, Done done);

    /// Writes the delivered cursors that have waited long enough; to be called again and again, on any
    /// thread.
    void turn(Time now);

    const metrics::Counter& records() const { return m_records; }

private:
    using Key = std::pair<UserId, RoomId>;
    /// What is wanted: `seen` is written before `mark`, as nothing can tell their order apart after merging.
    struct Pending {
        qint64 delivered = 0;
        qint64 seen = 0;
        std::optional<qint64> mark;
        std::vector<Done> waiting;

        bool isUrgent() const { return seen > 0 || mark; }
    };
    struct State {
        Pending writing;
        Pending next;
        bool busy = false;
        Time restsUntil; ///< before, no delivered cursor is written by itself
    };

    void add(const Key& key, Done done, const std::function<void(Pending&)>& merge);
    void write(const Key& key);
    /// The records that it takes; none if everything is so already.
    Result<std::vector<log::Event>> records(const Key& key, const Pending& wanted);
    void append(const Key& key, const std::vector<log::Event>& events);
    void settle(const Key& key, const Result<void>& result);
    /// Under the lock: takes up what waits.
    static void begin(State& state);

    store::Store& m_store;
    log::Log& m_log;
    Tail& m_tail;
    Publisher& m_publisher;
    QThreadPool& m_pool;
    const std::chrono::milliseconds m_maxLag;
    const std::chrono::milliseconds m_deliveredPause;
    metrics::Counter m_records;
    std::mutex m_mutex;
    QHash<Key, State> m_states;
};

} // namespace parlor::gateway

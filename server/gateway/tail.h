// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/log/records.h"
#include "server/store/store.h"

#include <QHash>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace parlor::gateway {

struct TailLimits {
    qsizetype maxBytes = 256 * 1024 * 1024;  ///< of records held; beyond, full() is true
    std::chrono::milliseconds grace{30'000}; ///< how long a projected record is still held
};

/// One record as the tail met it.
struct Applied {
    log::TopicPartition where;
    qint64 offset = 0;
    qint64 seq = 0; ///< of Topic::Messages; 0 for others
    log::Event event;
    /// A message whose id the tail had already: dropped everywhere; `seq` is then that of the first one,
    /// which counts.
    bool duplicate = false;
};

/// Follows the log from the projector's position and keeps what is not in the store yet, so that store plus
/// tail is always the present. Its thread decodes every record once, files it, and hands it on.
///
/// Everything but start() and stop() may be called on any thread and takes microseconds, except waitFor().
class Tail {
public:
    using Clock = std::chrono::steady_clock;
    /// Called on the tail's thread with the records of one read, after they can be found in the tail.
    using Listener = std::function<void(const std::vector<Applied>&)>;

    Tail(log::Log& log, TailLimits limits);
    ~Tail();
    Tail(const Tail&) = delete;
    Tail& operator=(const Tail&) = delete;

    /// Follows from `from`, the projector's positions in `epoch`. Fails as Log::open does.
    Result<void> start(const store::Epoch& epoch, const log::Positions& from, Listener listener);
    void stop();

    /// True once everything that the log held when start() was called has been met.
    bool caughtUp() const { return m_caughtUp.load(std::memory_order_acquire); }
    /// How far behind the log's end the tail is, in time. Zero before the start.
    std::chrono::milliseconds lag() const;
    /// More unprojected records than may be held.
    bool full() const { return m_bytes.load(std::memory_order_relaxed) > m_limits.maxBytes; }
    qsizetype bytes() const { return m_bytes.load(std::memory_order_relaxed); }
    /// Why the tail has ended, if it has: a newer format, a trimmed log.
    std::optional<Error> failure() const;
    qint64 epoch() const { return m_epoch.number; }

    struct Found {
        qint64 seq = 0;
        log::MessageRecord record;
    };
    /// The message `id`, if the tail holds it.
    std::optional<Found> find(const MessageId& id) const;

    struct Item {
        log::TopicPartition where;
        qint64 offset = 0;
        qint64 seq = 0;
        log::Event event;
    };
    /// The room's records that `snapshot` does not include, in order, duplicates left out. Unavailable when
    /// the snapshot is older than what the tail still holds (read the store again) or of another epoch.
    Result<std::vector<Item>> since(const RoomId& room, const store::Snapshot& snapshot) const;
    /// The highest seq that the tail has met in `room`, 0 if none.
    qint64 head(const RoomId& room) const;
    /// The highest read cursor of `user` in `room` that the tail holds, 0 if none.
    qint64 seen(const UserId& user, const RoomId& room) const;

    /// Calls `then(true)` on the tail's thread after the listener has had the record at `offset`, or
    /// `then(false)` when the tail ends first. At once, on the caller's thread, if that has happened already.
    void whenReached(const log::TopicPartition& where, qint64 offset, std::function<void(bool)> then);
    /// Blocks until the listener has had the record at `offset`; false at the deadline or when the tail has
    /// ended.
    bool waitFor(const log::TopicPartition& where, qint64 offset, std::chrono::milliseconds deadline);

    /// Blocks until the listener has had everything that the log holds now; false at the deadline or when the
    /// tail has ended.
    bool waitForEnd(std::chrono::milliseconds deadline);

    /// Tells how far the projector is: what lies below may be forgotten after the grace time.
    void projected(const store::Snapshot& snapshot);

private:
    struct Entry {
        log::TopicPartition where;
        qint64 offset = 0;
        qint64 seq = 0;
        QByteArray value; ///< raw: decoded again only by those who ask
        bool duplicate = false;
    };
    struct RoomTail {
        std::deque<std::shared_ptr<const Entry>> entries;
        qint64 head = 0;
    };
    struct Held { ///< in order of arrival
        std::shared_ptr<const Entry> entry;
        RoomId room;
        MessageId message;
        std::pair<UserId, RoomId> cursor;
        Clock::time_point at;
    };
    struct Seen {
        qint64 seq = 0;
        qint64 offset = 0;
    };
    struct Waiter {
        log::TopicPartition where;
        qint64 offset = 0;
        std::function<void(bool)> then;
    };

    void run();
    std::vector<Applied> file(const QList<log::Record>& records);
    void settle(const log::Positions& reached);
    void measure(const log::Positions& reached);
    void evict();
    void end(const Error& error);

    log::Log& m_log;
    const TailLimits m_limits;
    store::Epoch m_epoch;
    Listener m_listener;
    std::unique_ptr<log::LogReader> m_reader;
    std::thread m_thread;
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_caughtUp = false;
    std::atomic<qsizetype> m_bytes = 0;
    std::atomic<Clock::rep> m_upToDateAt = 0; ///< the tail had everything that the log held at this time
    log::Positions m_sample;                  ///< the log's end at m_sampledAt; tail's thread only
    Clock::time_point m_sampledAt;

    mutable std::shared_mutex m_mutex; ///< guards what follows
    QHash<RoomId, RoomTail> m_rooms;
    QHash<MessageId, std::shared_ptr<const Entry>> m_messages;
    QHash<std::pair<UserId, RoomId>, Seen> m_seen;
    std::deque<Held> m_held;
    log::Positions m_projected;
    log::Positions m_lowest; ///< what the tail holds begins here
    std::optional<Error> m_failure;

    mutable std::mutex m_waitMutex; ///< guards what follows
    std::vector<Waiter> m_waiters;
    log::Positions m_reached; ///< the listener has had everything below
    bool m_ended = false;
};

} // namespace parlor::gateway

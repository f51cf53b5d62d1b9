// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/end_sampler.h"
#include "server/gateway/lag_meter.h"
#include "server/gateway/tail_index.h"
#include "server/metrics/metrics.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace parlor::gateway {

struct TailLimits {
    qsizetype maxBytes = 256 * 1024 * 1024;  ///< of records held; beyond, full() is true
    std::chrono::milliseconds grace{30'000}; ///< how long a projected record is still held
    /// How far back from its start the tail knows the ids of messages: a gateway that starts between a
    /// message and its late duplicate must know the latter for what it is. Longer than a producer tries to
    /// send (10 s), and by enough for clocks that differ.
    std::chrono::milliseconds duplicateWindow{60'000};
    std::chrono::milliseconds sampleInterval{200}; ///< between two looks at the log's end
};

/// One record as the tail met it.
struct Applied {
    log::TopicPartition where;
    qint64 offset = 0;
    qint64 seq = 0; ///< of Topic::Messages; 0 for others
    log::Event event;
    /// Its like was here before: a message whose id the tail had already (`seq` is then that of the first
    /// one, which counts), a member's change that is not newer than one that was met, or an edit or deletion
    /// that is void because another came before. Dropped everywhere.
    bool duplicate = false;
};

/// What the tail has done since its start. Any thread reads.
struct TailFigures {
    metrics::Counter records;
    metrics::Counter bytes;
    metrics::Counter delivered; ///< of the records, those that the listener was told of
    metrics::Counter duplicates;
    metrics::Counter damaged; ///< skipped: nobody can read them
};

/// Follows the log from the projector's position and keeps what is not in the store yet, so that store plus
/// tail is always the present. Its thread looks at every record once, files it, and hands it on.
///
/// Everything but start(), stop() and the functions that wait may be called on any thread and takes
/// microseconds.
class Tail {
public:
    using Clock = std::chrono::steady_clock;
    using Found = TailIndex::Found;
    using Item = TailIndex::Item;
    /// Called on the tail's thread with the records of one read, after they can be found in the tail.
    using Listener = std::function<void(const std::vector<Applied>&)>;
    /// Whether the listener wants a message; what it does not want is not even decoded. Asked on the tail's
    /// thread, in the order of the log, after the message can be found in the tail. Changes of a message are
    /// asked about with a null id; every other record is handed on unasked. Before a message it is asked
    /// about, the listener need not have had the ones that came in the same read: what is to be wanted
    /// because of a member's change is `joined`'s affair.
    struct Interest {
        std::function<bool(const RoomId&, const MessageId&)> wants; ///< none: everything
        /// Somebody joined that room: called where the change stands in the order of the log.
        std::function<void(const RoomId&)> joined;
    };

    Tail(log::Log& log, TailLimits limits);
    ~Tail();
    Tail(const Tail&) = delete;
    Tail& operator=(const Tail&) = delete;

    /// Follows from `projected`, the projector's positions in `epoch`, and looks back from there by the
    /// window of duplicates. May ask the log, which may take seconds. Fails as Log::open does.
    Result<void> start(const store::Epoch& epoch, const log::Positions& projected, Listener listener,
                       Interest interest = {});
    void stop();

    /// True once everything that the log held when start() was called has been met.
    bool caughtUp() const { return m_lag.caughtUp(); }
    /// Blocks until that is so and the lag is at most `maxLag`; false at the deadline.
    bool waitUntilCurrent(std::chrono::milliseconds maxLag, std::chrono::milliseconds deadline) const {
        return m_lag.waitUntilCurrent(maxLag, deadline);
    }
    /// How far behind the log's end the tail is, in time, where it is the furthest behind. Zero before the
    /// start.
    std::chrono::milliseconds lag() const { return m_lag.lag(); }
    std::chrono::milliseconds lag(log::Topic topic) const { return m_lag.lag(topic); }
    /// The greater of the room's partition and the users': who may write to the room is known from these.
    std::chrono::milliseconds lag(const RoomId& room) const;
    /// More unprojected records than may be held.
    bool full() const { return m_index.full(); }
    qsizetype bytes() const { return m_index.bytes(); }
    qsizetype entries() const { return m_index.entries(); }
    const TailFigures& figures() const { return m_figures; }
    /// Why the tail has ended, if it has: a newer format, a trimmed log, stop().
    std::optional<Error> failure() const;
    qint64 epoch() const { return m_epoch.number; }
    /// The store was seen in this epoch, which is higher than the tail's: the gateway must begin anew.
    std::optional<qint64> newerEpoch() const;

    /// The message `id`, if the tail holds it.
    std::optional<Found> find(const MessageId& id) const { return m_index.find(id); }
    /// The message `id` as it is now, if the tail holds it.
    std::optional<Message> present(const MessageId& id) const { return m_index.present(id); }
    /// Those of since() that change one of these messages of `room`, replies to them included, whatever
    /// happened to the cursors.
    Result<std::vector<Item>> changesOf(const QList<MessageId>& ids, const RoomId& room,
                                        const store::Snapshot& snapshot);
    /// Whether the record at `offset` of the partition of `room`, and of that room, is a duplicate or void;
    /// nothing if it is not held.
    std::optional<bool> isDuplicate(const RoomId& room, qint64 offset) const {
        return m_index.isDuplicate(room, offset);
    }
    /// Whether the edit `opId` of that message is among those held, and not void.
    bool hasEdit(const MessageId& id, const OpId& opId) const { return m_index.hasEdit(id, opId); }
    /// The room's records that `snapshot` does not include, in order, duplicates left out. Unavailable when
    /// the snapshot is older than what the tail still holds (read the store again) or of another epoch.
    Result<std::vector<Item>> since(const RoomId& room, const store::Snapshot& snapshot);
    /// The highest seq that the tail has met in `room`, 0 if none.
    qint64 head(const RoomId& room) const { return m_index.head(room); }
    /// The highest read cursor of `user` in `room` that the tail holds, 0 if none.
    qint64 seen(const UserId& user, const RoomId& room) const { return m_index.seen(user, room); }

    /// The same of what was delivered and not seen.
    qint64 delivered(const UserId& user, const RoomId& room) const { return m_index.delivered(user, room); }

    /// Where the read marker of `user` is that was at `stored` in a snapshot from which since() can be had.
    qint64 readMarker(const UserId& user, const RoomId& room, qint64 stored) const {
        return m_index.readMarker(user, room, stored);
    }

    /// Calls `then(true)` on the tail's thread after the listener has had the record at `offset`, or
    /// `then(false)` when the tail ends first. At once, on the caller's thread, if that has happened already.
    void whenReached(const log::TopicPartition& where, qint64 offset, std::function<void(bool)> then);
    /// Blocks until the listener has had the record at `offset`; false at the deadline or when the tail has
    /// ended.
    bool waitFor(const log::TopicPartition& where, qint64 offset, std::chrono::milliseconds deadline);
    /// The same for all that `snapshot` includes of the room's partition.
    bool waitFor(const RoomId& room, const store::Snapshot& snapshot, std::chrono::milliseconds deadline);
    /// Whether the listener has had everything up to `seq` of a room.
    bool hasReached(const RoomId& room, qint64 seq) const;

    /// Blocks until the listener has had everything that the log held at the call: whatever anybody was told
    /// before, on whichever gateway, is then known here. False at the deadline, when the log does not tell
    /// its end, or when the tail has ended. At once where the tail is known to lag by more than the deadline.
    /// Never on a network thread or the tail's.
    bool waitForEnd(std::chrono::milliseconds deadline);
    /// The same for what concerns one room: its partition and the cursors.
    bool waitForEnd(const RoomId& room, std::chrono::milliseconds deadline);

    /// Tells how far the projector is: what lies below may be forgotten after the grace time.
    void projected(const store::Snapshot& snapshot);

private:
    struct Waiter {
        log::TopicPartition where;
        qint64 offset = 0;
        std::function<void(bool)> then;
    };

    log::TopicPartition partitionOf(const RoomId& room) const;
    Result<log::Positions> startingPoint(const log::Positions& projected, const log::Positions& logEnd) const;
    void run();
    std::vector<Applied> take(const QList<log::Record>& records);
    /// What `record` is, as far as it must be known; nothing for one that is skipped.
    std::optional<TailIndex::Incoming> look(const log::Record& record);
    bool isWanted(const TailIndex::Incoming& record) const;
    void settle(const log::Positions& reached);
    bool waitForEnd(const QList<log::TopicPartition>& partitions, std::chrono::milliseconds deadline);
    void noticeEpoch(const store::Snapshot& snapshot);
    void end(const Error& error);

    log::Log& m_log;
    const TailLimits m_limits;
    store::Epoch m_epoch;
    log::Positions m_projectedAtStart;
    Listener m_listener;
    Interest m_interest;
    LagMeter m_lag;
    TailIndex m_index;
    TailFigures m_figures;
    EndSampler m_sampler;
    std::unique_ptr<log::LogReader> m_reader;
    std::thread m_thread;
    std::atomic<bool> m_stopping = false;
    std::atomic<qint64> m_newerEpoch = 0;

    mutable std::mutex m_waitMutex; ///< guards what follows
    std::vector<Waiter> m_waiters;
    log::Positions m_reached; ///< the listener has had everything below
    std::optional<Error> m_failure;
};

} // namespace parlor::gateway

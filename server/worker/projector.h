// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/store/store.h"
#include "server/worker/lag_meter.h"
#include "server/worker/parking.h"
#include "server/worker/periodic_task.h"
#include "server/worker/projection_pass.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace parlor::worker {

struct ProjectorOptions {
    QString group;    ///< of the projectors that share the partitions; empty: all of them are this one's
    qint64 epoch = 0; ///< that it may work in; 0: the one that it finds first
    /// Records in one transaction of the store, and bytes of them. The more there are, the fewer pages are
    /// written for each (at the peak a page of an index has several); on SQLite a full batch keeps others
    /// from writing for some 0.2 s.
    int batchMax = 20'000;
    qsizetype batchMaxBytes = 16 * 1024 * 1024;
    /// Between two transactions, unless a batch is full: a transaction costs as much as the projection of
    /// dozens of messages, most of all the writing of the pages that each of them touches. Nobody waits for
    /// it: what is not projected yet is read from the tail.
    std::chrono::milliseconds interval{500};
    /// A batch that is not full, and that nobody waits for, is projected in pieces of this length, with rests
    /// in between: what one message costs the store, times a thousand, would keep others from a core for as
    /// long as they wait for a disk.
    std::chrono::microseconds work{300};
    std::chrono::microseconds rest{600};
    std::chrono::milliseconds backoffMin{50}; ///< after a failure; doubles up to backoffMax
    std::chrono::milliseconds backoffMax{5000};
    std::chrono::milliseconds sampling{1000}; ///< between two looks at the log's end, for the lag
    Parking::Limits parking;
};

struct ProjectorStatus {
    QList<log::TopicPartition> partitions; ///< assigned to it; empty while its group is being arranged
    log::Positions positions;              ///< of these partitions, durable in the store
    qint64 projected = 0;                  ///< records since the start, parked ones included
    qint64 parked = 0;  ///< records since the start that nobody can read or the store refuses
    qint64 batches = 0; ///< transactions since the start
    qint64 rests = 0;   ///< that were made within them
    std::chrono::nanoseconds lastBatch{0};  ///< duration of the last flush: decoding and the transaction
    std::chrono::nanoseconds decoding{0};   ///< spent since the start
    std::chrono::nanoseconds projecting{0}; ///< the same, in the store
    QMap<log::TopicPartition, qint64> lag;  ///< LagMeter::records()
    std::chrono::milliseconds behind{0};    ///< LagMeter::behind()
    std::optional<Error> failing;           ///< why it is waiting to try again
    /// Why it has given up. Conflict (the store has begun another epoch, or is of another log), BeyondEnd
    /// (the log was made anew or has lost records) and LogTrimmed: whoever runs the roles starts them anew,
    /// with ensureEpoch() first, which also says what cannot be mended so. NewerFormat: the process must end,
    /// as only a newer version can go on.
    std::optional<Error> stopped;
};

/// The worker role's main part: takes the log's records into the store, on a thread of its own. Two at once
/// for one partition are safe (one of them rolls back and starts again from the other's position), only
/// wasteful; a group shares the partitions.
///
/// It waits for the log, retries what may pass (a busy or full store), and gives up, loudly, on what would
/// lose data.
///
/// Partitions have no order among them. Records of a room, its members' included, are of one partition, and a
/// member's record brings its user; only read cursors come from elsewhere. A cursor of somebody who is not a
/// member is dropped, so at its start the projector leaves the receipts' partition alone until the store has
/// the messages' partitions up to where they end then. That matters when a restored store meets the log of
/// days: else whoever made a cursor is in the store before the cursor is in the log.
class Projector {
public:
    /// `log` and `store` must outlive it; ensureEpoch() must have been called.
    Projector(log::Log& log, store::Store& store, ProjectorOptions options);
    ~Projector();
    Projector(const Projector&) = delete;
    Projector& operator=(const Projector&) = delete;

    /// Called after every batch with the positions of status() that are now durable, on the projector's
    /// thread; must not block. Before start().
    void setProjected(std::function<void(const log::Positions&)> callback) {
        m_callback = std::move(callback);
    }
    void start();
    /// Finishes the transaction under way, leaves the group. Takes some seconds when the log's brokers do not
    /// answer just then. Idempotent.
    void stop();

    /// Waits until everything below `until` is in the store, projected by this one. Unavailable when that
    /// took longer than `deadline`, or the reason why the projector has stopped. Any thread but the
    /// projector's.
    Result<void> catchUp(const log::Positions& until, std::chrono::milliseconds deadline);
    ProjectorStatus status() const; ///< any thread
    /// Whether the first partition of Topic::Users is its own: of the projectors of a group, one says so. For
    /// what one process is enough for. Any thread.
    bool leads() const;

private:
    void run();
    Result<QList<log::TopicPartition>> partitions();
    /// One pass, until a failure, stop() or another assignment.
    Result<void> project();
    Result<void> projectWith(ProjectionPass& pass, bool receiptsWait);
    Result<bool> receiptsMustWait(const QList<log::TopicPartition>& partitions);
    Result<void> fill(ProjectionPass& pass, std::chrono::milliseconds wait);
    /// Fetches what is there already, until the batch is full.
    Result<void> fetchMore(ProjectionPass& pass);
    bool isFull(const ProjectionPass& pass) const;
    Result<void> flush(ProjectionPass& pass);
    /// Within a batch: lets others have their turn. False if somebody waits for the batch.
    bool restWithin(std::chrono::microseconds time);
    /// True if that failure may pass.
    bool keepTrying(const Error& error);
    void account(ProjectionPass& pass);
    void succeeded();
    bool stopping() const;
    bool failing() const;
    bool interrupted() const; ///< stopping, or the group was arranged anew
    void waitForChange(std::chrono::milliseconds time);
    /// Until then, or until somebody waits in catchUp().
    void rest(std::chrono::steady_clock::time_point until);

    log::Log& m_log;
    store::Store& m_store;
    const ProjectorOptions m_options;
    Parking m_parking;
    std::function<void(const log::Positions&)> m_callback;
    // Of the projector's thread:
    std::unique_ptr<log::GroupMember> m_member;
    qint64 m_epoch;
    std::optional<log::Positions> m_receiptsAfter; ///< what the receipts wait for
    bool m_receiptsReady = false;
    std::chrono::milliseconds m_backoff{0};
    std::chrono::steady_clock::time_point m_lastFlush;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    ProjectorStatus m_status;
    LagMeter m_lag;
    ProjectionPass* m_pass = nullptr;
    bool m_stop = false;
    bool m_rearranged = false;
    int m_awaited = 0; ///< who waits in catchUp()
    std::unique_ptr<PeriodicTask> m_sampler;
    std::thread m_thread;
};

} // namespace parlor::worker

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/store/store.h"
#include "server/worker/parked_records.h"
#include "server/worker/projection_pass.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace parlor::worker {

struct ProjectorOptions {
    QString parkedFile;  ///< see ParkedRecords
    int batchMax = 5000; ///< records in one transaction of the store
    std::chrono::milliseconds interval{
        20}; ///< between two transactions, unless a batch is full: fewer fsyncs under load
    std::chrono::milliseconds backoffMin{50}; ///< after a failure; doubles up to backoffMax
    std::chrono::milliseconds backoffMax{5000};
};

struct ProjectorStatus {
    log::Positions positions;     ///< durable in the store
    qint64 projected = 0;         ///< records since the start
    qint64 parked = 0;            ///< unreadable records since the start
    std::optional<Error> failing; ///< why it is waiting to try again
    std::optional<Error> stopped; ///< why it has given up: NewerFormat, LogTrimmed, BeyondEnd, Conflict
};

/// The worker role's main part: takes the log's records into the store, on a thread of its own. Two at once
/// are safe (one of them rolls back and starts again from the other's position), only wasteful.
///
/// It waits for the log, retries what may pass (a busy or full store), and gives up, loudly, on what would
/// lose data.
class Projector {
public:
    /// `log` and `store` must outlive it; ensureEpoch() must have been called.
    Projector(log::Log& log, store::Store& store, ProjectorOptions options);
    ~Projector();
    Projector(const Projector&) = delete;
    Projector& operator=(const Projector&) = delete;

    /// Called after every transaction with the positions that are now durable, on the projector's thread;
    /// must not block. Before start().
    void setProjected(std::function<void(const log::Positions&)> callback) {
        m_callback = std::move(callback);
    }
    void start();
    /// Finishes the transaction under way. Idempotent.
    void stop();

    /// Waits until everything below `until` is in the store. Unavailable when that took longer than
    /// `deadline`, or the reason why the projector has stopped. Any thread but the projector's.
    Result<void> catchUp(const log::Positions& until, std::chrono::milliseconds deadline);
    ProjectorStatus status() const; ///< any thread

private:
    void run();
    /// One pass, until a failure or stop().
    Result<void> project();
    Result<void> flush(ProjectionPass& pass, qsizetype count);
    /// True if that failure may pass.
    bool keepTrying(const Error& error);
    void report(const log::Positions& positions, qsizetype count);
    bool stopping() const;

    log::Log& m_log;
    store::Store& m_store;
    const ProjectorOptions m_options;
    ParkedRecords m_parked;
    std::function<void(const log::Positions&)> m_callback;
    std::chrono::milliseconds m_backoff{0};

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    ProjectorStatus m_status;
    ProjectionPass* m_pass = nullptr;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace parlor::worker

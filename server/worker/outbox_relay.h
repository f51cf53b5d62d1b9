// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/store/store.h"
#include "server/worker/periodic_task.h"

#include <atomic>

namespace parlor::worker {

/// Appends what a gateway wrote into the store's outbox and did not live to append itself. A record may so
/// come twice: consumers go by its version.
class OutboxRelay {
public:
    /// `log` and `store` must outlive it. Rows younger than `age` are left to the gateway that wrote them.
    OutboxRelay(log::Log& log, store::Store& store,
                std::chrono::milliseconds age = std::chrono::milliseconds(2000));

    /// Looks every `interval`, while `mine` says so (on a thread of its own): of several workers one is
    /// enough. Two do no harm, only double work.
    void start(std::chrono::milliseconds interval = std::chrono::milliseconds(1000),
               std::function<bool()> mine = {});
    void stop();

    /// One look: appends rows created before `olderThan`, waits until they are durable, deletes them; returns
    /// how many. Those that could not be appended stay. One thread at a time.
    Result<int> relay(const QDateTime& olderThan);
    /// Rows appended and deleted since the start. Any thread.
    qint64 relayed() const { return m_relayed; }

private:
    log::Log& m_log;
    store::Store& m_store;
    const std::chrono::milliseconds m_age;
    std::atomic<qint64> m_relayed = 0;
    std::unique_ptr<PeriodicTask> m_task;
};

} // namespace parlor::worker

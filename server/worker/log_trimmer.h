// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/store/store.h"
#include "server/worker/periodic_task.h"

namespace parlor::worker {

/// Trims the log of what is durable in the store and older than the configured age; after that the store is
/// the truth.
class LogTrimmer {
public:
    /// `log` and `store` must outlive it.
    LogTrimmer(log::Log& log, store::Store& store, std::chrono::hours age);

    /// Looks every `interval`. Several workers may: trimming twice does no harm.
    void start(std::chrono::milliseconds interval = std::chrono::hours(1));
    void stop();

    /// One look, with `now` as the present. Does nothing when the store's epoch is of another log.
    Result<void> trim(const QDateTime& now);

private:
    log::Log& m_log;
    store::Store& m_store;
    const std::chrono::hours m_age;
    std::unique_ptr<PeriodicTask> m_task;
};

} // namespace parlor::worker

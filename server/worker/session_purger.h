// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "server/worker/periodic_task.h"

#include <memory>

namespace parlor::worker {

/// Forgets sessions that nobody can use any more, some time after: until then their addresses tell the login
/// throttle where an account is known from.
class SessionPurger {
public:
    /// Longer than a refresh token lives.
    static constexpr std::chrono::hours keptUnused{24 * 90};

    /// `store` must outlive it.
    explicit SessionPurger(store::Store& store);

    /// Looks every `interval`. Several workers may.
    void start(std::chrono::milliseconds interval = std::chrono::hours(1));
    void stop();

    /// One look, with `now` as the present; how many were forgotten.
    Result<int> purge(const QDateTime& now);

private:
    store::Store& m_store;
    std::unique_ptr<PeriodicTask> m_task;
};

} // namespace parlor::worker

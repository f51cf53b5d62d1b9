// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "server/worker/periodic_task.h"

#include <functional>
#include <memory>

namespace parlor::worker {

/// Removes what was in deleted rooms, in portions that keep nobody waiting, so that a deletion is a deletion.
class RoomPurger {
public:
    /// `store` must outlive it.
    explicit RoomPurger(store::Store& store);

    /// Looks every `interval`, while `mine` says so (on a thread of its own): of several workers one is
    /// enough. Two do no harm, only double work.
    void start(std::chrono::milliseconds interval = std::chrono::minutes(5), std::function<bool()> mine = {});
    void stop();

    /// One look: until nothing is left, or stop(). How many rows were removed.
    Result<qint64> purge();

private:
    store::Store& m_store;
    std::unique_ptr<PeriodicTask> m_task;
};

} // namespace parlor::worker

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/room_purger.h"

namespace parlor::worker {

namespace {
constexpr int rowsAtOnce = 500; // each such transaction keeps writers waiting for some milliseconds
}

RoomPurger::RoomPurger(store::Store& store)
    : m_store(store) {}

void RoomPurger::start(std::chrono::milliseconds interval, std::function<bool()> mine) {
    m_task = std::make_unique<PeriodicTask>("room purger", interval, [this, mine = std::move(mine)] {
        if (mine && !mine())
            return;
        if (const auto purged = purge(); !purged)
            qWarning("Deleted rooms could not be emptied: %s", qUtf8Printable(purged.error().message()));
    });
    m_task->start();
}

void RoomPurger::stop() {
    m_task.reset();
}

Result<qint64> RoomPurger::purge() {
    qint64 total = 0;
    for (;;) {
        const auto purged = m_store.purgeRooms(rowsAtOnce);
        if (!purged)
            return fail(purged.error());
        total += *purged;
        if (*purged == 0 || (m_task && m_task->stopping()))
            return total;
    }
}

} // namespace parlor::worker

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/session_purger.h"

namespace parlor::worker {

namespace {
constexpr int sessionsAtOnce = 500; // each such transaction keeps writers waiting for some milliseconds
}

SessionPurger::SessionPurger(store::Store& store)
    : m_store(store) {}

void SessionPurger::start(std::chrono::milliseconds interval) {
    m_task = std::make_unique<PeriodicTask>("session purger", interval, [this] {
        if (const auto purged = purge(QDateTime::currentDateTimeUtc()); !purged)
            qWarning("Old sessions could not be forgotten: %s", qUtf8Printable(purged.error().message()));
    });
    m_task->start();
}

void SessionPurger::stop() {
    m_task.reset();
}

Result<int> SessionPurger::purge(const QDateTime& now) {
    const QDateTime unusedSince = now.addSecs(-std::chrono::seconds(keptUnused).count());
    int total = 0;
    for (;;) {
        const auto purged = m_store.purgeSessions(now, unusedSince, sessionsAtOnce);
        if (!purged)
            return fail(purged.error());
        total += *purged;
        if (*purged < sessionsAtOnce || (m_task && m_task->stopping()))
            return total;
    }
}

} // namespace parlor::worker

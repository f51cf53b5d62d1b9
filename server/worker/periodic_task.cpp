// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/periodic_task.h"

#include "shared/named_thread.h"

namespace parlor::worker {

void PeriodicTask::start() {
    m_thread = namedThread(m_name, [this] {
        std::unique_lock lock(m_mutex);
        while (!m_stop) {
            lock.unlock();
            m_task();
            lock.lock();
            m_changed.wait_for(lock, m_interval, [this] { return m_stop; });
        }
    });
}

void PeriodicTask::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        m_changed.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
}

bool PeriodicTask::stopping() const {
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

} // namespace parlor::worker

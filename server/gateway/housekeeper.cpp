// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/housekeeper.h"

#include "shared/named_thread.h"

namespace parlor::gateway {

void Housekeeper::start(const char* name, std::chrono::milliseconds interval, std::function<void()> task) {
    m_thread = namedThread(name, [this, interval, task = std::move(task)] {
        std::unique_lock lock(m_mutex);
        while (!m_changed.wait_for(lock, interval, [this] { return m_stopping; })) {
            lock.unlock();
            task();
            lock.lock();
        }
    });
}

void Housekeeper::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_changed.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace parlor::gateway

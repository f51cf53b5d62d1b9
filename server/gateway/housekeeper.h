// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace parlor::gateway {

/// Does something again and again on a thread of its own (called `name`, see namedThread()), where it may
/// block.
class Housekeeper {
public:
    Housekeeper() = default;
    ~Housekeeper() { stop(); }
    Housekeeper(const Housekeeper&) = delete;
    Housekeeper& operator=(const Housekeeper&) = delete;

    void start(const char* name, std::chrono::milliseconds interval, std::function<void()> task);
    /// Waits for a task under way. Idempotent.
    void stop();

private:
    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopping = false;
};

} // namespace parlor::gateway

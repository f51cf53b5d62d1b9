// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace parlor::worker {

/// Runs a function on a thread of its own, at once and then again `interval` after each run. stop() (and the
/// destructor) waits for a run under way. `name` is the thread's, see namedThread().
class PeriodicTask {
public:
    PeriodicTask(const char* name, std::chrono::milliseconds interval, std::function<void()> task)
        : m_name(name)
        , m_interval(interval)
        , m_task(std::move(task)) {}
    ~PeriodicTask() { stop(); }
    PeriodicTask(const PeriodicTask&) = delete;
    PeriodicTask& operator=(const PeriodicTask&) = delete;

    void start();
    void stop();
    bool stopping() const; ///< any thread

private:
    const char* const m_name;
    const std::chrono::milliseconds m_interval;
    const std::function<void()> m_task;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace parlor::worker

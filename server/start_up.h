// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QThreadPool>

#include <chrono>
#include <functional>
#include <mutex>

QT_FORWARD_DECLARE_CLASS(QEventLoop)

namespace parlor {

/// Brings a process up step by step. In a cluster nobody minds the order in which processes start: a step
/// whose database, broker or other process is not there yet is tried again until it is.
///
/// Main thread, save where noted. Its event loop runs meanwhile, so that signals are heard.
class StartUp {
public:
    /// Steps run on threads of `pool`. All of them together may take `timeout`; zero: for ever.
    StartUp(QThreadPool& pool, std::chrono::seconds timeout);

    /// Runs `step`, which may block for some seconds, until it succeeds or fails in a way that waiting does
    /// not mend. What it waits for is logged. Unavailable when the time is up or after cancel().
    Result<void> run(const std::function<Result<void>()>& step);
    template <typename T>
    Result<T> get(const std::function<Result<T>()>& step);

    /// Ends run() soon.
    void cancel();
    bool cancelled() const { return m_cancelled; }
    /// What run() is waiting for, in words; empty if for nothing. Any thread.
    QString waitingFor() const;

private:
    using Clock = std::chrono::steady_clock;

    Result<void> attempt(const std::function<Result<void>()>& step);
    void pause(std::chrono::milliseconds time);
    void tell(const Error& error);

    QThreadPool& m_pool;
    const std::chrono::seconds m_timeout;
    const Clock::time_point m_since = Clock::now();
    QEventLoop* m_loop = nullptr;
    bool m_cancelled = false;
    Clock::time_point m_toldAt;
    mutable std::mutex m_mutex;
    QString m_waitingFor; ///< guarded by m_mutex
};

template <typename T>
Result<T> StartUp::get(const std::function<Result<T>()>& step) {
    Result<T> got = fail(ErrorCode::Unavailable);
    if (auto done = run([&]() -> Result<void> {
            got = step();
            return got ? Result<void>() : fail(got.error());
        });
        !done)
        return fail(done.error());
    return got;
}

} // namespace parlor

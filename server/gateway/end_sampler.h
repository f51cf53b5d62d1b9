// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace parlor::gateway {

/// Asks the log for its end, again and again, on a thread of its own: the answer may take milliseconds, and
/// seconds when the log is away, which neither the tail nor a reader can afford. However many readers want to
/// know the end at once, they share one question.
class EndSampler {
public:
    using Clock = std::chrono::steady_clock;
    /// Called on the sampler's thread with the end and the time at which it was asked for: everything that
    /// was in the log at that time lies below.
    using Sampled = std::function<void(const log::Positions& end, Clock::time_point at)>;

    EndSampler(log::Log& log, std::chrono::milliseconds interval);
    ~EndSampler();
    EndSampler(const EndSampler&) = delete;
    EndSampler& operator=(const EndSampler&) = delete;

    void start(Sampled sampled);
    /// Waits for a question under way: seconds, at the worst. Idempotent.
    void stop();

    /// Blocks until the log has told an end that it was asked for after this call began. Nothing at the
    /// deadline, when the log cannot tell, or after stop(). While the log is known not to answer, nobody
    /// waits for it.
    std::optional<log::Positions> fresh(std::chrono::milliseconds deadline);

private:
    void run();

    log::Log& m_log;
    const std::chrono::milliseconds m_interval;
    Sampled m_sampled;
    std::thread m_thread;

    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_changed;
    std::optional<log::Positions> m_last; ///< of the last question; none if it was not answered
    quint64 m_begun = 0;                  ///< questions
    quint64 m_finished = 0;
    bool m_wanted = false;
    bool m_stopping = false;
};

} // namespace parlor::gateway

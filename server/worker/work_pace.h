// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace parlor::worker {

/// Makes many short pieces of a long one, with rests in between. The kernel lets a thread that computes go on
/// for some milliseconds although others have been woken meanwhile; where all cores are in use, a message
/// that comes just then waits for all of them. Within a rest those others have their turn.
///
/// One thread; the clock is the caller's.
class WorkPace {
public:
    using Clock = std::chrono::steady_clock;

    /// A rest of `rest` follows each `work`. The work begins `now`.
    WorkPace(std::chrono::microseconds work, std::chrono::microseconds rest, Clock::time_point now)
        : m_work(work)
        , m_rest(rest)
        , m_since(now) {}

    /// How long to rest now; zero: go on. The next piece of work is taken to begin after that rest.
    std::chrono::microseconds due(Clock::time_point now) {
        if (now - m_since < m_work)
            return std::chrono::microseconds(0);
        m_since = now + m_rest;
        return m_rest;
    }

private:
    const std::chrono::microseconds m_work;
    const std::chrono::microseconds m_rest;
    Clock::time_point m_since;
};

} // namespace parlor::worker

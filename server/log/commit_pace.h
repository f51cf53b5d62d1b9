// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>

namespace parlor::log {

/// Decides whether a commit waits a moment for company. A commit costs as much for one record as for ten, and
/// so does all that it sets in motion (its fsync, the readers' waking, the hand-over to the network
/// threads): at thousands of records a second most of a message's cost is that of being alone.
///
/// So commits begin at least `window` apart, but only where that is known to pay. What comes after a pause is
/// committed at once; so is what comes in numbers anyway. Who writes the next record only when the one before
/// is durable gains nothing by a wait: where waits have brought no company, none is made but now and then,
/// to see whether that has changed.
///
/// One thread; the clock is the caller's.
class CommitPace {
public:
    using Clock = std::chrono::steady_clock;

    /// A zero window: never waits.
    explicit CommitPace(std::chrono::microseconds window)
        : m_window(window) {}

    /// When the next commit may begin, asked `now` that one has ended and so many records are `waiting`:
    /// until then nobody need be woken for more. `now` or before: as soon as there is a record.
    Clock::time_point nextAt(Clock::time_point now, qsizetype waiting);
    /// It begins now, with `records`.
    void begins(Clock::time_point now, qsizetype records);

private:
    const std::chrono::microseconds m_window;
    Clock::time_point m_lastBegin;
    qsizetype m_waitedWith = 0; ///< records that were there when the wait began, 1 or more; 0: there was none
    int m_credit = 1;           ///< waits that may yet bring nothing
    int m_passedOver = 0;       ///< waits that were not made for want of credit, since the last one
};

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>
#include <utility>

namespace parlor::net {

/// So many newcomers, and listeners whose peer hung up, are told in one turn of the loop: some 100 us of
/// work. When thousands of connections are lost and come back, the others have theirs in between.
constexpr int latePerTurn = 4;
/// While more of them wait, none is told so long after the end of that turn, if others were heard of late.
/// Otherwise they, what they set in motion on other threads, and their peers on the same machine fill all
/// cores until the last is back, and everybody else waits for a core. (docs/performance.md has other figures
/// tried.)
constexpr std::chrono::milliseconds lateRest{1};
/// Somebody who has settled was heard within this time: there are others for whom to make way.
constexpr std::chrono::milliseconds restsForOthers{100};

/// A listener that is told after all others, and of what.
struct Latecomer {
    int fd;
    quint32 serial; ///< of the listener
    quint32 events;
};

/// Newcomers, and those whose peer hung up, in the order in which they came: a few are let in at a time, with
/// rests for the others. One event loop's, of its thread.
class Latecomers {
public:
    bool isEmpty() const { return m_waiting.empty(); }
    /// \returns false if it will not be its turn soon: until then the kernel need not tell of it again.
    bool add(const Latecomer& one) {
        m_waiting.push_back(one);
        return m_waiting.size() <= std::size_t(latePerTurn) && !isResting();
    }
    /// Calls `letIn(latecomer)` for those whose turn it is. It says whether the latecomer was still there:
    /// one that was not takes nobody's place.
    template <typename LetIn>
    void letIn(LetIn letIn) {
        if (isEmpty() || isResting())
            return;
        m_someLetIn = true;
        for (int count = 0; count < latePerTurn && !isEmpty();) {
            const Latecomer next = m_waiting.front();
            m_waiting.pop_front();
            count += letIn(next) ? 1 : 0;
        }
    }
    /// Somebody who has settled had something to say in this turn.
    void othersHeard() { m_othersHeardAt = Clock::now(); }
    /// All of this turn were told.
    void endTurn() {
        if (std::exchange(m_someLetIn, false) && !isEmpty())
            rest();
    }
    /// Until letIn() does something. \pre !isEmpty()
    std::chrono::nanoseconds untilNext() const { return m_againAt - Clock::now(); }

private:
    using Clock = std::chrono::steady_clock;

    bool isResting() const { return Clock::now() < m_againAt; }
    void rest();

    std::deque<Latecomer> m_waiting;
    bool m_someLetIn = false; ///< in this turn
    Clock::time_point m_againAt;
    Clock::time_point m_othersHeardAt;
};

} // namespace parlor::net

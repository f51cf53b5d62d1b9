// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>

#include <chrono>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace parlor::net {

/// The timers of one event dispatcher, ordered by deadline: O(log n) to add, remove and fire. One thread
/// only.
class TimerQueue {
public:
    using Clock = std::chrono::steady_clock;

    void add(int id, std::chrono::milliseconds interval, Qt::TimerType type, QObject* object);
    bool remove(int id);
    bool removeAll(QObject* object);
    QList<QAbstractEventDispatcher::TimerInfo> registered(QObject* object) const;
    /// Milliseconds, rounded up, 0 if overdue, -1 for an id that is not registered.
    int remaining(int id) const;
    /// Time until the next deadline, zero if one has passed; nullopt if there is nothing to wait for.
    std::optional<Clock::duration> untilNext() const;
    /// Sends a QTimerEvent to each timer that is due on entry, once. A timer whose handler is still running
    /// (it entered a nested loop) is left out. Returns the number of events sent to timers that have an
    /// interval.
    int activate();

private:
    struct Timer {
        std::chrono::milliseconds interval;
        Qt::TimerType type;
        QObject* object;
        Clock::time_point deadline;
        quint64 serial = 0; ///< tells a timer from a later one that was given the same id
        bool active = false;
    };
    static void setDeadline(Timer& timer, Clock::time_point base);

    std::unordered_map<int, Timer> m_timers;
    std::set<std::pair<Clock::time_point, int>> m_order; ///< those that are not active
    quint64 m_serial = 0;
};

} // namespace parlor::net

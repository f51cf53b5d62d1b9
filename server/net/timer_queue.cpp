// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/timer_queue.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <algorithm>
#include <limits>

namespace parlor::net {

using namespace std::chrono_literals;

namespace {

/// Coarse timers may be 5 % late, so that many of them share one wake-up: their deadlines are rounded up to a
/// multiple of this many milliseconds. Never early.
std::chrono::milliseconds grid(std::chrono::milliseconds interval, Qt::TimerType type) {
    if (type == Qt::PreciseTimer)
        return 1ms;
    if (type == Qt::VeryCoarseTimer)
        return 1s;
    for (const auto step : {1000ms, 500ms, 250ms, 100ms, 50ms, 25ms, 10ms, 5ms}) {
        if (step * 20 <= interval)
            return step;
    }
    return 1ms;
}

} // namespace

void TimerQueue::setDeadline(Timer& timer, Clock::time_point base) {
    timer.deadline = base + timer.interval;
    const auto step = std::chrono::duration_cast<Clock::duration>(grid(timer.interval, timer.type));
    if (step > 1ms) {
        const auto since = timer.deadline.time_since_epoch();
        timer.deadline = Clock::time_point((since + step - Clock::duration(1)) / step * step);
    }
}

void TimerQueue::add(int id, std::chrono::milliseconds interval, Qt::TimerType type, QObject* object) {
    if (type == Qt::VeryCoarseTimer) // whole seconds, as QTimer documents it
        interval = std::max(1000ms, (interval + 500ms) / 1000ms * 1000ms);
    remove(id);
    Timer timer{interval, type, object, {}, ++m_serial, false};
    const auto it = m_timers.insert_or_assign(id, timer).first;
    setDeadline(it->second, Clock::now());
    m_order.emplace(it->second.deadline, id);
}

bool TimerQueue::remove(int id) {
    const auto it = m_timers.find(id);
    if (it == m_timers.end())
        return false;
    m_order.erase({it->second.deadline, id});
    m_timers.erase(it);
    return true;
}

bool TimerQueue::removeAll(QObject* object) {
    std::vector<int> ids;
    for (const auto& [id, timer] : m_timers) {
        if (timer.object == object)
            ids.push_back(id);
    }
    for (const int id : ids)
        remove(id);
    return !ids.empty();
}

QList<QAbstractEventDispatcher::TimerInfo> TimerQueue::registered(QObject* object) const {
    QList<QAbstractEventDispatcher::TimerInfo> list;
    for (const auto& [id, timer] : m_timers) {
        if (timer.object == object)
            list.append({id, int(timer.interval.count()), timer.type});
    }
    return list;
}

int TimerQueue::remaining(int id) const {
    const auto it = m_timers.find(id);
    if (it == m_timers.end())
        return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(it->second.deadline - Clock::now()).count();
    return int(std::clamp<qint64>(left, 0, std::numeric_limits<int>::max()));
}

std::optional<TimerQueue::Clock::duration> TimerQueue::untilNext() const {
    if (m_order.empty())
        return std::nullopt;
    return std::max(Clock::duration::zero(), m_order.begin()->first - Clock::now());
}

int TimerQueue::activate() {
    if (m_order.empty())
        return 0;
    const auto now = Clock::now();
    // Collected first: each fires once per call, however short its interval.
    std::vector<std::pair<int, quint64>> due;
    for (auto it = m_order.begin(); it != m_order.end() && it->first <= now; ++it)
        due.emplace_back(it->second, m_timers.at(it->second).serial);

    int sent = 0;
    for (const auto& [id, serial] : due) {
        auto it = m_timers.find(id);
        // A handler before this one may have removed it, or run a nested loop that fired it.
        if (it == m_timers.end() || it->second.serial != serial || it->second.active ||
            it->second.deadline > now)
            continue;
        Timer& timer = it->second;
        m_order.erase({timer.deadline, id});
        timer.active = true;
        // From the deadline, so that a periodic timer does not drift; from now when a whole period was
        // missed. Set before the handler runs, which may ask for the remaining time.
        setDeadline(timer, timer.deadline + timer.interval < now ? now : timer.deadline);
        // Those without an interval do not count, as with Qt: who turns the loop until it is quiet would
        // never be done.
        sent += timer.interval > 0ms ? 1 : 0;
        QTimerEvent event(id);
        QCoreApplication::sendEvent(timer.object, &event);

        it = m_timers.find(id); // the handler may have removed or replaced it
        if (it == m_timers.end() || it->second.serial != serial)
            continue;
        it->second.active = false;
        m_order.emplace(it->second.deadline, id);
    }
    return sent;
}

} // namespace parlor::net

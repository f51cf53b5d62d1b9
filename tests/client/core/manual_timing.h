// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/timing.h"
#include "shared/codec.h"

#include <QList>

#include <algorithm>

namespace parlor::tests {

/// Time that stands still until a test moves it, and chance that a test decides.
class ManualTiming : public Timing {
public:
    qint64 monotonicMs() const override { return m_monotonic; }
    QDateTime utcNow() const override { return m_start.addMSecs(m_monotonic + m_wallOffset); }
    double random() override { return chance; }
    TimerId after(std::chrono::milliseconds delay, std::function<void()> callback) override {
        m_timers.append({++m_lastId, m_monotonic + delay.count(), std::move(callback)});
        return m_lastId;
    }
    void cancel(TimerId timer) override {
        m_timers.removeIf([&](const Timer& one) { return one.id == timer; });
    }

    /// Lets time pass, on both clocks, running what falls due in its order.
    void advance(std::chrono::milliseconds by) {
        const qint64 end = m_monotonic + by.count();
        while (const Timer* next = earliest(end)) {
            m_monotonic = std::max(m_monotonic, next->due);
            const auto callback = next->callback;
            cancel(next->id);
            callback();
        }
        m_monotonic = end;
    }
    /// The machine sleeps: the wall clock goes on, the monotonic one and the timers do not.
    void sleep(std::chrono::milliseconds by) { m_wallOffset += by.count(); }

    /// Milliseconds until the timer that falls due first; -1 if there is none.
    qint64 untilNext() const {
        const Timer* next = earliest(std::numeric_limits<qint64>::max());
        return next ? next->due - m_monotonic : -1;
    }

    double chance = 0.5; ///< what random() answers

private:
    struct Timer {
        TimerId id;
        qint64 due;
        std::function<void()> callback;
    };
    const Timer* earliest(qint64 end) const {
        const auto found = std::min_element(m_timers.begin(), m_timers.end(),
                                            [](const Timer& a, const Timer& b) { return a.due < b.due; });
        return found != m_timers.end() && found->due <= end ? &*found : nullptr;
    }

    QDateTime m_start = *timeFromString(u"2026-01-31T12:00:00.000Z");
    qint64 m_monotonic = 0;
    qint64 m_wallOffset = 0;
    TimerId m_lastId = 0;
    QList<Timer> m_timers;
};

} // namespace parlor::tests

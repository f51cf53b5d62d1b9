// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/timing.h"

#include "shared/codec.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTimer>

#include <unordered_map>

namespace parlor {

namespace {

class SystemTiming : public Timing {
public:
    SystemTiming() { m_started.start(); }

    qint64 monotonicMs() const override { return m_started.elapsed(); }
    QDateTime utcNow() const override { return parlor::utcNow(); }
    double random() override { return QRandomGenerator::global()->generateDouble(); }
    TimerId after(std::chrono::milliseconds delay, std::function<void()> callback) override {
        const TimerId id = ++m_lastId;
        auto timer = std::make_unique<QTimer>();
        timer->setSingleShot(true);
        timer->setTimerType(Qt::CoarseTimer);
        QObject::connect(timer.get(), &QTimer::timeout, timer.get(),
                         [this, id, callback = std::move(callback)] {
                             // The timer is emitting: it may go only afterwards.
                             const auto done = m_timers.find(id);
                             done->second.release()->deleteLater();
                             m_timers.erase(done);
                             const auto run = callback;
                             run();
                         });
        timer->start(delay);
        m_timers.emplace(id, std::move(timer));
        return id;
    }
    void cancel(TimerId timer) override { m_timers.erase(timer); }

private:
    QElapsedTimer m_started;
    TimerId m_lastId = 0;
    std::unordered_map<TimerId, std::unique_ptr<QTimer>> m_timers;
};

} // namespace

std::unique_ptr<Timing> systemTiming() {
    return std::make_unique<SystemTiming>();
}

} // namespace parlor

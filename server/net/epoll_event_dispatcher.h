// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/descriptor_watches.h"
#include "server/net/timer_queue.h"

#include <QAbstractEventDispatcher>

#include <atomic>

namespace parlor::net {

/// An event dispatcher on Linux epoll: the cost of a wake-up depends on how many descriptors are ready, not
/// on how many are watched. Behaves like Qt's own (tests/server/net runs one suite against both), with two
/// economies: what a notifier wants is told to the kernel just before waiting, so that switching it off and
/// on again costs nothing, and a write notifier that was just enabled is first tried with poll(), since a
/// socket is nearly always writable.
///
/// wakeUp() and interrupt() may be called from any thread, the rest from the thread that it serves.
class EpollEventDispatcher : public QAbstractEventDispatcher {
    Q_OBJECT

public:
    explicit EpollEventDispatcher(QObject* parent = nullptr);
    ~EpollEventDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier* notifier) override { m_watches.add(notifier); }
    void unregisterSocketNotifier(QSocketNotifier* notifier) override { m_watches.remove(notifier); }

    /// As DescriptorWatches has them.
    void listen(int fd, DescriptorListener* listener, bool read, bool write, bool newcomer) {
        m_watches.listen(fd, listener, read, write, newcomer);
    }
    void forget(int fd) { m_watches.forget(fd); }

    using QAbstractEventDispatcher::registerTimer;
    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject* object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject* object) override;
    QList<TimerInfo> registeredTimers(QObject* object) const override;
    int remainingTime(int timerId) override;

    void wakeUp() override;
    void interrupt() override;

private:
    /// Whether it may: false if somebody has called wakeUp().
    bool fallsAsleep();
    /// How long it may wait for a timer, or for those who are late to be told again; -1: for ever.
    int untilSomethingIsDue(bool notifiers, bool timers) const;
    void waitForEvents(int timeoutMs, bool notifiers);

    DescriptorWatches m_watches;
    int m_event = -1; ///< eventfd; readable when another thread wakes this one
    TimerQueue m_timers;
    std::atomic<bool> m_woken{false};
    std::atomic<bool> m_interrupted{false};
    std::atomic<bool> m_asleep{false}; ///< waits, or is about to and will look at m_woken first
};

} // namespace parlor::net

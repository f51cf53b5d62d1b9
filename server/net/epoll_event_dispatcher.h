// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/descriptor_listener.h"
#include "server/net/latecomers.h"
#include "server/net/timer_queue.h"

#include <QAbstractEventDispatcher>

#include <array>
#include <atomic>
#include <memory>
#include <vector>

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

    void registerSocketNotifier(QSocketNotifier* notifier) override;
    void unregisterSocketNotifier(QSocketNotifier* notifier) override;

    /// Tells `listener` of `fd`, which has no notifiers: that bytes can be read if `read`, written if
    /// `write`, and always that the peer hung up. Again to change what is asked for, or that a `newcomer`,
    /// who is told after all others, has settled.
    void listen(int fd, DescriptorListener* listener, bool read, bool write, bool newcomer);
    /// Nothing is told of `fd` any more. Before it is closed.
    void forget(int fd);

    using QAbstractEventDispatcher::registerTimer;
    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject* object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject* object) override;
    QList<TimerInfo> registeredTimers(QObject* object) const override;
    int remainingTime(int timerId) override;

    void wakeUp() override;
    void interrupt() override;

private:
    struct Slot {
        QSocketNotifier* notifier = nullptr;
        quint32 serial = 0; ///< tells a notifier from one that took its place while an activation was pending
        bool pending = false; ///< in m_pending
    };
    /// All that is watched on one descriptor; notifiers by QSocketNotifier::Type.
    struct Watch {
        std::array<Slot, 3> notifiers;
        ListenerSlot listener;    ///< instead of notifiers; in m_pending while it is to be told something
        quint32 inKernel = 0;     ///< events that epoll was told, 0 if it does not know the descriptor
        bool dirty = false;       ///< in m_dirty
        bool alwaysReady = false; ///< a regular file: epoll refuses those, poll() always finds them ready
        bool tryWrite = false;    ///< in m_tryWrite
    };
    struct Activation {
        int fd;
        int type;
        quint32 serial;
    };

    Watch* watch(int fd) const;
    Watch& madeWatch(int fd);
    void leave(int fd, Watch& watch);
    static quint32 wantedEvents(const Watch& watch);
    void markDirty(int fd, Watch& watch);
    void applyChanges();
    void tellKernel(int fd, Watch& watch);
    void disableInvalid(int fd, Watch& watch);
    void tryWrites();
    void queue(int fd, Watch& watch, quint32 events);
    /// Keeps for queueLate() what a listener is to be told.
    void putOff(int fd, Watch& watch, quint32 events);
    void queueLate();
    /// Whether it may: false if somebody has called wakeUp().
    bool fallsAsleep();
    /// How long it may wait for a timer, or for those who are late to be told again; -1: for ever.
    int untilSomethingIsDue(bool notifiers, bool timers) const;
    void waitForEvents(int timeoutMs, bool notifiers);
    int activateNotifiers();

    int m_epoll = -1;
    int m_event = -1;                              ///< eventfd; readable when another thread wakes this one
    std::vector<std::unique_ptr<Watch>> m_watches; ///< by descriptor
    std::vector<int> m_dirty;
    std::vector<int> m_tryWrite;
    std::vector<int> m_alwaysReady;
    Latecomers m_latecomers;
    std::vector<Activation> m_pending;
    std::size_t m_nextPending = 0;
    quint32 m_serial = 0;
    TimerQueue m_timers;
    std::atomic<bool> m_woken{false};
    std::atomic<bool> m_interrupted{false};
    std::atomic<bool> m_asleep{false}; ///< waits, or is about to and will look at m_woken first
};

} // namespace parlor::net

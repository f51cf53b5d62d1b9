// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/timer_queue.h"

#include <QAbstractEventDispatcher>

#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <vector>

namespace parlor::net {

/// What has become possible on a descriptor.
struct Readiness {
    bool readable = false;
    bool writable = false;
    bool hungUp = false; ///< the peer has ended its direction, or both; told whatever was asked for
};

/// Who is told of one descriptor, without the cost of a QSocketNotifier and its event.
class DescriptorListener {
public:
    virtual ~DescriptorListener() = default;
    /// From the event loop. Again in its next turn, as long as it is so; of a newcomer, and of hanging up and
    /// what came before it, after all else and in a later turn if there are many at once.
    virtual void ready(Readiness readiness) = 0;
};

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
        DescriptorListener* listener = nullptr; ///< instead of notifiers
        quint32 listenerWants = 0;              ///< events
        quint32 listenerEvents = 0;             ///< that came and were not told; it is in m_pending then
        quint32 listenerSerial = 0;             ///< as Slot::serial
        quint32 inKernel = 0;     ///< events that epoll was told, 0 if it does not know the descriptor
        bool dirty = false;       ///< in m_dirty
        bool alwaysReady = false; ///< a regular file: epoll refuses those, poll() always finds them ready
        bool tryWrite = false;    ///< in m_tryWrite
        bool newcomer = false;
        bool late = false; ///< in m_late
    };
    struct Late {
        int fd;
        quint32 serial; ///< of its listener
        quint32 events;
    };
    struct Activation {
        int fd;
        int type;
        quint32 serial;
    };

    Watch* watch(int fd) const;
    Watch& madeWatch(int fd);
    void leave(int fd, Watch& watch);
    static void tell(Watch& watch);
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
    void restFromLate();
    bool isRestingFromLate() const;
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
    std::deque<Late> m_late; ///< newcomers, and those whose peer hung up, who were not told of it yet
    bool m_lateTold = false; ///< some of them, in this turn
    std::chrono::steady_clock::time_point m_lateAgainAt;   ///< before that none of them is told
    std::chrono::steady_clock::time_point m_othersHeardAt; ///< somebody who has settled, last
    std::vector<Activation> m_pending;
    std::size_t m_nextPending = 0;
    quint32 m_serial = 0;
    TimerQueue m_timers;
    std::atomic<bool> m_woken{false};
    std::atomic<bool> m_interrupted{false};
    std::atomic<bool> m_asleep{false}; ///< waits, or is about to and will look at m_woken first
};

} // namespace parlor::net

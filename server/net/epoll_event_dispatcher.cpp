// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/epoll_event_dispatcher.h"

#include <QCoreApplication>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

namespace parlor::net {

namespace {

constexpr int eventsPerWait = 256;

} // namespace

EpollEventDispatcher::EpollEventDispatcher(QObject* parent)
    : QAbstractEventDispatcher(parent)
    , m_event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    // Edge-triggered: each write ends one wait, and the number need not be read each time.
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;
    event.data.fd = m_event;
    if (m_watches.epoll() < 0 || m_event < 0 ||
        epoll_ctl(m_watches.epoll(), EPOLL_CTL_ADD, m_event, &event) != 0)
        qFatal("No descriptor is left for an event loop: raise the limit (ulimit -n).");
}

EpollEventDispatcher::~EpollEventDispatcher() {
    close(m_event);
}

bool EpollEventDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags) {
    const bool wasInterrupted = m_interrupted.exchange(false);
    // Taken before posted events are delivered: a wake-up that comes later is for what they did not see.
    const bool woken = m_woken.exchange(false);
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();

    const bool notifiers = !(flags & QEventLoop::ExcludeSocketNotifiers);
    const bool timers = !(flags & QEventLoop::X11ExcludeTimers);
    // exec() would only call again: once posted events are delivered it may wait in the same turn, unless it
    // was told to end before it came here.
    const bool mayReturn = wasInterrupted || (woken && !(flags & QEventLoop::EventLoopExec));
    const bool mayWait =
        (flags & QEventLoop::WaitForMoreEvents) && !mayReturn && !m_interrupted.load() && !m_woken.load();
    if (mayWait)
        Q_EMIT aboutToBlock();
    if (m_interrupted.load())
        return false;

    if (notifiers)
        m_watches.prepareWait();

    int timeout = 0;
    if (mayWait && (!notifiers || m_watches.pending() == 0) && fallsAsleep())
        timeout = untilSomethingIsDue(notifiers, timers);
    waitForEvents(timeout, notifiers);
    m_asleep.store(false);

    int events = woken ? 1 : 0;
    if (notifiers)
        events += m_watches.tell();
    m_watches.endTurn();
    if (timers)
        events += m_timers.activate();
    return events > 0;
}

bool EpollEventDispatcher::fallsAsleep() {
    // In this order, and in the other one in wakeUp(): one of the two sees what the other has set.
    m_asleep.store(true);
    return !m_woken.load();
}

int EpollEventDispatcher::untilSomethingIsDue(bool notifiers, bool timers) const {
    std::optional<std::chrono::nanoseconds> due;
    if (timers)
        due = m_timers.untilNext();
    if (const auto rest = notifiers ? m_watches.untilLatecomers() : std::nullopt)
        due = due ? std::min(*due, *rest) : rest;
    if (!due)
        return -1;
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(*due).count();
    return int(std::clamp<qint64>(ms, 0, std::numeric_limits<int>::max()));
}

void EpollEventDispatcher::waitForEvents(int timeoutMs, bool notifiers) {
    if (!notifiers) {
        // Ready sockets must not end the wait: only the wake-up descriptor may.
        pollfd wake{m_event, POLLIN, 0};
        if (poll(&wake, 1, timeoutMs) > 0) {
            eventfd_t count = 0;
            eventfd_read(m_event, &count);
        }
        return;
    }
    std::array<epoll_event, eventsPerWait> ready;
    bool othersHeard = false;
    int count = 0;
    do { // once more if those who come and go stood before those who have something to say
        count = epoll_wait(m_watches.epoll(), ready.data(), int(ready.size()), timeoutMs);
        timeoutMs = 0;
        for (int i = 0; i < count; ++i) {
            const epoll_event& event = ready[std::size_t(i)];
            if (event.data.fd != m_event && m_watches.ready(event.data.fd, event.events))
                othersHeard = true;
        }
    } while (count == eventsPerWait && m_watches.pending() < eventsPerWait);
    m_watches.letInLatecomers(othersHeard);
}

void EpollEventDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                                         QObject* object) {
    if (timerId < 1 || interval < 0 || !object) {
        qWarning("EpollEventDispatcher::registerTimer: invalid arguments");
        return;
    }
    m_timers.add(timerId, std::chrono::milliseconds(interval), timerType, object);
}

bool EpollEventDispatcher::unregisterTimer(int timerId) {
    return m_timers.remove(timerId);
}

bool EpollEventDispatcher::unregisterTimers(QObject* object) {
    return m_timers.removeAll(object);
}

QList<QAbstractEventDispatcher::TimerInfo> EpollEventDispatcher::registeredTimers(QObject* object) const {
    return m_timers.registered(object);
}

int EpollEventDispatcher::remainingTime(int timerId) {
    return m_timers.remaining(timerId);
}

void EpollEventDispatcher::wakeUp() {
    if (m_woken.exchange(true))
        return; // seen before the next wait
    // Who is awake looks at the flag before it waits: that spares a system call here, and an event there.
    if (m_asleep.load())
        eventfd_write(m_event, 1);
}

void EpollEventDispatcher::interrupt() {
    m_interrupted.store(true);
    wakeUp();
}

} // namespace parlor::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/epoll_event_dispatcher.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>

namespace parlor::net {

namespace {

// What wakes which notifier, by QSocketNotifier::Type: as Qt's own dispatcher has it.
constexpr std::array<quint32, 3> wakes{EPOLLIN | EPOLLHUP | EPOLLERR, EPOLLOUT | EPOLLHUP | EPOLLERR,
                                       EPOLLPRI | EPOLLHUP | EPOLLERR};
constexpr std::array<quint32, 3> asks{EPOLLIN, EPOLLOUT, EPOLLPRI};
constexpr std::array<const char*, 3> typeNames{"Read", "Write", "Exception"};
constexpr int listenerType = 3; // of an activation: after those of QSocketNotifier
constexpr int eventsPerWait = 256;

} // namespace

EpollEventDispatcher::EpollEventDispatcher(QObject* parent)
    : QAbstractEventDispatcher(parent)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    // Edge-triggered: each write ends one wait, and the number need not be read each time.
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;
    event.data.fd = m_event;
    if (m_epoll < 0 || m_event < 0 || epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_event, &event) != 0)
        qFatal("No descriptor is left for an event loop: raise the limit (ulimit -n).");
}

EpollEventDispatcher::~EpollEventDispatcher() {
    close(m_event);
    close(m_epoll);
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

    if (notifiers) {
        applyChanges();
        tryWrites();
        for (const int fd : m_alwaysReady)
            queue(fd, *watch(fd), EPOLLIN | EPOLLOUT);
    }

    int timeout = 0;
    if (mayWait && (!notifiers || m_nextPending == m_pending.size()) && fallsAsleep())
        timeout = untilSomethingIsDue(notifiers, timers);
    waitForEvents(timeout, notifiers);
    m_asleep.store(false);

    int events = woken ? 1 : 0;
    if (notifiers)
        events += activateNotifiers();
    m_latecomers.endTurn();
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
    if (notifiers && !m_latecomers.isEmpty()) {
        const std::chrono::nanoseconds rest = m_latecomers.untilNext();
        due = due ? std::min(*due, rest) : rest;
    }
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
        count = epoll_wait(m_epoll, ready.data(), int(ready.size()), timeoutMs);
        timeoutMs = 0;
        for (int i = 0; i < count; ++i) {
            const epoll_event& event = ready[std::size_t(i)];
            Watch* const ours = event.data.fd == m_event ? nullptr : watch(event.data.fd);
            if (ours && ours->listener.isTaken() && ours->listener.comesAfterOthers(event.events))
                putOff(event.data.fd, *ours, event.events);
            else if (ours)
                queue(event.data.fd, *ours, event.events);
            othersHeard = othersHeard || (ours && ours->listener.isTaken() && !ours->listener.isLate());
        }
    } while (count == eventsPerWait && m_pending.size() - m_nextPending < eventsPerWait);
    if (othersHeard)
        m_latecomers.othersHeard();
    queueLate();
}

void EpollEventDispatcher::putOff(int fd, Watch& watch, quint32 events) {
    if (watch.listener.isLate())
        return;
    watch.listener.setLate(true);
    // The kernel would tell it again in each turn until then.
    if (!m_latecomers.add({fd, watch.listener.serial(), events})) {
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
        watch.inKernel = 0;
    }
}

void EpollEventDispatcher::queueLate() {
    m_latecomers.letIn([this](const Latecomer& next) {
        Watch& ours = *watch(next.fd);
        if (!ours.listener.isLate() || ours.listener.serial() != next.serial)
            return false; // it was closed from our side meanwhile
        ours.listener.setLate(false);
        markDirty(next.fd, ours); // there may be more: what came before an end is read in parts
        queue(next.fd, ours, next.events);
        return true;
    });
}

EpollEventDispatcher::Watch* EpollEventDispatcher::watch(int fd) const {
    return fd >= 0 && std::size_t(fd) < m_watches.size() ? m_watches[std::size_t(fd)].get() : nullptr;
}

EpollEventDispatcher::Watch& EpollEventDispatcher::madeWatch(int fd) {
    if (std::size_t(fd) >= m_watches.size())
        m_watches.resize(std::size_t(fd) + 64);
    auto& entry = m_watches[std::size_t(fd)];
    if (!entry)
        entry = std::make_unique<Watch>();
    return *entry;
}

quint32 EpollEventDispatcher::wantedEvents(const Watch& watch) {
    quint32 wanted = watch.listener.wanted();
    for (std::size_t type = 0; type < asks.size(); ++type) {
        if (watch.notifiers[type].notifier)
            wanted |= asks[type];
    }
    return wanted;
}

void EpollEventDispatcher::markDirty(int fd, Watch& watch) {
    if (!watch.dirty) {
        watch.dirty = true;
        m_dirty.push_back(fd);
    }
}

void EpollEventDispatcher::registerSocketNotifier(QSocketNotifier* notifier) {
    const int fd = int(notifier->socket());
    const auto type = std::size_t(notifier->type());
    if (fd < 0 || type >= wakes.size()) {
        qWarning("QSocketNotifier: Invalid socket %d", fd);
        return;
    }
    Watch& entry = madeWatch(fd);
    Slot& slot = entry.notifiers[type];
    if (slot.notifier && slot.notifier != notifier)
        qWarning("QSocketNotifier: Multiple socket notifiers for same socket %d and type %s", fd,
                 typeNames[type]);
    slot = Slot{notifier, ++m_serial, false};
    if (notifier->type() == QSocketNotifier::Write && !entry.tryWrite && !(entry.inKernel & EPOLLOUT)) {
        entry.tryWrite = true;
        m_tryWrite.push_back(fd);
    }
    markDirty(fd, entry);
}

void EpollEventDispatcher::listen(int fd, DescriptorListener* listener, bool read, bool write,
                                  bool newcomer) {
    Watch& entry = madeWatch(fd);
    if (!entry.listener.isTakenBy(listener))
        entry.listener.take(listener, ++m_serial);
    entry.listener.ask(read, write, newcomer);
    markDirty(fd, entry);
}

void EpollEventDispatcher::forget(int fd) {
    Watch* ours = watch(fd);
    if (!ours || !ours->listener.isTaken())
        return;
    ours->listener.leave();
    leave(fd, *ours);
}

void EpollEventDispatcher::unregisterSocketNotifier(QSocketNotifier* notifier) {
    const int fd = int(notifier->socket());
    const auto type = std::size_t(notifier->type());
    Watch* ours = watch(fd);
    if (!ours || type >= wakes.size() || ours->notifiers[type].notifier != notifier)
        return;
    ours->notifiers[type] = Slot{};
    if (wantedEvents(*ours) != 0) {
        markDirty(fd, *ours);
        return;
    }
    leave(fd, *ours);
}

void EpollEventDispatcher::leave(int fd, Watch& watch) {
    // The last one: told at once, since the descriptor may be closed, and its number given to another, before
    // the next wait.
    if (watch.inKernel != 0)
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
    watch.inKernel = 0;
    if (watch.alwaysReady) {
        watch.alwaysReady = false;
        std::erase(m_alwaysReady, fd);
    }
}

void EpollEventDispatcher::applyChanges() {
    if (m_dirty.empty())
        return;
    const std::vector<int> dirty = std::exchange(m_dirty, {});
    for (const int fd : dirty) {
        Watch& ours = *watch(fd);
        ours.dirty = false;
        tellKernel(fd, ours);
    }
}

void EpollEventDispatcher::tellKernel(int fd, Watch& watch) {
    quint32 wanted = wantedEvents(watch);
    if (watch.tryWrite)
        wanted &= ~quint32(EPOLLOUT);
    if (wanted == watch.inKernel || watch.alwaysReady || watch.listener.isLate())
        return;
    if (wanted == 0) {
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
        watch.inKernel = 0;
        return;
    }
    epoll_event event{};
    event.events = wanted;
    event.data.fd = fd;
    int error = 0;
    if (epoll_ctl(m_epoll, watch.inKernel ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) != 0) {
        error = errno;
        // The descriptor was closed and its number reused behind our back: begin again.
        if (error == ENOENT || error == EEXIST) {
            const int again = error == ENOENT ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
            error = epoll_ctl(m_epoll, again, fd, &event) == 0 ? 0 : errno;
        }
    }
    if (error == 0) {
        watch.inKernel = wanted;
    } else if (error == EPERM) {
        watch.inKernel = 0;
        watch.alwaysReady = true;
        m_alwaysReady.push_back(fd);
    } else {
        watch.inKernel = 0;
        disableInvalid(fd, watch);
    }
}

void EpollEventDispatcher::disableInvalid(int fd, Watch& watch) {
    for (std::size_t type = 0; type < watch.notifiers.size(); ++type) {
        if (QSocketNotifier* notifier = watch.notifiers[type].notifier) {
            qWarning("QSocketNotifier: Invalid socket %d with type %s, disabling...", fd, typeNames[type]);
            notifier->setEnabled(false);
        }
    }
}

void EpollEventDispatcher::tryWrites() {
    if (m_tryWrite.empty())
        return;
    std::vector<pollfd> polled;
    polled.reserve(m_tryWrite.size());
    for (const int fd : std::exchange(m_tryWrite, {})) {
        Watch& ours = *watch(fd);
        ours.tryWrite = false;
        if (ours.notifiers[QSocketNotifier::Write].notifier && !ours.alwaysReady)
            polled.push_back({fd, POLLOUT, 0});
    }
    if (!polled.empty())
        poll(polled.data(), nfds_t(polled.size()), 0);
    for (const pollfd& entry : polled) {
        Watch& ours = *watch(entry.fd);
        if (entry.revents & POLLNVAL) {
            disableInvalid(entry.fd, ours);
        } else if (entry.revents != 0) {
            queue(entry.fd, ours, EPOLLOUT);
            markDirty(entry.fd, ours); // the kernel is asked next time, if it is still enabled then
        } else {
            tellKernel(entry.fd, ours);
        }
    }
}

void EpollEventDispatcher::queue(int fd, Watch& watch, quint32 events) {
    if (watch.listener.isTaken()) {
        if (watch.listener.add(events))
            m_pending.push_back({fd, listenerType, watch.listener.serial()});
        return;
    }
    for (std::size_t type = 0; type < watch.notifiers.size(); ++type) {
        Slot& slot = watch.notifiers[type];
        if (slot.notifier && !slot.pending && (events & wakes[type])) {
            slot.pending = true;
            m_pending.push_back({fd, int(type), slot.serial});
        }
    }
}

int EpollEventDispatcher::activateNotifiers() {
    // A nested loop inside a handler goes on with the same list; what it has handled is gone when the outer
    // one returns.
    int sent = 0;
    while (m_nextPending < m_pending.size()) {
        const Activation next = m_pending[m_nextPending++];
        Watch& ours = *watch(next.fd);
        if (next.type == listenerType) {
            if (!ours.listener.isTaken() || ours.listener.serial() != next.serial)
                continue;
            ours.listener.tell();
            ++sent;
            continue;
        }
        Slot& slot = ours.notifiers[std::size_t(next.type)];
        if (!slot.notifier || slot.serial != next.serial)
            continue;
        slot.pending = false;
        QEvent event(QEvent::SockAct);
        QCoreApplication::sendEvent(slot.notifier, &event);
        ++sent;
    }
    m_pending.clear();
    m_nextPending = 0;
    return sent;
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/descriptor_watches.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>

namespace parlor::net {

namespace {

// What wakes which notifier, by QSocketNotifier::Type: as Qt's own dispatcher has it.
constexpr std::array<quint32, 3> wakes{EPOLLIN | EPOLLHUP | EPOLLERR, EPOLLOUT | EPOLLHUP | EPOLLERR,
                                       EPOLLPRI | EPOLLHUP | EPOLLERR};
constexpr std::array<quint32, 3> asks{EPOLLIN, EPOLLOUT, EPOLLPRI};
constexpr std::array<const char*, 3> typeNames{"Read", "Write", "Exception"};
constexpr int listenerType = 3; // of an activation: after those of QSocketNotifier

} // namespace

DescriptorWatches::DescriptorWatches()
    : m_epoll(epoll_create1(EPOLL_CLOEXEC)) {}

DescriptorWatches::~DescriptorWatches() {
    close(m_epoll);
}

void DescriptorWatches::add(QSocketNotifier* notifier) {
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

void DescriptorWatches::listen(int fd, DescriptorListener* listener, bool read, bool write, bool newcomer) {
    Watch& entry = madeWatch(fd);
    if (!entry.listener.isTakenBy(listener))
        entry.listener.take(listener, ++m_serial);
    entry.listener.ask(read, write, newcomer);
    markDirty(fd, entry);
}

void DescriptorWatches::forget(int fd) {
    Watch* ours = watch(fd);
    if (!ours || !ours->listener.isTaken())
        return;
    ours->listener.leave();
    leave(fd, *ours);
}

void DescriptorWatches::remove(QSocketNotifier* notifier) {
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

void DescriptorWatches::leave(int fd, Watch& watch) {
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

DescriptorWatches::Watch* DescriptorWatches::watch(int fd) const {
    return fd >= 0 && std::size_t(fd) < m_watches.size() ? m_watches[std::size_t(fd)].get() : nullptr;
}

DescriptorWatches::Watch& DescriptorWatches::madeWatch(int fd) {
    if (std::size_t(fd) >= m_watches.size())
        m_watches.resize(std::size_t(fd) + 64);
    auto& entry = m_watches[std::size_t(fd)];
    if (!entry)
        entry = std::make_unique<Watch>();
    return *entry;
}

quint32 DescriptorWatches::wantedEvents(const Watch& watch) {
    quint32 wanted = watch.listener.wanted();
    for (std::size_t type = 0; type < asks.size(); ++type) {
        if (watch.notifiers[type].notifier)
            wanted |= asks[type];
    }
    return wanted;
}

void DescriptorWatches::markDirty(int fd, Watch& watch) {
    if (!watch.dirty) {
        watch.dirty = true;
        m_dirty.push_back(fd);
    }
}

void DescriptorWatches::prepareWait() {
    applyChanges();
    tryWrites();
    for (const int fd : m_alwaysReady)
        queue(fd, *watch(fd), EPOLLIN | EPOLLOUT);
}

void DescriptorWatches::applyChanges() {
    if (m_dirty.empty())
        return;
    const std::vector<int> dirty = std::exchange(m_dirty, {});
    for (const int fd : dirty) {
        Watch& ours = *watch(fd);
        ours.dirty = false;
        tellKernel(fd, ours);
    }
}

void DescriptorWatches::tellKernel(int fd, Watch& watch) {
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

void DescriptorWatches::disableInvalid(int fd, Watch& watch) {
    for (std::size_t type = 0; type < watch.notifiers.size(); ++type) {
        if (QSocketNotifier* notifier = watch.notifiers[type].notifier) {
            qWarning("QSocketNotifier: Invalid socket %d with type %s, disabling...", fd, typeNames[type]);
            notifier->setEnabled(false);
        }
    }
}

void DescriptorWatches::tryWrites() {
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

bool DescriptorWatches::ready(int fd, quint32 events) {
    Watch* const ours = watch(fd);
    if (!ours)
        return false;
    if (ours->listener.isTaken() && ours->listener.comesAfterOthers(events))
        putOff(fd, *ours, events);
    else
        queue(fd, *ours, events);
    return ours->listener.isTaken() && !ours->listener.isLate();
}

void DescriptorWatches::putOff(int fd, Watch& watch, quint32 events) {
    if (watch.listener.isLate())
        return;
    watch.listener.setLate(true);
    // The kernel would tell it again in each turn until then.
    if (!m_latecomers.add({fd, watch.listener.serial(), events})) {
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
        watch.inKernel = 0;
    }
}

void DescriptorWatches::letInLatecomers(bool othersHeard) {
    if (othersHeard)
        m_latecomers.othersHeard();
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

void DescriptorWatches::queue(int fd, Watch& watch, quint32 events) {
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

int DescriptorWatches::tell() {
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

} // namespace parlor::net

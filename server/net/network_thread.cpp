// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/network_thread.h"

#include "server/net/channel.h"
#include "server/net/http_session.h"

#include <QCoreApplication>

#ifdef Q_OS_LINUX
#include "server/net/descriptor_link.h"
#endif
#ifdef Q_OS_UNIX
#include <unistd.h>
#else
#include <QTcpSocket>
#endif

#include <algorithm>
#include <utility>

namespace parlor::net {

namespace {

int flushEventType() {
    static const int type = QEvent::registerEventType();
    return type;
}

int deleteEventType() {
    static const int type = QEvent::registerEventType();
    return type;
}

/// Deadlines are looked at this often: fine enough that none is late by more than a quarter.
int sweepInterval(const ServerConfig& config) {
    const auto shortest = std::min({config.requestDeadline, config.idleDeadline, config.handshakeDeadline,
                                    config.replyDeadline, config.pingInterval, config.closeDeadline});
    return int(std::clamp<qint64>(shortest.count() / 4, 10, 1000));
}

} // namespace

AcceptedDescriptor::AcceptedDescriptor(Environment& environment, qintptr descriptor)
    : m_environment(environment)
    , m_descriptor(descriptor) {
    m_environment.connections.add(1);
}

AcceptedDescriptor::~AcceptedDescriptor() {
    if (m_descriptor == -1)
        return;
#ifdef Q_OS_UNIX
    ::close(int(m_descriptor));
#else
    QTcpSocket().setSocketDescriptor(m_descriptor);
#endif
    m_environment.connections.add(-1);
}

qintptr AcceptedDescriptor::take() {
    return std::exchange(m_descriptor, -1);
}

NetworkThread::NetworkThread(Environment& environment, ThreadIndex index)
    : m_environment(environment)
    , m_index(index)
    , m_tasks(std::make_shared<TaskQueue>(this))
    , m_nextId(quint64(index) + 1) {
#ifdef Q_OS_LINUX
    if (auto* dispatcher = qobject_cast<EpollEventDispatcher*>(QAbstractEventDispatcher::instance()))
        m_linkLoop = std::make_unique<LinkLoop>(*dispatcher);
#endif
    startTimer(sweepInterval(config()), Qt::CoarseTimer);
}

NetworkThread::~NetworkThread() {
    m_tasks->close();
    abortAll();
    deleteGone();
    m_tally.moveTo(m_environment.metrics);
}

void NetworkThread::accept(AcceptedDescriptor& descriptor) {
    if (m_shuttingDown)
        return;
    const quint64 id = std::exchange(m_nextId, m_nextId + quint64(config().threads));
    auto channel = std::make_unique<Channel>(*this, id);
    if (!channel->open(descriptor.descriptor(), std::make_unique<HttpSession>(*channel)))
        return;
    descriptor.take();
    channel->m_place = m_deadlines.size();
    m_deadlines.push_back({0, channel.get()});
    m_channels.insert(id, channel.release());
}

void NetworkThread::remove(Channel* channel) {
    if (m_channels.remove(channel->id()) == 0)
        return;
    const Deadline last = m_deadlines.back();
    m_deadlines[channel->m_place] = last;
    last.channel->m_place = channel->m_place;
    m_deadlines.pop_back();
    if (m_gone.empty())
        QCoreApplication::postEvent(this, new QEvent(QEvent::Type(deleteEventType())));
    m_gone.push_back(channel);
}

void NetworkThread::deleteGone() {
    while (!m_gone.empty()) { // a handler that hears of its end may end others
        const std::vector<Channel*> gone = std::exchange(m_gone, {});
        for (Channel* channel : gone)
            delete channel;
    }
}

void NetworkThread::sweepSoon(Channel& channel) {
    if (!channel.isGone())
        m_deadlines[channel.m_place].due = 0;
}

void NetworkThread::postFlush() {
    if (!std::exchange(m_flushPosted, true))
        QCoreApplication::postEvent(this, new QEvent(QEvent::Type(flushEventType())));
}

void NetworkThread::scheduleFlush(Channel* channel) {
    m_dirty.push_back(channel);
    postFlush();
}

void NetworkThread::scheduleSlice(Channel* channel) {
    m_sliced.push_back(channel);
    if (!m_rest.isActive())
        postFlush();
}

void NetworkThread::forgetFlush(Channel* channel) {
    std::ranges::replace(m_dirty, channel, static_cast<Channel*>(nullptr));
    std::ranges::replace(m_sliced, channel, static_cast<Channel*>(nullptr));
}

void NetworkThread::flushAll() {
    const std::vector<Channel*> dirty = std::exchange(m_dirty, {});
    // A flush deletes no channel (that has an event of its own), so the list stays valid.
    for (Channel* channel : dirty) {
        if (channel) {
            channel->m_dirty = false;
            channel->flush();
        }
    }
    if (!m_rest.isActive())
        flushSlice();
    // What is posted while events are delivered comes in the next turn, behind what the sockets say in this.
    m_flushPosted = false;
    if (!m_dirty.empty() || (!m_sliced.empty() && !m_rest.isActive()))
        postFlush();
}

void NetworkThread::flushSlice() {
    m_isCrowd = m_isCrowd || m_sliced.size() - m_nextSliced >= std::size_t(crowdSize);
    const int size = m_isCrowd ? crowdSliceSize : sliceSize;
    for (int flushed = 0; flushed < size && m_nextSliced < m_sliced.size();) {
        Channel* const channel = m_sliced[m_nextSliced++];
        if (!channel)
            continue;
        channel->m_waitsForSlice = false;
        // Some have left meanwhile, with what was queued behind it.
        if (channel->m_queueBytes > 0 && !channel->m_stuck) {
            channel->flush();
            ++flushed;
        }
    }
    // Under load the list is never empty: what was done with must not stay in it for that.
    if (m_nextSliced > m_sliced.size() / 2) {
        m_sliced.erase(m_sliced.begin(), m_sliced.begin() + std::ptrdiff_t(m_nextSliced));
        m_nextSliced = 0;
    }
    if (m_sliced.empty())
        m_isCrowd = false;
    else if (m_isCrowd)
        m_rest.start(int(crowdRest.count()), Qt::PreciseTimer, this);
}

bool NetworkThread::event(QEvent* event) {
    if (event->type() == QEvent::Type(TaskQueue::eventType())) {
        m_tasks->run();
        return true;
    }
    if (event->type() == QEvent::Type(flushEventType())) {
        flushAll();
        return true;
    }
    if (event->type() == QEvent::Type(deleteEventType())) {
        deleteGone();
        return true;
    }
    return QObject::event(event);
}

void NetworkThread::timerEvent(QTimerEvent* event) {
    if (event->timerId() == m_rest.timerId()) {
        m_rest.stop();
        postFlush();
        return;
    }
    const qint64 now = steadyNow();
    // From the end: one that is removed meanwhile is replaced by the last, which had its turn.
    for (std::size_t i = m_deadlines.size(); i-- > 0;) {
        if (i >= m_deadlines.size() || m_deadlines[i].due > now)
            continue;
        Channel* const channel = m_deadlines[i].channel;
        const qint64 due = channel->sweep(now);
        if (!channel->isGone())
            m_deadlines[channel->m_place].due = due;
    }
    m_tally.moveTo(m_environment.metrics);
}

void NetworkThread::shutDown() {
    m_draining = m_shuttingDown = true;
    const auto channels = m_channels.values();
    for (Channel* channel : channels)
        channel->shutDown();
}

void NetworkThread::abortAll() {
    const auto channels = m_channels.values();
    for (Channel* channel : channels)
        channel->abort();
}

} // namespace parlor::net

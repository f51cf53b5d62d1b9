// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/channel.h"

#include "server/net/network_thread.h"
#include "server/net/socket_link.h"

#ifdef Q_OS_LINUX
#include "server/net/descriptor_link.h"
#endif

#include <utility>

namespace parlor::net {

qint64 steadyNow() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

namespace {

/// An empty queue keeps room for this many pieces, so that not every message allocates.
constexpr std::size_t keptPieces = 8;
constexpr qsizetype smallPiece = 128;
constexpr qsizetype joinedPieces = 4096;

} // namespace

Channel::Channel(NetworkThread& thread, quint64 id)
    : m_thread(thread)
    , m_id(id)
    , m_lastProgress(steadyNow()) {}

Channel::~Channel() {
    if (m_dirty || m_waitsForSlice)
        m_thread.forgetFlush(this);
    if (!m_link)
        return; // was never opened, and is not counted
    m_gone = true;
    m_link.reset();
    m_protocol->lost();
    m_thread.environment().connections.add(-1);
}

bool Channel::open(qintptr descriptor, std::unique_ptr<Protocol> protocol) {
    const auto& tls = m_thread.environment().tls;
    LinkOwner& self = *this; // a private base, which make_unique() may not convert to
#ifdef Q_OS_LINUX
    if (LinkLoop* loop = m_thread.linkLoop(); loop && !tls)
        m_link = std::make_unique<DescriptorLink>(self, *loop, int(descriptor));
#endif
    if (!m_link)
        m_link = SocketLink::open(self, descriptor, tls);
    if (!m_link)
        return false;
    m_peer = m_link->peerAddress();
    m_protocol = std::move(protocol);
    m_link->start();
    return true;
}

bool Channel::isSecure() const {
    return m_thread.environment().tls.has_value();
}

void Channel::setProtocol(std::unique_ptr<Protocol> protocol) {
    m_previous = std::move(m_protocol);
    m_protocol = std::move(protocol);
    m_thread.sweepSoon(*this);
}

void Channel::send(const QByteArray& bytes, Turn turn) {
    if (m_gone || m_ourSideClosed || bytes.isEmpty())
        return;
    // Small ones that nobody else holds go together: as pieces of two bytes, answers to pings would take
    // thirty times the memory that the cap allows.
    const bool joins = bytes.size() <= smallPiece && m_next < m_queue.size() &&
                       m_queue.back().size() < joinedPieces && m_queue.back().isDetached();
    if (joins)
        m_queue.back().append(bytes);
    else
        m_queue.push_back(bytes);
    m_queueBytes += bytes.size();
    if (m_dirty || m_stuck)
        return;
    if (turn == Turn::This) {
        m_dirty = true;
        m_thread.scheduleFlush(this);
    } else if (!m_waitsForSlice) {
        m_waitsForSlice = true;
        m_thread.scheduleSlice(this);
    }
}

void Channel::flush() {
    if (m_gone)
        return;
    if (m_queueBytes > 0) {
        const qint64 sent = m_link->send(std::span(m_queue).subspan(m_next), m_offset);
        if (sent < 0) {
            abort();
            return;
        }
        taken(sent);
    }
    const bool stuck = queuedBytes() > 0;
    if (stuck && !m_stuck)
        m_lastProgress = steadyNow(); // a stall is counted from here
    m_stuck = stuck;
    if (m_finishing && !stuck)
        closeOurSide();
}

void Channel::taken(qint64 bytes) {
    m_queueBytes -= bytes;
    m_thread.tally().bytesOut += quint64(bytes);
    m_offset += qsizetype(bytes);
    while (m_next < m_queue.size() && m_offset >= m_queue[m_next].size())
        m_offset -= std::exchange(m_queue[m_next++], {}).size();
    if (m_next == m_queue.size()) {
        m_queue.clear();
        if (m_queue.capacity() > keptPieces)
            m_queue = {};
        m_next = 0;
    } else if (m_next > m_queue.size() / 2) {
        m_queue.erase(m_queue.begin(), m_queue.begin() + std::ptrdiff_t(m_next));
        m_next = 0;
    }
}

qint64 Channel::queuedBytes() const {
    return m_queueBytes + (m_gone ? 0 : m_link->heldBytes());
}

void Channel::dropQueued() {
    const std::size_t kept = m_offset > 0 ? 1 : 0; // of which the peer has the beginning
    m_queue.erase(m_queue.begin() + std::ptrdiff_t(m_next + kept), m_queue.end());
    m_queueBytes = kept > 0 ? m_queue[m_next].size() - m_offset : 0;
}

void Channel::setReading(bool on) {
    if (!m_gone)
        m_link->setReading(on || m_finishing);
}

void Channel::settle() {
    if (!m_gone)
        m_link->settle();
}

void Channel::linkReceived(QByteArrayView bytes) {
    m_previous.reset();
    if (m_gone || m_finishing)
        return;
    m_thread.tally().bytesIn += quint64(bytes.size());
    m_protocol->received(bytes);
    m_previous.reset(); // it has returned: an idle connection does not keep its handshake
}

void Channel::linkWritable() {
    if (m_gone)
        return;
    m_lastProgress = steadyNow();
    flush();
    if (!m_gone && !m_finishing)
        m_protocol->written();
}

void Channel::linkLost() {
    if (m_gone)
        return;
    m_gone = true;
    // Protocol::lost() comes with the destruction, from the event loop: a protocol, or a handler behind it,
    // may be our caller.
    m_thread.remove(this);
}

void Channel::finish(std::chrono::milliseconds stall) {
    if (m_gone || m_finishing)
        return;
    m_finishing = true;
    m_stall = stall.count();
    m_lastProgress = steadyNow();
    m_thread.sweepSoon(*this);
    m_link->setReading(true);
    flush();
}

void Channel::closeOurSide() {
    if (m_ourSideClosed || m_gone)
        return;
    m_ourSideClosed = steadyNow();
    m_thread.sweepSoon(*this);
    m_link->closeSending();
}

void Channel::abort() {
    if (m_gone)
        return;
    m_link->close();
    linkLost();
}

qint64 Channel::sweep(qint64 now) {
    if (m_gone)
        return now;
    m_previous.reset();
    if (m_ourSideClosed) {
        if (now - m_ourSideClosed > m_thread.config().closeDeadline.count())
            abort();
        return now;
    }
    if (m_finishing) {
        if (now - m_lastProgress > m_stall)
            abort();
        return now;
    }
    return m_protocol->sweep(now);
}

void Channel::shutDown() {
    if (!m_gone && !m_finishing)
        m_protocol->shutDown();
}

} // namespace parlor::net

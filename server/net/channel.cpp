// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/channel.h"

#include "server/net/network_thread.h"

#include <QSslSocket>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#endif

#include <algorithm>

namespace parlor::net {

qint64 steadyNow() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

namespace {

/// What one socket may hold unread: beyond it TCP holds the peer back.
constexpr qint64 readBufferMax = 64 * 1024;

} // namespace

Channel::Channel(NetworkThread& thread, quint64 id, std::unique_ptr<QTcpSocket> socket)
    : m_thread(thread)
    , m_id(id)
    , m_socket(std::move(socket))
    , m_ssl(qobject_cast<QSslSocket*>(m_socket.get()))
    , m_descriptor(int(m_socket->socketDescriptor()))
    , m_lastProgress(steadyNow()) {
    m_socket->setReadBufferSize(readBufferMax);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &Channel::readSocket);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &Channel::socketGone);
    if (m_ssl)
        connect(m_ssl, &QSslSocket::encryptedBytesWritten, this, &Channel::socketWritten);
    else
        connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &Channel::socketWritten);
}

Channel::~Channel() {
    if (m_dirty)
        m_thread.forgetFlush(this);
    m_gone = true;
    m_socket->disconnect(this);
    m_socket->abort();
    m_protocol->lost();
    m_thread.environment().connections.add(-1);
}

void Channel::setProtocol(std::unique_ptr<Protocol> protocol) {
    m_previous = std::move(m_protocol);
    m_protocol = std::move(protocol);
}

void Channel::send(const QByteArray& bytes) {
    if (m_gone || m_ourSideClosed || bytes.isEmpty())
        return;
    m_queue.push_back(bytes);
    m_queueBytes += bytes.size();
    if (!m_dirty) {
        m_dirty = true;
        m_thread.scheduleFlush(this);
    }
}

void Channel::flush() {
    if (m_gone)
        return;
    if (!m_queue.empty()) {
        if (!m_ssl && !m_handedOver && !sendDirectly()) {
            abort();
            return;
        }
        handOver();
    }
    if (m_finishing && queuedBytes() == 0)
        closeOurSide();
}

bool Channel::sendDirectly() {
#ifdef Q_OS_UNIX
    std::size_t first = 0; // of those that have not gone out whole
    while (first < m_queue.size()) {
        std::array<iovec, 64> parts;
        const std::size_t count = std::min(parts.size(), m_queue.size() - first);
        std::size_t offered = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const QByteArray& piece = m_queue[first + i];
            parts[i] = {const_cast<char*>(piece.constData()), std::size_t(piece.size())};
            offered += parts[i].iov_len;
        }
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
#ifdef MSG_NOSIGNAL
        constexpr int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
#else
        constexpr int flags = MSG_DONTWAIT;
#endif
        const ssize_t sent = ::sendmsg(m_descriptor, &message, flags);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != ENOBUFS)
            return false;
        auto left = qsizetype(std::max<ssize_t>(sent, 0));
        m_queueBytes -= left;
        m_thread.tally().bytesOut += quint64(left);
        while (left > 0 && left >= m_queue[first].size())
            left -= m_queue[first++].size();
        if (left > 0)
            m_queue[first].remove(0, left);
        if (sent < 0 || std::size_t(sent) < offered)
            break;
    }
    m_queue.erase(m_queue.begin(), m_queue.begin() + std::ptrdiff_t(first));
#endif
    return true;
}

void Channel::handOver() {
    if (m_queue.empty())
        return;
    if (!m_handedOver)
        m_lastProgress = steadyNow(); // a stall is counted from here
    m_handedOver = true;
    m_thread.tally().bytesOut += quint64(m_queueBytes);
    for (const QByteArray& piece : m_queue)
        m_socket->write(piece);
    m_queue.clear();
    m_queueBytes = 0;
}

qint64 Channel::socketBytes() const {
    return m_socket->bytesToWrite() + (m_ssl ? m_ssl->encryptedBytesToWrite() : 0);
}

qint64 Channel::queuedBytes() const {
    return m_queueBytes + (m_handedOver ? socketBytes() : 0);
}

void Channel::dropQueued() {
    m_queue.clear();
    m_queueBytes = 0;
}

void Channel::setReading(bool on) {
    m_reading = on;
    if (!on || m_readScheduled || m_gone || m_socket->bytesAvailable() == 0)
        return;
    m_readScheduled = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_readScheduled = false;
            readSocket();
        },
        Qt::QueuedConnection);
}

void Channel::readSocket() {
    if (m_gone)
        return;
    m_previous.reset();
    if (m_finishing) {
        m_socket->readAll();
        return;
    }
    if (!m_reading || m_socket->bytesAvailable() == 0)
        return;
    const QByteArray bytes = m_socket->readAll();
    m_thread.tally().bytesIn += quint64(bytes.size());
    m_protocol->received(bytes);
}

void Channel::socketWritten() {
    if (m_gone)
        return;
    m_lastProgress = steadyNow();
    m_handedOver = socketBytes() > 0;
    if (m_finishing) {
        if (queuedBytes() == 0)
            closeOurSide();
        return;
    }
    m_protocol->written();
}

void Channel::socketGone() {
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
    flush();
    if (!m_gone)
        m_socket->readAll();
}

void Channel::closeOurSide() {
    if (m_ourSideClosed || m_gone)
        return;
    m_ourSideClosed = steadyNow();
#ifdef Q_OS_UNIX
    ::shutdown(m_descriptor, SHUT_WR);
#else
    m_socket->disconnectFromHost();
#endif
}

void Channel::abort() {
    if (m_gone)
        return;
    m_socket->abort();
    socketGone(); // a socket that was not connected yet does not tell
}

void Channel::sweep(qint64 now) {
    if (m_gone)
        return;
    m_previous.reset(); // a connection that stays silent would keep its handshake for ever
    if (m_ourSideClosed) {
        if (now - m_ourSideClosed > m_thread.config().closeDeadline.count())
            abort();
    } else if (m_finishing) {
        if (now - m_lastProgress > m_stall)
            abort();
    } else {
        m_protocol->sweep(now);
    }
}

void Channel::shutDown() {
    if (!m_gone && !m_finishing)
        m_protocol->shutDown();
}

} // namespace parlor::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/descriptor_link.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace parlor::net {

namespace {

bool isPassing(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR || error == ENOBUFS;
}

} // namespace

QHostAddress DescriptorLink::peerAddress() const {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getpeername(m_descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return {};
    return QHostAddress(reinterpret_cast<const sockaddr*>(&address));
}

qint64 DescriptorLink::send(std::span<const QByteArray> pieces, qsizetype offset) {
    constexpr int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
    qint64 taken = 0;
    while (!pieces.empty()) {
        std::array<iovec, 64> parts;
        const std::size_t count = std::min(parts.size(), pieces.size());
        qsizetype offered = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const qsizetype skip = i == 0 ? offset : 0;
            parts[i] = {const_cast<char*>(pieces[i].constData() + skip),
                        std::size_t(pieces[i].size() - skip)};
            offered += pieces[i].size() - skip;
        }
        ssize_t sent = 0;
        if (count == 1) { // most often: and it is cheaper
            sent = ::send(m_descriptor, parts[0].iov_base, parts[0].iov_len, flags);
        } else {
            msghdr message{};
            message.msg_iov = parts.data();
            message.msg_iovlen = count;
            sent = ::sendmsg(m_descriptor, &message, flags);
        }
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && !isPassing(errno))
            return -1;
        taken += std::max<ssize_t>(sent, 0);
        if (sent < offered) {
            setWriting(true);
            break;
        }
        pieces = pieces.subspan(count);
        offset = 0;
    }
    return taken;
}

void DescriptorLink::setReading(bool on) {
    if (std::exchange(m_reading, on) != on)
        listen();
}

void DescriptorLink::settle() {
    if (!std::exchange(m_settled, true))
        listen();
}

void DescriptorLink::setWriting(bool on) {
    if (std::exchange(m_writing, on) != on)
        listen();
}

void DescriptorLink::listen() {
    if (m_descriptor >= 0)
        m_loop.dispatcher.listen(m_descriptor, this, m_reading, m_writing, !m_settled);
}

void DescriptorLink::ready(Readiness readiness) {
    if (readiness.writable) {
        setWriting(false);
        m_owner.linkWritable();
    }
    if (m_descriptor < 0)
        return;
    if (m_reading && (readiness.readable || readiness.hungUp))
        read(); // how the connection ended shows there, behind the last bytes
    else if (readiness.hungUp)
        lose(); // nobody is there any more for what is being done
}

void DescriptorLink::read() {
    const ssize_t size =
        ::recv(m_descriptor, m_loop.buffer.data(), m_loop.buffer.size(), MSG_DONTWAIT); // the rest next turn
    if (size > 0)
        m_owner.linkReceived(QByteArrayView(m_loop.buffer.data(), size));
    else if (size == 0 || !isPassing(errno))
        lose();
}

void DescriptorLink::lose() {
    close();
    m_owner.linkLost();
}

void DescriptorLink::closeSending() {
    ::shutdown(m_descriptor, SHUT_WR);
}

void DescriptorLink::close() {
    if (m_descriptor < 0)
        return;
    m_loop.dispatcher.forget(m_descriptor);
    ::close(std::exchange(m_descriptor, -1));
}

} // namespace parlor::net

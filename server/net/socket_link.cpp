// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/socket_link.h"

#include <QSslSocket>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace parlor::net {

namespace {

/// What one socket may hold unread: beyond it TCP holds the peer back.
constexpr qint64 readBufferMax = 64 * 1024;

} // namespace

std::unique_ptr<SocketLink> SocketLink::open(LinkOwner& owner, qintptr descriptor,
                                             const std::optional<QSslConfiguration>& tls) {
    std::unique_ptr<QTcpSocket> socket;
    if (tls) {
        auto secure = std::make_unique<QSslSocket>();
        secure->setSslConfiguration(*tls);
        socket = std::move(secure);
    } else {
        socket = std::make_unique<QTcpSocket>();
    }
    if (!socket->setSocketDescriptor(descriptor))
        return nullptr;
    return std::unique_ptr<SocketLink>(new SocketLink(owner, std::move(socket)));
}

SocketLink::SocketLink(LinkOwner& owner, std::unique_ptr<QTcpSocket> socket)
    : m_owner(owner)
    , m_socket(std::move(socket))
    , m_ssl(qobject_cast<QSslSocket*>(m_socket.get())) {
    m_socket->setReadBufferSize(readBufferMax);
}

SocketLink::~SocketLink() {
    m_socket->disconnect();
    close();
}

void SocketLink::start() {
    QTcpSocket* const socket = m_socket.get();
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [this] { read(); });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, [this] {
        if (!std::exchange(m_closed, true))
            m_owner.linkLost();
    });
    const auto written = [this] {
        if (!m_closed)
            m_owner.linkWritable();
    };
    if (m_ssl) {
        QObject::connect(m_ssl, &QSslSocket::encryptedBytesWritten, socket, written);
        m_ssl->startServerEncryption();
    } else {
        QObject::connect(socket, &QTcpSocket::bytesWritten, socket, written);
    }
}

qint64 SocketLink::send(std::span<const QByteArray> pieces, qsizetype offset) {
    qint64 taken = 0;
    for (const QByteArray& piece : pieces) {
        const qsizetype skip = std::exchange(offset, 0);
        m_socket->write(piece.constData() + skip, piece.size() - skip);
        taken += piece.size() - skip;
    }
    return taken;
}

qint64 SocketLink::heldBytes() const {
    return m_socket->bytesToWrite() + (m_ssl ? m_ssl->encryptedBytesToWrite() : 0);
}

void SocketLink::setReading(bool on) {
    m_reading = on;
    if (!on || m_readScheduled || m_closed || m_socket->bytesAvailable() == 0)
        return;
    // Not from here: the caller may be reading.
    m_readScheduled = true;
    QMetaObject::invokeMethod(
        m_socket.get(),
        [this] {
            m_readScheduled = false;
            read();
        },
        Qt::QueuedConnection);
}

void SocketLink::read() {
    if (!m_closed && m_reading && m_socket->bytesAvailable() > 0)
        m_owner.linkReceived(m_socket->readAll());
}

void SocketLink::closeSending() {
#ifdef Q_OS_UNIX
    ::shutdown(int(m_socket->socketDescriptor()), SHUT_WR);
#else
    m_socket->disconnectFromHost();
#endif
}

void SocketLink::close() {
    if (!std::exchange(m_closed, true))
        m_socket->abort();
}

} // namespace parlor::net

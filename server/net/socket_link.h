// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/link.h"

#include <QSslConfiguration>
#include <QTcpSocket>

#include <memory>
#include <optional>

QT_FORWARD_DECLARE_CLASS(QSslSocket)

namespace parlor::net {

/// A connection by way of Qt's sockets: TLS, and everything where there is no epoll.
class SocketLink final : public Link {
public:
    /// Takes the descriptor over. Null if it is not connected any more.
    static std::unique_ptr<SocketLink> open(LinkOwner& owner, qintptr descriptor,
                                            const std::optional<QSslConfiguration>& tls);
    ~SocketLink() override;

    QHostAddress peerAddress() const override { return m_socket->peerAddress(); }
    void start() override;
    qint64 send(std::span<const QByteArray> pieces, qsizetype offset) override;
    qint64 heldBytes() const override;
    void setReading(bool on) override;
    void settle() override {} // Qt tells everybody alike
    void closeSending() override;
    void close() override;

private:
    SocketLink(LinkOwner& owner, std::unique_ptr<QTcpSocket> socket);
    void read();

    LinkOwner& m_owner;
    std::unique_ptr<QTcpSocket> m_socket;
    QSslSocket* m_ssl; ///< null without TLS
    bool m_reading = true;
    bool m_readScheduled = false;
    bool m_closed = false;
};

} // namespace parlor::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace parlor::test {

/// Stands where a gateway would, writes down what nginx sends, and misbehaves as told. For the thread that
/// runs the event loop.
class FakeGateway : public QObject {
    Q_OBJECT
public:
    enum class Behaviour {
        Answers, ///< 200 to everything
        Dies,    ///< takes the request, then ends the connection without a word
        Waits,   ///< 503 to everything
    };

    explicit FakeGateway(Behaviour behaviour)
        : m_behaviour(behaviour) {
        m_server.listen(QHostAddress::LocalHost);
        m_port = m_server.serverPort();
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }
    /// Nobody listens on its port any more.
    void stopListening() { m_server.close(); }
    /// Whole requests, head and body, in the order in which they came.
    const QList<QByteArray>& requests() const { return m_requests; }

private:
    void read(QTcpSocket* socket) {
        QByteArray request = socket->property("request").toByteArray() + socket->readAll();
        socket->setProperty("request", request);
        const qsizetype head = request.indexOf("\r\n\r\n");
        if (head < 0)
            return;
        qsizetype length = 0;
        const QList<QByteArray> lines = request.left(head).toLower().split('\n');
        for (const QByteArray& line : lines) {
            if (line.startsWith("content-length:"))
                length = line.mid(15).trimmed().toLongLong();
        }
        if (request.size() < head + 4 + length)
            return;
        socket->setProperty("request", QByteArray());
        m_requests.append(request);
        if (m_behaviour == Behaviour::Answers)
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}");
        if (m_behaviour == Behaviour::Waits)
            socket->write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\n{}");
        socket->disconnectFromHost();
    }

    const Behaviour m_behaviour;
    QTcpServer m_server;
    quint16 m_port = 0;
    QList<QByteArray> m_requests;
};

} // namespace parlor::test

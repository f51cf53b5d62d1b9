// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ws_test_client.h"

#include <QNetworkRequest>
#include <QUrlQuery>
#include <QWebSocketHandshakeOptions>

namespace parlor::test {

WsTestClient::~WsTestClient() {
    drop();
}

void WsTestClient::open(const QUrl& base, const QString& token, TokenBy by) {
    drop();
    m_closed = false;
    m_closeCode = 0;
    QUrl url = base;
    url.setScheme(base.scheme() == QLatin1String("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    url.setPath(QStringLiteral("/ws"));
    if (by == TokenBy::Query) {
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("token"), token);
        url.setQuery(query);
    }
    QNetworkRequest request(url);
    if (by == TokenBy::Header)
        request.setRawHeader("Authorization", "Bearer " + token.toUtf8());
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({QStringLiteral("parlor.v1")});

    m_socket = std::make_unique<QWebSocket>();
    QWebSocket* socket = m_socket.get();
    connect(socket, &QWebSocket::textMessageReceived, this, &WsTestClient::received);
    connect(socket, &QWebSocket::connected, this, [this, token, by] {
        if (by == TokenBy::FirstFrame)
            send(client::Authenticate{token});
        Q_EMIT opened();
    });
    // Who answers a handshake with an error may keep the connection open; QWebSocket then waits for its end.
    const auto refused = [socket](QAbstractSocket::SocketError) { socket->abort(); };
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(socket, &QWebSocket::errorOccurred, this, refused, Qt::QueuedConnection);
#else
    connect(socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this, refused,
            Qt::QueuedConnection);
#endif
    connect(socket, &QWebSocket::stateChanged, this, [this, socket](QAbstractSocket::SocketState state) {
        if (state != QAbstractSocket::UnconnectedState || m_closed)
            return;
        m_closed = true;
        m_closeCode = socket->closeCode();
        Q_EMIT closed();
    });
    socket->open(request, options);
}

bool WsTestClient::openAndAuthenticate(const QUrl& base, const QString& token, TokenBy by) {
    const qsizetype from = m_events.size();
    open(base, token, by);
    return waitFor<server::Authenticated>(from) != nullptr;
}

void WsTestClient::drop() {
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater(); // perhaps we are in one of its signals
    m_closed = true;
}

void WsTestClient::closePolitely() {
    if (m_socket)
        m_socket->close();
}

bool WsTestClient::isOpen() const {
    return m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
}

bool WsTestClient::waitClosed(std::chrono::milliseconds deadline) {
    return waitUntil([this] { return m_closed; }, deadline);
}

QString WsTestClient::send(const ClientFrame& frame) {
    const QString ref = QString::number(m_nextRef++);
    sendRaw(QString::fromUtf8(encode(frame, ref)));
    return ref;
}

void WsTestClient::sendRaw(const QString& text) {
    if (m_socket)
        m_socket->sendTextMessage(text);
}

std::optional<ServerFrame> WsTestClient::ask(const ClientFrame& frame) {
    return waitForAnswer(send(frame));
}

std::optional<ServerFrame> WsTestClient::waitForAnswer(const QString& ref) {
    std::optional<ServerFrame> answer;
    qsizetype next = 0;
    waitUntil([&] {
        for (; next < m_events.size() && !answer; ++next) {
            if (m_events.at(next).ref == ref)
                answer = m_events.at(next).frame;
        }
        return answer.has_value() || m_closed;
    });
    return answer;
}

void WsTestClient::received(const QString& text) {
    const auto event = decodeServerFrame(text.toUtf8());
    if (!event) {
        m_undecodable.append(event.error().message() + QStringLiteral(" [") + event.error().field() +
                             QStringLiteral("]: ") + text.left(500));
        return;
    }
    if (m_keepsEvents)
        m_events.append(*event);
    Q_EMIT eventReceived(*event);
}

} // namespace parlor::test

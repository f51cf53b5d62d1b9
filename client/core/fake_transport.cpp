// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/fake_transport.h"

#include "client/core/fake_server_private.h"

namespace parlor {

FakeTransport::FakeTransport(FakeServerLink server)
    : m_server(std::move(server))
    , m_self(std::make_shared<FakeLink<FakeTransport>>()) {
    m_self->target = this;
}

FakeTransport::~FakeTransport() {
    dropSocket();
    m_self->cut();
}

void FakeTransport::request(const HttpRequest& request, HttpDone done) {
    const quint64 id = ++m_lastRequest;
    m_requests.insert(id, std::move(done));
    m_server->post([link = m_self, id, request](FakeServer& server) {
        FakeServer::Private::of(server).onRequest(link, id, request);
    });
}

void FakeTransport::openSocket(const QString& token) {
    dropSocket();
    m_socket = ++m_lastSocket;
    m_server->post([link = m_self, socket = m_socket, token](FakeServer& server) {
        FakeServer::Private::of(server).onOpen(link, socket, token);
    });
}

void FakeTransport::sendText(const QByteArray& text) {
    if (m_socket == 0)
        return;
    m_server->post([link = m_self, socket = m_socket, text](FakeServer& server) {
        FakeServer::Private::of(server).onText(link, socket, text);
    });
}

void FakeTransport::dropSocket() {
    if (m_socket == 0)
        return;
    m_server->post([link = m_self, socket = m_socket](FakeServer& server) {
        FakeServer::Private::of(server).onDropped(link, socket);
    });
    m_socket = 0;
}

void FakeTransport::onResponse(quint64 request, const tl::expected<HttpResponse, Failure>& response) {
    if (const HttpDone done = m_requests.take(request))
        done(response);
}

void FakeTransport::onOpened(quint64 socket) {
    if (socket == m_socket)
        Q_EMIT socketOpened();
}

void FakeTransport::onText(quint64 socket, const QByteArray& text) {
    if (socket == m_socket)
        Q_EMIT textReceived(text);
}

void FakeTransport::onClosed(quint64 socket, int closeCode, int httpStatus, const Failure& failure) {
    if (socket != m_socket)
        return;
    m_socket = 0;
    Q_EMIT socketClosed(closeCode, httpStatus, failure);
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/network_thread.h"

#include "server/net/channel.h"
#include "server/net/feed_socket.h"
#include "server/net/http_session.h"
#include "server/net/websocket_session.h"

#include <QCoreApplication>
#include <QSslSocket>
#include <QWebSocket>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

#include <algorithm>
#include <limits>

namespace parlor::net {

namespace {

int flushEventType() {
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
    , m_upgrader(QStringLiteral("parlord"), QWebSocketServer::NonSecureMode)
    , m_nextId(quint64(index) + 1) {
    m_upgrader.setMaxPendingConnections(std::numeric_limits<int>::max());
    if (!config().webSocketSubprotocol.isEmpty())
        m_upgrader.setSupportedSubprotocols({QString::fromLatin1(config().webSocketSubprotocol)});
    connect(&m_upgrader, &QWebSocketServer::newConnection, this, &NetworkThread::adoptUpgraded);
    startTimer(sweepInterval(config()), Qt::CoarseTimer);
}

NetworkThread::~NetworkThread() {
    m_tasks->close();
    abortAll();
    for (Channel* channel : findChildren<Channel*>(QString(), Qt::FindDirectChildrenOnly))
        delete channel;
    m_tally.moveTo(m_environment.metrics);
}

void NetworkThread::accept(AcceptedDescriptor& descriptor) {
    if (m_shuttingDown)
        return;
    std::unique_ptr<QTcpSocket> socket;
    const auto& tls = m_environment.tls;
    if (tls) {
        auto secure = std::make_unique<QSslSocket>();
        secure->setSslConfiguration(*tls);
        socket = std::move(secure);
    } else {
        socket = std::make_unique<QTcpSocket>();
    }
    if (!socket->setSocketDescriptor(descriptor.take())) {
        m_environment.connections.add(-1);
        return;
    }
    const quint64 id = std::exchange(m_nextId, m_nextId + quint64(config().threads));
    auto* channel = new Channel(*this, id, std::move(socket));
    channel->setParent(this);
    m_channels.insert(id, channel);
    channel->setProtocol(std::make_unique<HttpSession>(*channel));
    if (tls)
        static_cast<QSslSocket*>(channel->m_socket.get())->startServerEncryption();
}

void NetworkThread::remove(Channel* channel) {
    if (m_channels.remove(channel->id()) > 0)
        channel->deleteLater();
}

void NetworkThread::scheduleFlush(Channel* channel) {
    if (m_dirty.empty())
        QCoreApplication::postEvent(this, new QEvent(QEvent::Type(flushEventType())));
    m_dirty.push_back(channel);
}

void NetworkThread::forgetFlush(Channel* channel) {
    std::replace(m_dirty.begin(), m_dirty.end(), channel, static_cast<Channel*>(nullptr));
}

void NetworkThread::flushAll() {
    const std::vector<Channel*> dirty = std::exchange(m_dirty, {});
    // A flush deletes no channel (that is done by deleteLater), so the list stays valid.
    for (Channel* channel : dirty) {
        if (channel) {
            channel->m_dirty = false;
            channel->flush();
        }
    }
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
    return QObject::event(event);
}

void NetworkThread::timerEvent(QTimerEvent*) {
    const qint64 now = steadyNow();
    const auto channels = m_channels.values(); // a sweep may remove some; they are deleted later
    for (Channel* channel : channels)
        channel->sweep(now);
    m_tally.moveTo(m_environment.metrics);
}

void NetworkThread::upgrade(WebSocketSession& session) {
    m_upgrading.insert(session.id(), &session);
    m_upgrader.handleConnection(session.feed());
}

void NetworkThread::adoptUpgraded() {
    while (QWebSocket* socket = m_upgrader.nextPendingConnection()) {
        if (WebSocketSession* session = m_upgrading.take(socket->peerName()))
            session->adopt(socket);
        else
            socket->deleteLater(); // its client went away during the handshake
    }
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

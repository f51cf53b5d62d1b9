// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/http.h"
#include "server/net/websocket.h"
#include "shared/limits.h"

#include <QThreadPool>

#include <chrono>
#include <functional>
#include <memory>

namespace parlor::net {

/// Limits of the network layer. Every one bounds what a slow or hostile peer can cost. Defaults are those of
/// production; tests lower them.
struct ServerConfig {
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 8090; ///< 0: any free one, see Server::port()
    int threads = 0;     ///< network threads; 0: one per core
    int maxConnections =
        0; ///< 0: the descriptor limit (raised to the hard one) less a reserve; beyond it 503
    QByteArray tlsCertificateFile;    ///< PEM chain; empty: no TLS
    QByteArray tlsKeyFile;            ///< PEM
    QList<QByteArray> allowedOrigins; ///< beside a missing Origin and the server's own; "*" allows all
    QList<QPair<QHostAddress, int>> trustedProxies; ///< subnets whose X-Forwarded-For is believed
    /// Only stands in for a server that is not ready: whatever has no route, WebSockets included, is
    /// Unavailable instead of not there, so that a load balancer and clients ask another one, or again.
    bool standIn = false;
    QByteArray webSocketPath = QByteArrayLiteral("/ws");
    QByteArray webSocketSubprotocol = QByteArrayLiteral("parlor.v1"); ///< answered if offered; not required

    qsizetype maxRequestTarget = limits::httpTargetMax; ///< bytes; 414
    qsizetype maxHeaderBytes = limits::httpHeadersMax;  ///< 431
    qsizetype maxFrame = limits::frameMax;             ///< bytes of one WebSocket message from a client; 1009
    qsizetype maxQueuedBytes = 4 * 1024 * 1024;        ///< outgoing, per connection; CloseCode::TooSlow
    std::chrono::milliseconds requestDeadline{30'000}; ///< from the first byte to the whole request; 408
    std::chrono::milliseconds idleDeadline{60'000};    ///< of a keep-alive HTTP connection
    std::chrono::milliseconds handshakeDeadline{10'000}; ///< from accept to the first request
    std::chrono::milliseconds replyDeadline{120'000};    ///< a reply that makes no progress
    std::chrono::milliseconds pingInterval{30'000}; ///< WebSocket; a peer silent for two intervals is dropped
    std::chrono::milliseconds closeDeadline{5'000}; ///< closing handshake, then abort
};

/// The network front: listener, threads, HTTP and WebSocket on one port.
/// start(), stopAccepting() and stop() on the thread that made it; everything else as noted.
class Server {
public:
    /// `router` and `factory` must outlive the server; `pool` runs the handlers that may block.
    Server(ServerConfig config, const Router& router, WebSocketHandlerFactory& factory, QThreadPool& pool);
    /// Stops at once. Waits for handlers that the pool is still running, since they use the router.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Listens. Errors: Io "port 8090 on 127.0.0.1 is in use …", a bad certificate or key file, named with
    /// what to do.
    Result<void> start();
    quint16 port() const;
    int threadCount() const;
    int connectionCount() const; ///< any thread
    /// Names what the network layer counts, the router's routes included. Before or after start(); the server
    /// must outlive the registrations.
    [[nodiscard]] metrics::Registrations registerMetrics(metrics::Registry& registry) const;

    /// Runs `task` on network thread `index`, in the order posted from one thread, with one wake-up for any
    /// number of tasks posted before the thread gets to them. Any thread. After stop() tasks are dropped.
    void post(ThreadIndex index, std::function<void()> task);

    /// Accepts no connection from now on. Those that are open stay: WebSockets go on until they are closed, a
    /// request on a kept-alive connection is answered as its last, and a handshake is refused as Unavailable.
    /// Idempotent.
    void stopAccepting();

    /// Stops accepting; WebSockets are closed with GoingAway; requests in flight are answered; returns when
    /// all is quiet or `deadline` has passed. Idempotent.
    void stop(std::chrono::milliseconds deadline = std::chrono::milliseconds(5000));

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor::net

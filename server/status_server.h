// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/settings.h"
#include "server/metrics/health_routes.h"
#include "server/net/server.h"

#include <QStringList>

#include <functional>

namespace parlor {

/// Answers /health/live, /health/ready and /metrics, and everything else with 503, where there is no gateway
/// to do so: in a worker, and while a process waits at its start. Main thread.
class StatusServer {
public:
    /// `notReady` gives the reasons, on any thread; it and `registry` must outlive this.
    StatusServer(const admin::Settings& settings, quint16 port, QThreadPool& pool,
                 const metrics::Registry& registry, std::function<QStringList()> notReady);
    Result<void> start() { return m_server.start(); }
    quint16 port() const { return m_server.port(); }
    const net::Server& server() const { return m_server; }
    void stop() { m_server.stop(std::chrono::milliseconds(500)); }

private:
    class NoWebSockets final : public net::WebSocketHandlerFactory {
    public:
        std::unique_ptr<net::WebSocketHandler> open(net::WebSocketConnection& connection,
                                                    net::ThreadIndex) override;
    };

    HealthRoutes m_health;
    net::Router m_router;
    NoWebSockets m_noWebSockets;
    net::Server m_server;
};

} // namespace parlor

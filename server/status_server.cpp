// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/status_server.h"

#include "server/net_config.h"

namespace parlor {

namespace {

/// Nobody gets so far: a server that stands in answers the handshake with 503.
class Refusal final : public net::WebSocketHandler {
public:
    explicit Refusal(net::WebSocketConnection& connection) {
        connection.close(CloseCode::GoingAway, QByteArrayLiteral("not ready"));
    }
    void text(const QByteArray&) override {}
    void closed() override {}
};

net::ServerConfig statusConfig(const admin::Settings& settings, quint16 port) {
    net::ServerConfig config = netConfig(settings);
    config.port = port;
    config.threads = 1;
    config.standIn = true;
    return config;
}

} // namespace

std::unique_ptr<net::WebSocketHandler> StatusServer::NoWebSockets::open(net::WebSocketConnection& connection,
                                                                        net::ThreadIndex) {
    return std::make_unique<Refusal>(connection);
}

StatusServer::StatusServer(const admin::Settings& settings, quint16 port, QThreadPool& pool,
                           const metrics::Registry& registry, std::function<QStringList()> notReady)
    : m_health({std::move(notReady), &registry, settings.metricsAllow})
    , m_server(statusConfig(settings, port), m_router, m_noWebSockets, pool) {
    m_health.addTo(m_router);
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/status_server.h"

#include "server/net_config.h"

#include <QJsonArray>

namespace parlor {

namespace {

/// Sends whoever comes away again: clients try another gateway then.
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
    return config;
}

} // namespace

std::unique_ptr<net::WebSocketHandler> StatusServer::NoWebSockets::open(net::WebSocketConnection& connection,
                                                                        net::ThreadIndex) {
    return std::make_unique<Refusal>(connection);
}

StatusServer::StatusServer(const admin::Settings& settings, quint16 port, QThreadPool& pool,
                           std::function<QStringList()> notReady)
    : m_server(statusConfig(settings, port), m_router, m_noWebSockets, pool) {
    const net::RouteOptions quick{net::RunOn::NetworkThread};
    m_router.add(
        net::Method::Get, "/health/live",
        [](const net::HttpRequest&, const net::PathArgs&) -> Result<net::HttpResponse> {
            return net::HttpResponse::json({{QStringLiteral("status"), QStringLiteral("live")}});
        },
        quick);
    m_router.add(
        net::Method::Get, "/health/ready",
        [notReady = std::move(notReady)](const net::HttpRequest&,
                                         const net::PathArgs&) -> Result<net::HttpResponse> {
            const QStringList reasons = notReady();
            if (reasons.isEmpty())
                return net::HttpResponse::json({{QStringLiteral("status"), QStringLiteral("ready")}});
            return net::HttpResponse::json({{QStringLiteral("status"), QStringLiteral("not ready")},
                                            {QStringLiteral("reasons"), QJsonArray::fromStringList(reasons)}},
                                           503);
        });
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/health_routes.h"

#include "server/net/peer_address.h"

#include <QJsonArray>

namespace parlor {

namespace {

/// More that ask at once than any watcher has reason to are told to come back.
constexpr int waitingMax = 32;

net::HttpResponse status(const QString& text, int code = 200) {
    return net::HttpResponse::json({{QStringLiteral("status"), text}}, code);
}

} // namespace

HealthRoutes::Lane::Lane() {
    pool.setMaxThreadCount(1);
    pool.setExpiryTimeout(-1); // it keeps its connection to the database
}

void HealthRoutes::Lane::run(const net::HttpReply& done, std::function<Result<net::HttpResponse>()> work) {
    if (waiting.fetch_add(1) >= waitingMax) {
        --waiting;
        done(fail(Error(ErrorCode::Unavailable).withRetryAfter(1)));
        return;
    }
    pool.start([this, done, work = std::move(work)] {
        done(work());
        --waiting;
    });
}

HealthRoutes::HealthRoutes(Options options)
    : m_options(std::move(options)) {}

HealthRoutes::~HealthRoutes() = default; // a pool waits for its tasks

Result<net::HttpResponse> HealthRoutes::ready() const {
    const QStringList reasons = m_options.notReady();
    if (reasons.isEmpty())
        return status(QStringLiteral("ready"));
    return net::HttpResponse::json({{QStringLiteral("status"), QStringLiteral("not ready")},
                                    {QStringLiteral("reasons"), QJsonArray::fromStringList(reasons)}},
                                   503);
}

bool HealthRoutes::mayReadMetrics(const net::HttpRequest& request) const {
    for (const auto& [name, value] : request.headers) {
        if (name == "x-forwarded-for" || name == "forwarded")
            return false;
    }
    return net::isInAny(request.connection, m_options.metricsAllow);
}

void HealthRoutes::addTo(net::Router& router) {
    const net::RouteOptions quick{net::RunOn::NetworkThread};
    router.add(
        net::Method::Get, "/health/live",
        [](const net::HttpRequest&, const net::PathArgs&) -> Result<net::HttpResponse> {
            return status(QStringLiteral("live"));
        },
        quick);
    router.addAsync(
        net::Method::Get, "/health/ready",
        [this](const net::HttpRequest&, const net::PathArgs&, const net::HttpReply& done) {
            m_readiness.run(done, [this] { return ready(); });
        },
        quick);
    if (!m_options.registry)
        return;
    router.addAsync(
        net::Method::Get, "/metrics",
        [this](const net::HttpRequest& request, const net::PathArgs&, const net::HttpReply& done) {
            if (!mayReadMetrics(request)) {
                done(fail(ErrorCode::NotFound)); // as if it were not there
                return;
            }
            m_scrapes.run(done, [registry = m_options.registry]() -> Result<net::HttpResponse> {
                net::HttpResponse response;
                response.contentType = "text/plain; version=0.0.4; charset=utf-8";
                response.body = registry->exposition();
                return response;
            });
        },
        quick);
}

} // namespace parlor

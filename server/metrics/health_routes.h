// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/metrics/metrics.h"
#include "server/net/http.h"

#include <QStringList>
#include <QThreadPool>

#include <functional>

namespace parlor {

/// What a role tells those who watch it: /health/live, /health/ready and /metrics. They are answered on
/// threads of their own, so that they still are when all others wait for a database that is away.
class HealthRoutes {
public:
    struct Options {
        /// Why it is not ready, empty when it is. Called on a thread of this object; may ask the store.
        std::function<QStringList()> notReady;
        /// Of /metrics; null: there is none.
        const metrics::Registry* registry = nullptr;
        /// Subnets of those who may read /metrics. What comes through a proxy (has X-Forwarded-For or
        /// Forwarded) may not: behind one, everybody would come from its address.
        QList<QPair<QHostAddress, int>> metricsAllow;
    };

    explicit HealthRoutes(Options options);
    /// Waits for answers under way. The server that has the router must have been stopped.
    ~HealthRoutes();
    HealthRoutes(const HealthRoutes&) = delete;
    HealthRoutes& operator=(const HealthRoutes&) = delete;

    /// Before the server starts; this object must outlive the router's use.
    void addTo(net::Router& router);

private:
    /// One thread, and a bound for those who wait for it.
    struct Lane {
        Lane();
        QThreadPool pool;
        std::atomic<int> waiting = 0;
        void run(const net::HttpReply& done, std::function<Result<net::HttpResponse>()> work);
    };

    Result<net::HttpResponse> ready() const;
    bool mayReadMetrics(const net::HttpRequest& request) const;

    const Options m_options;
    Lane m_readiness;
    Lane m_scrapes;
};

} // namespace parlor

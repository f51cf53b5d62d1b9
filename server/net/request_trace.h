// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/net_metrics.h"

#include <chrono>

namespace parlor::net {

struct RequestHead;
struct ServerConfig;

/// What is remembered of one request to tell of it: its id, its place in the metrics, its line in the log.
/// Never its query or body, which may hold a token or a message.
class RequestTrace {
public:
    /// A request comes. Its id is that of X-Request-Id if `trusted` (it comes from a proxy that we believe)
    /// and well-formed; else a new one.
    void begin(const RequestHead& head, bool trusted);
    /// A handler gets it.
    void dispatched(RouteMetrics& route);
    void setRoute(RouteMetrics& route) { m_route = &route; }
    /// Never empty: what has no request yet gets a new one.
    const QByteArray& id();
    /// It is answered. `unmatched` counts what met no route; `peer` is for the log.
    void end(int status, RouteMetrics& unmatched, const QHostAddress& peer);

    /// Whether anybody wants a line for each request.
    static bool isLogged();

private:
    QByteArray m_id;
    RouteMetrics* m_route = nullptr;
    std::chrono::steady_clock::time_point m_start;
    bool m_dispatched = false;
};

/// Whether `id` may stand in a header and in log lines: 1 to 64 of A-Z a-z 0-9 . _ -
bool isRequestId(const QByteArray& id);

} // namespace parlor::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/metrics/metrics.h"
#include "server/net/http.h"

#include <array>

namespace parlor::net {

/// Failures that peers were told of, by their code. Any thread.
class ErrorCounters {
public:
    void add(ErrorCode code) { m_counters[std::size_t(code)].add(); }
    /// As the family parlor_errors_total, with where they were told ("http", "websocket") as a label.
    metrics::Registrations registerAs(metrics::Registry& registry, const QByteArray& where) const;

private:
    // What is not on the wire should not get here, and is counted all the same.
    std::array<metrics::Counter, std::size_t(ErrorCode::PositionMoved) + 1> m_counters;
};

/// What is counted of the requests to one route. Any thread.
struct RouteMetrics {
    RouteMetrics(QByteArray methodName, QByteArray path)
        : method(std::move(methodName))
        , pattern(std::move(path)) {}

    const QByteArray method; ///< of the route: what HEAD or PUT falls back to counts as that
    const QByteArray
        pattern; ///< never the path of a request: labels are bounded, and ids are nobody's business
    std::array<metrics::Counter, 5> answers; ///< by the first digit of the status, from 1
    /// From the whole request to its answer, of those that a handler answered.
    metrics::Histogram duration{metrics::Histogram::latencyBounds()};

    metrics::Registrations registerAll(metrics::Registry& registry) const;
};

/// What one server counts beside its routes. Any thread.
struct NetMetrics {
    explicit NetMetrics(const QByteArray& webSocketPath)
        : webSocket("GET", webSocketPath) {}

    metrics::Counter accepted;
    metrics::Counter refusedFull;        ///< more than maxConnections
    metrics::Counter refusedDescriptors; ///< the process or the machine had no descriptor left
    metrics::Counter webSocketsOpened;
    metrics::Counter webSocketsClosed;
    metrics::Counter framesIn; ///< whole text messages
    metrics::Counter framesOut;
    metrics::Counter bytesIn; ///< within TLS, if it is spoken
    metrics::Counter bytesOut;
    metrics::Counter slowClients; ///< closed with CloseCode::TooSlow
    ErrorCounters errors;         ///< of HTTP
    RouteMetrics unmatched{"other", "other"};
    RouteMetrics webSocket; ///< handshakes

    metrics::Registrations registerAll(metrics::Registry& registry) const;
};

/// What one network thread has counted and not yet added to the server's metrics: plain numbers, so that the
/// path to each of many recipients holds no atomic operation.
struct Tally {
    quint64 framesIn = 0;
    quint64 framesOut = 0;
    quint64 bytesIn = 0;
    quint64 bytesOut = 0;

    void moveTo(NetMetrics& metrics);
};

} // namespace parlor::net

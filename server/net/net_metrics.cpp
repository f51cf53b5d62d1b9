// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/net_metrics.h"

namespace parlor::net {

metrics::Registrations ErrorCounters::registerAs(metrics::Registry& registry, const QByteArray& where) const {
    metrics::Registrations kept;
    for (std::size_t i = 0; i < m_counters.size(); ++i) {
        const auto code = ErrorCode(i);
        if (isOnWire(code))
            kept.push_back(registry.add("parlor_errors_total", "Failures that clients were told of, by code.",
                                        m_counters[i], {{"where", where}, {"code", errorInfo(code).name}}));
    }
    return kept;
}

metrics::Registrations RouteMetrics::registerAll(metrics::Registry& registry) const {
    metrics::Registrations kept;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        kept.push_back(registry.add(
            "parlor_http_requests_total", "HTTP requests answered, by route and class of status.", answers[i],
            {{"route", pattern}, {"method", method}, {"status", QByteArray::number(i + 1) + "xx"}}));
    }
    kept.push_back(registry.add("parlor_http_request_duration_seconds",
                                "Time from a whole HTTP request to its answer, by route.", duration,
                                {{"route", pattern}, {"method", method}}));
    return kept;
}

metrics::Registrations NetMetrics::registerAll(metrics::Registry& registry) const {
    metrics::Registrations kept = errors.registerAs(registry, "http");
    const auto add = [&](const char* name, const char* help, const metrics::Counter& counter,
                         const metrics::Labels& labels = {}) {
        kept.push_back(registry.add(name, help, counter, labels));
    };
    add("parlor_connections_accepted_total", "Connections accepted.", accepted);
    const char* refused = "Connections refused or left waiting, by what had run out.";
    add("parlor_connections_refused_total", refused, refusedFull, {{"reason", "max_connections"}});
    add("parlor_connections_refused_total", refused, refusedDescriptors, {{"reason", "descriptors"}});
    add("parlor_websockets_opened_total", "WebSockets opened.", webSocketsOpened);
    add("parlor_websocket_frames_received_total", "Text messages from WebSocket clients.", framesIn);
    add("parlor_websocket_frames_sent_total", "Text frames queued for WebSocket clients.", framesOut);
    add("parlor_network_received_bytes_total", "Bytes read from clients.", bytesIn);
    add("parlor_network_sent_bytes_total", "Bytes given to the system for clients.", bytesOut);
    add("parlor_slow_clients_closed_total", "WebSockets closed because their queue passed its cap.",
        slowClients);
    kept.push_back(
        registry.collect("parlor_websockets", "WebSockets open now.", metrics::Type::Gauge, [this] {
            const quint64 closed = webSocketsClosed.value(); // first: never negative
            return double(webSocketsOpened.value() - closed);
        }));
    for (const RouteMetrics* route : {&unmatched, &webSocket})
        std::ranges::move(route->registerAll(registry), std::back_inserter(kept));
    return kept;
}

void Tally::moveTo(NetMetrics& metrics) {
    if (framesIn > 0)
        metrics.framesIn.add(framesIn);
    if (framesOut > 0)
        metrics.framesOut.add(framesOut);
    if (bytesIn > 0)
        metrics.bytesIn.add(bytesIn);
    if (bytesOut > 0)
        metrics.bytesOut.add(bytesOut);
    *this = Tally();
}

} // namespace parlor::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/request_trace.h"

#include "server/metrics/log_context.h"
#include "server/net/request_head.h"

#include <QLoggingCategory>
#include <QRandomGenerator>

#include <algorithm>

namespace parlor::net {

namespace {

Q_LOGGING_CATEGORY(lcAccess, "parlor.net.access")

constexpr qsizetype requestIdMax = 64;

/// 64 random bits: enough to find one request in a log.
QByteArray newRequestId() {
    return QByteArray::number(QRandomGenerator::global()->generate64(), 16).rightJustified(16, '0');
}

} // namespace

bool isRequestId(const QByteArray& id) {
    return !id.isEmpty() && id.size() <= requestIdMax && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
               c == '_' || c == '-';
    });
}

void RequestTrace::begin(const RequestHead& head, bool trusted) {
    *this = RequestTrace();
    m_start = std::chrono::steady_clock::now();
    if (trusted) {
        if (const QByteArray given = head.header("x-request-id"); isRequestId(given))
            m_id = given;
    }
}

void RequestTrace::dispatched(RouteMetrics& route) {
    m_route = &route;
    m_dispatched = true;
    m_start = std::chrono::steady_clock::now();
}

const QByteArray& RequestTrace::id() {
    if (m_id.isEmpty())
        m_id = newRequestId();
    return m_id;
}

bool RequestTrace::isLogged() {
    return lcAccess().isDebugEnabled();
}

void RequestTrace::end(int status, RouteMetrics& unmatched, const QHostAddress& peer) {
    RouteMetrics& route = m_route ? *m_route : unmatched;
    route.answers[std::size_t(std::clamp(status / 100, 1, 5) - 1)].add();
    const auto took = std::chrono::steady_clock::now() - m_start;
    if (m_dispatched)
        route.duration.observe(took);
    if (isLogged()) {
        const double ms = m_start == std::chrono::steady_clock::time_point()
                              ? 0 // not even a head came
                              : std::chrono::duration<double, std::milli>(took).count();
        const LogContext context("request", id());
        qCDebug(lcAccess, "%s %s %d %.2f ms %s", route.method.constData(), route.pattern.constData(), status,
                ms, qUtf8Printable(peer.toString()));
    }
    *this = RequestTrace();
}

} // namespace parlor::net

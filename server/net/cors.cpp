// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/cors.h"

#include "server/net/peer_address.h"

#include <algorithm>

namespace parlor::net {

namespace {

/// What browsers ask before each request that is not a form's is remembered this long; Chromium keeps two
/// hours at most.
constexpr auto preflightSeconds = "7200";

/// The methods that are told to an OPTIONS request; empty for any other answer.
QByteArray toldMethods(const RequestHead& request, const HttpResponse& response) {
    if (request.method != Method::Options || response.status != 204)
        return {};
    const auto allow = std::find_if(response.headers.begin(), response.headers.end(),
                                    [](const auto& header) { return header.first == "Allow"; });
    return allow == response.headers.end() ? QByteArray() : allow->second;
}

} // namespace

QList<QPair<QByteArray, QByteArray>> corsHeaders(const RequestHead& request, const HttpResponse& response,
                                                 const ServerConfig& config) {
    QList<QPair<QByteArray, QByteArray>> headers;
    if (config.allowedOrigins.isEmpty())
        return headers;
    const bool all = config.allowedOrigins.contains("*");
    // Also for those who get nothing: a cache in between must not give one's answer to another.
    if (!all)
        headers.append({QByteArrayLiteral("Vary"), QByteArrayLiteral("Origin")});
    const QByteArray origin = request.header("origin");
    if (origin.isEmpty() || !originListed(origin, config.allowedOrigins))
        return headers;
    headers.append({QByteArrayLiteral("Access-Control-Allow-Origin"), all ? QByteArrayLiteral("*") : origin});
    const QByteArray allow = toldMethods(request, response);
    if (!allow.isEmpty()) {
        headers.append({QByteArrayLiteral("Access-Control-Allow-Methods"), allow});
        headers.append({QByteArrayLiteral("Access-Control-Allow-Headers"),
                        QByteArrayLiteral("Authorization, Content-Type")});
        headers.append({QByteArrayLiteral("Access-Control-Max-Age"), QByteArray(preflightSeconds)});
    } else {
        headers.append({QByteArrayLiteral("Access-Control-Expose-Headers"),
                        QByteArrayLiteral("X-Request-Id, Retry-After")});
    }
    return headers;
}

} // namespace parlor::net

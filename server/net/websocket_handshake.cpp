// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/websocket_handshake.h"

#include "server/net/peer_address.h"

#include <algorithm>

namespace parlor::net {

namespace {

/// 16 bytes in base64 (RFC 6455, 4.1).
bool isKey(const QByteArray& key) {
    const auto decoded = QByteArray::fromBase64Encoding(key, QByteArray::AbortOnBase64DecodingErrors);
    return key.size() == 24 && decoded && (*decoded).size() == 16;
}

HttpResponse upgradeRequired(const char* message) {
    HttpResponse response = HttpResponse::error(Error(ErrorCode::Invalid, QString::fromLatin1(message)));
    response.status = 426;
    response.headers.append({QByteArrayLiteral("Upgrade"), QByteArrayLiteral("websocket")});
    response.headers.append({QByteArrayLiteral("Sec-WebSocket-Version"), QByteArrayLiteral("13")});
    return response;
}

} // namespace

std::optional<HttpResponse> checkHandshake(const RequestHead& head, const ServerConfig& config) {
    if (head.method != Method::Get) {
        HttpResponse response = HttpResponse::error(Error(ErrorCode::MethodNotAllowed));
        response.headers.append({QByteArrayLiteral("Allow"), QByteArrayLiteral("GET")});
        return response;
    }
    if (!head.upgrade)
        return upgradeRequired("This address speaks WebSocket.");
    if (head.header("sec-websocket-version") != "13")
        return upgradeRequired("Only version 13 of WebSocket is spoken here.");
    const auto keys = std::count_if(head.headers.begin(), head.headers.end(),
                                    [](const auto& header) { return header.first == "sec-websocket-key"; });
    if (keys != 1 || !isKey(head.header("sec-websocket-key")))
        return HttpResponse::error(
            Error(ErrorCode::Invalid, QStringLiteral("Sec-WebSocket-Key is missing or malformed.")));
    if (head.contentLength > 0)
        return HttpResponse::error(Error(ErrorCode::Invalid, QStringLiteral("A handshake has no body.")));
    if (!originAllowed(head.header("origin"), head.header("host"), config.allowedOrigins))
        return HttpResponse::error(
            Error(ErrorCode::Forbidden, QStringLiteral("This origin may not open a socket here.")));
    return std::nullopt;
}

} // namespace parlor::net

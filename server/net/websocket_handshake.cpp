// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/websocket_handshake.h"

#include "server/net/peer_address.h"

#include <QCryptographicHash>

#include <algorithm>

namespace parlor::net {

namespace {

/// 16 bytes in base64 (RFC 6455, 4.1).
bool isKey(const QByteArray& key) {
    const auto decoded = QByteArray::fromBase64Encoding(key, QByteArray::AbortOnBase64DecodingErrors);
    return key.size() == 24 && decoded && (*decoded).size() == 16;
}

bool offers(const RequestHead& head, const QByteArray& subprotocol) {
    return std::any_of(head.headers.begin(), head.headers.end(), [&](const auto& header) {
        if (header.first != "sec-websocket-protocol")
            return false;
        const auto offered = header.second.split(',');
        return std::any_of(offered.begin(), offered.end(),
                           [&](const QByteArray& name) { return name.trimmed() == subprotocol; });
    });
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

QByteArray acceptHandshake(const RequestHead& head, const ServerConfig& config) {
    // RFC 6455, 4.2.2, with its GUID.
    const QByteArray accept =
        QCryptographicHash::hash(head.header("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                 QCryptographicHash::Sha1)
            .toBase64();
    QByteArray answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: " +
                        accept + "\r\n";
    if (const QByteArray& ours = config.webSocketSubprotocol; !ours.isEmpty() && offers(head, ours))
        answer += "Sec-WebSocket-Protocol: " + ours + "\r\n";
    return answer + "\r\n";
}

} // namespace parlor::net

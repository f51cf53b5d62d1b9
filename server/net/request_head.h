// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/http.h"

namespace parlor::net {

/// Limits that the head of a request is checked against.
struct HeadLimits {
    qsizetype target = 8 * 1024;   ///< bytes of the request target; more is UriTooLong
    qsizetype headers = 32 * 1024; ///< bytes of all header lines; more is HeadersTooLarge
};

/// The start line and headers of one request, read strictly (RFC 9112): what two readers could take
/// differently is refused, so that no proxy before us and no parser behind us can disagree on where a request
/// ends.
struct RequestHead {
    std::optional<Method> method; ///< nullopt: a valid token that is none of ours
    QByteArray path;              ///< still percent-encoded; starts with '/', or is "*" for OPTIONS
    QByteArray query;             ///< without '?', percent-encoded
    int minorVersion = 1;         ///< HTTP/1.0 or 1.1
    QList<QPair<QByteArray, QByteArray>> headers; ///< names in lower case, values trimmed
    qint64 contentLength = 0;
    bool keepAlive = true;
    bool expectContinue = false;
    bool upgrade = false; ///< Connection: upgrade and Upgrade: websocket

    QByteArray header(const char* name) const;
    /// Whether the comma-separated list in that header holds `token`, ignoring case.
    bool hasToken(const char* name, QByteArrayView token) const;
};

/// Finds the end of a head in bytes that arrive piecemeal, looking at each byte once. Refuses at once what
/// can never become a valid head: a bare LF, a NUL, a first byte that no method has, more bytes than the
/// limits allow.
class HeadScanner {
public:
    /// Size of the head in `bytes` (the blank line included) or 0 if it is not whole yet. `bytes` only ever
    /// grows.
    Result<qsizetype> scan(const QByteArray& bytes, const HeadLimits& limits);
    void reset() { *this = HeadScanner(); }

private:
    qsizetype m_scanned = 0;
    qsizetype m_lineStart = 0;
    bool m_inHeaders = false;
};

/// `head` is everything up to and including the blank line.
Result<RequestHead> parseHead(const QByteArray& head, const HeadLimits& limits);

/// The path decoded: valid UTF-8 without NUL and without "." or ".." segments, or Invalid.
Result<QByteArray> decodePath(const QByteArray& rawPath);

} // namespace parlor::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/response_head.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace parlor::net {

namespace {

const char* reason(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 411:
        return "Length Required";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 416:
        return "Range Not Satisfiable";
    case 426:
        return "Upgrade Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "Status";
    }
}

bool isName(QByteArrayView name) {
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
               c == '_';
    });
}

bool isValue(QByteArrayView value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

/// IMF-fixdate (RFC 9110, 5.6.7), made once a second on each thread.
const QByteArray& dateValue() {
    thread_local qint64 second = -1;
    thread_local QByteArray text;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (const qint64 current = now.toSecsSinceEpoch(); current != second) {
        second = current;
        text = QLocale::c().toString(now, QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1();
    }
    return text;
}

bool append(QByteArray& out, QByteArrayView name, QByteArrayView value) {
    if (!isName(name) || !isValue(value))
        return false;
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
    return true;
}

} // namespace

bool hasNoBody(int status) {
    return status < 200 || status == 204 || status == 304;
}

Result<QByteArray> writeHead(const ResponseHead& head) {
    QByteArray out;
    out.reserve(256);
    out += "HTTP/1.1 " + QByteArray::number(head.status) + ' ' + reason(head.status) + "\r\n";
    bool good = append(out, "Date", dateValue());
    if (!head.contentType.isEmpty())
        good = good && append(out, "Content-Type", head.contentType);
    if (head.contentLength)
        good = good && append(out, "Content-Length", QByteArray::number(*head.contentLength));
    if (head.close)
        good = good && append(out, "Connection", "close");
    else if (head.http10)
        good = good && append(out, "Connection", "keep-alive");
    // A browser must never guess a type: what one user uploads would run as script in the eyes of another.
    good = good && append(out, "X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : head.headers)
        good = good && append(out, name, value);
    if (!good)
        return fail(ErrorCode::Internal);
    out += "\r\n";
    return out;
}

} // namespace parlor::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/request_head.h"

#include "server/net/method.h"

#include <algorithm>
#include <limits>

namespace parlor::net {

namespace {

tl::unexpected<Error> invalid(const char* message) {
    return fail(ErrorCode::Invalid, QString::fromLatin1(message));
}

/// tchar of RFC 9110, 5.6.2.
bool isTokenChar(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c));
}

bool isToken(QByteArrayView text) {
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

bool isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/// Field content: visible characters, blanks, tabs, and bytes above 127 (RFC 9110, 5.5).
bool isFieldValue(QByteArrayView value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

QByteArrayView trimBlanks(QByteArrayView text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && blank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && blank(text.back()))
        text.chop(1);
    return text;
}

bool isTarget(QByteArrayView target) {
    for (qsizetype i = 0; i < target.size(); ++i) {
        const char c = target[i];
        if (c <= 0x20 || c >= 0x7f || c == '#' || c == '\\')
            return false;
        if (c == '%' && (i + 2 >= target.size() || !isHexDigit(target[i + 1]) || !isHexDigit(target[i + 2])))
            return false;
    }
    return !target.isEmpty();
}

/// A host with an optional port: what a Host header may hold. Bytes that would change a URL's meaning are
/// refused.
bool isHost(QByteArrayView host) {
    return std::all_of(host.begin(), host.end(), [](char c) {
        return c > 0x20 && c < 0x7f && !QByteArrayView("/\\?#@<>\"{}|^`,;").contains(c);
    });
}

Result<void> readTarget(QByteArrayView target, RequestHead& head) {
    if (!isTarget(target))
        return invalid("The request target is malformed.");
    // The absolute form is for proxies, but a server must take it (RFC 9112, 3.2.2); its authority must be
    // the Host.
    constexpr QByteArrayView scheme("http://");
    constexpr QByteArrayView secureScheme("https://");
    for (const QByteArrayView prefix : {scheme, secureScheme}) {
        if (!target.startsWith(prefix))
            continue;
        target = target.sliced(prefix.size());
        const auto slash =
            std::find_if(target.begin(), target.end(), [](char c) { return c == '/' || c == '?'; });
        const QByteArrayView authority = target.first(slash - target.begin());
        if (authority.isEmpty() || authority != QByteArrayView(head.header("host")))
            return invalid("The request target names another host.");
        target = target.sliced(authority.size());
        if (target.isEmpty())
            target = QByteArrayView("/");
        break;
    }
    if (target == QByteArrayView("*") && head.method == Method::Options) {
        head.path = QByteArrayLiteral("*");
        return {};
    }
    if (!target.startsWith('/'))
        return invalid("The request target must start with a slash.");
    const qsizetype question = target.indexOf('?');
    head.path = (question < 0 ? target : target.first(question)).toByteArray();
    if (question >= 0)
        head.query = target.sliced(question + 1).toByteArray();
    return {};
}

/// "GET /path HTTP/1.1": one blank between the parts, nothing else. Gives the target.
Result<QByteArrayView> readRequestLine(QByteArrayView line, RequestHead& head, const HeadLimits& limits) {
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first)
        return invalid("The request line is malformed.");
    const QByteArrayView method = line.first(first);
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    const QByteArrayView version = line.sliced(last + 1);
    if (!isToken(method))
        return invalid("The method is malformed.");
    if (target.size() > limits.target)
        return fail(ErrorCode::UriTooLong);
    if (version == QByteArrayView("HTTP/1.1"))
        head.minorVersion = 1;
    else if (version == QByteArrayView("HTTP/1.0"))
        head.minorVersion = 0;
    else
        return invalid("Only HTTP/1.0 and HTTP/1.1 are spoken here.");
    head.method = methodFromName(method);
    return target;
}

Result<void> readHeaderLine(QByteArrayView line, RequestHead& head) {
    const qsizetype colon = line.indexOf(':');
    // A name followed by a blank, and a line that continues the one before, are how requests are smuggled
    // (RFC 9112, 5).
    if (colon <= 0 || !isToken(line.first(colon)))
        return invalid("A header line is malformed.");
    const QByteArrayView value = trimBlanks(line.sliced(colon + 1));
    if (!isFieldValue(value))
        return invalid("A header holds a control character.");
    head.headers.append({line.first(colon).toByteArray().toLower(), value.toByteArray()});
    return {};
}

int countOf(const RequestHead& head, const char* name) {
    return int(std::count_if(head.headers.begin(), head.headers.end(),
                             [name](const auto& header) { return header.first == name; }));
}

Result<void> readLength(RequestHead& head) {
    if (countOf(head, "transfer-encoding") > 0)
        return fail(ErrorCode::LengthRequired);
    const int lengths = countOf(head, "content-length");
    if (lengths > 1)
        return invalid("Content-Length is given more than once.");
    if (lengths == 0)
        return {};
    const QByteArray text = head.header("content-length");
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return invalid("Content-Length is not a number.");
    bool ok = false;
    head.contentLength = text.toLongLong(&ok);
    if (!ok) // more digits than a number holds
        return fail(ErrorCode::TooLarge);
    return {};
}

Result<void> checkHeaders(RequestHead& head) {
    const int hosts = countOf(head, "host");
    if (hosts > 1)
        return invalid("Host is given more than once.");
    if (hosts == 0 && head.minorVersion == 1)
        return invalid("Host is missing.");
    if (!isHost(head.header("host")))
        return invalid("Host is malformed.");
    if (auto length = readLength(head); !length)
        return length;
    if (const QByteArray expect = head.header("expect"); !expect.isEmpty()) {
        if (expect.compare("100-continue", Qt::CaseInsensitive) != 0)
            return invalid("This expectation cannot be met.");
        head.expectContinue = head.minorVersion == 1;
    }
    head.keepAlive = head.minorVersion == 1 ? !head.hasToken("connection", "close")
                                            : head.hasToken("connection", "keep-alive");
    head.upgrade = head.minorVersion == 1 && head.hasToken("connection", "upgrade") &&
                   head.hasToken("upgrade", "websocket");
    return {};
}

} // namespace

QByteArray RequestHead::header(const char* name) const {
    for (const auto& [key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

bool RequestHead::hasToken(const char* name, QByteArrayView token) const {
    for (const auto& [key, value] : headers) {
        if (key != name)
            continue;
        const auto parts = value.split(',');
        for (const QByteArray& part : parts) {
            if (trimBlanks(part).compare(token, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

Result<qsizetype> HeadScanner::scan(const QByteArray& bytes, const HeadLimits& limits) {
    if (m_scanned == 0 && !bytes.isEmpty() && !isTokenChar(bytes[0]))
        return invalid("This is not an HTTP request.");
    // Method, blanks and version around the longest target; the line end included.
    constexpr qsizetype aroundTarget = 64;
    for (; m_scanned < bytes.size(); ++m_scanned) {
        const char c = bytes[m_scanned];
        if (c == '\0')
            return invalid("The request holds a NUL.");
        if (c != '\n')
            continue;
        if (m_scanned == 0 || bytes[m_scanned - 1] != '\r')
            return invalid("A line does not end in CR LF.");
        if (!m_inHeaders && m_scanned > limits.target + aroundTarget)
            return fail(ErrorCode::UriTooLong);
        const bool blank = m_scanned - m_lineStart == 1;
        m_lineStart = m_scanned + 1;
        if (m_inHeaders && blank) {
            if (m_lineStart > limits.target + aroundTarget + limits.headers)
                return fail(ErrorCode::HeadersTooLarge);
            return m_lineStart;
        }
        m_inHeaders = true;
    }
    if (!m_inHeaders && bytes.size() > limits.target + aroundTarget)
        return fail(ErrorCode::UriTooLong);
    if (bytes.size() > limits.target + aroundTarget + limits.headers)
        return fail(ErrorCode::HeadersTooLarge);
    return 0;
}

Result<RequestHead> parseHead(const QByteArray& head, const HeadLimits& limits) {
    RequestHead result;
    qsizetype lineEnd = head.indexOf("\r\n");
    if (lineEnd < 0)
        return invalid("The request line is malformed.");
    const auto target = readRequestLine(QByteArrayView(head).first(lineEnd), result, limits);
    if (!target)
        return fail(target.error());
    qsizetype start = lineEnd + 2;
    if (head.size() - start > limits.headers)
        return fail(ErrorCode::HeadersTooLarge);
    while ((lineEnd = head.indexOf("\r\n", start)) > start) {
        if (auto line = readHeaderLine(QByteArrayView(head).sliced(start, lineEnd - start), result); !line)
            return fail(line.error());
        start = lineEnd + 2;
    }
    if (auto checked = checkHeaders(result); !checked)
        return fail(checked.error());
    if (auto read = readTarget(*target, result); !read)
        return fail(read.error());
    return result;
}

Result<QByteArray> decodePath(const QByteArray& rawPath) {
    const auto segments = rawPath.split('/');
    for (const QByteArray& raw : segments) {
        const QByteArray segment = QByteArray::fromPercentEncoding(raw);
        if (segment == "." || segment == "..")
            return invalid("The path must not hold dot segments.");
        if (segment.contains('\0'))
            return invalid("The path holds a NUL.");
    }
    const QByteArray path = QByteArray::fromPercentEncoding(rawPath);
    if (!path.isValidUtf8())
        return invalid("The path is not valid UTF-8.");
    return path;
}

} // namespace parlor::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/metrics/metrics.h"
#include "shared/limits.h"
#include "shared/result.h"

#include <QByteArray>
#include <QHostAddress>
#include <QJsonObject>
#include <QList>
#include <QPair>
#include <QUrlQuery>

#include <functional>
#include <memory>
#include <optional>

/// HTTP as the rest of the server sees it: plain values in, plain values out. What Qt version is underneath,
/// and how a reply reaches a socket that may be gone, is known to http_parser.cpp and pending_reply.cpp
/// alone.
namespace parlor::net {

struct RouteMetrics;

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };

/// A request that passed the strict check: one Host, one Content-Length at most, no Transfer-Encoding, a
/// well-formed path.
struct HttpRequest {
    Method method = Method::Get;
    QByteArray path; ///< percent-decoded, starts with '/', no "." or ".." segments
    QUrlQuery query;
    QList<QPair<QByteArray, QByteArray>> headers; ///< names in lower case
    QByteArray body;
    QHostAddress peer;       ///< the client's address; behind a trusted proxy that of X-Forwarded-For
    QHostAddress connection; ///< the address at the other end of the connection: the client's, or a proxy's
    bool secure = false;     ///< came through TLS
    QByteArray id;           ///< names it in the log and to the client: its X-Request-Id

    /// First header of that lower-case name; empty if there is none.
    QByteArray header(const char* name) const;
    /// One query item, percent-decoded; nullopt if it is absent; Invalid if it is given twice.
    Result<std::optional<QString>> queryItem(const QString& name) const;
};

/// Values of the `{name}` segments of a route.
class PathArgs {
public:
    void add(const QByteArray& name, const QByteArray& value) { m_items.append({name, value}); }
    /// The segment's value, percent-decoded. A name that the route does not have is a defect (asserts).
    QByteArray value(const char* name) const;

private:
    QList<QPair<QByteArray, QByteArray>> m_items;
};

struct HttpResponse {
    int status = 200;
    QByteArray contentType = QByteArrayLiteral("application/json");
    QByteArray body;
    /// Further headers. A value with a control character is a defect and becomes a 500.
    QList<QPair<QByteArray, QByteArray>> headers;
    /// If set, the body is this file, sent with backpressure; `body` is ignored. The file must be readable
    /// when the handler returns.
    std::optional<QString> file;

    static HttpResponse json(const QJsonObject& object, int status = 200);
    static HttpResponse noContent();
    /// The error table's status and the JSON of docs/protocol.md, with Retry-After where the error has one.
    static HttpResponse error(const Error& error);
};

/// Where a handler runs.
enum class RunOn {
    NetworkThread, ///< must not block, not even on a file
    Pool,          ///< a thread of the pool that the server was given: may block on the store
};

using HttpHandler = std::function<Result<HttpResponse>(const HttpRequest&, const PathArgs&)>;
/// For handlers that finish later: `done` is called exactly once, from any thread; a call after the client
/// has gone is harmless.
using HttpReply = std::function<void(Result<HttpResponse>)>;
using AsyncHttpHandler = std::function<void(const HttpRequest&, const PathArgs&, HttpReply done)>;

struct RouteOptions {
    RunOn runOn = RunOn::Pool;
    qsizetype bodyMax = limits::httpBodyMax; ///< bytes; more is 413
    bool jsonBody = true;                    ///< a body whose Content-Type is not application/json is 415
};

/// The routing table: exact segments and `{name}` segments; a literal beats a parameter. Filled before the
/// server starts and immutable afterwards, so that every network thread reads it without a lock. HEAD is
/// answered by the GET route without its body, OPTIONS and 405 with Allow from the table, and PUT falls back
/// to PATCH.
class Router {
public:
    Router();
    ~Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    void add(Method method, const QByteArray& pattern, HttpHandler handler, RouteOptions options = {});
    void addAsync(Method method, const QByteArray& pattern, AsyncHttpHandler handler,
                  RouteOptions options = {});

    struct Match {
        enum class Outcome { Found, NotFound, MethodNotAllowed } outcome = Outcome::NotFound;
        const AsyncHttpHandler* handler = nullptr;
        RouteMetrics* metrics = nullptr; ///< of the route; counting is no change of the table
        RouteOptions options;
        PathArgs args;
        QByteArray allow; ///< methods of this path, for Allow
    };
    /// `rawPath` is still percent-encoded, so that an encoded slash stays inside its segment.
    Match match(Method method, const QByteArray& rawPath) const;

    /// Every row of the table: its method and the pattern that it was added with.
    QList<QPair<Method, QByteArray>> routes() const;

    /// Names what is counted of each route. The router must outlive the registrations.
    [[nodiscard]] metrics::Registrations registerMetrics(metrics::Registry& registry) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/publisher.h"
#include "server/gateway/routes.h"
#include "server/gateway/session_guard.h"
#include "shared/codec.h"

#include <QLoggingCategory>

namespace parlor::gateway {

namespace {

Q_LOGGING_CATEGORY(lcAuth, "parlor.auth")

Result<void> checkAddress(RouteServices& services, const net::HttpRequest& request) {
    if (!services.config.rateLimits)
        return {};
    if (const auto wait = services.addressLimiter.take(request.peer))
        return fail(Error(ErrorCode::RateLimited).withRetryAfter(*wait));
    return {};
}

/// For a change that stands whether or not the log has been told yet: the outbox relay follows up.
void publishOrLeave(RouteServices& services, const QList<store::OutboxRow>& rows) {
    if (auto published = services.publisher.publish(rows); !published)
        qCWarning(lcAuth) << "left to the outbox relay:" << published.error();
}

Result<net::HttpResponse> registerUser(RouteServices& services, const net::HttpRequest& request) {
    if (auto allowed = checkAddress(services, request); !allowed)
        return fail(allowed.error());
    auto body = decodeBody<RegisterRequest>(request.body);
    if (!body)
        return fail(body.error());
    auto registered = services.auth.registerUser(*body);
    if (!registered)
        return fail(registered.error());
    publishOrLeave(services, registered->outbox);
    return net::HttpResponse::json(toJson(registered->value), 201);
}

Result<net::HttpResponse> login(RouteServices& services, const net::HttpRequest& request) {
    if (auto allowed = checkAddress(services, request); !allowed)
        return fail(allowed.error());
    auto body = decodeBody<LoginRequest>(request.body);
    if (!body)
        return fail(body.error());
    auto tokens = services.auth.login(*body);
    if (!tokens)
        return fail(tokens.error());
    return net::HttpResponse::json(toJson(*tokens));
}

Result<net::HttpResponse> refresh(RouteServices& services, const net::HttpRequest& request) {
    auto body = decodeBody<RefreshRequest>(request.body);
    if (!body)
        return fail(body.error());
    auto refreshed = services.auth.refresh(*body);
    if (!refreshed)
        return fail(refreshed.error());
    publishOrLeave(services, refreshed->outbox);
    if (!refreshed->value)
        return fail(refreshed->value.error());
    return net::HttpResponse::json(toJson(*refreshed->value));
}

Result<net::HttpResponse> logout(RouteServices& services, const auth::Identity& identity) {
    auto ended = services.auth.logout(identity);
    if (!ended)
        return fail(ended.error());
    services.guard.revoked(identity.sessionId);
    publishOrLeave(services, ended->outbox);
    return net::HttpResponse::noContent();
}

Result<net::HttpResponse> me(RouteServices& services, const auth::Identity& identity) {
    auto account = services.store.account(identity.userId);
    if (!account)
        return fail(account.error());
    QJsonObject json = toJson(account->user);
    json.insert(QStringLiteral("email"), account->email);
    json.insert(QStringLiteral("administrator"), account->administrator);
    return net::HttpResponse::json(json);
}

} // namespace

void addAuthRoutes(net::Router& router, RouteServices& services) {
    using Handler = Result<net::HttpResponse> (*)(RouteServices&, const net::HttpRequest&);
    const auto add = [&](const char* path, Handler handler) {
        router.add(net::Method::Post, path,
                   [&services, handler](const net::HttpRequest& request, const net::PathArgs&) {
                       return handler(services, request);
                   });
    };
    add("/api/v1/auth/register", registerUser);
    add("/api/v1/auth/login", login);
    add("/api/v1/auth/refresh", refresh);
    router.add(net::Method::Post, "/api/v1/auth/logout",
               authed(services, [&services](const auth::Identity& identity, const net::HttpRequest&,
                                            const net::PathArgs&) { return logout(services, identity); }));
    // The same under the name that it has among the users.
    for (const char* path : {"/api/v1/auth/me", "/api/v1/users/me"}) {
        router.add(net::Method::Get, path,
                   authed(services, [&services](const auth::Identity& identity, const net::HttpRequest&,
                                                const net::PathArgs&) { return me(services, identity); }));
    }
}

} // namespace parlor::gateway

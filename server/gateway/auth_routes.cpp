// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/routes.h"
#include "server/gateway/session_guard.h"
#include "shared/codec.h"

namespace parlor::gateway {

namespace {

Result<net::HttpResponse> registerUser(RouteServices& services, const net::HttpRequest& request) {
    if (auto allowed = services.limits.login(request.peer); !allowed)
        return fail(allowed.error());
    auto body = decodeBody<RegisterRequest>(request.body);
    if (!body)
        return fail(body.error());
    auto registered = services.auth.registerUser(*body, request.peer);
    if (!registered)
        return fail(registered.error());
    publishOrLeave(services, registered->outbox);
    return net::HttpResponse::json(toJson(registered->value), 201);
}

Result<net::HttpResponse> login(RouteServices& services, const net::HttpRequest& request) {
    if (auto allowed = services.limits.login(request.peer); !allowed)
        return fail(allowed.error());
    auto body = decodeBody<LoginRequest>(request.body);
    if (!body)
        return fail(body.error());
    auto tokens = services.auth.login(*body, request.peer);
    if (!tokens)
        return fail(tokens.error());
    return net::HttpResponse::json(toJson(*tokens));
}

Result<net::HttpResponse> refresh(RouteServices& services, const net::HttpRequest& request) {
    if (auto allowed = services.limits.anonymous(request.peer); !allowed)
        return fail(allowed.error());
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

Result<net::HttpResponse> logout(RouteServices& services, const auth::Identity& identity,
                                 const net::HttpRequest& request) {
    const auto body =
        request.body.isEmpty() ? Result<LogoutRequest>() : decodeBody<LogoutRequest>(request.body);
    if (!body)
        return fail(body.error());
    if (body->all) {
        auto ended = services.auth.logoutEverywhere(identity.userId);
        if (!ended)
            return fail(ended.error());
        publishOrLeave(services, ended->outbox);
        return net::HttpResponse::noContent();
    }
    auto ended = services.auth.logout(identity);
    if (!ended)
        return fail(ended.error());
    publishOrLeave(services, ended->outbox);
    return net::HttpResponse::noContent();
}

Result<net::HttpResponse> changePassword(RouteServices& services, const auth::Identity& identity,
                                         const net::HttpRequest& request) {
    auto body = decodeBody<ChangePasswordRequest>(request.body);
    if (!body)
        return fail(body.error());
    auto changed = services.auth.changePassword(identity, *body);
    if (!changed)
        return fail(changed.error());
    publishOrLeave(services, changed->outbox);
    return net::HttpResponse::noContent();
}

Result<net::HttpResponse> session(RouteServices& services, const auth::Identity& identity) {
    const auto found = services.store.session(identity.sessionId);
    if (!found)
        return fail(found.error());
    return net::HttpResponse::json(toJson(
        SessionInfo{found->id, found->device, found->address, found->createdAt, found->lastUsedAt, true}));
}

Result<net::HttpResponse> sessions(RouteServices& services, const auth::Identity& identity,
                                   const net::HttpRequest& request) {
    const QString after = QStringLiteral("after");
    auto cursor = request.queryItem(after);
    auto limit = limitParameter(request);
    if (!cursor)
        return fail(cursor.error());
    if (!limit)
        return fail(limit.error());
    auto page = services.store.sessionsOf(identity.userId, *cursor, *limit);
    if (!page)
        return fail(page.error().code() == ErrorCode::Invalid ? page.error().withField(after) : page.error());
    for (SessionInfo& one : page->items)
        one.current = one.id == identity.sessionId;
    return net::HttpResponse::json(toJson(*page));
}

Result<net::HttpResponse> endSession(RouteServices& services, const auth::Identity& identity,
                                     const net::PathArgs& args) {
    auto id = idArg<SessionId>(args, "id");
    if (!id)
        return fail(id.error());
    auto ended = services.auth.endSession(identity, *id);
    if (!ended)
        return fail(ended.error());
    publishOrLeave(services, ended->outbox);
    return net::HttpResponse::noContent();
}

Result<net::HttpResponse> endOtherSessions(RouteServices& services, const auth::Identity& identity) {
    auto ended = services.auth.logoutEverywhere(identity.userId, identity.sessionId);
    if (!ended)
        return fail(ended.error());
    publishOrLeave(services, ended->outbox);
    return net::HttpResponse::noContent();
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
    const auto addAuthed = [&](net::Method method, const char* path, auto handler) {
        router.add(method, path,
                   authed(services,
                          [handler](const auth::Identity& identity, const net::HttpRequest& request,
                                    const net::PathArgs& args) -> Result<net::HttpResponse> {
                              return handler(identity, request, args);
                          }));
    };
    addAuthed(net::Method::Post, "/api/v1/auth/logout",
              [&services](const auto& identity, const auto& request, const auto&) {
                  return logout(services, identity, request);
              });
    addAuthed(net::Method::Post, "/api/v1/auth/password",
              [&services](const auto& identity, const auto& request, const auto&) {
                  return changePassword(services, identity, request);
              });
    addAuthed(
        net::Method::Get, "/api/v1/auth/session",
        [&services](const auto& identity, const auto&, const auto&) { return session(services, identity); });
    addAuthed(net::Method::Get, "/api/v1/auth/sessions",
              [&services](const auto& identity, const auto& request, const auto&) {
                  return sessions(services, identity, request);
              });
    addAuthed(net::Method::Delete, "/api/v1/auth/sessions",
              [&services](const auto& identity, const auto&, const auto&) {
                  return endOtherSessions(services, identity);
              });
    addAuthed(net::Method::Delete, "/api/v1/auth/sessions/{id}",
              [&services](const auto& identity, const auto&, const auto& args) {
                  return endSession(services, identity, args);
              });
}

} // namespace parlor::gateway

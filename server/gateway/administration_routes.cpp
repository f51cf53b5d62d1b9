// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/account_administration.h"
#include "server/gateway/routes.h"
#include "shared/codec.h"

/// What administrators of the server may do: to accounts, and to read of what was done.
namespace parlor::gateway {

namespace {

/// Who asks, if they administer this server. The store is asked each time: it is done rarely, and must end at
/// once.
Result<auth::ActingAdministrator> administrator(RouteServices& services, const auth::Identity& identity,
                                                const net::HttpRequest& request) {
    const auto account = services.store.account(identity.userId);
    if (!account)
        return fail(account.error());
    if (!account->administrator || !account->active)
        return fail(ErrorCode::Forbidden, QStringLiteral("Only administrators of this server may do that."));
    return auth::ActingAdministrator{identity.userId, identity.sessionId, request.peer.toString()};
}

auth::AccountAdministration administration(RouteServices& services) {
    return auth::AccountAdministration(services.store, [&services](const QString& password) {
        return services.auth.hashPassword(password);
    });
}

/// Answers with the account as it is now.
Result<net::HttpResponse> done(RouteServices& services,
                               const Result<store::Committed<store::Account>>& changed, int status = 200) {
    if (!changed)
        return fail(changed.error());
    publishOrLeave(services, changed->outbox);
    const store::Account& account = changed->value;
    return net::HttpResponse::json(toJson(AccountInfo{account.user, account.email, account.administrator}),
                                   status);
}

Result<net::HttpResponse> createUser(RouteServices& services, const auth::ActingAdministrator& by,
                                     const net::HttpRequest& request, const net::PathArgs&) {
    const auto body = decodeBody<CreateUserRequest>(request.body);
    if (!body)
        return fail(body.error());
    return done(services, administration(services).create(by, *body, body->administrator), 201);
}

Result<net::HttpResponse> changeUser(RouteServices& services, const auth::ActingAdministrator& by,
                                     const net::HttpRequest& request, const net::PathArgs& args) {
    const auto id = idArg<UserId>(args, "id");
    if (!id)
        return fail(id.error());
    const auto body = decodeBody<UpdateUserRequest>(request.body);
    if (!body)
        return fail(body.error());
    return done(services, administration(services).change(by, *id, *body));
}

Result<net::HttpResponse> deleteUser(RouteServices& services, const auth::ActingAdministrator& by,
                                     const net::HttpRequest&, const net::PathArgs& args) {
    const auto id = idArg<UserId>(args, "id");
    if (!id)
        return fail(id.error());
    const auto removed = administration(services).remove(by, *id);
    if (!removed)
        return fail(removed.error());
    publishOrLeave(services, removed->outbox);
    return net::HttpResponse::noContent();
}

Result<net::HttpResponse> auditLog(RouteServices& services, const auth::ActingAdministrator&,
                                   const net::HttpRequest& request, const net::PathArgs&) {
    const auto before = numberParameter(request, QStringLiteral("before"));
    const auto limit = limitParameter(request);
    if (!before)
        return fail(before.error());
    if (!limit)
        return fail(limit.error());
    const auto page = services.store.auditLog(*before, *limit);
    if (!page)
        return fail(page.error());
    return net::HttpResponse::json(toJson(*page));
}

} // namespace

void addAdministrationRoutes(net::Router& router, RouteServices& services) {
    using Handler = Result<net::HttpResponse> (*)(RouteServices&, const auth::ActingAdministrator&,
                                                  const net::HttpRequest&, const net::PathArgs&);
    const auto add = [&](net::Method method, const char* path, Handler handler) {
        router.add(
            method, path,
            authed(services,
                   [&services, handler](const auth::Identity& identity, const net::HttpRequest& request,
                                        const net::PathArgs& args) -> Result<net::HttpResponse> {
                       const auto by = administrator(services, identity, request);
                       if (!by)
                           return fail(by.error());
                       return handler(services, *by, request, args);
                   }));
    };
    add(net::Method::Post, "/api/v1/users", createUser);
    add(net::Method::Patch, "/api/v1/users/{id}", changeUser);
    add(net::Method::Delete, "/api/v1/users/{id}", deleteUser);
    add(net::Method::Get, "/api/v1/audit", auditLog);
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/routes.h"
#include "shared/codec.h"
#include "shared/limits.h"

namespace parlor::gateway {

namespace {

/// `users?ids=a,b,c`
Result<net::HttpResponse> usersByIds(RouteServices& services, const QString& list) {
    QList<UserId> ids;
    for (const QString& text : list.split(u',', Qt::SkipEmptyParts)) {
        const auto id = UserId::parse(text);
        if (!id)
            return fail(ErrorCode::Invalid, QStringLiteral("ids must be user ids, separated by commas."),
                        QStringLiteral("ids"));
        ids.append(*id);
    }
    if (ids.size() > limits::pageMax)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("Ask for at most %1 users at once.").arg(limits::pageMax),
                    QStringLiteral("ids"));
    auto users = services.store.users(ids);
    if (!users)
        return fail(users.error());
    return net::HttpResponse::json(toJson(Page<User>{*users, std::nullopt}));
}

using List = Result<Page<User>> (store::Store::*)(const QString&, const std::optional<QString>&, int);

/// Users whom `list` finds by the text `q`, all of them if it is absent or empty.
Result<net::HttpResponse> listUsers(RouteServices& services, const net::HttpRequest& request, List list) {
    const QString after = QStringLiteral("after");
    auto text = textParameter(request, QStringLiteral("q"));
    auto cursor = textParameter(request, after);
    auto limit = limitParameter(request);
    if (!text)
        return fail(text.error());
    if (!cursor)
        return fail(cursor.error());
    if (!limit)
        return fail(limit.error());
    auto page = (services.store.*list)(text->value_or(QString()), *cursor, *limit);
    if (!page)
        return fail(page.error().code() == ErrorCode::Invalid ? page.error().withField(after) : page.error());
    return net::HttpResponse::json(toJson(*page));
}

Result<net::HttpResponse> me(RouteServices& services, const auth::Identity& identity) {
    auto account = services.store.account(identity.userId);
    if (!account)
        return fail(account.error());
    return net::HttpResponse::json(
        toJson(AccountInfo{account->user, account->email, account->administrator}));
}

Result<net::HttpResponse> updateMe(RouteServices& services, const auth::Identity& identity,
                                   const net::HttpRequest& request) {
    auto body = decodeBody<UpdateProfileRequest>(request.body);
    if (!body)
        return fail(body.error());
    store::AccountChanges changes;
    changes.displayName = body->displayName;
    changes.statusText = body->statusText;
    changes.timeZone = body->timeZone;
    auto changed = services.store.changeAccount(identity.userId, changes);
    if (!changed)
        return fail(changed.error());
    publishOrLeave(services, changed->outbox);
    const store::Account& account = changed->value;
    return net::HttpResponse::json(toJson(AccountInfo{account.user, account.email, account.administrator}));
}

} // namespace

void addUserRoutes(net::Router& router, RouteServices& services) {
    router.add(net::Method::Get, "/api/v1/users",
               authed(services,
                      [&services](const auth::Identity&, const net::HttpRequest& request,
                                  const net::PathArgs&) -> Result<net::HttpResponse> {
                          auto ids = request.queryItem(QStringLiteral("ids"));
                          if (!ids)
                              return fail(ids.error());
                          if (*ids)
                              return usersByIds(services, **ids);
                          return listUsers(services, request, &store::Store::directory);
                      }));
    router.add(net::Method::Get, "/api/v1/users/search",
               authed(services, [&services](const auth::Identity&, const net::HttpRequest& request,
                                            const net::PathArgs&) {
                   return listUsers(services, request, &store::Store::searchUsers);
               }));
    router.add(net::Method::Get, "/api/v1/users/{id}",
               authed(services,
                      [&services](const auth::Identity&, const net::HttpRequest&,
                                  const net::PathArgs& args) -> Result<net::HttpResponse> {
                          auto id = idArg<UserId>(args, "id");
                          if (!id)
                              return fail(id.error());
                          auto users = services.store.users({*id});
                          if (!users)
                              return fail(users.error());
                          if (users->isEmpty())
                              return fail(ErrorCode::NotFound, QStringLiteral("There is no such user."));
                          return net::HttpResponse::json(toJson(users->constFirst()));
                      }));
    // The same under the name that it has among what is signed in.
    for (const char* path : {"/api/v1/auth/me", "/api/v1/users/me"}) {
        router.add(net::Method::Get, path,
                   authed(services, [&services](const auth::Identity& identity, const net::HttpRequest&,
                                                const net::PathArgs&) { return me(services, identity); }));
    }
    router.add(net::Method::Patch, "/api/v1/users/me",
               authed(services,
                      [&services](const auth::Identity& identity, const net::HttpRequest& request,
                                  const net::PathArgs&) { return updateMe(services, identity, request); }));
}

} // namespace parlor::gateway

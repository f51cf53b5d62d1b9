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

Result<net::HttpResponse> directory(RouteServices& services, const net::HttpRequest& request,
                                    const QString& prefixParameter) {
    auto prefix = request.queryItem(prefixParameter);
    auto cursor = request.queryItem(QStringLiteral("after"));
    auto limit = limitParameter(request);
    if (!prefix)
        return fail(prefix.error());
    if (!cursor)
        return fail(cursor.error());
    if (!limit)
        return fail(limit.error());
    auto page = services.store.directory(prefix->value_or(QString()), *cursor, *limit);
    if (!page)
        return fail(page.error());
    return net::HttpResponse::json(toJson(*page));
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
                          return directory(services, request, QStringLiteral("q"));
                      }));
    router.add(net::Method::Get, "/api/v1/users/search",
               authed(services, [&services](const auth::Identity&, const net::HttpRequest& request,
                                            const net::PathArgs&) {
                   return directory(services, request, QStringLiteral("q"));
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
}

} // namespace parlor::gateway

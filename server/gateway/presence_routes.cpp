// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/ephemera.h"
#include "server/gateway/routes.h"
#include "shared/codec.h"
#include "shared/json_reader.h"

namespace parlor::gateway {

namespace {

/// `users/presence?ids=a,b,c`
Result<net::HttpResponse> presenceOf(RouteServices& services, const auth::Identity& identity,
                                     const net::HttpRequest& request) {
    const QString name = QStringLiteral("ids");
    auto list = request.queryItem(name);
    if (!list)
        return fail(list.error());
    if (!*list)
        return fail(ErrorCode::Invalid, QStringLiteral("ids must be user ids, separated by commas."), name);
    QList<UserId> ids;
    for (const QString& text : (*list)->split(u',', Qt::SkipEmptyParts)) {
        const auto id = UserId::parse(text);
        if (!id)
            return fail(ErrorCode::Invalid, QStringLiteral("ids must be user ids, separated by commas."),
                        name);
        ids.append(*id);
    }
    if (ids.size() > limits::presenceQueryMax)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("Ask for at most %1 users at once.").arg(limits::presenceQueryMax), name);
    auto users = services.ephemera.presence().get(identity.userId, ids);
    if (!users)
        return fail(users.error());
    return net::HttpResponse::json(toJson(Page<Presence>{*users, std::nullopt}));
}

Result<net::HttpResponse> setPresence(RouteServices& services, const auth::Identity& identity,
                                      const net::HttpRequest& request) {
    auto body = parseObject(request.body);
    if (!body)
        return fail(body.error());
    JsonReader reader(*body);
    const QLatin1StringView key("status");
    const auto status = reader.enumeration(key, presenceStatusFromString, "online, away or dnd");
    if (!reader.failed() && status == PresenceStatus::Offline)
        reader.fail(key, QStringLiteral("must be online, away or dnd"));
    if (reader.failed())
        return fail(reader.error());
    PresenceService& presence = services.ephemera.presence();
    presence.setLease(identity.userId, identity.sessionId, status);
    auto users = presence.get(identity.userId, {identity.userId});
    if (!users)
        return fail(users.error());
    if (users->isEmpty())
        return fail(ErrorCode::NotFound);
    return net::HttpResponse::json(toJson(users->constFirst()));
}

} // namespace

void addPresenceRoutes(net::Router& router, RouteServices& services) {
    router.add(net::Method::Get, "/api/v1/users/presence",
               authed(services,
                      [&services](const auth::Identity& identity, const net::HttpRequest& request,
                                  const net::PathArgs&) { return presenceOf(services, identity, request); }));
    router.add(net::Method::Patch, "/api/v1/users/me/presence",
               authed(services, [&services](const auth::Identity& identity, const net::HttpRequest& request,
                                            const net::PathArgs&) {
                   return setPresence(services, identity, request);
               }));
}

} // namespace parlor::gateway

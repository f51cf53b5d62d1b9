// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_search.h"
#include "server/gateway/routes.h"
#include "shared/limits.h"

namespace parlor::gateway {

namespace {

// In usual requests: what one search takes from the budget beside the request itself.
constexpr double searchCost = 9;

Result<QString> queryText(const net::HttpRequest& request) {
    const QString name = QStringLiteral("q");
    auto text = request.queryItem(name);
    if (!text)
        return fail(text.error());
    if (!*text)
        return fail(ErrorCode::Invalid, QStringLiteral("q is missing: what to search for."), name);
    if ((*text)->toUcs4().size() > limits::searchQueryMax)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("q must have %1 characters at most.").arg(limits::searchQueryMax), name);
    return **text;
}

Result<net::HttpResponse> searchMessages(RouteServices& services, MessageSearch& search,
                                         const auth::Identity& identity, const net::HttpRequest& request) {
    if (!services.config.info.search)
        return fail(ErrorCode::NotFound, QStringLiteral("Searching is switched off on this server."));
    auto text = queryText(request);
    if (!text)
        return fail(text.error());
    auto before = request.queryItem(QStringLiteral("before"));
    if (!before)
        return fail(before.error());
    auto limit = limitParameter(request);
    if (!limit)
        return fail(limit.error());
    auto query = search::parseQuery(*text);
    if (!query)
        return fail(query.error());
    if (auto allowed = services.limits.request(identity.userId, searchCost); !allowed)
        return fail(allowed.error());
    auto answer = search.search(identity.userId, *query, *before, *limit);
    if (!answer)
        return fail(answer.error());
    return net::HttpResponse::json(toJson(*answer));
}

} // namespace

void addSearchRoutes(net::Router& router, RouteServices& services, MessageSearch& search) {
    router.add(net::Method::Get, "/api/v1/search",
               authed(services, [&services, &search](const auth::Identity& identity,
                                                     const net::HttpRequest& request, const net::PathArgs&) {
                   return searchMessages(services, search, identity, request);
               }));
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/routes.h"

#include "server/gateway/publisher.h"
#include "server/gateway/room_service.h"
#include "server/gateway/session_guard.h"
#include "shared/codec.h"
#include "shared/limits.h"

#include <QLoggingCategory>

namespace parlor::gateway {

Q_LOGGING_CATEGORY(lcRoutes, "parlor.routes")

namespace {

/// Sending, editing, deleting, reacting, pinning: what message frames are on a socket.
bool isMessageWrite(const net::HttpRequest& request) {
    if (request.method == net::Method::Get || request.method == net::Method::Head)
        return false;
    return request.path.startsWith("/api/v1/messages/") || request.path.endsWith("/messages");
}

} // namespace

Result<auth::Identity> identify(RouteServices& services, const net::HttpRequest& request) {
    auto identity = services.guard.verify(bearerToken(request.header("authorization")));
    if (!identity) {
        // Whoever guesses tokens does it slowly.
        if (auto allowed = services.limits.anonymous(request.peer); !allowed)
            return fail(allowed.error());
        return identity;
    }
    if (auto valid = services.guard.checkSession(*identity); !valid)
        return fail(valid.error());
    auto allowed = isMessageWrite(request) ? services.limits.message(identity->userId)
                                           : services.limits.request(identity->userId);
    if (!allowed)
        return fail(allowed.error());
    return identity;
}

void publishOrLeave(RouteServices& services, const QList<store::OutboxRow>& rows) {
    services.auth.markRevoked(rows);
    if (auto published = services.publisher.publish(rows); !published)
        qCWarning(lcRoutes) << "left to the outbox relay:" << published.error();
}

net::HttpHandler authed(RouteServices& services, AuthedHandler handler) {
    return [&services, handler = std::move(handler)](const net::HttpRequest& request,
                                                     const net::PathArgs& args) -> Result<net::HttpResponse> {
        auto identity = identify(services, request);
        if (!identity)
            return fail(identity.error());
        return handler(*identity, request, args);
    };
}

Result<RoomCaller> identifyMember(RouteServices& services, const net::HttpRequest& request,
                                  const net::PathArgs& args) {
    auto identity = identify(services, request);
    if (!identity)
        return fail(identity.error());
    auto room = idArg<RoomId>(args, "id");
    if (!room)
        return fail(room.error());
    if (auto member = services.rooms.requireMember(identity->userId, *room); !member)
        return fail(member.error());
    return RoomCaller{*identity, *room};
}

Result<std::optional<qint64>> numberParameter(const net::HttpRequest& request, const QString& name) {
    auto text = request.queryItem(name);
    if (!text)
        return fail(text.error());
    if (!*text)
        return std::nullopt;
    bool ok = false;
    const qint64 value = (*text)->toLongLong(&ok);
    const bool plain =
        std::all_of((*text)->cbegin(), (*text)->cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!ok || !plain || value > limits::integerMax)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("%1 must be a whole number from 0 to 2^53-1.").arg(name), name);
    return std::optional(value);
}

Result<std::optional<QString>> textParameter(const net::HttpRequest& request, const QString& name) {
    auto text = request.queryItem(name);
    if (text && *text && ((*text)->toUcs4().size() > limits::searchQueryMax || (*text)->contains(QChar(0))))
        return fail(ErrorCode::Invalid,
                    QStringLiteral("%1 must be a text of at most %2 characters.")
                        .arg(name)
                        .arg(limits::searchQueryMax),
                    name);
    return text;
}

Result<int> limitParameter(const net::HttpRequest& request) {
    const QString name = QStringLiteral("limit");
    auto number = numberParameter(request, name);
    if (!number)
        return fail(number.error());
    if (!*number)
        return limits::pageDefault;
    if (**number < 1 || **number > limits::pageMax)
        return fail(ErrorCode::Invalid, QStringLiteral("limit must be 1 to %1.").arg(limits::pageMax), name);
    return static_cast<int>(**number);
}

void addServerRoutes(net::Router& router, RouteServices& services) {
    const net::RouteOptions quick{net::RunOn::NetworkThread};
    router.add(
        net::Method::Get, "/api/v1/server",
        [&services](const net::HttpRequest&, const net::PathArgs&) -> Result<net::HttpResponse> {
            return net::HttpResponse::json(toJson(services.config.info));
        },
        quick);
}

} // namespace parlor::gateway

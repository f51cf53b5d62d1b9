// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/gateway.h"
#include "server/gateway/rate_limits.h"
#include "server/net/http.h"

#include <QHostAddress>
#include <QThreadPool>

#include <functional>

namespace parlor::gateway {

class Ephemera;
class MessageChanger;
class MessageReader;
class MessageSearch;
class MessageSender;
class Publisher;
class Receipts;
class RoomReader;
class RoomService;
class SessionGuard;
class StatusReader;

/// What the HTTP routes are made of; all outlive the router.
struct RouteServices {
    const GatewayConfig& config;
    store::Store& store;
    auth::AuthService& auth;
    SessionGuard& guard;
    Publisher& publisher;
    RoomReader& reader;
    MessageReader& messages;
    RoomService& rooms;
    MessageSender& sender;
    MessageChanger& changer;
    RateLimits& limits;
    QThreadPool& pool;
    Receipts& receipts;
    StatusReader& statuses;
    Ephemera& ephemera;
};

using AuthedHandler = std::function<Result<net::HttpResponse>(const auth::Identity&, const net::HttpRequest&,
                                                              const net::PathArgs&)>;

/// A handler for the pool that is called with who asks; without a valid token it is not called.
net::HttpHandler authed(RouteServices& services, AuthedHandler handler);
/// Who asks, after the session and the rate limit were checked. Blocks: on the pool.
Result<auth::Identity> identify(RouteServices& services, const net::HttpRequest& request);
/// The same for a request about the room `{id}` of the path, which only its members may make; to all others
/// it is NotFound.
struct RoomCaller {
    auth::Identity identity;
    RoomId room;
};
Result<RoomCaller> identifyMember(RouteServices& services, const net::HttpRequest& request,
                                  const net::PathArgs& args);

/// For a change that stands whether or not the log has been told yet: the outbox relay follows up. Sessions
/// that it ended are over at once in this process. Blocks.
void publishOrLeave(RouteServices& services, const QList<store::OutboxRow>& rows);

/// An id in a path; what is no id names nothing: NotFound.
template <typename IdType>
Result<IdType> idArg(const net::PathArgs& args, const char* name) {
    if (const auto id = IdType::parse(QString::fromLatin1(args.value(name))))
        return *id;
    return fail(ErrorCode::NotFound);
}
/// `limit`, 1 to limits::pageMax, limits::pageDefault if absent. Invalid.
Result<int> limitParameter(const net::HttpRequest& request);
/// A text that names are searched by; nullopt if absent. Invalid when it has more than limits::searchQueryMax
/// code points or holds a NUL, which no name does.
Result<std::optional<QString>> textParameter(const net::HttpRequest& request, const QString& name);
/// A seq or another whole number from 0 on; nullopt if absent. Invalid.
Result<std::optional<qint64>> numberParameter(const net::HttpRequest& request, const QString& name);

void addServerRoutes(net::Router& router, RouteServices& services);
void addAuthRoutes(net::Router& router, RouteServices& services);
void addUserRoutes(net::Router& router, RouteServices& services);
void addAdministrationRoutes(net::Router& router, RouteServices& services);
void addRoomRoutes(net::Router& router, RouteServices& services);
void addMessageRoutes(net::Router& router, RouteServices& services);
void addSearchRoutes(net::Router& router, RouteServices& services, MessageSearch& search);
void addStatusRoutes(net::Router& router, RouteServices& services);
void addPresenceRoutes(net::Router& router, RouteServices& services);

} // namespace parlor::gateway

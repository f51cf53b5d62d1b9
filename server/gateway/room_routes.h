// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/room_service.h"
#include "server/gateway/routes.h"
#include "shared/codec.h"

/// What the routes below /api/v1/rooms/{id} have in common.
namespace parlor::gateway {

using RoomHandler =
    std::function<Result<net::HttpResponse>(const auth::Identity&, const RoomId&, const net::HttpRequest&)>;

/// For routes with a room's id in the path.
inline net::HttpHandler withRoom(RouteServices& services, RoomHandler handler) {
    return authed(services,
                  [handler = std::move(handler)](const auth::Identity& identity,
                                                 const net::HttpRequest& request,
                                                 const net::PathArgs& args) -> Result<net::HttpResponse> {
                      auto room = idArg<RoomId>(args, "id");
                      if (!room)
                          return fail(room.error());
                      return handler(identity, *room, request);
                  });
}

/// Part of addRoomRoutes(): members and bans.
void addMemberRoutes(net::Router& router, RouteServices& services);

} // namespace parlor::gateway

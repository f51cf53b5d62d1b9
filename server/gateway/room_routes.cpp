// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_service.h"
#include "server/gateway/routes.h"
#include "shared/codec.h"

namespace parlor::gateway {

namespace {

Result<net::HttpResponse> myRooms(RouteServices& services, const auth::Identity& identity) {
    auto rooms = services.reader.views(identity.userId);
    if (!rooms)
        return fail(rooms.error());
    return net::HttpResponse::json(toJson(Page<RoomView>{*rooms, std::nullopt}));
}

Result<net::HttpResponse> publicRooms(RouteServices& services, const auth::Identity& identity,
                                      const net::HttpRequest& request) {
    auto text = request.queryItem(QStringLiteral("q"));
    auto cursor = request.queryItem(QStringLiteral("after"));
    auto limit = limitParameter(request);
    if (!text)
        return fail(text.error());
    if (!cursor)
        return fail(cursor.error());
    if (!limit)
        return fail(limit.error());
    auto page = services.store.publicRooms(identity.userId, text->value_or(QString()), *cursor, *limit);
    if (!page)
        return fail(page.error());
    return net::HttpResponse::json(toJson(*page));
}

Result<net::HttpResponse> createRoom(RouteServices& services, const auth::Identity& identity,
                                     const net::HttpRequest& request) {
    auto body = decodeBody<CreateRoomRequest>(request.body);
    if (!body)
        return fail(body.error());
    auto view = services.rooms.create(identity.userId, *body);
    if (!view)
        return fail(view.error());
    return net::HttpResponse::json(toJson(*view), 201);
}

Result<net::HttpResponse> members(RouteServices& services, const auth::Identity& identity, const RoomId& room,
                                  const net::HttpRequest& request) {
    auto member = services.rooms.requireMember(identity.userId, room);
    auto cursor = request.queryItem(QStringLiteral("after"));
    auto limit = limitParameter(request);
    if (!member)
        return fail(member.error());
    if (!cursor)
        return fail(cursor.error());
    if (!limit)
        return fail(limit.error());
    auto page = services.store.members(room, *cursor, *limit);
    if (!page)
        return fail(page.error());
    return net::HttpResponse::json(toJson(*page));
}

Result<net::HttpResponse> addMember(RouteServices& services, const auth::Identity& identity,
                                    const RoomId& room, const net::HttpRequest& request) {
    auto body = decodeBody<AddMemberRequest>(request.body);
    if (!body)
        return fail(body.error());
    auto member = services.rooms.addMember(identity.userId, room, body->userId);
    if (!member)
        return fail(member.error());
    return net::HttpResponse::json(toJson(*member), 201);
}

using RoomHandler =
    std::function<Result<net::HttpResponse>(const auth::Identity&, const RoomId&, const net::HttpRequest&)>;

/// For routes with a room's id in the path.
net::HttpHandler withRoom(RouteServices& services, RoomHandler handler) {
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

Result<net::HttpResponse> toResponse(const Result<RoomView>& view) {
    if (!view)
        return fail(view.error());
    return net::HttpResponse::json(toJson(*view));
}

} // namespace

void addRoomRoutes(net::Router& router, RouteServices& services) {
    using enum net::Method;
    const auto simple = [&services](auto function) {
        return authed(services, [&services, function](const auth::Identity& identity,
                                                      const net::HttpRequest& request, const net::PathArgs&) {
            return function(services, identity, request);
        });
    };
    router.add(Get, "/api/v1/rooms",
               authed(services, [&services](const auth::Identity& identity, const net::HttpRequest&,
                                            const net::PathArgs&) { return myRooms(services, identity); }));
    router.add(Get, "/api/v1/rooms/public", simple(publicRooms));
    router.add(Post, "/api/v1/rooms", simple(createRoom));
    router.add(Get, "/api/v1/rooms/{id}",
               withRoom(services, [&services](const auth::Identity& identity, const RoomId& room,
                                              const net::HttpRequest&) {
                   return toResponse(services.reader.view(identity.userId, room));
               }));
    router.add(Post, "/api/v1/rooms/{id}/join",
               withRoom(services, [&services](const auth::Identity& identity, const RoomId& room,
                                              const net::HttpRequest&) {
                   return toResponse(services.rooms.join(identity.userId, room));
               }));
    router.add(Post, "/api/v1/rooms/{id}/leave",
               withRoom(services,
                        [&services](const auth::Identity& identity, const RoomId& room,
                                    const net::HttpRequest&) -> Result<net::HttpResponse> {
                            if (auto left = services.rooms.leave(identity.userId, room); !left)
                                return fail(left.error());
                            return net::HttpResponse::noContent();
                        }));
    router.add(Get, "/api/v1/rooms/{id}/members",
               withRoom(services, [&services](const auth::Identity& identity, const RoomId& room,
                                              const net::HttpRequest& request) {
                   return members(services, identity, room, request);
               }));
    router.add(Post, "/api/v1/rooms/{id}/members",
               withRoom(services, [&services](const auth::Identity& identity, const RoomId& room,
                                              const net::HttpRequest& request) {
                   return addMember(services, identity, room, request);
               }));
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_routes.h"

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
    auto text = textParameter(request, QStringLiteral("q"));
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

Result<net::HttpResponse> directRoom(RouteServices& services, const auth::Identity& identity,
                                     const net::HttpRequest& request) {
    auto body = decodeBody<AddMemberRequest>(request.body);
    if (!body)
        return fail(body.error());
    auto direct = services.rooms.direct(identity.userId, body->userId);
    if (!direct)
        return fail(direct.error());
    return net::HttpResponse::json(toJson(direct->view), direct->made ? 201 : 200);
}

net::HttpResponse toResponse(const RoomView& view) {
    return net::HttpResponse::json(toJson(view));
}

void addOneRoom(net::Router& router, RouteServices& services) {
    using enum net::Method;
    router.add(Get, "/api/v1/rooms/{id}",
               withRoom(services, [&services](const auth::Identity& identity, const RoomId& room,
                                              const net::HttpRequest&) {
                   return services.reader.view(identity.userId, room).map(toResponse);
               }));
    router.add(Patch, "/api/v1/rooms/{id}",
               withRoom(services,
                        [&services](const auth::Identity& identity, const RoomId& room,
                                    const net::HttpRequest& request) -> Result<net::HttpResponse> {
                            auto body = decodeBody<UpdateRoomRequest>(request.body);
                            if (!body)
                                return fail(body.error());
                            return services.rooms.update(identity.userId, room, *body).map(toResponse);
                        }));
    router.add(Delete, "/api/v1/rooms/{id}",
               withRoom(services, [&services](const auth::Identity& identity, const RoomId& room,
                                              const net::HttpRequest&) {
                   return services.rooms.remove(identity.userId, room).map(net::HttpResponse::noContent);
               }));
    router.add(Post, "/api/v1/rooms/{id}/join",
               withRoom(services, [&services](const auth::Identity& identity, const RoomId& room,
                                              const net::HttpRequest&) {
                   return services.rooms.join(identity.userId, room).map(toResponse);
               }));
    router.add(Post, "/api/v1/rooms/{id}/leave",
               withRoom(services, [&services](const auth::Identity& identity, const RoomId& room,
                                              const net::HttpRequest&) {
                   return services.rooms.leave(identity.userId, room).map(net::HttpResponse::noContent);
               }));
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
    router.add(Post, "/api/v1/rooms/direct", simple(directRoom));
    addOneRoom(router, services);
    addMemberRoutes(router, services);
}

} // namespace parlor::gateway

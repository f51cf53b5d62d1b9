// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_routes.h"

namespace parlor::gateway {

namespace {

struct ListQuery {
    std::optional<QString> after;
    int limit = 0;
};
Result<ListQuery> listQuery(const net::HttpRequest& request) {
    auto after = request.queryItem(QStringLiteral("after"));
    auto limit = limitParameter(request);
    if (!after)
        return fail(after.error());
    if (!limit)
        return fail(limit.error());
    return ListQuery{*after, *limit};
}

Result<net::HttpResponse> members(RouteServices& services, const auth::Identity& identity, const RoomId& room,
                                  const net::HttpRequest& request) {
    const auto query = listQuery(request);
    const auto text = textParameter(request, QStringLiteral("q"));
    auto member = services.rooms.requireMember(identity.userId, room);
    if (!member)
        return fail(member.error());
    if (!query)
        return fail(query.error());
    if (!text)
        return fail(text.error());
    return services.store.searchMembers(room, text->value_or(QString()), query->after, query->limit)
        .map([](const Page<Member>& page) { return net::HttpResponse::json(toJson(page)); });
}

Result<net::HttpResponse> addMember(RouteServices& services, const auth::Identity& identity,
                                    const RoomId& room, const net::HttpRequest& request) {
    auto body = decodeBody<AddMemberRequest>(request.body);
    if (!body)
        return fail(body.error());
    return services.rooms.addMember(identity.userId, room, body->userId)
        .map([](const RoomService::Added& done) {
            return net::HttpResponse::json(toJson(done.member), done.added ? 201 : 200);
        });
}

Result<net::HttpResponse> bans(RouteServices& services, const auth::Identity& identity, const RoomId& room,
                               const net::HttpRequest& request) {
    const auto query = listQuery(request);
    if (!query)
        return fail(query.error());
    return services.rooms.bans(identity.userId, room, query->after, query->limit)
        .map([](const Page<Ban>& page) { return net::HttpResponse::json(toJson(page)); });
}

Result<net::HttpResponse> ban(RouteServices& services, const auth::Identity& identity, const RoomId& room,
                              const net::HttpRequest& request) {
    auto body = decodeBody<AddMemberRequest>(request.body);
    if (!body)
        return fail(body.error());
    return services.rooms.ban(identity.userId, room, body->userId).map([](const RoomService::Banned& done) {
        return net::HttpResponse::json(toJson(done.ban), done.banned ? 201 : 200);
    });
}

Result<net::HttpResponse> unban(RouteServices& services, const auth::Identity& identity, const RoomId& room,
                                const UserId& user) {
    return services.rooms.unban(identity.userId, room, user).map(net::HttpResponse::noContent);
}

Result<net::HttpResponse> member(RouteServices& services, const auth::Identity& identity, const RoomId& room,
                                 const UserId& user) {
    if (auto self = services.rooms.requireMember(identity.userId, room); !self)
        return fail(self.error());
    return services.store.member(room, user).map([](const Member& found) {
        return net::HttpResponse::json(toJson(found));
    });
}

Result<net::HttpResponse> removeMember(RouteServices& services, const auth::Identity& identity,
                                       const RoomId& room, const UserId& user) {
    return services.rooms.removeMember(identity.userId, room, user).map(net::HttpResponse::noContent);
}

/// For routes with the ids of a room and of a user in the path.
template <typename Function>
net::HttpHandler withMember(RouteServices& services, Function function) {
    return authed(services,
                  [&services, function](const auth::Identity& identity, const net::HttpRequest& request,
                                        const net::PathArgs& args) -> Result<net::HttpResponse> {
                      auto room = idArg<RoomId>(args, "id");
                      auto user = idArg<UserId>(args, "userId");
                      if (!room)
                          return fail(room.error());
                      if (!user)
                          return fail(user.error());
                      if constexpr (std::is_invocable_v<Function, RouteServices&, const auth::Identity&,
                                                        const RoomId&, const UserId&>)
                          return function(services, identity, *room, *user);
                      else
                          return function(services, identity, *room, *user, request);
                  });
}

Result<net::HttpResponse> setRole(RouteServices& services, const auth::Identity& identity, const RoomId& room,
                                  const UserId& user, const net::HttpRequest& request) {
    auto body = decodeBody<RoleRequest>(request.body);
    if (!body)
        return fail(body.error());
    return services.rooms.setRole(identity.userId, room, user, body->role).map([](const Member& changed) {
        return net::HttpResponse::json(toJson(changed));
    });
}

} // namespace

void addMemberRoutes(net::Router& router, RouteServices& services) {
    using enum net::Method;
    const auto simple = [&services](auto function) {
        return withRoom(services, [&services, function](const auth::Identity& identity, const RoomId& room,
                                                        const net::HttpRequest& request) {
            return function(services, identity, room, request);
        });
    };
    router.add(Get, "/api/v1/rooms/{id}/members", simple(members));
    router.add(Post, "/api/v1/rooms/{id}/members", simple(addMember));
    router.add(Get, "/api/v1/rooms/{id}/members/{userId}", withMember(services, member));
    router.add(Patch, "/api/v1/rooms/{id}/members/{userId}", withMember(services, setRole));
    router.add(Delete, "/api/v1/rooms/{id}/members/{userId}", withMember(services, removeMember));
    router.add(Get, "/api/v1/rooms/{id}/bans", simple(bans));
    router.add(Post, "/api/v1/rooms/{id}/bans", simple(ban));
    router.add(Delete, "/api/v1/rooms/{id}/bans/{userId}", withMember(services, unban));
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/ephemera.h"
#include "server/gateway/message_reader.h"
#include "server/gateway/receipts.h"
#include "server/gateway/room_reader.h"
#include "server/gateway/room_service.h"
#include "server/gateway/routes.h"
#include "server/gateway/status_reader.h"
#include "shared/codec.h"
#include "shared/json_reader.h"

#include <QThreadPool>

// How far members have come, and who is typing.
namespace parlor::gateway {

namespace {

using Move = void (Receipts::*)(const UserId&, const RoomId&, qint64, Receipts::Done);

/// The room of the path and the seq of the body.
void moveCursor(RouteServices& services, Move move, bool answersState, const net::HttpRequest& request,
                const net::PathArgs& args, const net::HttpReply& reply) {
    auto caller = identifyMember(services, request, args);
    if (!caller)
        return reply(fail(caller.error()));
    auto body = decodeBody<CursorRequest>(request.body);
    if (!body)
        return reply(fail(body.error()));
    const auto done = [&services, answersState, user = caller->identity.userId, room = caller->room,
                       reply](const Result<void>& moved) {
        if (!moved)
            return reply(fail(moved.error()));
        if (!answersState)
            return reply(net::HttpResponse::noContent());
        // Not here: this may be the tail's thread, which does not wait for the store.
        services.pool.start([&services, user, room, reply] {
            const auto view = services.reader.view(user, room, Freshness::AsMet);
            reply(view ? Result<net::HttpResponse>(net::HttpResponse::json(toJson(view->read)))
                       : fail(view.error()));
        });
    };
    (services.receipts.*move)(caller->identity.userId, caller->room, body->seq, done);
}

Result<net::HttpResponse> cursors(RouteServices& services, const auth::Identity& identity,
                                  const net::PathArgs& args) {
    auto room = idArg<RoomId>(args, "id");
    if (!room)
        return fail(room.error());
    if (auto member = services.rooms.requireMember(identity.userId, *room); !member)
        return fail(member.error());
    auto found = services.statuses.cursors(*room);
    if (!found)
        return fail(found.error());
    return net::HttpResponse::json(toJson(Page<MemberCursor>{*found, std::nullopt}));
}

Result<net::HttpResponse> receipts(RouteServices& services, const auth::Identity& identity,
                                   const net::PathArgs& args) {
    auto id = idArg<MessageId>(args, "id");
    if (!id)
        return fail(id.error());
    auto message = services.messages.message(*id);
    if (!message)
        return fail(message.error());
    // A message in a room of others is as unknown as one that does not exist.
    if (auto member = services.rooms.requireMember(identity.userId, message->roomId); !member)
        return fail(member.error().code() == ErrorCode::NotFound
                        ? Error(ErrorCode::NotFound, QStringLiteral("There is no such message here."))
                        : member.error());
    auto found = services.statuses.receipts(*message);
    if (!found)
        return fail(found.error());
    return net::HttpResponse::json(toJson(*found));
}

Result<net::HttpResponse> typing(RouteServices& services, const auth::Identity& identity,
                                 const net::HttpRequest& request, const net::PathArgs& args) {
    auto room = idArg<RoomId>(args, "id");
    if (!room)
        return fail(room.error());
    if (auto member = services.rooms.requireMember(identity.userId, *room); !member)
        return fail(member.error());
    auto body = parseObject(request.body);
    if (!body)
        return fail(body.error());
    JsonReader reader(*body);
    const bool typing = reader.boolean(QLatin1StringView("typing"));
    if (reader.failed())
        return fail(reader.error());
    if (auto set = services.ephemera.typing().set(identity.userId, *room, typing); !set)
        return fail(set.error());
    return net::HttpResponse::noContent();
}

} // namespace

void addStatusRoutes(net::Router& router, RouteServices& services) {
    using enum net::Method;
    const auto moves = [&](const QByteArray& pattern, Move move, bool answersState) {
        router.addAsync(Post, pattern,
                        [&services, move, answersState](const net::HttpRequest& request,
                                                        const net::PathArgs& args,
                                                        const net::HttpReply& reply) {
                            moveCursor(services, move, answersState, request, args, reply);
                        });
    };
    moves("/api/v1/rooms/{id}/seen", &Receipts::seen, true);
    moves("/api/v1/rooms/{id}/mark", &Receipts::mark, true);
    moves("/api/v1/rooms/{id}/delivered", &Receipts::delivered, false);
    router.add(Get, "/api/v1/rooms/{id}/cursors",
               authed(services,
                      [&services](const auth::Identity& identity, const net::HttpRequest&,
                                  const net::PathArgs& args) { return cursors(services, identity, args); }));
    router.add(Get, "/api/v1/messages/{id}/receipts",
               authed(services,
                      [&services](const auth::Identity& identity, const net::HttpRequest&,
                                  const net::PathArgs& args) { return receipts(services, identity, args); }));
    router.add(Post, "/api/v1/rooms/{id}/typing",
               authed(services, [&services](const auth::Identity& identity, const net::HttpRequest& request,
                                            const net::PathArgs& args) {
                   return typing(services, identity, request, args);
               }));
}

} // namespace parlor::gateway

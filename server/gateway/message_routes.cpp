// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_sender.h"
#include "server/gateway/room_reader.h"
#include "server/gateway/room_service.h"
#include "server/gateway/routes.h"
#include "shared/codec.h"

namespace parlor::gateway {

namespace {

Result<store::HistoryQuery> historyQuery(const net::HttpRequest& request) {
    auto limit = limitParameter(request);
    auto before = numberParameter(request, QStringLiteral("before"));
    auto after = numberParameter(request, QStringLiteral("after"));
    auto around = numberParameter(request, QStringLiteral("around"));
    if (!limit)
        return fail(limit.error());
    for (const auto* parameter : {&before, &after, &around}) {
        if (!*parameter)
            return fail(parameter->error());
    }
    if (before->has_value() + after->has_value() + around->has_value() > 1)
        return fail(ErrorCode::Invalid, QStringLiteral("Give one of before, after and around, not several."),
                    QStringLiteral("before"));
    return store::HistoryQuery{*before, *after, *around, *limit};
}

Result<net::HttpResponse> history(RouteServices& services, const auth::Identity& identity,
                                  const net::HttpRequest& request, const net::PathArgs& args) {
    auto room = idArg<RoomId>(args, "id");
    if (!room)
        return fail(room.error());
    if (auto member = services.rooms.requireMember(identity.userId, *room); !member)
        return fail(member.error());
    auto query = historyQuery(request);
    if (!query)
        return fail(query.error());
    auto page = services.reader.history(*room, *query);
    if (!page)
        return fail(page.error());
    return net::HttpResponse::json(toJson(*page));
}

Result<net::HttpResponse> oneMessage(RouteServices& services, const auth::Identity& identity,
                                     const net::HttpRequest&, const net::PathArgs& args) {
    auto id = idArg<MessageId>(args, "id");
    if (!id)
        return fail(id.error());
    auto message = services.reader.message(*id);
    if (!message)
        return fail(message.error());
    // A message in a room of others is as unknown as one that does not exist.
    if (auto member = services.rooms.requireMember(identity.userId, message->roomId); !member)
        return fail(member.error().code() == ErrorCode::NotFound
                        ? Error(ErrorCode::NotFound, QStringLiteral("There is no such message here."))
                        : member.error());
    return net::HttpResponse::json(toJson(*message));
}

void send(RouteServices& services, const net::HttpRequest& request, const net::PathArgs& args,
          const net::HttpReply& reply) {
    auto identity = identify(services, request);
    if (!identity)
        return reply(fail(identity.error()));
    auto room = idArg<RoomId>(args, "id");
    if (!room)
        return reply(fail(room.error()));
    if (auto member = services.rooms.requireMember(identity->userId, *room); !member)
        return reply(fail(member.error()));
    auto body = decodeBody<SendMessageRequest>(request.body);
    if (!body)
        return reply(fail(body.error()));
    const client::MessageNew message{*room,        MessageType::Text, body->content,
                                     body->tempId, body->retry,       body->replyTo};
    services.sender.send(
        identity->userId, message,
        [reply](const Result<Message>& saved) {
            if (!saved) {
                // The sender words it for a frame; in a body the field stands at the top.
                const QString frameField = saved.error().field();
                const QString prefix = QStringLiteral("data.");
                return reply(fail(frameField.startsWith(prefix)
                                      ? saved.error().withField(frameField.mid(prefix.size()))
                                      : saved.error()));
            }
            reply(net::HttpResponse::json(toJson(*saved), 201));
        },
        [] {});
}

} // namespace

void addMessageRoutes(net::Router& router, RouteServices& services) {
    using enum net::Method;
    const auto simple = [&services](auto function) {
        return authed(services,
                      [&services, function](const auth::Identity& identity, const net::HttpRequest& request,
                                            const net::PathArgs& args) {
                          return function(services, identity, request, args);
                      });
    };
    router.add(Get, "/api/v1/rooms/{id}/messages", simple(history));
    router.addAsync(Post, "/api/v1/rooms/{id}/messages",
                    [&services](const net::HttpRequest& request, const net::PathArgs& args,
                                const net::HttpReply& reply) { send(services, request, args, reply); });
    router.add(Get, "/api/v1/messages/{id}", simple(oneMessage));
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_changer.h"
#include "server/gateway/message_reader.h"
#include "server/gateway/message_sender.h"
#include "server/gateway/room_service.h"
#include "server/gateway/routes.h"
#include "shared/codec.h"

namespace parlor::gateway {

namespace {

/// `at` is for histories of rooms; a thread does not know it.
enum class Times { Known, Unknown };

Result<store::HistoryQuery> historyQuery(const net::HttpRequest& request, Times times) {
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
    std::optional<QDateTime> at;
    auto moment = times == Times::Known ? request.queryItem(QStringLiteral("at"))
                                        : Result<std::optional<QString>>(std::nullopt);
    if (!moment)
        return fail(moment.error());
    if (*moment) {
        at = timeFromString(**moment);
        if (!at)
            return fail(ErrorCode::Invalid,
                        QStringLiteral("at must be a time such as 2026-01-31T23:59:59.123Z."),
                        QStringLiteral("at"));
    }
    if (before->has_value() + after->has_value() + around->has_value() + at.has_value() > 1)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("Give one of before, after, around and at, not several."),
                    QStringLiteral("before"));
    return store::HistoryQuery{*before, *after, *around, *limit, at};
}

Result<net::HttpResponse> history(RouteServices& services, const auth::Identity& identity,
                                  const net::HttpRequest& request, const net::PathArgs& args) {
    auto room = idArg<RoomId>(args, "id");
    if (!room)
        return fail(room.error());
    if (auto member = services.rooms.requireMember(identity.userId, *room); !member)
        return fail(member.error());
    auto query = historyQuery(request, Times::Known);
    if (!query)
        return fail(query.error());
    auto asOf = numberParameter(request, QStringLiteral("asOf"));
    if (!asOf)
        return fail(asOf.error());
    auto page = services.messages.history(*room, *query, asOf->value_or(0));
    if (!page)
        return fail(page.error());
    return net::HttpResponse::json(toJson(*page));
}

/// The message that a path names, if `user` may read it.
Result<Message> readableMessage(RouteServices& services, const UserId& user, const net::PathArgs& args) {
    auto id = idArg<MessageId>(args, "id");
    if (!id)
        return fail(id.error());
    auto message = services.messages.message(*id);
    if (!message)
        return message;
    // A message in a room of others is as unknown as one that does not exist.
    if (auto member = services.rooms.requireMember(user, message->roomId); !member)
        return fail(member.error().code() == ErrorCode::NotFound
                        ? Error(ErrorCode::NotFound, QStringLiteral("There is no such message here."))
                        : member.error());
    return message;
}

Result<net::HttpResponse> oneMessage(RouteServices& services, const auth::Identity& identity,
                                     const net::HttpRequest&, const net::PathArgs& args) {
    return readableMessage(services, identity.userId, args).map([](const Message& message) {
        return net::HttpResponse::json(toJson(message));
    });
}

Result<net::HttpResponse> thread(RouteServices& services, const auth::Identity& identity,
                                 const net::HttpRequest& request, const net::PathArgs& args) {
    auto message = readableMessage(services, identity.userId, args);
    if (!message)
        return fail(message.error());
    auto query = historyQuery(request, Times::Unknown);
    if (!query)
        return fail(query.error());
    return services.messages.thread(message->roomId, message->threadRoot.value_or(message->id), *query)
        .map([](const Page<Message>& page) { return net::HttpResponse::json(toJson(page)); });
}

Result<net::HttpResponse> versions(RouteServices& services, const auth::Identity& identity,
                                   const net::HttpRequest&, const net::PathArgs& args) {
    auto message = readableMessage(services, identity.userId, args);
    if (!message)
        return fail(message.error());
    return services.messages.versions(*message).map([](const QList<MessageVersion>& list) {
        return net::HttpResponse::json(toJson(Page<MessageVersion>{list, std::nullopt}));
    });
}

Result<net::HttpResponse> reactions(RouteServices& services, const auth::Identity& identity,
                                    const net::HttpRequest&, const net::PathArgs& args) {
    return readableMessage(services, identity.userId, args).map([](const Message& message) {
        return net::HttpResponse::json(toJson(Page<Reaction>{message.reactions, std::nullopt}));
    });
}

Result<net::HttpResponse> pins(RouteServices& services, const auth::Identity& identity,
                               const net::HttpRequest&, const net::PathArgs& args) {
    auto room = idArg<RoomId>(args, "id");
    if (!room)
        return fail(room.error());
    if (auto member = services.rooms.requireMember(identity.userId, *room); !member)
        return fail(member.error());
    return services.messages.pinned(*room).map([](const QList<Message>& messages) {
        return net::HttpResponse::json(toJson(Page<Message>{messages, std::nullopt}));
    });
}

/// What is asked of the changer: by whom and for which message.
struct Change {
    MessageChanger& changer;
    UserId actor;
    MessageChanger::Target target;
    const net::HttpRequest& request;
    const net::PathArgs& args;
};
/// Begins a change, or says what is wrong with the request.
using BeginChange = Result<void> (*)(const Change& change, MessageChanger::Done done);

Result<void> edit(const Change& change, MessageChanger::Done done) {
    return decodeBody<EditMessageRequest>(change.request.body).map([&](const EditMessageRequest& body) {
        change.changer.edit(change.actor, change.target, body, std::move(done));
    });
}

Result<void> remove(const Change& change, MessageChanger::Done done) {
    change.changer.remove(change.actor, change.target, std::move(done));
    return {};
}

Result<void> react(const Change& change, MessageChanger::Done done) {
    return decodeBody<ReactionRequest>(change.request.body).map([&](const ReactionRequest& body) {
        change.changer.react(change.actor, change.target, body.emoji, true, std::move(done));
    });
}

Result<void> takeBack(const Change& change, MessageChanger::Done done) {
    // By the rules for giving it.
    const QString emoji = QString::fromUtf8(change.args.value("emoji"));
    return fromJson<ReactionRequest>({{QStringLiteral("emoji"), emoji}})
        .map([&](const ReactionRequest& reaction) {
            change.changer.react(change.actor, change.target, reaction.emoji, false, std::move(done));
        });
}

template <bool pinned>
Result<void> setPin(const Change& change, MessageChanger::Done done) {
    change.changer.pin(change.actor, change.target, pinned, std::move(done));
    return {};
}

net::HttpResponse answerMessage(const Message& message) {
    return net::HttpResponse::json(toJson(message));
}

net::HttpResponse answerNothing(const Message&) {
    return net::HttpResponse::noContent();
}

/// A handler that begins a change and answers when it has come.
net::AsyncHttpHandler changing(RouteServices& services, BeginChange begin,
                               net::HttpResponse (*answer)(const Message&)) {
    return [&services, begin, answer](const net::HttpRequest& request, const net::PathArgs& args,
                                      const net::HttpReply& reply) {
        auto identity = identify(services, request);
        if (!identity)
            return reply(fail(identity.error()));
        auto id = idArg<MessageId>(args, "id");
        if (!id)
            return reply(fail(id.error()));
        const auto begun =
            begin({services.changer, identity->userId, {*id}, request, args},
                  [reply, answer](const Result<Message>& changed) { reply(changed.map(answer)); });
        if (!begun)
            reply(fail(begun.error()));
    };
}

void send(RouteServices& services, const net::HttpRequest& request, const net::PathArgs& args,
          const net::HttpReply& reply) {
    auto caller = identifyMember(services, request, args);
    if (!caller)
        return reply(fail(caller.error()));
    auto body = decodeBody<SendMessageRequest>(request.body);
    if (!body)
        return reply(fail(body.error()));
    const client::MessageNew message{caller->room, MessageType::Text, body->content,
                                     body->tempId, body->retry,       body->replyTo};
    services.sender.send(
        caller->identity.userId, message,
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
    router.addAsync(Patch, "/api/v1/messages/{id}", changing(services, edit, answerMessage));
    router.addAsync(Delete, "/api/v1/messages/{id}", changing(services, remove, answerNothing));
    router.add(Get, "/api/v1/messages/{id}/thread", simple(thread));
    router.add(Get, "/api/v1/messages/{id}/versions", simple(versions));
    router.add(Get, "/api/v1/messages/{id}/reactions", simple(reactions));
    router.addAsync(Post, "/api/v1/messages/{id}/reactions", changing(services, react, answerMessage));
    router.addAsync(Delete, "/api/v1/messages/{id}/reactions/{emoji}",
                    changing(services, takeBack, answerNothing));
    router.addAsync(Post, "/api/v1/messages/{id}/pin", changing(services, setPin<true>, answerMessage));
    router.addAsync(Delete, "/api/v1/messages/{id}/pin", changing(services, setPin<false>, answerNothing));
    router.add(Get, "/api/v1/rooms/{id}/pins", simple(pins));
}

} // namespace parlor::gateway

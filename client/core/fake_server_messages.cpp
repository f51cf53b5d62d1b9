// SPDX-License-Identifier: GPL-3.0-or-later
// What people do to messages, for FakeServer: however they ask, and judged by the server's rules.
#include "client/core/fake_server_private.h"
#include "shared/mentions.h"
#include "shared/message_changes.h"
#include "shared/notices.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

FakeServer::Private::Found FakeServer::Private::found(const MessageId& message) {
    for (Place& place : rooms) {
        for (Message& known : place.messages) {
            if (known.id == message)
                return {&place, &known};
        }
    }
    return {};
}

Result<FakeServer::Private::Found> FakeServer::Private::allowed(const UserId& user, const MessageId& message,
                                                                Act own, Act others) {
    const Found it = found(message);
    if (!it.place || !it.place->members.contains(user))
        return fail(ErrorCode::NotFound);
    const Act act = it.message->sender == user ? own : others;
    if (const auto may = allow(act, it.place->room, it.place->members.value(user)); !may)
        return fail(may.error());
    const bool reacts = act == Act::React;
    if (it.message->type == MessageType::System && !reacts)
        return fail(ErrorCode::Forbidden);
    const bool deletes = own == Act::DeleteOwn;
    if (it.message->deletedAt && !deletes)
        return fail(ErrorCode::Conflict);
    return it;
}

Mentions FakeServer::Private::mentions(const Place& place, const QString& content) const {
    QHash<QString, UserId> names;
    for (auto member = place.members.cbegin(); member != place.members.cend(); ++member)
        names.insert(people.value(member.key()).user.username, member.key());
    return findCalls(content).resolved(names);
}

Message FakeServer::Private::append(Place& place, Message message) {
    message.roomId = place.room.id;
    message.seq = nextSeq(place);
    message.changeSeq = message.seq;
    if (!message.createdAt.isValid())
        message.createdAt = now();
    if (message.type == MessageType::Text)
        message.mentions = mentions(place, message.content);
    if (message.replyTo) {
        const Found answered = found(*message.replyTo);
        if (answered.message)
            message.threadRoot = answered.message->threadRoot.value_or(answered.message->id);
    }
    if (message.threadRoot) {
        if (const Found root = found(*message.threadRoot); root.message)
            applyReply(*root.message, message);
    }
    place.messages.append(message);
    place.typing.remove(message.sender); // a message ends it without another word
    deliver(place, server::MessageNew{message});
    return message;
}

Message FakeServer::Private::notice(Place& place, const UserId& actor, const SystemEvent& event) {
    Message message;
    message.id = MessageId::create();
    message.sender = actor;
    message.type = MessageType::System;
    message.system = event;
    const QString user = event.user ? people.value(*event.user).user.displayName : QString();
    message.content = noticeText(event, people.value(actor).user.displayName, user);
    return place.room.kind == RoomKind::Direct ? Message() : append(place, message);
}

Result<Message> FakeServer::Private::take(const UserId& user, const client::MessageNew& frame,
                                          const QDateTime& createdAt) {
    Place* const place = visible(frame.roomId, user);
    if (!place)
        return fail(ErrorCode::NotFound);
    if (const auto may = allow(Act::Write, place->room, place->members.value(user)); !may)
        return fail(may.error());
    const MessageId id = messageIdFor(user, frame.roomId, frame.tempId);
    if (const Found known = found(id); known.message) {
        // An edit since then is no other content: only the first words of a message are compared.
        const QList<MessageVersion> before = place->versions.value(id);
        const QString first = before.isEmpty() ? known.message->content : before.first().content;
        if (!known.message->deletedAt && first != frame.content)
            return fail(ErrorCode::Conflict);
        return *known.message;
    }
    if (frame.replyTo) {
        const Found answered = found(*frame.replyTo);
        if (answered.place != place)
            return fail(ErrorCode::NotFound, {}, u"replyTo"_s);
        if (answered.message->deletedAt)
            return fail(ErrorCode::Conflict, {}, u"replyTo"_s);
    }
    Message message;
    message.id = id;
    message.sender = user;
    message.content = frame.content;
    message.replyTo = frame.replyTo;
    message.createdAt = createdAt;
    sent.append(frame);
    return append(*place, message);
}

Result<Message> FakeServer::Private::edit(const UserId& user, const MessageId& message,
                                          const QString& content, const std::optional<OpId>& opId) {
    const auto it = allowed(user, message, Act::EditOwn, Act::EditOthers);
    if (!it)
        return fail(it.error());
    const bool made = opId && operations.contains(*opId);
    if (made || it->message->content == content)
        return *it->message;
    if (opId)
        operations.insert(*opId);
    server::MessageUpdate change;
    change.roomId = it->place->room.id;
    change.messageId = message;
    change.seq = it->message->seq;
    change.changeSeq = nextSeq(*it->place);
    change.sender = it->message->sender;
    change.content = content;
    change.mentions = mentions(*it->place, content);
    change.formerMentions = it->message->mentions;
    change.editedAt = now();
    it->place->versions[message].append(
        {it->message->content, it->message->editedAt.value_or(it->message->createdAt)});
    apply(*it->message, change);
    deliver(*it->place, change);
    return *it->message;
}

Result<Message> FakeServer::Private::erase(const UserId& user, const MessageId& message) {
    const auto it = allowed(user, message, Act::DeleteOwn, Act::DeleteOthers);
    if (!it)
        return fail(it.error());
    if (it->message->deletedAt)
        return *it->message;
    server::MessageDelete change;
    change.roomId = it->place->room.id;
    change.messageId = message;
    change.seq = it->message->seq;
    change.changeSeq = nextSeq(*it->place);
    change.sender = it->message->sender;
    change.by = user;
    change.type = it->message->type;
    change.formerMentions = it->message->mentions;
    change.threadRoot = it->message->threadRoot;
    change.deletedAt = now();
    it->place->versions.remove(message);
    apply(*it->message, change);
    if (change.threadRoot) {
        if (const Found root = found(*change.threadRoot); root.message)
            applyReplyDeleted(*root.message, change);
    }
    deliver(*it->place, change);
    return *it->message;
}

Result<Message> FakeServer::Private::react(const UserId& user, const MessageId& message, const QString& emoji,
                                           bool added) {
    const auto it = allowed(user, message, Act::React, Act::React);
    if (!it)
        return fail(it.error());
    server::ReactionUpdate change{it->place->room.id, message, it->place->head + 1, user, emoji, added};
    Message after = *it->message;
    if (!apply(after, change))
        return *it->message;
    if (added && after.reactions.size() > limits::reactionKindsMax)
        return fail(ErrorCode::Conflict);
    change.changeSeq = nextSeq(*it->place);
    apply(*it->message, change);
    deliver(*it->place, change);
    return *it->message;
}

Result<Message> FakeServer::Private::pin(const UserId& user, const MessageId& message, bool pinned) {
    const auto it = allowed(user, message, Act::Pin, Act::Pin);
    if (!it)
        return fail(it.error());
    if (it->message->pinned.has_value() == pinned)
        return *it->message;
    const auto pins = std::count_if(it->place->messages.cbegin(), it->place->messages.cend(),
                                    [](const Message& one) { return one.pinned.has_value(); });
    if (pinned && pins >= limits::pinsMax)
        return fail(ErrorCode::Conflict);
    server::MessagePin change{it->place->room.id, message, nextSeq(*it->place), {}};
    if (pinned)
        change.pinned = Pin{user, now()};
    apply(*it->message, change);
    deliver(*it->place, change);
    const Message after = *it->message; // the notice moves the list that it is in
    if (pinned)
        notice(*it->place, user, {SystemKind::MessagePinned, std::nullopt, message.toString()});
    return after;
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_changer.h"

#include "server/gateway/mentions.h"
#include "shared/codec.h"
#include "shared/limits.h"
#include "shared/notices.h"
#include "shared/permissions.h"

#include <QLoggingCategory>

#include <algorithm>

namespace parlor::gateway {

namespace {

Q_LOGGING_CATEGORY(lcChanger, "parlor.changer")

constexpr int attemptsMax = 3;

Error noSuchMessage() {
    return Error(ErrorCode::NotFound, QStringLiteral("There is no such message here."));
}

tl::unexpected<Error> isDeleted() {
    return fail(ErrorCode::Conflict, QStringLiteral("The message has been deleted."));
}

} // namespace

MessageChanger::MessageChanger(store::Store& store, log::Log& log, Tail& tail, Publisher& publisher,
                               MessageReader& reader, MessageSender& sender, QThreadPool& pool,
                               std::chrono::milliseconds maxLag)
    : m_store(store)
    , m_log(log)
    , m_tail(tail)
    , m_publisher(publisher)
    , m_reader(reader)
    , m_sender(sender)
    , m_pool(pool)
    , m_maxLag(maxLag) {}

void MessageChanger::edit(const UserId& actor, const Target& target, const EditMessageRequest& request,
                          Done done) {
    begin(actor, target, Edit{request.content, request.opId.value_or(OpId::create()), request.retry},
          std::move(done));
}

void MessageChanger::remove(const UserId& actor, const Target& target, Done done) {
    begin(actor, target, Delete{}, std::move(done));
}

void MessageChanger::react(const UserId& actor, const Target& target, const QString& emoji, bool added,
                           Done done) {
    begin(actor, target, React{emoji, added}, std::move(done));
}

void MessageChanger::pin(const UserId& actor, const Target& target, bool pinned, Done done) {
    begin(actor, target, SetPin{pinned}, std::move(done));
}

void MessageChanger::begin(const UserId& actor, const Target& target, Act act, Done done) {
    const auto operation = std::make_shared<Operation>(Operation{actor, target, std::move(act)});
    {
        const std::lock_guard lock(m_mutex);
        operation->token = m_nextToken++;
        m_waiting.insert(operation->token, {std::move(done), std::chrono::steady_clock::now()});
    }
    m_pool.start([this, operation] { attempt(operation); });
}

void MessageChanger::settle(const OperationPtr& operation, const Result<Message>& result) {
    Done done;
    {
        const std::lock_guard lock(m_mutex);
        done = m_waiting.take(operation->token).done;
    }
    if (done) // else it was given up
        done(result);
}

bool MessageChanger::isWaiting(const OperationPtr& operation) const {
    const std::lock_guard lock(m_mutex);
    return m_waiting.contains(operation->token);
}

void MessageChanger::attempt(const OperationPtr& operation) {
    if (!isWaiting(operation))
        return;
    // Who sends a message and changes it at once need not wait for the answer in between.
    if (m_sender.whenSettled(operation->target.message,
                             [this, operation] { m_pool.start([this, operation] { attempt(operation); }); }))
        return;
    const auto message = m_reader.message(operation->target.message);
    if (!message)
        return settle(operation, message);
    if (auto allowed = check(*operation, *message); !allowed)
        return settle(operation, fail(allowed.error()));
    auto decision =
        std::visit([&](const auto& act) { return decide(*operation, act, *message); }, operation->act);
    if (!decision)
        return settle(operation, fail(decision.error()));
    if (!*decision)
        return settle(operation, message);
    if (auto writable = m_publisher.checkWritable(message->roomId, m_maxLag); !writable)
        return settle(operation, fail(writable.error()));
    if (const auto* pin = std::get_if<log::PinRecord>(&**decision))
        operation->pin = pin->pinned;
    append(operation, message->roomId, **decision);
}

Result<void> MessageChanger::check(Operation& operation, const Message& message) {
    if (operation.target.room && *operation.target.room != message.roomId)
        return fail(noSuchMessage());
    const auto member = m_store.membership(message.roomId, operation.actor);
    if (!member)
        return fail(member.error());
    // A message in a room of others is as unknown as one that does not exist.
    if (!*member)
        return fail(noSuchMessage());
    const auto room = m_store.room(message.roomId);
    if (!room)
        return room.error().code() == ErrorCode::NotFound ? fail(noSuchMessage()) : fail(room.error());
    operation.kind = room->kind;

    const bool own = message.sender == operation.actor;
    const bool reacts = std::holds_alternative<React>(operation.act);
    const parlor::Act act = std::holds_alternative<Edit>(operation.act)
                                ? (own ? parlor::Act::EditOwn : parlor::Act::EditOthers)
                            : std::holds_alternative<Delete>(operation.act)
                                ? (own ? parlor::Act::DeleteOwn : parlor::Act::DeleteOthers)
                            : reacts ? parlor::Act::React
                                     : parlor::Act::Pin;
    if (!mayDo(act, room->kind, (*member)->role))
        return fail(ErrorCode::Forbidden, refusalOf(act, room->kind));
    if (message.type == MessageType::System && !reacts)
        return fail(ErrorCode::Forbidden,
                    QStringLiteral("What the server tells of a room can neither be changed nor pinned."));
    if (room->archived && refusedInArchive(act))
        return fail(ErrorCode::Conflict,
                    QStringLiteral("This room is archived: it can be read, but not written."));
    return {};
}

Result<MessageChanger::Decision> MessageChanger::decide(const Operation& operation, const Edit& edit,
                                                        const Message& message) {
    if (edit.retry || operation.attempts > 0) {
        if (m_tail.hasEdit(message.id, edit.opId))
            return Decision();
        const auto stored = m_store.hasEdit(message.id, edit.opId);
        if (!stored)
            return fail(stored.error());
        if (*stored)
            return Decision();
    }
    if (message.deletedAt)
        return isDeleted();
    if (message.content == edit.content)
        return Decision();
    const auto mentions = resolveMentions(m_store, message.roomId, findCalls(edit.content));
    if (!mentions)
        return fail(mentions.error());
    return Decision(log::EditRecord{message.id, message.roomId, edit.opId, message.contentSeq(), message.seq,
                                    message.sender, edit.content, *mentions, message.mentions, utcNow()});
}

Result<MessageChanger::Decision> MessageChanger::decide(const Operation& operation, const Delete&,
                                                        const Message& message) {
    if (message.deletedAt)
        return Decision();
    return Decision(log::DeleteRecord{message.id, message.roomId, message.contentSeq(), message.seq,
                                      message.sender, operation.actor, message.type, message.mentions,
                                      message.threadRoot, utcNow()});
}

Result<MessageChanger::Decision> MessageChanger::decide(const Operation& operation, const React& reaction,
                                                        const Message& message) {
    if (message.deletedAt)
        return isDeleted();
    const auto found = std::find_if(message.reactions.cbegin(), message.reactions.cend(),
                                    [&](const Reaction& one) { return one.emoji == reaction.emoji; });
    const bool known = found != message.reactions.cend();
    if ((known && found->users.contains(operation.actor)) == reaction.added)
        return Decision();
    if (reaction.added) {
        qsizetype count = 0;
        for (const Reaction& one : message.reactions)
            count += one.users.size();
        if (count >= limits::reactionsMax || (!known && message.reactions.size() >= limits::reactionKindsMax))
            return fail(ErrorCode::Conflict, QStringLiteral("The message has as many reactions as it can."));
    }
    return Decision(
        log::ReactionRecord{message.id, message.roomId, operation.actor, reaction.emoji, reaction.added});
}

Result<MessageChanger::Decision> MessageChanger::decide(const Operation& operation, const SetPin& pin,
                                                        const Message& message) {
    if (message.deletedAt)
        return isDeleted();
    if (message.pinned.has_value() == pin.pinned)
        return Decision();
    if (!pin.pinned)
        return Decision(log::PinRecord{message.id, message.roomId, std::nullopt});
    const auto present = m_reader.pinned(message.roomId);
    if (!present)
        return fail(present.error());
    if (present->size() >= limits::pinsMax)
        return fail(ErrorCode::Conflict, QStringLiteral("The room has as many pinned messages as it can."));
    return Decision(log::PinRecord{message.id, message.roomId, Pin{operation.actor, utcNow()}});
}

void MessageChanger::append(const OperationPtr& operation, const RoomId& room, const log::Event& event) {
    m_log.append(log::Topic::Messages, log::keyOf(room), log::encode(event),
                 [this, operation, room](const Result<log::Appended>& appended) {
                     if (!appended)
                         return settle(operation, fail(appended.error()));
                     m_tail.whenReached(appended->where, appended->offset,
                                        [this, operation, room, offset = appended->offset](bool reached) {
                                            if (!reached)
                                                return settle(operation, fail(ErrorCode::Unavailable));
                                            const auto isVoid = m_tail.isDuplicate(room, offset);
                                            m_pool.start(
                                                [this, operation, isVoid] { finish(operation, isVoid); });
                                        });
                 });
}

void MessageChanger::finish(const OperationPtr& operation, std::optional<bool> isVoid) {
    // Of what the tail has forgotten already it does not know; another look at the message tells.
    if (isVoid.value_or(true)) {
        if (++operation->attempts < attemptsMax)
            return attempt(operation);
        return settle(operation,
                      fail(ErrorCode::Conflict,
                           QStringLiteral("The message was changed by others at the same time. Try again.")));
    }
    const auto message = m_reader.present(operation->target.message);
    if (!message)
        return settle(operation, fail(message.error()));
    if (!*message)
        return settle(operation, fail(ErrorCode::Unavailable));
    // Of several who pin it at once one is told of as the one who did.
    if (operation->pin && (*message)->pinned == operation->pin && operation->kind != RoomKind::Direct)
        return tellOfPin(operation, **message);
    settle(operation, **message);
}

void MessageChanger::tellOfPin(const OperationPtr& operation, const Message& message) {
    const auto users = m_store.users({operation->actor});
    const QString name = users && !users->isEmpty() ? users->constFirst().displayName : QString();
    log::MessageRecord notice;
    notice.tempId = TempId::create();
    notice.id = messageIdFor(operation->actor, message.roomId, notice.tempId);
    notice.roomId = message.roomId;
    notice.sender = operation->actor;
    notice.type = MessageType::System;
    notice.createdAt = utcNow();
    notice.system = SystemEvent{SystemKind::MessagePinned, std::nullopt, message.id.toString()};
    notice.content = noticeText(*notice.system, name);
    m_log.append(log::Topic::Messages, log::keyOf(message.roomId), log::encode(notice),
                 [this, operation, message](const Result<log::Appended>& appended) {
                     if (!appended) { // pinned it is all the same
                         qCWarning(lcChanger) << "nobody is told of a pin:" << appended.error();
                         return settle(operation, message);
                     }
                     m_tail.whenReached(appended->where, appended->offset,
                                        [this, operation, message](bool) { settle(operation, message); });
                 });
}

void MessageChanger::expire(std::chrono::steady_clock::time_point before) {
    std::vector<Done> expired;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.removeIf([&](const auto& item) {
            const bool old = item.value().since < before;
            if (old)
                expired.push_back(item.value().done);
            return old;
        });
    }
    for (const Done& done : expired)
        done(fail(
            Error(ErrorCode::Unavailable, QStringLiteral("The change was not seen in the event log in time."))
                .withRetryAfter(1)));
}

void MessageChanger::abandon(const Error& error) {
    QHash<quint64, Waiting> all;
    {
        const std::lock_guard lock(m_mutex);
        all.swap(m_waiting);
    }
    for (const Waiting& one : std::as_const(all))
        one.done(fail(error));
}

} // namespace parlor::gateway

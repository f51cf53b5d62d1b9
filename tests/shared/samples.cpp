// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shared/samples.h"

#include "shared/limits.h"

namespace parlor::samples {

namespace {

template <typename IdType>
IdType idOf(const char* text) {
    return IdType(QUuid::fromString(QLatin1String(text)));
}

} // namespace

UserId userId() {
    return idOf<UserId>("3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01");
}

UserId otherUserId() {
    return idOf<UserId>("3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c99");
}

RoomId roomId() {
    return idOf<RoomId>("8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02");
}

MessageId messageId() {
    return idOf<MessageId>("b1c2d3e4-f5a6-5b7c-8d9e-0f1a2b3c4d03");
}

MessageId otherMessageId() {
    return idOf<MessageId>("b1c2d3e4-f5a6-5b7c-8d9e-0f1a2b3c4d99");
}

OpId opId() {
    return idOf<OpId>("5d6e7f80-91a2-43b4-85c6-d7e8f9a0b1aa");
}

TempId tempId() {
    return idOf<TempId>("5d6e7f80-91a2-43b4-85c6-d7e8f9a0b104");
}

SessionId sessionId() {
    return idOf<SessionId>("e0f1a2b3-c4d5-46e7-98f9-0a1b2c3d4e05");
}

QDateTime time() {
    return *timeFromString(u"2026-01-31T23:59:59.123Z");
}

User user() {
    return {userId(),
            QStringLiteral("anna.b"),
            QStringLiteral("Anna Bär 🐻"),
            true,
            true,
            QStringLiteral("Im \"Urlaub\" 🏖"),
            QStringLiteral("Europe/Berlin")};
}

Room room() {
    return {roomId(),
            QStringLiteral("Küche"),
            RoomKind::Private,
            QStringLiteral("Was \"heute\" gekocht wird"),
            7,
            time(),
            true,
            {userId(), otherUserId()}};
}

ReadState readState() {
    return {41, 3, 1, 44};
}

RoomView roomView() {
    return {room(), RoomRole::Moderator, 44, readState(), time().addSecs(60), 12};
}

PublicRoom publicRoom() {
    return {room(), 12, true};
}

Member member() {
    return {user(), RoomRole::Owner};
}

Message message() {
    Message message;
    message.id = messageId();
    message.roomId = roomId();
    message.seq = 44;
    message.changeSeq = 45;
    message.sender = userId();
    message.type = MessageType::System;
    message.content = QStringLiteral("Zwei\nZeilen\tund \"Zitat\" \\ / 🎉 \u2028 €");
    message.createdAt = time();
    message.editedAt = time().addSecs(1);
    message.replyTo = otherMessageId();
    message.threadRoot = otherMessageId();
    message.editSeq = 45;
    message.mentions = {{otherUserId()}, true};
    message.reactions = {{QStringLiteral("👍🏽"), {userId(), otherUserId()}},
                         {QStringLiteral("1\uFE0F\u20E3"), {otherUserId()}}};
    message.thread = Thread{2, 43, time().addSecs(2)};
    message.pinned = Pin{otherUserId(), time().addSecs(3)};
    message.system = SystemEvent{SystemKind::RoleChanged, otherUserId(), QStringLiteral("owner")};
    return message;
}

Message plainMessage() {
    Message message;
    message.id = messageId();
    message.roomId = roomId();
    message.seq = message.changeSeq = 44;
    message.sender = userId();
    message.content = QStringLiteral("kurz");
    message.createdAt = time();
    return message;
}

MemberCursor memberCursor() {
    return {userId(), 44, 43};
}

MessageReceipts receipts() {
    return {5, 3, 1, {userId()}, {otherUserId()}};
}

MessageVersion messageVersion() {
    return {QStringLiteral("Vorher\nwar es anders"), time()};
}

Presence presence() {
    return {userId(), PresenceStatus::DoNotDisturb, time()};
}

AuthTokens authTokens() {
    return {user(), QStringLiteral("header.payload.signature"), QStringLiteral("r-123"), 900};
}

ServerInfo serverInfo() {
    return {QStringLiteral("Parlor"), QStringLiteral("0.1.0"), Registration::Invite};
}

server::SyncedRoom syncedRoom() {
    Message deleted = message();
    deleted.content.clear();
    deleted.mentions = {};
    deleted.reactions.clear();
    deleted.pinned.reset();
    deleted.deletedAt = time().addSecs(2);
    deleted.changeSeq = 46;
    RoomView view = roomView();
    view.head = 46;
    return {view, {message(), deleted}, 46, true};
}

QList<ClientFrame> clientFrames() {
    return {
        client::Authenticate{QStringLiteral("header.payload.signature")},
        client::Sync{3, {{roomId(), 44}, {idOf<RoomId>("8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d77"), 0}}},
        client::Sync{},
        client::RoomJoin{roomId()},
        client::RoomLeave{roomId()},
        client::MessageNew{roomId(), MessageType::Text, message().content, tempId(), true, messageId()},
        client::MessageNew{roomId(), MessageType::Text, QStringLiteral("kurz"), tempId(), false,
                           std::nullopt},
        client::MessageEdit{roomId(), messageId(), message().content, opId(), true},
        client::MessageEdit{roomId(), messageId(), QStringLiteral("kurz"), std::nullopt, false},
        client::MessageDelete{roomId(), messageId()},
        client::ReactionAdd{roomId(), messageId(), QStringLiteral("👩‍👩‍👧‍👦")},
        client::ReactionRemove{roomId(), messageId(), QStringLiteral("👍🏽")},
        client::MessagePin{roomId(), messageId()},
        client::MessageUnpin{roomId(), messageId()},
        client::MessageDelivered{roomId(), 44},
        client::MessageSeen{roomId(), limits::integerMax},
        client::RoomMark{roomId(), 41},
        client::TypingStart{roomId()},
        client::TypingStop{roomId()},
        client::PresenceSet{PresenceStatus::Away},
        client::PresenceSet{PresenceStatus::DoNotDisturb},
        client::PresenceGet{{userId(), otherUserId()}},
        client::PresenceGet{},
        client::Ping{},
    };
}

QList<ServerFrame> serverFrames() {
    RoomView plainView = roomView();
    plainView.lastMessageAt.reset();
    User plainUser = user();
    plainUser.deleted = false;
    Message mentioning = plainMessage();
    mentioning.mentions = {{otherUserId(), userId()}, false};
    Message calling = plainMessage();
    calling.mentions.room = true;
    const Mentions mentions{{otherUserId()}, true};
    Presence gone = presence();
    gone.status = PresenceStatus::Offline;
    Presence come = presence();
    come.status = PresenceStatus::Online;
    come.lastSeen.reset();
    const Error error(ErrorCode::Invalid, QStringLiteral("content must not be blank."),
                      QStringLiteral("data.content"));
    return {
        server::Authenticated{user(), sessionId(), 3},
        server::Synced{3, {syncedRoom()}, {roomId()}},
        server::Synced{},
        server::Ok{},
        server::Ok{{{QStringLiteral("any"), QJsonArray{1, true, QStringLiteral("é")}}}},
        server::Failure{error},
        server::Failure{Error(ErrorCode::RateLimited).withRetryAfter(5)},
        server::MessageSaved{roomId(), tempId(), messageId(), 44, time()},
        server::MessageNew{message()},
        server::MessageNew{plainMessage()},
        server::MessageNew{mentioning},
        server::MessageNew{calling},
        server::MessageNew{syncedRoom().changes.last()},
        server::MessageUpdate{roomId(), messageId(), 44, 47, userId(), message().content, mentions,
                              Mentions{{userId()}, true}, time()},
        server::MessageUpdate{
            roomId(), messageId(), 44, 47, userId(), QStringLiteral("kurz"), {}, {}, time()},
        server::MessageDelete{roomId(), messageId(), 44, 48, userId(), otherUserId(), MessageType::System,
                              mentions, otherMessageId(), time()},
        server::MessageDelete{
            roomId(), messageId(), 44, 48, userId(), userId(), MessageType::Text, {}, std::nullopt, time()},
        server::ReactionUpdate{roomId(), messageId(), 49, otherUserId(), QStringLiteral("👍🏽"), true},
        server::ReactionUpdate{roomId(), messageId(), 50, otherUserId(), QStringLiteral("👍🏽"), false},
        server::MessagePin{roomId(), messageId(), 51, message().pinned},
        server::MessagePin{roomId(), messageId(), 52, std::nullopt},
        server::MessageStatus{roomId(), {memberCursor(), {otherUserId(), 2, 1}}},
        server::PresenceOnline{{come}},
        server::PresenceOffline{{gone}},
        server::PresenceUpdate{{presence(), come}},
        server::TypingStart{roomId(), userId(), 6},
        server::TypingStop{roomId(), userId()},
        server::RoomNew{roomView()},
        server::RoomNew{plainView},
        server::RoomUpdate{room()},
        server::RoomDelete{roomId()},
        server::RoomJoin{roomId(), member(), 45},
        server::RoomLeave{roomId(), userId(), 45},
        server::RoomRead{roomId(), readState()},
        server::UserUpdate{plainUser},
        server::Gap{roomId()},
        server::Unknown{QStringLiteral("poll:update")},
    };
}

} // namespace parlor::samples

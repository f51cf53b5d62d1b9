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

RoomId roomId() {
    return idOf<RoomId>("8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02");
}

MessageId messageId() {
    return idOf<MessageId>("b1c2d3e4-f5a6-5b7c-8d9e-0f1a2b3c4d03");
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
    return {userId(), QStringLiteral("anna.b"), QStringLiteral("Anna Bär 🐻"), true};
}

Room room() {
    return {
        roomId(), QStringLiteral("Küche"), RoomKind::Private, QStringLiteral("Was \"heute\" gekocht wird"), 7,
        time()};
}

ReadState readState() {
    return {41, 3, 1, 44};
}

RoomView roomView() {
    return {room(), RoomRole::Moderator, 44, readState(), time().addSecs(60)};
}

PublicRoom publicRoom() {
    return {room(), 12, true};
}

Member member() {
    return {user(), RoomRole::Owner};
}

Message message() {
    return {messageId(),
            roomId(),
            44,
            45,
            userId(),
            MessageType::System,
            QStringLiteral("Zwei\nZeilen\tund \"Zitat\" \\ / 🎉 \u2028 €"),
            time(),
            time().addSecs(1),
            std::nullopt,
            idOf<MessageId>("b1c2d3e4-f5a6-5b7c-8d9e-0f1a2b3c4d99")};
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
        client::MessageSeen{roomId(), limits::integerMax},
        client::Ping{},
    };
}

QList<ServerFrame> serverFrames() {
    RoomView plainView = roomView();
    plainView.lastMessageAt.reset();
    User plainUser = user();
    plainUser.deleted = false;
    Message plainMessage = message();
    plainMessage.editedAt.reset();
    plainMessage.replyTo.reset();
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
        server::MessageNew{plainMessage},
        server::RoomNew{roomView()},
        server::RoomNew{plainView},
        server::RoomUpdate{room()},
        server::RoomDelete{roomId()},
        server::RoomJoin{roomId(), member(), 45},
        server::RoomLeave{roomId(), userId(), 45},
        server::RoomRead{roomId(), readState()},
        server::UserUpdate{plainUser},
        server::Gap{roomId()},
        server::Unknown{QStringLiteral("reaction:update")},
    };
}

} // namespace parlor::samples

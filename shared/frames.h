// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/error.h"
#include "shared/models.h"

#include <QHash>
#include <QJsonObject>

#include <variant>

/// The frames of the WebSocket protocol `parlor.v1` as plain structs, one per `type`. What each means is in
/// docs/protocol.md; how it looks as JSON is in codec.h. The comment after each struct is its wire type.
namespace parlor {

namespace client {

struct Authenticate { // authenticate
    QString token;
    friend bool operator==(const Authenticate&, const Authenticate&) = default;
};
struct Sync {                    // sync
    qint64 epoch = 0;            ///< that of the last `authenticated` or `synced`; 0 if none
    QHash<RoomId, qint64> rooms; ///< where each cached room stopped; at most limits::syncRoomsMax
    friend bool operator==(const Sync&, const Sync&) = default;
};
struct RoomJoin { // room:join
    RoomId roomId;
    friend bool operator==(const RoomJoin&, const RoomJoin&) = default;
};
struct RoomLeave { // room:leave
    RoomId roomId;
    friend bool operator==(const RoomLeave&, const RoomLeave&) = default;
};
struct MessageNew { // message:new
    RoomId roomId;
    MessageType type = MessageType::Text; ///< clients may send Text only
    QString content;
    TempId tempId;
    bool retry = false; ///< true for every sending but the first
    std::optional<MessageId> replyTo;
    friend bool operator==(const MessageNew&, const MessageNew&) = default;
};
struct MessageSeen { // message:seen
    RoomId roomId;
    qint64 seq = 0;
    friend bool operator==(const MessageSeen&, const MessageSeen&) = default;
};
struct Ping { // ping
    friend bool operator==(const Ping&, const Ping&) = default;
};

} // namespace client

using ClientFrame = std::variant<client::Authenticate, client::Sync, client::RoomJoin, client::RoomLeave,
                                 client::MessageNew, client::MessageSeen, client::Ping>;

namespace server {

struct Authenticated { // authenticated
    User user;
    SessionId sessionId;
    qint64 epoch = 0;
    friend bool operator==(const Authenticated&, const Authenticated&) = default;
};
struct SyncedRoom {
    RoomView room;
    QList<Message> changes; ///< ascending changeSeq
    qint64 head = 0;        ///< the room's next cursor
    bool gap = false;       ///< the client's cached messages of this room are to be discarded
    friend bool operator==(const SyncedRoom&, const SyncedRoom&) = default;
};
struct Synced { // synced
    qint64 epoch = 0;
    QList<SyncedRoom> rooms;
    QList<RoomId> removed;
    friend bool operator==(const Synced&, const Synced&) = default;
};
struct Ok { // ok
    QJsonObject data;
    friend bool operator==(const Ok&, const Ok&) = default;
};
struct Failure { // error
    Error error; ///< on the way in, a code that this version does not know becomes Internal
    friend bool operator==(const Failure&, const Failure&) = default;
};
struct MessageSaved { // message:saved
    RoomId roomId;
    TempId tempId;
    MessageId id;
    qint64 seq = 0;
    QDateTime createdAt;
    friend bool operator==(const MessageSaved&, const MessageSaved&) = default;
};
struct MessageNew { // message:new
    Message message;
    friend bool operator==(const MessageNew&, const MessageNew&) = default;
};
struct RoomNew { // room:new: the user is now a member
    RoomView room;
    friend bool operator==(const RoomNew&, const RoomNew&) = default;
};
struct RoomUpdate { // room:update
    Room room;
    friend bool operator==(const RoomUpdate&, const RoomUpdate&) = default;
};
struct RoomDelete { // room:delete
    RoomId roomId;
    friend bool operator==(const RoomDelete&, const RoomDelete&) = default;
};
struct RoomJoin { // room:join: somebody became a member
    RoomId roomId;
    Member member;
    qint64 changeSeq = 0;
    friend bool operator==(const RoomJoin&, const RoomJoin&) = default;
};
struct RoomLeave { // room:leave: somebody is no longer a member; for the user concerned, the room is gone
    RoomId roomId;
    UserId userId;
    qint64 changeSeq = 0;
    friend bool operator==(const RoomLeave&, const RoomLeave&) = default;
};
struct RoomRead { // room:read
    RoomId roomId;
    ReadState read;
    friend bool operator==(const RoomRead&, const RoomRead&) = default;
};
struct UserUpdate { // user:update
    User user;
    friend bool operator==(const UserUpdate&, const UserUpdate&) = default;
};
struct Gap { // gap: refetch this room
    RoomId roomId;
    friend bool operator==(const Gap&, const Gap&) = default;
};
struct Unknown { // any type that this version does not know: ignored by clients
    QString type;
    friend bool operator==(const Unknown&, const Unknown&) = default;
};

} // namespace server

using ServerFrame = std::variant<server::Authenticated, server::Synced, server::Ok, server::Failure,
                                 server::MessageSaved, server::MessageNew, server::RoomNew,
                                 server::RoomUpdate, server::RoomDelete, server::RoomJoin, server::RoomLeave,
                                 server::RoomRead, server::UserUpdate, server::Gap, server::Unknown>;

} // namespace parlor

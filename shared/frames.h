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
/// An edit should carry an `opId`, made once per act and kept until it was answered, and a resend says
/// `retry`: so it is applied once, even if another edit came in between. The other changes of a message below
/// have the same effect once and twice.
struct MessageEdit { // message:edit
    RoomId roomId;
    MessageId messageId;
    QString content;
    std::optional<OpId> opId;
    bool retry = false;
    friend bool operator==(const MessageEdit&, const MessageEdit&) = default;
};
struct MessageDelete { // message:delete
    RoomId roomId;
    MessageId messageId;
    friend bool operator==(const MessageDelete&, const MessageDelete&) = default;
};
struct ReactionAdd { // reaction:add
    RoomId roomId;
    MessageId messageId;
    QString emoji;
    friend bool operator==(const ReactionAdd&, const ReactionAdd&) = default;
};
struct ReactionRemove { // reaction:remove
    RoomId roomId;
    MessageId messageId;
    QString emoji;
    friend bool operator==(const ReactionRemove&, const ReactionRemove&) = default;
};
struct MessagePin { // message:pin
    RoomId roomId;
    MessageId messageId;
    friend bool operator==(const MessagePin&, const MessagePin&) = default;
};
struct MessageUnpin { // message:unpin
    RoomId roomId;
    MessageId messageId;
    friend bool operator==(const MessageUnpin&, const MessageUnpin&) = default;
};
struct MessageDelivered { // message:delivered
    RoomId roomId;
    qint64 seq = 0; ///< this device has everything up to here
    friend bool operator==(const MessageDelivered&, const MessageDelivered&) = default;
};
struct MessageSeen { // message:seen
    RoomId roomId;
    qint64 seq = 0;
    friend bool operator==(const MessageSeen&, const MessageSeen&) = default;
};
struct RoomMark { // room:mark: puts the user's own read marker exactly here, backwards too
    RoomId roomId;
    qint64 seq = 0;
    friend bool operator==(const RoomMark&, const RoomMark&) = default;
};
struct TypingStart { // typing:start
    RoomId roomId;
    friend bool operator==(const TypingStart&, const TypingStart&) = default;
};
struct TypingStop { // typing:stop
    RoomId roomId;
    friend bool operator==(const TypingStop&, const TypingStop&) = default;
};
struct PresenceSet { // presence:set: of this device; Offline is not a choice
    PresenceStatus status = PresenceStatus::Online;
    friend bool operator==(const PresenceSet&, const PresenceSet&) = default;
};
struct PresenceGet {       // presence:get
    QList<UserId> userIds; ///< at most limits::presenceQueryMax; those who share no room are left out
    friend bool operator==(const PresenceGet&, const PresenceGet&) = default;
};
struct Ping { // ping
    friend bool operator==(const Ping&, const Ping&) = default;
};

} // namespace client

using ClientFrame =
    std::variant<client::Authenticate, client::Sync, client::RoomJoin, client::RoomLeave, client::MessageNew,
                 client::MessageEdit, client::MessageDelete, client::ReactionAdd, client::ReactionRemove,
                 client::MessagePin, client::MessageUnpin, client::MessageDelivered, client::MessageSeen,
                 client::RoomMark, client::TypingStart, client::TypingStop, client::PresenceSet,
                 client::PresenceGet, client::Ping>;

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
/// The changes of a message, as deltas: message_changes.h has what each does to a message and to counts. One
/// whose changeSeq is not above that of the message is ignored.
struct MessageUpdate { // message:update: its content was edited
    RoomId roomId;
    MessageId messageId;
    qint64 seq = 0; ///< the message's
    qint64 changeSeq = 0;
    UserId sender; ///< the message's
    QString content;
    Mentions mentions;
    Mentions formerMentions; ///< before this edit, for those who count them
    QDateTime editedAt;
    friend bool operator==(const MessageUpdate&, const MessageUpdate&) = default;
};
struct MessageDelete { // message:delete
    RoomId roomId;
    MessageId messageId;
    qint64 seq = 0; ///< the message's
    qint64 changeSeq = 0;
    UserId sender; ///< the message's
    UserId by;     ///< who deleted it
    MessageType type = MessageType::Text;
    Mentions formerMentions;
    std::optional<MessageId> threadRoot; ///< whose thread has one reply less
    QDateTime deletedAt;
    friend bool operator==(const MessageDelete&, const MessageDelete&) = default;
};
struct ReactionUpdate { // reaction:update
    RoomId roomId;
    MessageId messageId;
    qint64 changeSeq = 0;
    UserId userId;
    QString emoji;
    bool added = false; ///< false: taken back
    friend bool operator==(const ReactionUpdate&, const ReactionUpdate&) = default;
};
struct MessagePin { // message:pin
    RoomId roomId;
    MessageId messageId;
    qint64 changeSeq = 0;
    std::optional<Pin> pinned; ///< none: no longer
    friend bool operator==(const MessagePin&, const MessagePin&) = default;
};
struct MessageStatus { // message:status: how far members have come, those who moved
    RoomId roomId;
    QList<MemberCursor> cursors;
    friend bool operator==(const MessageStatus&, const MessageStatus&) = default;
};
struct PresenceOnline { // presence:online: who came
    QList<Presence> users;
    friend bool operator==(const PresenceOnline&, const PresenceOnline&) = default;
};
struct PresenceOffline { // presence:offline: who went
    QList<Presence> users;
    friend bool operator==(const PresenceOffline&, const PresenceOffline&) = default;
};
struct PresenceUpdate { // presence:update: whose status changed, from one that is not Offline to another
    QList<Presence> users;
    friend bool operator==(const PresenceUpdate&, const PresenceUpdate&) = default;
};
struct TypingStart { // typing:start
    RoomId roomId;
    UserId userId;
    int expiresIn = 0; ///< seconds after which it is over, unless it is told again
    friend bool operator==(const TypingStart&, const TypingStart&) = default;
};
struct TypingStop { // typing:stop
    RoomId roomId;
    UserId userId;
    friend bool operator==(const TypingStop&, const TypingStop&) = default;
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

using ServerFrame =
    std::variant<server::Authenticated, server::Synced, server::Ok, server::Failure, server::MessageSaved,
                 server::MessageNew, server::MessageUpdate, server::MessageDelete, server::ReactionUpdate,
                 server::MessagePin, server::MessageStatus, server::PresenceOnline, server::PresenceOffline,
                 server::PresenceUpdate, server::TypingStart, server::TypingStop, server::RoomNew,
                 server::RoomUpdate, server::RoomDelete, server::RoomJoin, server::RoomLeave,
                 server::RoomRead, server::UserUpdate, server::Gap, server::Unknown>;

} // namespace parlor

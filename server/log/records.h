// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"
#include "shared/result.h"

#include <QByteArray>

#include <optional>
#include <variant>

/// What the log's records say: `{"v":1,"kind":…,…}` as JSON. Pure functions, any thread.
namespace parlor::log {

/// The newest record version that this build reads and the one that it writes.
inline constexpr int recordVersion = 1;

struct MessageRecord { // "message"
    MessageId id;
    RoomId roomId;
    UserId sender;
    TempId tempId;
    MessageType type = MessageType::Text;
    QString content;
    QDateTime createdAt;
    std::optional<MessageId> replyTo;
    friend bool operator==(const MessageRecord&, const MessageRecord&) = default;
};
/// A room was made or changed; deleted when `deleted`.
struct RoomRecord { // "room"
    Room room;
    bool deleted = false;
    friend bool operator==(const RoomRecord&, const RoomRecord&) = default;
};
/// Somebody became a member, changed role, or (without a role) is no longer one. `version` is the room's
/// membership version: a consumer that knows a higher one for this member ignores the record.
struct MemberRecord { // "member"
    RoomId roomId;
    User user;
    std::optional<RoomRole> role;
    qint64 version = 0;
    friend bool operator==(const MemberRecord&, const MemberRecord&) = default;
};
struct UserRecord { // "user"
    User user;
    qint64 version = 0;
    friend bool operator==(const UserRecord&, const UserRecord&) = default;
};
struct SessionRevokedRecord { // "session_revoked"
    UserId userId;
    SessionId sessionId;
    friend bool operator==(const SessionRevokedRecord&, const SessionRevokedRecord&) = default;
};
/// A read cursor moved; merged by maximum.
struct SeenRecord { // "seen"
    UserId userId;
    RoomId roomId;
    qint64 seq = 0;
    friend bool operator==(const SeenRecord&, const SeenRecord&) = default;
};
/// A kind that this version does not know: skipped.
struct UnknownRecord {
    QString kind;
    friend bool operator==(const UnknownRecord&, const UnknownRecord&) = default;
};

using Event = std::variant<MessageRecord, RoomRecord, MemberRecord, UserRecord, SessionRevokedRecord,
                           SeenRecord, UnknownRecord>;

/// The log's keys: the id's canonical text. Everybody who appends uses these, or one room would be in two
/// partitions.
QByteArray keyOf(const RoomId& room);
QByteArray keyOf(const UserId& user);

QByteArray encode(const Event& event);
/// NewerFormat when `v` is above recordVersion (the reader must stop), Corrupt when it is not a record at
/// all.
Result<Event> decode(const QByteArray& value);
/// The room that a record of Topic::Messages belongs to; null for others.
RoomId roomOf(const Event& event);

/// The message that a record stands for, at `seq`.
Message toMessage(const MessageRecord& record, qint64 seq);

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/frames.h"
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
    std::optional<MessageId> threadRoot = {};
    Mentions mentions = {};
    std::optional<SystemEvent> system = {}; ///< of type System
    friend bool operator==(const MessageRecord&, const MessageRecord&) = default;
};
/// The content of a message was edited, or it was deleted. Both are compare-and-set: `basis` is the message's
/// contentSeq() that the act was made upon. If in the order of the log another edit or deletion came before,
/// the record is void: the tail calls it a duplicate, the projector skips it, and who asked for it tries
/// again upon what is there then. So what it says of the message is true, and counts can be kept by it alone.
struct EditRecord { // "edit"
    MessageId id;
    RoomId roomId;
    OpId opId;
    qint64 basis = 0;
    qint64 seq = 0; ///< the message's
    UserId sender;  ///< the message's, and the one who edits
    QString content;
    Mentions mentions;
    Mentions formerMentions;
    QDateTime editedAt;
    friend bool operator==(const EditRecord&, const EditRecord&) = default;
};
struct DeleteRecord { // "delete"
    MessageId id;
    RoomId roomId;
    qint64 basis = 0;
    qint64 seq = 0; ///< the message's
    UserId sender;  ///< the message's
    UserId by;
    MessageType type = MessageType::Text; ///< the message's
    Mentions formerMentions;
    std::optional<MessageId> threadRoot;
    QDateTime deletedAt;
    friend bool operator==(const DeleteRecord&, const DeleteRecord&) = default;
};
/// Idempotent: message_changes.h tells when it changes something.
struct ReactionRecord { // "reaction"
    MessageId id;
    RoomId roomId;
    UserId userId;
    QString emoji;
    bool added = false;
    friend bool operator==(const ReactionRecord&, const ReactionRecord&) = default;
};
struct PinRecord { // "pin"
    MessageId id;
    RoomId roomId;
    std::optional<Pin> pinned; ///< none: no longer
    friend bool operator==(const PinRecord&, const PinRecord&) = default;
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
/// Somebody may not come back into a room, or may again. `version` counts the bans and lifts of this user in
/// this room: a consumer that knows as high a one ignores the record. 0: of before they were counted.
struct BanRecord { // "ban"
    RoomId roomId;
    UserId userId;
    UserId by;
    bool banned = false;
    QDateTime at;
    qint64 version = 0;
    friend bool operator==(const BanRecord&, const BanRecord&) = default;
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
/// A device of the user has everything up to `seq`; merged by maximum.
struct DeliveredRecord { // "delivered"
    UserId userId;
    RoomId roomId;
    qint64 seq = 0;
    friend bool operator==(const DeliveredRecord&, const DeliveredRecord&) = default;
};
/// The user has put their own read marker at `seq`, perhaps back: the last one counts, and a later SeenRecord
/// moves it on. What others are told of (seen) does not go back.
struct MarkRecord { // "mark"
    UserId userId;
    RoomId roomId;
    qint64 seq = 0;
    friend bool operator==(const MarkRecord&, const MarkRecord&) = default;
};
/// The user has read everything up to `seq`; merged by maximum. Moves delivered and the read marker with it.
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

using Event = std::variant<MessageRecord, EditRecord, DeleteRecord, ReactionRecord, PinRecord, RoomRecord,
                           MemberRecord, BanRecord, UserRecord, SessionRevokedRecord, DeliveredRecord,
                           SeenRecord, MarkRecord, UnknownRecord>;

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
/// The change that a record stands for, at `changeSeq`: the frame that tells of it, and what
/// message_changes.h applies.
server::MessageUpdate toChange(const EditRecord& record, qint64 changeSeq);
server::MessageDelete toChange(const DeleteRecord& record, qint64 changeSeq);
server::ReactionUpdate toChange(const ReactionRecord& record, qint64 changeSeq);
server::MessagePin toChange(const PinRecord& record, qint64 changeSeq);

} // namespace parlor::log

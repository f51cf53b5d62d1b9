// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/log/records.h"
#include "server/search/search_query.h"
#include "shared/models.h"
#include "shared/result.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <optional>

/// What the store (store.h) is asked with and answers with.
namespace parlor::store {

/// What seq means: seq = base + offset in a partition of Topic::Messages.
struct Epoch {
    qint64 number = 0; ///< 0: none yet
    QString logIdentity;
    int partitions = 0;
    qint64 base = 0;
    friend bool operator==(const Epoch&, const Epoch&) = default;
};

/// How far the projector had come in the very snapshot that a read saw. Records at or after these positions
/// are to be applied from the gateway's tail.
struct Snapshot {
    qint64 epoch = 0;
    log::Positions positions;
};

struct NewUser {
    UserId id;
    QString username;
    QString email;
    QString displayName;
    QByteArray passwordHash;
    std::optional<bool> administrator; ///< unset: true for the first account of the server
};

struct Account {
    User user;
    QString email;
    QByteArray passwordHash;
    bool administrator = false;
    bool active = true;
    qint64 version = 0;
    QDateTime createdAt = {};
};

/// What is to become of an account; what is absent stays as it is.
struct AccountChanges {
    std::optional<QString> displayName = {};
    std::optional<QString> statusText = {};
    std::optional<QString> timeZone = {};
    std::optional<QString> email = {};
    std::optional<bool> administrator = {};
    std::optional<bool> active = {};
    std::optional<QByteArray> passwordHash = {};
};

struct Session {
    SessionId id;
    UserId userId;
    QString device;
    QDateTime createdAt;
    bool revoked = false;
    QString address = {};      ///< that it was begun from
    QDateTime lastUsedAt = {}; ///< of its creation or last refresh; set by the store
};

/// A record that was written in the same transaction as the change that it tells of, waiting to be appended
/// to the log.
struct OutboxRow {
    qint64 id = 0;
    log::Topic topic = log::Topic::Messages;
    QByteArray key;
    QByteArray value;
    QDateTime createdAt;
};

/// A committed change and the outbox rows that came with it (none if nothing changed).
template <typename T>
struct Committed {
    T value;
    QList<OutboxRow> outbox;
};

struct Membership {
    RoomId roomId;
    RoomRole role = RoomRole::Member;
    qint64 version = 0; ///< the room's membership version of the last change of this member
};

/// A room, and the people whom an act in it is about, as they are in the transaction that would make the
/// change.
struct RoomScene {
    Room room;
    std::optional<RoomRole> actor;  ///< the role of who acts; none: not in the room
    std::optional<RoomRole> target; ///< of whom the act is about, if it is about somebody; likewise
    bool banned = false;            ///< that one
};
/// Who changes a room, and what is asked whether they may: its error is the answer, and nothing changes. It
/// may be asked more than once, under the locks of the database. Without an id it is the server itself, of
/// whose acts no system message tells.
struct Actor {
    UserId id = {};
    std::function<Result<void>(const RoomScene&)> judge = {};
};

/// What is to become of a room; what is absent stays.
struct RoomChange {
    std::optional<QString> name = {};
    std::optional<QString> topic = {};
    std::optional<RoomKind> kind = {}; ///< Public or Private
    std::optional<bool> archived = {};
};

struct DirectRoom {
    Room room;
    bool made = false; ///< it was not there before
};

struct RoomsOfUser {
    QList<RoomView> rooms;         ///< counts as of the snapshot; asOf is the room's projected head
    QList<Membership> memberships; ///< the same rooms
    Snapshot snapshot;
};

/// Which part of a room's history. At most one is set; none means the newest.
struct HistoryQuery {
    std::optional<qint64> before; ///< messages with seq < before, the newest of them
    std::optional<qint64> after;  ///< messages with seq > after, the oldest of them
    std::optional<qint64> around; ///< half before and half from this seq on
    int limit = 50;               ///< 1 to limits::pageMax
    /// As `around` the first message that was sent at this time or later; the newest if there is none. Times
    /// follow the order of seq but for the moments by which the servers' clocks differ.
    std::optional<QDateTime> at = {};
};

struct History {
    QList<Message> messages; ///< ascending seq
    bool moreBefore = false;
    bool moreAfter = false;
    Snapshot snapshot;
};

/// Messages of one room that nothing orders but the query, with the snapshot that they were read in.
struct FoundMessages {
    QList<Message> messages;
    Snapshot snapshot;
};

struct Unread {
    int unread = 0;   ///< at most limits::unreadMax
    int mentions = 0; ///< among them; likewise
    Snapshot snapshot;
};

struct SearchRequest {
    UserId asker;
    search::Query query;
    std::optional<qint64> before; ///< FoundMessage::place of the last one of the page before
    int limit = 50;               ///< 1 to limits::pageMax
    /// Further messages that are to be left out; none if unset. Called within the transaction.
    std::function<bool(const Message&)> wanted = {};
};
struct FoundMessage {
    qint64 place = 0; ///< among all messages of the store, growing with time
    Message message;
    Room room;
    QList<search::Span> highlights;
    std::optional<Message> before; ///< its neighbours in the room, deleted ones left out
    std::optional<Message> after;
};
struct SearchResults {
    QList<FoundMessage> items;  ///< the newest first
    std::optional<qint64> next; ///< there may be more: SearchRequest::before of the next page
    bool incomplete = false;    ///< a limit was met before all was looked at
    search::Criteria criteria;  ///< what was asked, with names looked up
    QList<RoomId> rooms;        ///< in which it was looked for: of the asker's, those that were asked for
    Snapshot snapshot;
};
/// What one step of indexing did.
struct SearchProgress {
    qint64 indexed = 0; ///< messages
    qint64 behind = 0;  ///< at most that many messages are not indexed yet
};

struct Changes {
    QList<Message> messages; ///< ascending changeSeq, each in its present state
    bool truncated = false;  ///< there were more than the limit
    qint64 head = 0;         ///< the room's projected head
    Snapshot snapshot;
};

/// One record, decoded, in log order. `seq` is 0 for other topics than Topic::Messages.
struct ProjectionItem {
    qint64 seq = 0;
    log::Event event;
    log::TopicPartition where = {};
    qint64 offset = 0;
};

/// A record that nobody can read or that the database refuses, put aside with the reason so that it neither
/// stops a server nor is lost.
struct ParkedRecord {
    log::Record record;
    QString reason;
};

struct ProjectionBatch {
    qint64 epoch = 0;
    log::Positions from; ///< the partitions that this batch moves, and what the store must have of them, or
                         ///< PositionMoved
    log::Positions to;
    QList<ProjectionItem> items;
    QList<ParkedRecord> parked = {};
    /// Called within the transaction after each message, where they are written one by one (SQLite). May
    /// sleep for a moment, during which nobody else can write.
    std::function<void()> between = {};
};

/// Connections to the database, for metrics.
struct ConnectionCounts {
    qint64 open = 0;     ///< now, those being opened included
    qint64 connects = 0; ///< opened since the store was made
    qint64 failures = 0; ///< attempts that failed
};

struct UserInRoom {
    UserId user;
    RoomId room;
    friend bool operator==(const UserInRoom&, const UserInRoom&) = default;
};

/// How far one member has come in a room.
struct ReadPosition {
    MemberCursor cursor;
    qint64 mark = 0; ///< their own read marker
    qint64 head = 0; ///< the room's projected head
    Snapshot snapshot;
};

} // namespace parlor::store

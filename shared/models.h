// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

/// What is talked about, as plain values. No behaviour, no I/O; every one compares by value and has an exact
/// JSON form (codec.h). Times are UTC with milliseconds. Sequence numbers are those of docs/protocol.md: per
/// room, growing, not dense.
namespace parlor {

struct User {
    UserId id;
    QString username;         ///< 2 to 32 of a-z 0-9 . _ -
    QString displayName;      ///< 1 to 64 code points; the username where none was given
    bool deleted = false;     ///< gone for good; the name is a tombstone's
    bool deactivated = false; ///< cannot log in; what they wrote stays
    QString statusText = {};  ///< what they say of themselves, 0 to limits::statusTextMax
    QString timeZone = {};    ///< an IANA name ("Europe/Berlin"); empty if not told
    friend bool operator==(const User&, const User&) = default;
};

enum class RoomKind { Public, Private, Direct };
enum class RoomRole { Member, Moderator, Owner };

struct Room {
    RoomId id;
    QString name;
    RoomKind kind = RoomKind::Public;
    QString topic;
    qint64 version = 0; ///< grows with every change of the room itself; an older one is ignored
    QDateTime createdAt;
    bool archived = false;     ///< can be read, not written
    QList<UserId> direct = {}; ///< of a direct room: its two people, or the one who talks to themselves
    friend bool operator==(const Room&, const Room&) = default;
};

/// One user's read state in one room: the one truth behind every badge.
struct ReadState {
    qint64 seenSeq = 0; ///< everything up to here was read
    int unread = 0;     ///< messages of others after seenSeq, not deleted; at most limits::unreadMax
    int mentions = 0;   ///< those among them that mention the user
    qint64 asOf = 0;    ///< the counts include every message up to this seq and none after it
    friend bool operator==(const ReadState&, const ReadState&) = default;
};

/// A room as one user sees it.
struct RoomView {
    Room room;
    RoomRole role = RoomRole::Member;
    qint64 head = 0; ///< seq of the newest change in the room, 0 if none
    ReadState read;
    std::optional<QDateTime> lastMessageAt; ///< of the newest message, for sorting the list
    int memberCount = 0;
    friend bool operator==(const RoomView&, const RoomView&) = default;
};

/// A public room in the list of those that one can join.
struct PublicRoom {
    Room room;
    int memberCount = 0;
    bool joined = false;
    friend bool operator==(const PublicRoom&, const PublicRoom&) = default;
};

struct Member {
    User user;
    RoomRole role = RoomRole::Member;
    friend bool operator==(const Member&, const Member&) = default;
};

/// Who may not come back into a room.
struct Ban {
    User user;
    UserId by; ///< who banned them
    QDateTime at;
    friend bool operator==(const Ban&, const Ban&) = default;
};

enum class MessageType { Text, System };

/// What a system message tells.
enum class SystemKind {
    RoomCreated,   ///< text: its name
    MemberJoined,  ///< by themselves
    MemberAdded,   ///< user: who was added by the sender
    MemberLeft,    ///< by themselves
    MemberRemoved, ///< user: who was removed by the sender
    MemberBanned,  ///< user
    RoleChanged,   ///< user; text: the new role
    RoomRenamed,   ///< text: the new name
    TopicChanged,  ///< text: the new topic, empty if it was taken away
    KindChanged,   ///< text: the new kind
    RoomArchived,
    RoomUnarchived,
    MessagePinned, ///< text: the id of the message
};
/// The facts of a system message, for those who word it in their own language; its content is the same in
/// English. Who did it is the message's sender.
struct SystemEvent {
    SystemKind kind = SystemKind::RoomCreated;
    std::optional<UserId> user;
    QString text;
    friend bool operator==(const SystemEvent&, const SystemEvent&) = default;
};

struct Reaction {
    QString emoji;
    QList<UserId> users; ///< in the order in which they reacted; never empty
    friend bool operator==(const Reaction&, const Reaction&) = default;
};
/// What a message knows of the replies to it.
struct Thread {
    int count = 0;      ///< replies that are not deleted
    qint64 lastSeq = 0; ///< of the newest reply, deleted or not
    QDateTime lastAt;   ///< when it was sent
    friend bool operator==(const Thread&, const Thread&) = default;
};
struct Pin {
    UserId by;
    QDateTime at;
    friend bool operator==(const Pin&, const Pin&) = default;
};
/// Whom a message calls, as the server resolved it when it was sent or edited.
struct Mentions {
    QList<UserId> users; ///< members of the room, each once, in the order of the text
    bool room = false;   ///< everybody in it
    bool isEmpty() const { return users.isEmpty() && !room; }
    bool contains(const UserId& user) const { return room || users.contains(user); }
    friend bool operator==(const Mentions&, const Mentions&) = default;
};

struct Message {
    MessageId id;
    RoomId roomId;
    qint64 seq = 0;       ///< its place in the room; never changes
    qint64 changeSeq = 0; ///< seq of its newest change; equal to seq for one that was never changed
    UserId sender;
    MessageType type = MessageType::Text;
    QString content; ///< empty once deleted
    QDateTime createdAt;
    std::optional<QDateTime> editedAt;
    std::optional<QDateTime> deletedAt;
    std::optional<MessageId> replyTo;
    std::optional<MessageId> threadRoot = {}; ///< the message that the thread of this reply began with
    std::optional<qint64> editSeq = {};       ///< seq of the newest edit; set with editedAt
    Mentions mentions = {};
    QList<Reaction> reactions = {};    ///< in the order in which each emoji was first used
    std::optional<Thread> thread = {}; ///< once it has had a reply
    std::optional<Pin> pinned = {};
    std::optional<SystemEvent> system = {}; ///< of those of type System

    /// Where its content was last set: an edit or deletion names the one that it was made upon, and one that
    /// was made upon another is void (records.h).
    qint64 contentSeq() const { return editSeq.value_or(seq); }
    friend bool operator==(const Message&, const Message&) = default;
};

/// How far one member of a room has come: what a message's status is computed from.
struct MemberCursor {
    UserId userId;
    qint64 delivered = 0; ///< a device of theirs has everything up to here
    qint64 seen = 0;      ///< they have read everything up to here; never above delivered
    friend bool operator==(const MemberCursor&, const MemberCursor&) = default;
};
/// Who has got one message, its sender left out.
struct MessageReceipts {
    int members = 0;           ///< of the room now, without the sender
    int delivered = 0;         ///< among them
    int seen = 0;              ///< among those
    QList<UserId> seenBy;      ///< at most limits::receiptNamesMax, in no order
    QList<UserId> deliveredTo; ///< not seen yet; likewise
    friend bool operator==(const MessageReceipts&, const MessageReceipts&) = default;
};

/// What a message said before an edit.
struct MessageVersion {
    QString content;
    QDateTime at; ///< when this was written: the message's createdAt, or the time of the edit before
    friend bool operator==(const MessageVersion&, const MessageVersion&) = default;
};

enum class PresenceStatus { Offline, Online, Away, DoNotDisturb };
struct Presence {
    UserId userId;
    PresenceStatus status = PresenceStatus::Offline;
    std::optional<QDateTime> lastSeen; ///< of one who is offline, if known
    friend bool operator==(const Presence&, const Presence&) = default;
};

/// What registering, logging in and refreshing answer.
struct AuthTokens {
    User user;
    QString accessToken;
    QString refreshToken;
    int expiresIn = 0; ///< of the access token, seconds
    friend bool operator==(const AuthTokens&, const AuthTokens&) = default;
};

/// An account as its user and administrators see it.
struct AccountInfo {
    User user;
    QString email;
    bool administrator = false;
    friend bool operator==(const AccountInfo&, const AccountInfo&) = default;
};

/// A device that somebody is signed in on.
struct SessionInfo {
    SessionId id;
    QString device;  ///< what it called itself; may be empty
    QString address; ///< that it signed in from
    QDateTime createdAt;
    QDateTime lastUsedAt; ///< when it last signed in or refreshed its tokens
    bool current = false; ///< the one that asks
    friend bool operator==(const SessionInfo&, const SessionInfo&) = default;
};

/// One act of an administrator, or of somebody who manages a room.
struct AuditEntry {
    qint64 id = 0; ///< growing, not dense
    QDateTime at;
    std::optional<UserId> actor; ///< none: `parlord` on the server's own command line
    QString action;              ///< "user.create", "room.delete", …
    QString target;              ///< the id of whom or what it was done to
    QJsonObject details;         ///< what is worth knowing of it; never a secret
    QString address;             ///< the actor's; empty on the command line
    friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

enum class Registration { Open, Invite, Closed };

/// `GET /api/v1/server`.
struct ServerInfo {
    QString name;
    QString version;
    Registration registration = Registration::Open;
    bool search = true; ///< whether messages can be searched here
    friend bool operator==(const ServerInfo&, const ServerInfo&) = default;
};

/// One page of a list; `next` is passed back to get the following one.
template <typename T>
struct Page {
    QList<T> items;
    std::optional<QString> next;
    friend bool operator==(const Page&, const Page&) = default;
};

} // namespace parlor

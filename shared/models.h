// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

/// What is talked about, as plain values. No behaviour, no I/O; every one compares by value and has an exact
/// JSON form (codec.h). Times are UTC with milliseconds. Sequence numbers are those of docs/protocol.md: per
/// room, growing, not dense.
namespace parlor {

struct User {
    UserId id;
    QString username;    ///< 2 to 32 of a-z 0-9 . _ -
    QString displayName; ///< 1 to 64 code points; the username where none was given
    bool deleted = false;
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

enum class MessageType { Text, System };

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
    friend bool operator==(const Message&, const Message&) = default;
};

/// What registering, logging in and refreshing answer.
struct AuthTokens {
    User user;
    QString accessToken;
    QString refreshToken;
    int expiresIn = 0; ///< of the access token, seconds
    friend bool operator==(const AuthTokens&, const AuthTokens&) = default;
};

enum class Registration { Open, Invite, Closed };

/// `GET /api/v1/server`.
struct ServerInfo {
    QString name;
    QString version;
    Registration registration = Registration::Open;
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

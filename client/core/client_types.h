// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/failure.h"
#include "shared/models.h"

#include <QMetaType>
#include <QUrl>

#include <functional>

/// What the client's core tells its user interface. Plain values, any thread.
namespace parlor {

/// One account of a profile: a server, and once signed in the user there.
struct Account {
    QString id;  ///< local name (a UUID made by newAccount()); names its directory and its keyring entry
    QUrl server; ///< "http://host:port" or "https://host", without path
    std::optional<User> user; ///< nullopt until the first sign-in
    friend bool operator==(const Account&, const Account&) = default;
};
/// A fresh account that nobody has signed in to. It is not in any profile until a sign-in succeeds.
Account newAccount(const QUrl& server);
/// What a person typed as a server's address, made whole: "chat.example.org" becomes
/// https://chat.example.org, "localhost:8090" and other loopback addresses become http://. Invalid (field
/// "server") for anything else than host, optional port, optional scheme http or https.
tl::expected<QUrl, Error> serverUrlFromInput(const QString& text);

enum class ConnectionState {
    Offline,        ///< not trying: not started yet, or stopped
    Waiting,        ///< the last attempt failed; nextRetry says when the next one comes
    Connecting,     ///< refreshing the token or opening the socket
    Authenticating, ///< open, waiting for `authenticated`
    Syncing,        ///< catching up
    Online,         ///< everything is live
    SignedOut,      ///< the server ended the session, or nobody signed in: sign in again; the cache is kept
};
struct ConnectionStatus {
    ConnectionState state = ConnectionState::Offline;
    /// Why the last attempt failed (in Waiting, Connecting after a failure), or why the session ended
    /// (SignedOut).
    std::optional<Failure> reason;
    /// UTC; only in Waiting.
    std::optional<QDateTime> nextRetry;
    friend bool operator==(const ConnectionStatus&, const ConnectionStatus&) = default;
};

/// Of what in a room its user wants to be told by a notification.
enum class NotifyRule {
    Default,  ///< as the settings say for all rooms
    All,      ///< every message
    Mentions, ///< what calls the user, by name, by @room, or by a keyword of the settings
    Nothing,
};
/// What the user set for one room on this device. It outlives the cache.
struct RoomPreferences {
    bool favourite = false;
    bool muted = false; ///< no notification and no bold name; a mention still shows its badge
    NotifyRule notify = NotifyRule::Default;
    friend bool operator==(const RoomPreferences&, const RoomPreferences&) = default;
};

/// A room for the room list. `read` is what to show: the server's counts, the messages that came after them,
/// and what this client has marked as seen and not yet been able to tell.
struct RoomSummary {
    Room room;
    RoomRole role = RoomRole::Member;
    ReadState read;
    std::optional<QDateTime> lastMessageAt; ///< newest message or pending message; for sorting
    int pending = 0;                        ///< messages of mine not yet acknowledged
    int failed = 0;                         ///< messages of mine that were refused
    int memberCount = 0;                    ///< as the server last told; 0 if it has not
    RoomPreferences preferences = {};
    bool hasDraft = false; ///< something was typed here and not sent
    friend bool operator==(const RoomSummary&, const RoomSummary&) = default;
};

enum class OutboxState {
    Pending, ///< kept; will be sent, or is being sent
    Failed,  ///< the server refused it for good; waits for retry() or discard()
};
enum class OutboxKind {
    Message, ///< a new one
    Edit,
    Delete,
    React,
    Unreact,
    Pin,
    Unpin,
};
/// Something that I did in a room and that the server has not acknowledged: a message, or a change of one.
/// All of a room go out in their order, so that a message can be edited before it was ever sent.
struct OutboxEntry {
    TempId tempId; ///< names the entry; of an Edit it is also its opId
    /// Of a Message: what the server will call it: a cached message with this id is the same message. Else
    /// the message that is changed.
    MessageId messageId;
    RoomId roomId;
    qint64 order = 0; ///< grows; the order of sending and of showing
    QString content;  ///< of Message and Edit; of React and Unreact the emoji
    std::optional<MessageId> replyTo;
    QDateTime createdAt;
    OutboxState state = OutboxState::Pending;
    /// Sent at least once, perhaps: whatever is sent from now on says `retry`.
    bool attempted = false;
    std::optional<Error> error; ///< of Failed
    OutboxKind kind = OutboxKind::Message;
    /// Not sent before this moment, so that it can be undone; what comes after it does not wait for it.
    std::optional<QDateTime> heldUntil = {};
    friend bool operator==(const OutboxEntry&, const OutboxEntry&) = default;
};

/// How much of a room's past is in the cache. What is cached from `floor` on has no hole.
struct HistoryExtent {
    qint64 floor = 0;      ///< every message with seq >= floor is cached
    bool complete = false; ///< there is nothing older than floor
    bool fetching = false; ///< the newest page is yet to be fetched (after a gap, or a room just gained)
    friend bool operator==(const HistoryExtent&, const HistoryExtent&) = default;
};

/// What loadOlder() found: ascending seq, directly before what was asked, without a hole.
struct OlderMessages {
    QList<Message> messages;
    bool more = false; ///< there may be still older ones
    friend bool operator==(const OlderMessages&, const OlderMessages&) = default;
};

/// Part of a room's past that need not touch what is cached.
struct MessageWindow {
    QList<Message> messages; ///< ascending seq, without a hole
    qint64 target = 0;       ///< seq of the message that was asked for, or of the first at or after the time
    bool more = false;       ///< there are older ones
    bool moreAfter = false;  ///< there are newer ones
    friend bool operator==(const MessageWindow&, const MessageWindow&) = default;
};

/// What to look for. Words and the parts that a chip stands for; all of them must fit.
struct SearchQuery {
    QString words; ///< as typed, without filters; at most limits::searchQueryMax
    std::optional<RoomId> room;
    std::optional<UserId> from;
    std::optional<QDate> after;  ///< on this local day or later
    std::optional<QDate> before; ///< earlier than this local day
    bool hasLink = false;
    bool isEmpty() const { return words.trimmed().isEmpty() && !from && !after && !before && !hasLink; }
    friend bool operator==(const SearchQuery&, const SearchQuery&) = default;
};

/// Changes of one room's confirmed messages, in one step. Apply idempotently: what was read from the
/// CacheReader may hold some of it already (compare id and changeSeq).
struct MessagesChange {
    RoomId roomId;
    bool reset = false; ///< everything cached of this room was discarded: read the newest page again
    QList<Message>
        upserted; ///< new or changed, ascending seq. A new one may belong before ones already shown
    friend bool operator==(const MessagesChange&, const MessagesChange&) = default;
};
/// A change of a message that is not in the cache, or is older than what is: for those who show it all the
/// same. Apply idempotently.
struct UncachedChange {
    RoomId roomId;
    MessageId messageId;
    /// Whether it changed the message, which must be the one that it names: not if that is newer.
    std::function<bool(Message&)> apply;
};
/// Changes of the outbox in one room. A message that was acknowledged arrives first in a MessagesChange, with
/// id == messageId, then leaves here.
struct OutboxChange {
    RoomId roomId;
    QList<OutboxEntry> upserted; ///< ascending order
    QList<TempId> removed;
    friend bool operator==(const OutboxChange&, const OutboxChange&) = default;
};

enum class CredentialStorage {
    Unknown,    ///< not probed yet
    Keyring,    ///< the system's keyring
    File,       ///< no keyring here: a file in the profile that only this user can read
    MemoryOnly, ///< nowhere: the sign-in ends with the program
};

struct SignUp {
    QString username;
    QString email;
    QString password;
    QString displayName; ///< may be empty
};

} // namespace parlor

Q_DECLARE_METATYPE(parlor::ConnectionStatus)
Q_DECLARE_METATYPE(parlor::MessagesChange)
Q_DECLARE_METATYPE(parlor::OutboxChange)
Q_DECLARE_METATYPE(parlor::OutboxEntry)
Q_DECLARE_METATYPE(parlor::CredentialStorage)
Q_DECLARE_METATYPE(parlor::RoomId)

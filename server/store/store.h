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

/// The store: what can be asked. Filled by the projector from the log, and directly by changes of users and
/// rooms. tests/contracts/store_contract.h holds what every implementation must pass.
///
/// Every function may be called on any thread and may block on the database; each is one transaction. Errors
/// beside those named: Unavailable (database busy or away, retryable), Io (disk full), Corrupt.
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

class Store {
public:
    virtual ~Store() = default;

    // --- life ---
    /// Opens, checks and migrates. NewerFormat when the schema is newer than this build; Corrupt; Locked.
    virtual Result<void> open() = 0;
    /// Cheap probe for readiness. Like every other call it takes some seconds at most when the database
    /// cannot be reached.
    virtual Result<void> ping() = 0;
    virtual ConnectionCounts connections() const { return {}; }
    /// A consistent copy of the whole store into `file`, while it is in use. Taken / Io.
    virtual Result<void> backupTo(const QString& file) = 0;

    // --- epoch and positions ---
    virtual Result<Epoch> epoch() = 0;
    /// Begins a new epoch unless `previous` is no longer the current number (then PositionMoved): number is
    /// above every former one, base above every seq ever issued, positions are `start`. `afterRestore` makes
    /// both so large that nothing issued after the backup was taken can lie above them: number at least the
    /// Unix time in seconds, base in microseconds.
    virtual Result<Epoch> beginEpoch(qint64 previous, const QString& logIdentity, int partitions,
                                     const log::Positions& start, bool afterRestore) = 0;
    virtual Result<Snapshot> snapshot() = 0;
    /// Idempotent by position and by id: of two message records with one id the one with the lower seq
    /// counts. Advances the room's head for every record of a room. PositionMoved when `from` or the epoch is
    /// not what the store has.
    virtual Result<void> project(const ProjectionBatch& batch) = 0;
    /// How many records are parked, and the newest of them (at most `limit`).
    virtual Result<std::pair<qint64, QList<ParkedRecord>>> parked(int limit) = 0;

    // --- users ---
    /// Taken with field "username" or "email" (both compared without case). `audit`, here and below, is
    /// written down with the act, if there was anything to do.
    virtual Result<Committed<Account>> createUser(const NewUser& user,
                                                  const std::optional<AuditEntry>& audit = {}) = 0;
    /// Idempotent: no outbox rows and no audit entry when nothing changed. Who is deactivated loses all
    /// sessions, who gets another password all save `keep`. NotFound for an unknown or deleted user; Taken
    /// with field "email"; Conflict when the server would be left without an active administrator.
    virtual Result<Committed<Account>> changeAccount(const UserId& id, const AccountChanges& changes,
                                                     const std::optional<SessionId>& keep = {},
                                                     const std::optional<AuditEntry>& audit = {}) = 0;
    /// Leaves a tombstone: id and messages stay, everything else of the person is gone, from sessions and
    /// rooms too. NotFound for an unknown or deleted user; Conflict for the last active administrator.
    virtual Result<Committed<Account>> deleteUser(const UserId& id,
                                                  const std::optional<AuditEntry>& audit = {}) = 0;
    virtual Result<Account> accountByLogin(const QString& usernameOrEmail) = 0; ///< NotFound
    virtual Result<Account> account(const UserId& id) = 0;                      ///< NotFound
    /// Those that exist, in no order. At most limits::pageMax ids.
    virtual Result<QList<User>> users(const QList<UserId>& ids) = 0;
    /// Users whose name or display name starts with `prefix` without case (all if empty), by username, after
    /// `cursor`.
    virtual Result<Page<User>> directory(const QString& prefix, const std::optional<QString>& cursor,
                                         int limit) = 0;
    /// Users whose name or display name holds `text` without case, those first where one of the two starts
    /// with it, each group by username; the whole directory for an empty text. `cursor` is the page's before;
    /// Invalid if it is none.
    virtual Result<Page<User>> searchUsers(const QString& text, const std::optional<QString>& cursor,
                                           int limit) = 0;
    /// Everybody who is not deleted, by username, after `cursor`.
    virtual Result<Page<Account>> accounts(const std::optional<QString>& cursor, int limit) = 0;
    /// The same password hashed in another way: takes the place of `former` if that is still what the account
    /// has.
    virtual Result<void> strengthenPassword(const UserId& id, const QByteArray& former,
                                            const QByteArray& passwordHash) = 0;

    // --- sessions ---
    /// `refreshHash` is a hash of the token, never the token. NotFound when the account is not there or not
    /// active; Conflict when `passwordHash`, if it is given, is not what the account has: the password that
    /// was shown is one of the past.
    virtual Result<void> createSession(const Session& session, const QByteArray& refreshHash,
                                       const QDateTime& expires,
                                       const std::optional<QByteArray>& passwordHash = {}) = 0;
    /// Swaps a refresh token for its successor. Unauthenticated for an unknown, expired or revoked one. A
    /// token that has a successor works again for `grace` seconds as long as no successor was used; after
    /// that its session is revoked (the outbox rows say so) and the value is empty.
    virtual Result<Committed<std::optional<Session>>> rotateRefresh(const QByteArray& hash,
                                                                    const QByteArray& successor,
                                                                    const QDateTime& now,
                                                                    const QDateTime& expires, int grace) = 0;
    virtual Result<Session> session(const SessionId& id) = 0; ///< NotFound
    /// NotFound. Idempotent.
    virtual Result<Committed<Session>> revokeSession(const SessionId& id) = 0;
    /// All sessions of a user, save `except`.
    virtual Result<Committed<int>> revokeSessions(const UserId& user,
                                                  const std::optional<SessionId>& except) = 0;
    /// Where a user is signed in, the newest session first; `current` of none is set. `cursor` is the page's
    /// before; Invalid if it is none.
    virtual Result<Page<SessionInfo>> sessionsOf(const UserId& user, const std::optional<QString>& cursor,
                                                 int limit) = 0;
    /// The addresses, at most limits::syncChangesMax of them, that an account has been signed in from, the
    /// last ones used first; none for an unknown login.
    virtual Result<QStringList> loginAddresses(const QString& usernameOrEmail) = 0;
    /// Forgets sessions, at most `limit`, that were not used since `unusedSince` and whose tokens have
    /// expired; how many they were.
    virtual Result<int> purgeSessions(const QDateTime& now, const QDateTime& unusedSince, int limit) = 0;

    // --- audit ---
    /// Writes down an act that changes nothing else in the store; those that do take their entry with them.
    /// `id` and `at` of the entry are made by the store.
    virtual Result<void> audit(const AuditEntry& entry) = 0;
    /// The newest acts first, those with an id below `before`.
    virtual Result<Page<AuditEntry>> auditLog(const std::optional<qint64>& before, int limit) = 0;

    // --- rooms ---
    // Acts are told of by system messages, which are outbox rows like the changes themselves.

    /// A room that is not direct, with `owner` and `members` in it. Conflict for an id that is in use;
    /// NotFound (field "members" if it is one of those) for who is unknown, deleted or deactivated.
    virtual Result<Committed<RoomView>> createRoom(const Room& room, const UserId& owner,
                                                   const QList<UserId>& members = {}) = 0;
    /// The direct room of two people, or of one who talks to themselves: the one that is there, else one with
    /// that id and time. NotFound (field "userId") if it would have to be made with somebody who is unknown,
    /// deleted or deactivated.
    virtual Result<Committed<DirectRoom>> directRoom(const RoomId& id, const QDateTime& at,
                                                     const UserId& user, const UserId& other) = 0;
    /// No outbox rows when nothing changed. NotFound; Conflict for a direct room.
    virtual Result<Committed<Room>> updateRoom(const RoomId& room, const RoomChange& change,
                                               const Actor& actor) = 0;
    /// From then on the room is not there for anybody; what was in it goes by purgeRooms(). NotFound;
    /// Conflict for a direct room.
    virtual Result<Committed<bool>> deleteRoom(const RoomId& room, const Actor& actor) = 0;
    /// Removes rows of what was in deleted rooms, some `limit` of them; how many. 0: nothing is left.
    virtual Result<int> purgeRooms(int limit) = 0;
    virtual Result<Room> room(const RoomId& id) = 0; ///< NotFound; says nothing of who may see it
    virtual Result<RoomsOfUser> roomsOf(const UserId& user) = 0;
    /// One room as `user` sees it. NotFound when the room is not there or the user is not in it.
    virtual Result<std::pair<RoomView, Snapshot>> roomOf(const UserId& user, const RoomId& room) = 0;
    virtual Result<std::optional<Membership>> membership(const RoomId& room, const UserId& user) = 0;
    /// The rooms that are archived, with their versions.
    virtual Result<QHash<RoomId, qint64>> archivedRooms() = 0;
    /// Public rooms by name, those whose name contains `text` without case.
    virtual Result<Page<PublicRoom>> publicRooms(const UserId& asker, const QString& text,
                                                 const std::optional<QString>& cursor, int limit) = 0;
    /// By username, after `cursor`.
    virtual Result<Page<Member>> members(const RoomId& room, const std::optional<QString>& cursor,
                                         int limit) = 0;
    /// NotFound when the user is not in the room, or the room is not there.
    virtual Result<Member> member(const RoomId& room, const UserId& user) = 0;
    /// Makes `user` a member with the role Member, or Owner where nobody else is in. Idempotent: a member
    /// stays what they are, and there are no outbox rows. NotFound for an unknown room, or a user (field
    /// "userId") who is unknown, deleted or deactivated; Conflict for a direct room; for a banned user
    /// Forbidden if they act themselves, else Conflict.
    virtual Result<Committed<Membership>> addMember(const RoomId& room, const UserId& user,
                                                    const Actor& actor) = 0;
    /// NotFound for an unknown room, or a user who is not in it; Conflict when the last owner would step
    /// down, and for a direct room. Idempotent.
    virtual Result<Committed<Membership>> setRole(const RoomId& room, const UserId& user, RoomRole role,
                                                  const Actor& actor) = 0;
    /// Does one or the other, on the server's own account: makes `user` a member with `role` (Owner where
    /// nobody else is in), or changes the role. Errors as those of addMember() and setRole().
    virtual Result<Committed<Membership>> setMember(const RoomId& room, const UserId& user,
                                                    RoomRole role) = 0;
    /// Whether the user was in the room. NotFound for an unknown room; Conflict when the last owner would
    /// leave others behind, and for a direct room. A private room without members is deleted.
    virtual Result<Committed<bool>> removeMember(const RoomId& room, const UserId& user,
                                                 const Actor& actor = {}) = 0;

    // --- bans ---
    /// Keeps `user` from coming back, and removes them if they are in the room; `actor.id` is needed. The ban
    /// that is there, without outbox rows, if they were banned already. Errors as those of removeMember(),
    /// and NotFound (field "userId") for an unknown or deleted user.
    virtual Result<Committed<Ban>> ban(const RoomId& room, const UserId& user, const QDateTime& at,
                                       const Actor& actor) = 0;
    /// Whether the user was banned. NotFound for an unknown room.
    virtual Result<Committed<bool>> unban(const RoomId& room, const UserId& user, const Actor& actor) = 0;
    /// By username, after `cursor`.
    virtual Result<Page<Ban>> bans(const RoomId& room, const std::optional<QString>& cursor, int limit) = 0;

    // --- outbox ---
    /// Rows created before `olderThan`, oldest first.
    virtual Result<QList<OutboxRow>> outbox(const QDateTime& olderThan, int limit) = 0;
    virtual Result<void> deleteOutbox(const QList<qint64>& ids) = 0;

    // --- messages ---
    virtual Result<History> history(const RoomId& room, const HistoryQuery& query) = 0;
    /// Messages created or changed after `cursor`, at most `limit`.
    virtual Result<Changes> changesSince(const RoomId& room, qint64 cursor, int limit) = 0;
    virtual Result<std::optional<Message>> message(const MessageId& id) = 0;
    /// Those of `ids` that there are, whatever their rooms, in no order. At most limits::syncChangesMax ids.
    virtual Result<FoundMessages> messages(const QList<MessageId>& ids) = 0;
    /// Messages in `room` with seq > `after` from others than `user`, not deleted, counted up to
    /// limits::unreadMax; and those among them that mention the user, or everybody.
    virtual Result<Unread> countUnread(const RoomId& room, const UserId& user, qint64 after) = 0;
    /// The replies of the thread that began with `root`, as history() gives a room's.
    virtual Result<History> thread(const MessageId& root, const HistoryQuery& query) = 0;
    /// What the message said before each of its edits, the oldest first; nothing once it is deleted.
    virtual Result<QList<MessageVersion>> versions(const MessageId& id) = 0;
    /// Whether the edit `opId` of that message is in the store.
    virtual Result<bool> hasEdit(const MessageId& id, const OpId& opId) = 0;
    /// Pinned messages of `room`, the newest pin first; at most limits::pinsMax.
    virtual Result<FoundMessages> pinned(const RoomId& room) = 0;
    /// The members of `room` among those usernames (lower case): ids by username.
    virtual Result<QHash<QString, UserId>> membersNamed(const RoomId& room, const QStringList& usernames) = 0;

    // --- search ---
    /// What `asker` may read and asks for. Invalid with field "q" for a name that there is not. Bounded in
    /// what it looks at; Unavailable when the database is too slow even so.
    virtual Result<SearchResults> searchMessages(const SearchRequest& request) = 0;
    /// Takes at most `limit` messages more into the index, in one transaction. Several at once are safe, only
    /// wasteful.
    virtual Result<SearchProgress> indexMessages(int limit) = 0;
    /// Empties the index: indexMessages() begins anew.
    virtual Result<void> rebuildSearch() = 0;

    // --- cursors ---
    /// How far every member of `room` has come; at most `limit`, in no order.
    virtual Result<QList<MemberCursor>> cursors(const RoomId& room, int limit) = 0;
    /// One member's. NotFound when the user is not in the room.
    virtual Result<MemberCursor> cursorOf(const RoomId& room, const UserId& user) = 0;
    /// Who has the message at `seq` of `sender`, by the members' cursors: O(members).
    virtual Result<MessageReceipts> receipts(const RoomId& room, qint64 seq, const UserId& sender) = 0;
    /// The same with what a new cursor is measured by. NotFound when the user is not in the room.
    virtual Result<ReadPosition> readPosition(const RoomId& room, const UserId& user) = 0;

    // --- presence ---
    /// The rooms of `users` that have at most `membersMax` members, in no order.
    virtual Result<QList<UserInRoom>> roomsOfUsers(const QList<UserId>& users, int membersMax) = 0;
    /// Those of `users` whom `asker` shares a room with (`asker` too), and when they were last seen, if that
    /// is known.
    virtual Result<QHash<UserId, std::optional<QDateTime>>> lastSeen(const UserId& asker,
                                                                     const QList<UserId>& users) = 0;
    /// Users were there at these times; an earlier time than the one known changes nothing.
    virtual Result<void> touchLastSeen(const QHash<UserId, QDateTime>& users) = 0;
    /// Of the rooms that are there.
    virtual Result<QHash<RoomId, int>> memberCounts(const QList<RoomId>& rooms) = 0;
};

} // namespace parlor::store

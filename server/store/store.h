// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store_types.h"

/// The store: what can be asked. Filled by the projector from the log, and directly by changes of users and
/// rooms. tests/contracts/store_contract.h holds what every implementation must pass.
///
/// Every function may be called on any thread and may block on the database; each is one transaction. Errors
/// beside those named: Unavailable (database busy or away, retryable), Io (disk full), Corrupt.
namespace parlor::store {

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
    /// Those of them whose name or display name holds `text` without case, in the same order; all for an
    /// empty text. O(members) where few fit.
    virtual Result<Page<Member>> searchMembers(const RoomId& room, const QString& text,
                                               const std::optional<QString>& cursor, int limit) = 0;
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

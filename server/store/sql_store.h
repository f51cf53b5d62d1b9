// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "server/store/transaction.h"

#include <QUrl>

#include <memory>
#include <mutex>

namespace parlor::store {

/// The store on Qt Sql, for every dialect. The functions are spread over the files named after their
/// sections.
class SqlStore final : public Store {
public:
    explicit SqlStore(std::unique_ptr<Dialect> dialect);
    ~SqlStore() override;

    // sql_store.cpp
    Result<void> open() override;
    Result<void> ping() override;
    Result<void> backupTo(const QString& file) override;
    ConnectionCounts connections() const override { return m_pool.counts(); }
    /// See copyStore() (store_copy.h).
    Result<void> copyTo(SqlStore& target);

    // epochs.cpp
    Result<Epoch> epoch() override;
    Result<Epoch> beginEpoch(qint64 previous, const QString& logIdentity, int partitions,
                             const log::Positions& start, bool afterRestore) override;
    Result<Snapshot> snapshot() override;

    // projection.cpp
    Result<void> project(const ProjectionBatch& batch) override;
    Result<std::pair<qint64, QList<ParkedRecord>>> parked(int limit) override;

    // users.cpp
    Result<Committed<Account>> createUser(const NewUser& user,
                                          const std::optional<AuditEntry>& audit) override;
    Result<Account> accountByLogin(const QString& usernameOrEmail) override;
    Result<Account> account(const UserId& id) override;
    Result<QList<User>> users(const QList<UserId>& ids) override;
    // directory.cpp
    Result<Page<User>> directory(const QString& prefix, const std::optional<QString>& cursor,
                                 int limit) override;
    Result<Page<User>> searchUsers(const QString& text, const std::optional<QString>& cursor,
                                   int limit) override;
    Result<Page<Account>> accounts(const std::optional<QString>& cursor, int limit) override;

    // account_changes.cpp
    Result<Committed<Account>> changeAccount(const UserId& id, const AccountChanges& changes,
                                             const std::optional<SessionId>& keep,
                                             const std::optional<AuditEntry>& audit) override;
    Result<Committed<Account>> deleteUser(const UserId& id, const std::optional<AuditEntry>& audit) override;
    Result<void> strengthenPassword(const UserId& id, const QByteArray& former,
                                    const QByteArray& passwordHash) override;

    // sessions.cpp
    Result<void> createSession(const Session& session, const QByteArray& refreshHash,
                               const QDateTime& expires,
                               const std::optional<QByteArray>& passwordHash) override;
    Result<Committed<std::optional<Session>>> rotateRefresh(const QByteArray& hash,
                                                            const QByteArray& successor, const QDateTime& now,
                                                            const QDateTime& expires, int grace) override;
    Result<Session> session(const SessionId& id) override;
    Result<Committed<Session>> revokeSession(const SessionId& id) override;
    Result<Committed<int>> revokeSessions(const UserId& user,
                                          const std::optional<SessionId>& except) override;
    Result<Page<SessionInfo>> sessionsOf(const UserId& user, const std::optional<QString>& cursor,
                                         int limit) override;
    Result<QStringList> loginAddresses(const QString& usernameOrEmail) override;
    Result<int> purgeSessions(const QDateTime& now, const QDateTime& unusedSince, int limit) override;

    // audit.cpp
    Result<void> audit(const AuditEntry& entry) override;
    Result<Page<AuditEntry>> auditLog(const std::optional<qint64>& before, int limit) override;

    // rooms.cpp
    Result<Room> room(const RoomId& id) override;
    Result<RoomsOfUser> roomsOf(const UserId& user) override;
    Result<std::pair<RoomView, Snapshot>> roomOf(const UserId& user, const RoomId& room) override;
    Result<Page<PublicRoom>> publicRooms(const UserId& asker, const QString& text,
                                         const std::optional<QString>& cursor, int limit) override;

    // room_changes.cpp
    Result<Committed<RoomView>> createRoom(const Room& room, const UserId& owner,
                                           const QList<UserId>& members) override;
    Result<Committed<DirectRoom>> directRoom(const RoomId& id, const QDateTime& at, const UserId& user,
                                             const UserId& other) override;
    Result<Committed<Room>> updateRoom(const RoomId& room, const RoomChange& change,
                                       const Actor& actor) override;
    Result<Committed<bool>> deleteRoom(const RoomId& room, const Actor& actor) override;

    // room_purge.cpp
    Result<int> purgeRooms(int limit) override;

    // bans.cpp
    Result<Committed<Ban>> ban(const RoomId& room, const UserId& user, const QDateTime& at,
                               const Actor& actor) override;
    Result<Committed<bool>> unban(const RoomId& room, const UserId& user, const Actor& actor) override;
    Result<Page<Ban>> bans(const RoomId& room, const std::optional<QString>& cursor, int limit) override;

    // members.cpp
    Result<std::optional<Membership>> membership(const RoomId& room, const UserId& user) override;
    Result<QHash<RoomId, qint64>> archivedRooms() override;
    Result<Page<Member>> members(const RoomId& room, const std::optional<QString>& cursor,
                                 int limit) override;
    Result<Page<Member>> searchMembers(const RoomId& room, const QString& text,
                                       const std::optional<QString>& cursor, int limit) override;
    Result<Member> member(const RoomId& room, const UserId& user) override;
    Result<Committed<Membership>> addMember(const RoomId& room, const UserId& user,
                                            const Actor& actor) override;
    Result<Committed<Membership>> setRole(const RoomId& room, const UserId& user, RoomRole role,
                                          const Actor& actor) override;
    Result<Committed<Membership>> setMember(const RoomId& room, const UserId& user, RoomRole role) override;
    Result<Committed<bool>> removeMember(const RoomId& room, const UserId& user, const Actor& actor) override;

    // outbox.cpp
    Result<QList<OutboxRow>> outbox(const QDateTime& olderThan, int limit) override;
    Result<void> deleteOutbox(const QList<qint64>& ids) override;

    // messages.cpp
    Result<History> history(const RoomId& room, const HistoryQuery& query) override;
    Result<Changes> changesSince(const RoomId& room, qint64 cursor, int limit) override;
    Result<std::optional<Message>> message(const MessageId& id) override;
    Result<FoundMessages> messages(const QList<MessageId>& ids) override;
    Result<Unread> countUnread(const RoomId& room, const UserId& user, qint64 after) override;
    Result<History> thread(const MessageId& root, const HistoryQuery& query) override;
    Result<QList<MessageVersion>> versions(const MessageId& id) override;
    Result<bool> hasEdit(const MessageId& id, const OpId& opId) override;
    Result<FoundMessages> pinned(const RoomId& room) override;
    Result<QHash<QString, UserId>> membersNamed(const RoomId& room, const QStringList& usernames) override;

    // search.cpp, search_index.cpp
    Result<SearchResults> searchMessages(const SearchRequest& request) override;
    Result<SearchProgress> indexMessages(int limit) override;
    Result<void> rebuildSearch() override;

    // cursors.cpp
    Result<QList<MemberCursor>> cursors(const RoomId& room, int limit) override;
    Result<MemberCursor> cursorOf(const RoomId& room, const UserId& user) override;
    Result<MessageReceipts> receipts(const RoomId& room, qint64 seq, const UserId& sender) override;

    // presence.cpp
    Result<ReadPosition> readPosition(const RoomId& room, const UserId& user) override;
    Result<QList<UserInRoom>> roomsOfUsers(const QList<UserId>& users, int membersMax) override;
    Result<QHash<UserId, std::optional<QDateTime>>> lastSeen(const UserId& asker,
                                                             const QList<UserId>& users) override;
    Result<void> touchLastSeen(const QHash<UserId, QDateTime>& users) override;
    Result<QHash<RoomId, int>> memberCounts(const QList<RoomId>& rooms) override;

private:
    /// Runs `body(Transaction&)`, which returns a Result<T>, in one transaction; commits if that is a value.
    /// `body` may be run more than once: when the transaction lost a race against another one, or when the
    /// connection turns out to be gone.
    template <typename T, typename Body>
    Result<T> transact(Transaction::Mode mode, Body&& body);
    /// One attempt of it; the error comes with whether another one may be made.
    template <typename T, typename Body>
    Result<T> attempt(Transaction::Mode mode, Body& body, bool& again);
    /// Waits before attempt `number` of the same transaction, so that those who collided do not do so again.
    static void pauseBefore(int number);
    template <typename T, typename Body>
    Result<T> read(Body&& body) {
        return transact<T>(Transaction::Mode::Read, std::forward<Body>(body));
    }
    /// For a body that runs one statement at most: saves the ways to the database and back that a transaction
    /// around it would take.
    template <typename T, typename Body>
    Result<T> readOnce(Body&& body) {
        return transact<T>(Transaction::Mode::ReadOnce, std::forward<Body>(body));
    }
    template <typename T, typename Body>
    Result<T> write(Body&& body) {
        std::unique_lock lock(m_writing, std::defer_lock);
        if (m_dialect->singleWriter())
            lock.lock();
        return transact<T>(Transaction::Mode::Write, std::forward<Body>(body));
    }

    const std::unique_ptr<Dialect> m_dialect;
    ConnectionPool m_pool;
    std::mutex m_writing;
};

template <typename T, typename Body>
Result<T> SqlStore::attempt(Transaction::Mode mode, Body& body, bool& again) {
    const auto connection = m_pool.get();
    if (!connection)
        return fail(connection.error());
    Transaction transaction(**connection, *m_dialect, mode);
    Result<T> result = transaction.failed() ? Result<T>(fail(transaction.error())) : body(transaction);
    if (!transaction.failed()) {
        if (!result)
            return result;
        if (transaction.commit())
            return result;
    }
    // Nothing is lost by reading once more, nor by what has not begun.
    again = transaction.lostRace() ||
            ((*connection)->isLost() && (mode != Transaction::Mode::Write || transaction.neverBegan()));
    return fail(transaction.error());
}

template <typename T, typename Body>
Result<T> SqlStore::transact(Transaction::Mode mode, Body&& body) {
    // Two who collide by chance are through with the second attempt; five tell of something else.
    constexpr int attempts = 5;
    for (int number = 1;; ++number) {
        bool again = false;
        Result<T> result = attempt<T>(mode, body, again);
        if (result || !again || number == attempts)
            return result;
        pauseBefore(number + 1);
    }
}

/// The store in an SQLite file, created if absent. Call open() before anything else.
std::unique_ptr<Store> makeSqliteStore(const QString& file);

/// The store in a PostgreSQL database, 13 or newer, which exists and is empty or a store already. `url` is
/// `postgresql://user:password@host:port/database?option=value&…` (postgres_url.h tells what it may say); one
/// that cannot be read is an error of open(). Call open() before anything else.
std::unique_ptr<Store> makePostgresStore(const QUrl& url);

/// The store in the database that `databaseUrl` names, or in `sqliteFile` when it names none. Invalid with
/// field "database_url" when the URL cannot be read.
Result<std::unique_ptr<Store>> makeStore(const QString& databaseUrl, const QString& sqliteFile);

} // namespace parlor::store

// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/cache.h"

#include "client/core/cache_rows.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcCache, "parlor.client.cache", QtInfoMsg)

// Only ever appended to; tst_cache compares a fresh file with one that was brought up from version 1.
constexpr Sqlite::Step firstVersion = R"(
    CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE users (
        id BLOB PRIMARY KEY, username TEXT NOT NULL, display_name TEXT NOT NULL, deleted INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE rooms (
        id BLOB PRIMARY KEY, name TEXT NOT NULL, kind INTEGER NOT NULL, topic TEXT NOT NULL, version INTEGER NOT NULL,
        created_at INTEGER, role INTEGER NOT NULL, last_message_at INTEGER,
        cursor INTEGER NOT NULL DEFAULT 0,
        seen_seq INTEGER NOT NULL, unread INTEGER NOT NULL, mentions INTEGER NOT NULL, as_of INTEGER NOT NULL,
        local_seen INTEGER NOT NULL DEFAULT 0, seen_untold INTEGER NOT NULL DEFAULT 0,
        floor INTEGER NOT NULL DEFAULT 0, complete INTEGER NOT NULL DEFAULT 1, fetching INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE messages (
        room BLOB NOT NULL, seq INTEGER NOT NULL, change_seq INTEGER NOT NULL, id BLOB NOT NULL UNIQUE,
        sender BLOB NOT NULL, type INTEGER NOT NULL, content TEXT NOT NULL, created_at INTEGER NOT NULL,
        edited_at INTEGER, deleted_at INTEGER, reply_to BLOB,
        PRIMARY KEY (room, seq)
    ) WITHOUT ROWID;
    CREATE INDEX messages_sender ON messages (sender)
)";

// The whole message as JSON, where it has more than the columns (cache_rows.cpp).
constexpr Sqlite::Step moreOfMessages = R"(
    ALTER TABLE messages ADD COLUMN more BLOB
)";

// There while a cache is open: what is found at the start was not closed in order.
const QString inUseName = u"cache.in-use"_s;
// There once a cache was found damaged.
const QString damagedName = u"cache.damaged"_s;
const QString selfKey = u"self"_s;
const QString epochKey = u"epoch"_s;

void moveAside(const QString& directory) {
    const QDir dir(directory);
    for (const QString& suffix : {QString(), u"-wal"_s, u"-shm"_s}) {
        const QString file = dir.filePath(Cache::fileName() + suffix);
        const QString aside = dir.filePath(u"cache.damaged-1"_s + suffix);
        QFile::remove(aside);
        // What cannot be renamed is in the way of a new file all the same.
        if (QFile::exists(file) && !QFile::rename(file, aside))
            QFile::remove(file);
    }
}

} // namespace

Cache::~Cache() {
    if (m_db) {
        m_db.reset();
        QFile::remove(QDir(m_directory).filePath(inUseName));
    }
}

Result<std::unique_ptr<Cache>> Cache::open(const QString& directory, const UserId& self) {
    if (!QDir().mkpath(directory))
        return fail(ErrorCode::Io, u"cannot make "_s + directory);
    const QDir dir(directory);
    // Looking through the whole file is only worth its time if the last run did not end in order.
    const QString inUse = dir.filePath(inUseName);
    const bool unclean = QFile::exists(inUse);

    std::unique_ptr<Cache> cache(new Cache);
    if (QFile::exists(dir.filePath(damagedName))) {
        moveAside(directory);
        QFile::remove(dir.filePath(damagedName));
        cache->m_rebuilt = true;
    }
    cache->m_directory = directory;
    cache->m_self = self;
    for (int attempt = 0;; ++attempt) {
        auto opened = [&]() -> Result<void> {
            auto db =
                Sqlite::open(dir.filePath(fileName()), Sqlite::Access::ReadWrite, Sqlite::Durability::Normal);
            if (!db)
                return fail(db.error());
            cache->m_db = std::move(*db);
            if (unclean && attempt == 0) {
                if (auto checked = cache->m_db->check(); !checked)
                    return checked;
            }
            return cache->setUp();
        }();
        if (opened)
            break;
        cache->m_db.reset();
        if (attempt > 0 || opened.error().code() != ErrorCode::Corrupt)
            return fail(opened.error());
        qCWarning(lcCache) << "the cache is damaged and is begun anew:" << opened.error();
        moveAside(directory);
        cache->m_rebuilt = true;
    }
    QFile flag(inUse);
    if (!flag.open(QIODevice::WriteOnly))
        return fail(ErrorCode::Io, u"cannot write "_s + inUse);
    return cache;
}

void Cache::setDamaged() {
    QFile flag(QDir(m_directory).filePath(damagedName));
    if (!flag.open(QIODevice::WriteOnly))
        qCWarning(lcCache) << "cannot note that the cache is damaged";
}

Result<void> Cache::setUp() {
    if (auto migrated = m_db->migrate({firstVersion, moreOfMessages}); !migrated) {
        // A table that is there already, or one that is not: not a cache of ours.
        return migrated.error().code() == ErrorCode::Io
                   ? Result<void>(fail(ErrorCode::Corrupt, migrated.error().message()))
                   : migrated;
    }
    QByteArray owner;
    auto read = m_db->read(u"SELECT value FROM meta WHERE key = ?"_s, {selfKey},
                           [&](const QSqlQuery& row) { owner = row.value(0).toByteArray(); });
    if (!read)
        return read;
    if (owner.isEmpty())
        return m_db->write(u"INSERT INTO meta (key, value) VALUES (?, ?)"_s, {selfKey, toSql(m_self)});
    if (owner != m_self.uuid().toRfc4122())
        return fail(ErrorCode::Corrupt, u"the cache belongs to another user"_s);
    return {};
}

Result<void> Cache::transaction(const std::function<Result<void>()>& work) {
    return m_db->transaction(work);
}

// --- cursors ---

Result<qint64> Cache::epoch() {
    qint64 epoch = 0;
    auto read = m_db->read(u"SELECT value FROM meta WHERE key = ?"_s, {epochKey},
                           [&](const QSqlQuery& row) { epoch = row.value(0).toLongLong(); });
    if (!read)
        return fail(read.error());
    return epoch;
}

Result<void> Cache::setEpoch(qint64 epoch) {
    return m_db->write(u"INSERT INTO meta (key, value) VALUES (?, ?) "
                       "ON CONFLICT (key) DO UPDATE SET value = excluded.value"_s,
                       {epochKey, epoch});
}

Result<QHash<RoomId, qint64>> Cache::cursors() {
    QHash<RoomId, qint64> cursors;
    auto read = m_db->read(u"SELECT id, cursor FROM rooms"_s, {}, [&](const QSqlQuery& row) {
        cursors.insert(idFromSql<RoomId>(row.value(0)), row.value(1).toLongLong());
    });
    if (!read)
        return fail(read.error());
    return cursors;
}

Result<std::optional<qint64>> Cache::cursor(const RoomId& room) {
    std::optional<qint64> cursor;
    auto read = m_db->read(u"SELECT cursor FROM rooms WHERE id = ?"_s, {toSql(room)},
                           [&](const QSqlQuery& row) { cursor = row.value(0).toLongLong(); });
    if (!read)
        return fail(read.error());
    return cursor;
}

Result<void> Cache::setCursor(const RoomId& room, qint64 cursor) {
    return m_db->write(u"UPDATE rooms SET cursor = ? WHERE id = ?"_s, {cursor, toSql(room)});
}

// --- rooms ---

Result<bool> Cache::hasRoom(const RoomId& room) {
    auto found = cursor(room);
    if (!found)
        return fail(found.error());
    return found->has_value();
}

Result<Cache::Change> Cache::putRoom(const RoomView& view) {
    auto known = hasRoom(view.room.id);
    if (!known)
        return fail(known.error());
    if (!*known) {
        auto added = m_db->write(
            u"INSERT INTO rooms (id, name, kind, topic, version, created_at, role, last_message_at, "
            "seen_seq, unread, mentions, as_of, local_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?9)"_s,
            {toSql(view.room.id), view.room.name, rows::fromKind(view.room.kind), view.room.topic,
             view.room.version, toSql(view.room.createdAt), rows::fromRole(view.role),
             toSql(view.lastMessageAt), view.read.seenSeq, view.read.unread, view.read.mentions,
             view.read.asOf});
        if (!added)
            return fail(added.error());
        return Change::Added;
    }
    auto room = putRoom(view.room);
    if (!room)
        return room;
    auto read = putRead(view.room.id, view.read);
    if (!read)
        return read;
    auto rest = m_db->write(
        u"UPDATE rooms SET role = ?1, last_message_at = max(ifnull(last_message_at, 0), ifnull(?2, 0)) "
        "WHERE id = ?3 AND (role <> ?1 OR ifnull(last_message_at, 0) < ifnull(?2, 0))"_s,
        {rows::fromRole(view.role), toSql(view.lastMessageAt), toSql(view.room.id)});
    if (!rest)
        return fail(rest.error());
    const bool changed = *room == Change::Changed || *read == Change::Changed || m_db->changed() > 0;
    return changed ? Change::Changed : Change::None;
}

Result<Cache::Change> Cache::putRoom(const Room& room) {
    auto done =
        m_db->write(u"UPDATE rooms SET name = ?1, kind = ?2, topic = ?3, version = ?4, created_at = ?5 "
                    "WHERE id = ?6 AND version <= ?4 "
                    "AND (version < ?4 OR name <> ?1 OR kind <> ?2 OR topic <> ?3)"_s,
                    {room.name, rows::fromKind(room.kind), room.topic, room.version, toSql(room.createdAt),
                     toSql(room.id)});
    if (!done)
        return fail(done.error());
    return m_db->changed() > 0 ? Change::Changed : Change::None;
}

Result<Cache::Change> Cache::removeRoom(const RoomId& room) {
    if (auto messages = m_db->write(u"DELETE FROM messages WHERE room = ?"_s, {toSql(room)}); !messages)
        return fail(messages.error());
    if (auto gone = m_db->write(u"DELETE FROM rooms WHERE id = ?"_s, {toSql(room)}); !gone)
        return fail(gone.error());
    return m_db->changed() > 0 ? Change::Changed : Change::None;
}

// --- read state ---

Result<Cache::Change> Cache::putRead(const RoomId& room, const ReadState& read) {
    // What was seen here and not told yet stays in front; otherwise the server's marker counts, backwards
    // too.
    auto done = m_db->write(
        u"UPDATE rooms SET seen_seq = ?1, unread = ?2, mentions = ?3, as_of = ?4, "
        "local_seen = CASE WHEN seen_untold THEN max(local_seen, ?1) ELSE ?1 END, "
        "seen_untold = seen_untold AND local_seen > ?1 "
        "WHERE id = ?5 AND as_of <= ?4 "
        "AND (seen_seq <> ?1 OR unread <> ?2 OR mentions <> ?3 OR as_of <> ?4 OR local_seen <> ?1)"_s,
        {read.seenSeq, read.unread, read.mentions, read.asOf, toSql(room)});
    if (!done)
        return fail(done.error());
    return m_db->changed() > 0 ? Change::Changed : Change::None;
}

Result<Cache::Change> Cache::markSeen(const RoomId& room, qint64 seq) {
    auto done = m_db->write(u"UPDATE rooms SET local_seen = ?1, seen_untold = 1 "
                            "WHERE id = ?2 AND local_seen < ?1 AND seen_seq < ?1"_s,
                            {seq, toSql(room)});
    if (!done)
        return fail(done.error());
    return m_db->changed() > 0 ? Change::Changed : Change::None;
}

Result<QHash<RoomId, qint64>> Cache::untoldSeen() {
    QHash<RoomId, qint64> seen;
    auto read =
        m_db->read(u"SELECT id, local_seen FROM rooms WHERE seen_untold"_s, {}, [&](const QSqlQuery& row) {
            seen.insert(idFromSql<RoomId>(row.value(0)), row.value(1).toLongLong());
        });
    if (!read)
        return fail(read.error());
    return seen;
}

Result<void> Cache::seenTold(const RoomId& room, qint64 seq) {
    return m_db->write(u"UPDATE rooms SET seen_untold = 0 WHERE id = ?1 AND local_seen <= ?2"_s,
                       {toSql(room), seq});
}

// --- users ---

Result<QList<User>> Cache::putUsers(const QList<User>& users) {
    QList<User> changed;
    for (const User& user : users) {
        auto done =
            m_db->write(u"INSERT INTO users (id, username, display_name, deleted) VALUES (?1, ?2, ?3, ?4) "
                        "ON CONFLICT (id) DO UPDATE SET username = ?2, display_name = ?3, deleted = ?4 "
                        "WHERE username <> ?2 OR display_name <> ?3 OR deleted <> ?4"_s,
                        {toSql(user.id), user.username, user.displayName, user.deleted ? 1 : 0});
        if (!done)
            return fail(done.error());
        if (m_db->changed() > 0)
            changed.append(user);
    }
    return changed;
}

Result<QSet<UserId>> Cache::unknownUsers(const QSet<UserId>& asked) {
    QSet<UserId> unknown;
    for (const UserId& user : asked) {
        bool found = false;
        auto read = m_db->read(u"SELECT 1 FROM users WHERE id = ?"_s, {toSql(user)},
                               [&](const QSqlQuery&) { found = true; });
        if (!read)
            return fail(read.error());
        if (!found)
            unknown.insert(user);
    }
    return unknown;
}

Result<QSet<UserId>> Cache::unknownSenders() {
    QSet<UserId> unknown;
    auto read =
        m_db->read(u"SELECT DISTINCT sender FROM messages WHERE sender NOT IN (SELECT id FROM users)"_s, {},
                   [&](const QSqlQuery& row) { unknown.insert(idFromSql<UserId>(row.value(0))); });
    if (!read)
        return fail(read.error());
    return unknown;
}

} // namespace parlor

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

// Only ever appended to; tst_cache_upkeep compares a fresh file with one that was brought up from version 1.
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

// What is read at the start, counted, or looked for by, as columns; and an index for the search
// (cache_text.cpp). What is in the file already is filled in by Cache::fill().
constexpr Sqlite::Step completeWindow = R"(
    ALTER TABLE rooms ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE rooms ADD COLUMN member_count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE rooms ADD COLUMN direct BLOB;
    ALTER TABLE rooms ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE rooms ADD COLUMN shown_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE users ADD COLUMN deactivated INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE users ADD COLUMN status_text TEXT NOT NULL DEFAULT '';
    ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
    ALTER TABLE messages ADD COLUMN thread_root BLOB;
    ALTER TABLE messages ADD COLUMN pinned_at INTEGER;
    ALTER TABLE messages ADD COLUMN mentions_me INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE messages ADD COLUMN doc INTEGER;
    CREATE INDEX messages_thread ON messages (thread_root, seq) WHERE thread_root IS NOT NULL;
    CREATE INDEX messages_pinned ON messages (room, pinned_at) WHERE pinned_at IS NOT NULL;
    CREATE INDEX messages_mentions ON messages (room, seq) WHERE mentions_me;
    CREATE UNIQUE INDEX messages_doc ON messages (doc);
    DROP INDEX messages_sender;
    CREATE INDEX messages_sender ON messages (sender, doc);
    CREATE VIRTUAL TABLE message_text USING fts5 (
        content, content='', columnsize=0, detail=none, tokenize='trigram'
    )
)";

// No message of the room has a higher seq: what came after a seq is looked for only where there is something.
constexpr Sqlite::Step newestOfRooms = R"(
    ALTER TABLE rooms ADD COLUMN newest INTEGER NOT NULL DEFAULT 0;
    UPDATE rooms SET newest = ifnull((SELECT max(seq) FROM messages WHERE messages.room = rooms.id), 0)
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
        if (!m_unchecked)
            QFile::remove(QDir(m_directory).filePath(inUseName));
    }
}

Result<std::unique_ptr<Cache>> Cache::open(const QString& directory, const UserId& self) {
    if (!QDir().mkpath(directory))
        return fail(ErrorCode::Io, u"cannot make "_s + directory);
    const QDir dir(directory);
    const QString inUse = dir.filePath(inUseName);

    std::unique_ptr<Cache> cache(new Cache);
    // Looking through the whole file is only worth its time if the last run did not end in order, and is
    // nothing that a window should wait for.
    cache->m_unchecked = QFile::exists(inUse);
    if (QFile::exists(dir.filePath(damagedName))) {
        moveAside(directory);
        QFile::remove(dir.filePath(damagedName));
        cache->m_rebuilt = true;
        cache->m_unchecked = false;
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
        cache->m_unchecked = false;
    }
    QFile flag(inUse);
    if (!flag.open(QIODevice::WriteOnly))
        return fail(ErrorCode::Io, u"cannot write "_s + inUse);
    return cache;
}

Result<void> Cache::remove(const QString& directory) {
    const QDir dir(directory);
    for (const QString& file : dir.entryList({u"cache.*"_s}, QDir::Files)) {
        if (!QFile::remove(dir.filePath(file)))
            return fail(ErrorCode::Io, u"cannot delete "_s + file);
    }
    return {};
}

Result<void> Cache::check() {
    auto checked = m_db->check();
    if (checked)
        checked = checkText();
    m_unchecked = m_unchecked && !checked;
    return checked;
}

void Cache::setDamaged() {
    QFile flag(QDir(m_directory).filePath(damagedName));
    if (!flag.open(QIODevice::WriteOnly))
        qCWarning(lcCache) << "cannot note that the cache is damaged";
}

Result<void> Cache::setUp() {
    if (auto migrated = m_db->migrate({firstVersion, moreOfMessages, completeWindow, newestOfRooms});
        !migrated) {
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
    return fill();
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

Result<Cache::Change> Cache::follow(const RoomId& room, qint64 changeSeq, qint64 about,
                                    const std::function<void(ReadState&)>& count) {
    std::optional<ReadState> state;
    // Counts of what came since the state, from the rows: an own message that was acknowledged before its
    // stream came, or a page of history that overtook it, is in them already.
    auto read =
        m_db->read(u"SELECT seen_seq, unread, mentions, as_of, "
                   "(SELECT count(*) FROM messages m WHERE m.room = rooms.id AND m.seq > max(as_of, "
                   "seen_seq) AND m.seq <= ?2 "
                   "AND m.sender <> ?3 AND m.type = 0 AND m.deleted_at IS NULL), "
                   "(SELECT count(*) FROM messages m WHERE m.room = rooms.id AND m.mentions_me AND m.seq > "
                   "max(as_of, seen_seq) "
                   "AND m.seq <= ?2 AND m.sender <> ?3 AND m.type = 0) "
                   "FROM rooms WHERE id = ?1 AND cursor < ?2"_s,
                   {toSql(room), changeSeq, toSql(m_self)}, [&](const QSqlQuery& row) {
                       state = ReadState{row.value(0).toLongLong(), row.value(1).toInt(),
                                         row.value(2).toInt(), row.value(3).toLongLong()};
                       state->unread = std::min(state->unread + row.value(4).toInt(), limits::unreadMax);
                       state->mentions = std::min(state->mentions + row.value(5).toInt(), limits::unreadMax);
                   });
    if (!read)
        return fail(read.error());
    if (!state)
        return Change::None;
    const ReadState before = *state;
    if (count && about <= state->asOf)
        count(*state);
    state->asOf = std::max(state->asOf, changeSeq);
    auto done =
        m_db->write(u"UPDATE rooms SET cursor = ?1, unread = ?2, mentions = ?3, as_of = ?4 WHERE id = ?5"_s,
                    {changeSeq, state->unread, state->mentions, state->asOf, toSql(room)});
    if (!done)
        return fail(done.error());
    return state->unread != before.unread || state->mentions != before.mentions ? Change::Changed
                                                                                : Change::None;
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
            "seen_seq, unread, mentions, as_of, local_seen, archived, direct, member_count) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?9, ?13, ?14, ?15)"_s,
            {toSql(view.room.id), view.room.name, rows::fromKind(view.room.kind), view.room.topic,
             view.room.version, toSql(view.room.createdAt), rows::fromRole(view.role),
             toSql(view.lastMessageAt), view.read.seenSeq, view.read.unread, view.read.mentions,
             view.read.asOf, view.room.archived ? 1 : 0, rows::fromUsers(view.room.direct),
             view.memberCount});
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
        u"UPDATE rooms SET role = ?1, last_message_at = max(ifnull(last_message_at, 0), ifnull(?2, 0)), "
        "member_count = ?4 WHERE id = ?3 "
        "AND (role <> ?1 OR ifnull(last_message_at, 0) < ifnull(?2, 0) OR member_count <> ?4)"_s,
        {rows::fromRole(view.role), toSql(view.lastMessageAt), toSql(view.room.id), view.memberCount});
    if (!rest)
        return fail(rest.error());
    const bool changed = *room == Change::Changed || *read == Change::Changed || m_db->changed() > 0;
    return changed ? Change::Changed : Change::None;
}

Result<Cache::Change> Cache::putRoom(const Room& room) {
    auto done = m_db->write(
        u"UPDATE rooms SET name = ?1, kind = ?2, topic = ?3, version = ?4, created_at = ?5, archived = ?7, "
        "direct = ?8 WHERE id = ?6 AND version <= ?4 "
        "AND (version < ?4 OR name <> ?1 OR kind <> ?2 OR topic <> ?3 OR archived <> ?7 OR direct IS NOT ?8)"_s,
        {room.name, rows::fromKind(room.kind), room.topic, room.version, toSql(room.createdAt),
         toSql(room.id), room.archived ? 1 : 0, rows::fromUsers(room.direct)});
    if (!done)
        return fail(done.error());
    return m_db->changed() > 0 ? Change::Changed : Change::None;
}

Result<void> Cache::addMembers(const RoomId& room, int change) {
    // 0 is a count that nobody told.
    return m_db->write(u"UPDATE rooms SET member_count = max(1, member_count + ?1) "
                       "WHERE id = ?2 AND member_count > 0"_s,
                       {change, toSql(room)});
}

Result<int> Cache::memberCount(const RoomId& room) {
    int count = 0;
    auto read = m_db->read(u"SELECT member_count FROM rooms WHERE id = ?"_s, {toSql(room)},
                           [&](const QSqlQuery& row) { count = row.value(0).toInt(); });
    if (!read)
        return fail(read.error());
    return count;
}

Result<void> Cache::setShown(const RoomId& room, const QDateTime& now) {
    return m_db->write(u"UPDATE rooms SET shown_at = ?1 WHERE id = ?2"_s, {toSql(now), toSql(room)});
}

Result<Cache::Change> Cache::removeRoom(const RoomId& room) {
    if (auto messages = removeMessages(room, limits::integerMax); !messages)
        return fail(messages.error());
    if (auto gone = m_db->write(u"DELETE FROM rooms WHERE id = ?"_s, {toSql(room)}); !gone)
        return fail(gone.error());
    return m_db->changed() > 0 ? Change::Changed : Change::None;
}

// --- users ---

Result<QList<User>> Cache::putUsers(const QList<User>& users) {
    QList<User> changed;
    for (const User& user : users) {
        auto done = m_db->write(
            u"INSERT INTO users (id, username, display_name, deleted, deactivated, status_text, time_zone) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
            "ON CONFLICT (id) DO UPDATE SET username = ?2, display_name = ?3, deleted = ?4, "
            "deactivated = ?5, status_text = ?6, time_zone = ?7 "
            "WHERE username <> ?2 OR display_name <> ?3 OR deleted <> ?4 OR deactivated <> ?5 "
            "OR status_text <> ?6 OR time_zone <> ?7"_s,
            {toSql(user.id), user.username, user.displayName, user.deleted ? 1 : 0, user.deactivated ? 1 : 0,
             user.statusText, user.timeZone});
        if (!done)
            return fail(done.error());
        if (m_db->changed() > 0)
            changed.append(user);
    }
    return changed;
}

Result<std::optional<User>> Cache::user(const UserId& id) {
    std::optional<User> found;
    auto read = m_db->read(u"SELECT "_s + rows::userColumns + u" FROM users WHERE id = ?"_s, {toSql(id)},
                           [&](const QSqlQuery& row) { found = rows::user(row); });
    if (!read)
        return fail(read.error());
    return found;
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

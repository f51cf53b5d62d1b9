// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/cache_reader.h"

#include "client/core/cache.h"
#include "client/core/cache_reader_private.h"
#include "client/core/local_store.h"
#include "client/core/outbox_store.h"

#include <QDir>
#include <QLoggingCategory>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcReader, "parlor.client.reader", QtInfoMsg)

// What to show as unread: the server's count as of a seq, less what was read here since (or more, if the
// marker was put back here), plus what came after it. Counting stops at one over the most that is ever shown.
// Mentions have an index of their own. Most rooms have nothing that came after it, and their messages are not
// looked at: the window's first frame waits for this.
constexpr auto roomSql = R"(
    WITH shown AS (
        SELECT *, CASE WHEN marked THEN local_seen ELSE max(seen_seq, local_seen) END AS seen FROM main.rooms %1
    ), counted AS (
        SELECT shown.*, seen >= as_of AND seen > seen_seq AS all_read,
            CASE WHEN newest > max(seen, as_of) THEN
                (SELECT count(*) FROM (SELECT 1 FROM main.messages m WHERE m.room = shown.id
                    AND m.seq > max(seen, as_of) AND m.sender <> ?1 AND m.type = 0 AND m.deleted_at IS NULL
                    LIMIT 1001))
            ELSE 0 END AS later,
            CASE WHEN newest > max(seen, as_of) THEN
                (SELECT count(*) FROM main.messages m WHERE m.room = shown.id AND m.mentions_me
                    AND m.seq > max(seen, as_of) AND m.sender <> ?1 AND m.type = 0)
            ELSE 0 END AS mentions_later,
            CASE WHEN seen <> seen_seq AND seen < as_of THEN
                (SELECT count(*) FROM main.messages m WHERE m.room = shown.id
                    AND m.seq > min(seen, seen_seq) AND m.seq <= max(seen, seen_seq)
                    AND m.sender <> ?1 AND m.type = 0 AND m.deleted_at IS NULL) * iif(seen > seen_seq, -1, 1)
            ELSE 0 END AS moved,
            CASE WHEN seen <> seen_seq AND seen < as_of THEN
                (SELECT count(*) FROM main.messages m WHERE m.room = shown.id AND m.mentions_me
                    AND m.seq > min(seen, seen_seq) AND m.seq <= max(seen, seen_seq)
                    AND m.sender <> ?1 AND m.type = 0) * iif(seen > seen_seq, -1, 1)
            ELSE 0 END AS mentions_moved
        FROM shown
    )
    SELECT id, name, kind, topic, version, created_at, role, last_message_at, seen,
        min(?2, later + iif(all_read, 0, max(0, unread + moved))),
        min(?2, mentions_later + iif(all_read, 0, max(0, mentions + mentions_moved))),
        max(as_of, cursor),
        (SELECT count(*) FROM outbox.entries e WHERE e.room = counted.id AND e.state = 0 AND e.kind = 0),
        (SELECT count(*) FROM outbox.entries e WHERE e.room = counted.id AND e.state = 1),
        (SELECT max(created_at) FROM outbox.entries e WHERE e.room = counted.id AND e.kind = 0),
        archived, direct, member_count,
        favourite, muted, notify,
        EXISTS (SELECT 1 FROM local.drafts WHERE drafts.room = counted.id)
    FROM counted LEFT JOIN local.preferences ON preferences.room = counted.id
)";

RoomSummary summary(const QSqlQuery& row) {
    RoomSummary summary;
    summary.room.id = idFromSql<RoomId>(row.value(0));
    summary.room.name = row.value(1).toString();
    summary.room.kind = rows::toKind(row.value(2).toInt());
    summary.room.topic = row.value(3).toString();
    summary.room.version = row.value(4).toLongLong();
    summary.room.createdAt = timeFromSql(row.value(5));
    summary.role = rows::toRole(row.value(6).toInt());
    summary.lastMessageAt = optionalTimeFromSql(row.value(7));
    summary.read.seenSeq = row.value(8).toLongLong();
    summary.read.unread = row.value(9).toInt();
    summary.read.mentions = row.value(10).toInt();
    summary.read.asOf = row.value(11).toLongLong();
    summary.pending = row.value(12).toInt();
    summary.failed = row.value(13).toInt();
    const auto lastPending = optionalTimeFromSql(row.value(14));
    if (lastPending && (!summary.lastMessageAt || *summary.lastMessageAt < *lastPending))
        summary.lastMessageAt = lastPending;
    // 0 stands for none where a maximum was taken.
    if (summary.lastMessageAt && summary.lastMessageAt->toMSecsSinceEpoch() == 0)
        summary.lastMessageAt.reset();
    summary.room.archived = row.value(15).toBool();
    summary.room.direct = rows::toUsers(row.value(16));
    summary.memberCount = row.value(17).toInt();
    summary.preferences = rows::preferences(row, 18);
    summary.hasDraft = row.value(21).toBool();
    return summary;
}

} // namespace

void CacheReader::Private::read(const QString& sql, const QVariantList& values,
                                const std::function<void(const QSqlQuery&)>& row) const {
    if (!db)
        return;
    ++statements;
    const auto done = db->read(sql, values, row);
    if (done)
        return;
    qCWarning(lcReader) << "cannot read the cache:" << done.error();
    if (damaged && done.error().code() == ErrorCode::Corrupt)
        damaged();
}

QList<Message> CacheReader::Private::messages(const QString& rest, const QVariantList& values) const {
    QList<Message> messages;
    read(u"SELECT "_s + rows::messageColumns + u" FROM main.messages "_s + rest, values,
         [&](const QSqlQuery& row) { messages.append(rows::message(row)); });
    return messages;
}

CacheReader::CacheReader(const QString& directory, const UserId& self, std::function<void()> damaged)
    : d(std::make_unique<Private>()) {
    d->self = self;
    d->damaged = std::move(damaged);
    const QDir dir(directory);
    auto db = Sqlite::open(dir.filePath(Cache::fileName()), Sqlite::Access::ReadOnly);
    if (!db) {
        qCWarning(lcReader) << "cannot open the cache:" << db.error();
        return;
    }
    for (const auto& [name, file] :
         {std::pair(u"outbox"_s, OutboxStore::fileName()), std::pair(u"local"_s, LocalStore::fileName())}) {
        auto attached = (*db)->write(u"ATTACH DATABASE ? AS "_s + name, {dir.filePath(file)});
        if (!attached) {
            qCWarning(lcReader) << "cannot open" << file << attached.error();
            return;
        }
    }
    d->db = std::move(*db);
}

CacheReader::~CacheReader() = default;

void CacheReader::close() {
    d->db.reset();
}

bool CacheReader::isOpen() const {
    return d->db != nullptr;
}

qint64 CacheReader::statements() const {
    return d->statements;
}

void CacheReader::setStill(bool still) {
    d->still = still;
    d->rooms.clear();
}

UserId CacheReader::self() const {
    return d->self;
}

QList<RoomSummary> CacheReader::rooms() const {
    QList<RoomSummary> rooms;
    d->read(QString::fromLatin1(roomSql).arg(QString()), {toSql(d->self), limits::unreadMax},
            [&](const QSqlQuery& row) { rooms.append(summary(row)); });
    return rooms;
}

std::optional<RoomSummary> CacheReader::room(const RoomId& room) const {
    if (const auto known = d->rooms.constFind(room); known != d->rooms.cend())
        return *known;
    std::optional<RoomSummary> found;
    d->read(QString::fromLatin1(roomSql).arg(u"WHERE id = ?3"_s),
            {toSql(d->self), limits::unreadMax, toSql(room)},
            [&](const QSqlQuery& row) { found = summary(row); });
    if (d->still)
        d->rooms.insert(room, found);
    return found;
}

QList<Message> CacheReader::newest(const RoomId& room, int limit) const {
    return before(room, limits::integerMax, limit);
}

QList<Message> CacheReader::before(const RoomId& room, qint64 seq, int limit) const {
    QList<Message> messages =
        d->messages(u"WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?"_s, {toSql(room), seq, limit});
    std::reverse(messages.begin(), messages.end());
    return messages;
}

QList<Message> CacheReader::after(const RoomId& room, qint64 seq, int limit) const {
    return d->messages(u"WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?"_s, {toSql(room), seq, limit});
}

std::optional<Message> CacheReader::message(const MessageId& id) const {
    const QList<Message> found = d->messages(u"WHERE id = ?"_s, {toSql(id)});
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

HistoryExtent CacheReader::extent(const RoomId& room) const {
    HistoryExtent extent;
    d->read(u"SELECT floor, complete, fetching FROM main.rooms WHERE id = ?"_s, {toSql(room)},
            [&](const QSqlQuery& row) {
                extent.floor = row.value(0).toLongLong();
                extent.complete = row.value(1).toBool();
                extent.fetching = row.value(2).toBool();
            });
    return extent;
}

bool CacheReader::hasSynced() const {
    bool synced = false;
    d->read(u"SELECT value FROM main.meta WHERE key = 'epoch'"_s, {},
            [&](const QSqlQuery& row) { synced = row.value(0).toLongLong() > 0; });
    return synced;
}

std::optional<User> CacheReader::user(const UserId& id) const {
    std::optional<User> found;
    d->read(u"SELECT "_s + rows::userColumns + u" FROM main.users WHERE id = ?"_s, {toSql(id)},
            [&](const QSqlQuery& row) { found = rows::user(row); });
    return found;
}

QHash<UserId, User> CacheReader::users(const QList<UserId>& ids) const {
    QHash<UserId, User> found;
    for (const UserId& id : ids) {
        if (const auto known = user(id))
            found.insert(id, *known);
    }
    return found;
}

QList<Message> CacheReader::thread(const MessageId& root, int limit) const {
    QList<Message> replies =
        d->messages(u"WHERE thread_root = ? ORDER BY seq DESC LIMIT ?"_s, {toSql(root), limit});
    std::reverse(replies.begin(), replies.end());
    return replies;
}

QList<Message> CacheReader::pinned(const RoomId& room) const {
    return d->messages(u"WHERE room = ? AND pinned_at IS NOT NULL ORDER BY pinned_at DESC, seq DESC"_s,
                       {toSql(room)});
}

QList<OutboxEntry> CacheReader::outbox(const RoomId& room) const {
    QList<OutboxEntry> entries;
    d->read(u"SELECT "_s + rows::outboxColumns + u" FROM outbox.entries WHERE room = ? ORDER BY ord"_s,
            {toSql(room)}, [&](const QSqlQuery& row) { entries.append(rows::outboxEntry(row)); });
    return entries;
}

QString CacheReader::draft(const RoomId& room, const std::optional<MessageId>& thread) const {
    QString text;
    d->read(u"SELECT content FROM local.drafts WHERE room = ? AND thread = ?"_s,
            {toSql(room), rows::threadKey(thread)},
            [&](const QSqlQuery& row) { text = row.value(0).toString(); });
    return text;
}

} // namespace parlor

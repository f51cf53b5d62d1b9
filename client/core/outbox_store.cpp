// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/outbox_store.h"

#include "shared/codec.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcOutbox, "parlor.client.outbox", QtInfoMsg)

constexpr Sqlite::Step firstVersion = R"(
    CREATE TABLE entries (
        ord INTEGER PRIMARY KEY AUTOINCREMENT, temp_id BLOB NOT NULL UNIQUE, message_id BLOB NOT NULL,
        room BLOB NOT NULL, content TEXT NOT NULL, reply_to BLOB, created_at INTEGER NOT NULL,
        state INTEGER NOT NULL, attempted INTEGER NOT NULL, error TEXT
    );
    CREATE INDEX entries_room ON entries (room)
)";

// In the file as the wire has it, so that a code that a later version adds does not shift the others.
QVariant errorToSql(const std::optional<Error>& error) {
    return error ? QVariant(QString::fromUtf8(toBytes(toJson(*error)))) : QVariant();
}

std::optional<Error> errorFromSql(const QVariant& value) {
    if (value.isNull())
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(value.toString().toUtf8()).object();
    const auto code = errorCodeFromName(json.value("code"_L1).toString().toLatin1());
    return Error(code.value_or(ErrorCode::Internal), json.value("message"_L1).toString(),
                 json.value("field"_L1).toString());
}

} // namespace

OutboxEntry rows::outboxEntry(const QSqlQuery& row) {
    OutboxEntry entry;
    entry.order = row.value(0).toLongLong();
    entry.tempId = idFromSql<TempId>(row.value(1));
    entry.messageId = idFromSql<MessageId>(row.value(2));
    entry.roomId = idFromSql<RoomId>(row.value(3));
    entry.content = row.value(4).toString();
    entry.replyTo = optionalIdFromSql<MessageId>(row.value(5));
    entry.createdAt = timeFromSql(row.value(6));
    entry.state = row.value(7).toInt() == 1 ? OutboxState::Failed : OutboxState::Pending;
    entry.attempted = row.value(8).toBool();
    entry.error = errorFromSql(row.value(9));
    return entry;
}

Result<std::unique_ptr<OutboxStore>> OutboxStore::open(const QString& directory) {
    if (!QDir().mkpath(directory))
        return fail(ErrorCode::Io, u"cannot make "_s + directory);
    const QDir dir(directory);
    std::unique_ptr<OutboxStore> store(new OutboxStore);
    for (int attempt = 0;; ++attempt) {
        auto opened = [&]() -> Result<void> {
            auto db =
                Sqlite::open(dir.filePath(fileName()), Sqlite::Access::ReadWrite, Sqlite::Durability::Full);
            if (!db)
                return fail(db.error());
            store->m_db = std::move(*db);
            // Small enough to be looked through each time.
            if (auto checked = store->m_db->check(); !checked)
                return checked;
            return store->m_db->migrate({firstVersion});
        }();
        if (opened)
            return store;
        store->m_db.reset();
        if (attempt > 0 || opened.error().code() != ErrorCode::Corrupt)
            return fail(opened.error());
        const QString aside =
            u"outbox.damaged-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMddTHHmmsszzz"_s);
        qCWarning(lcOutbox) << "the outbox is damaged; it is kept as" << aside << opened.error();
        for (const QString& suffix : {QString(), u"-wal"_s, u"-shm"_s})
            QFile::rename(dir.filePath(fileName() + suffix), dir.filePath(aside + suffix));
        store->m_lost = true;
    }
}

Result<OutboxEntry> OutboxStore::add(OutboxEntry entry) {
    auto done = m_db->transaction([&]() -> Result<void> {
        auto written = m_db->write(u"INSERT INTO entries (temp_id, message_id, room, content, reply_to, "
                                   u"created_at, state, attempted, error) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                                   {toSql(entry.tempId), toSql(entry.messageId), toSql(entry.roomId),
                                    entry.content, toSql(entry.replyTo), toSql(entry.createdAt),
                                    entry.state == OutboxState::Failed ? 1 : 0, entry.attempted ? 1 : 0,
                                    errorToSql(entry.error)});
        if (!written)
            return written;
        return m_db->read(u"SELECT last_insert_rowid()"_s, {},
                          [&](const QSqlQuery& row) { entry.order = row.value(0).toLongLong(); });
    });
    if (!done)
        return fail(done.error());
    return entry;
}

Result<void> OutboxStore::setAttempted(const TempId& entry) {
    return m_db->write(u"UPDATE entries SET attempted = 1 WHERE temp_id = ?"_s, {toSql(entry)});
}

Result<void> OutboxStore::setFailed(const TempId& entry, const Error& error) {
    return m_db->write(u"UPDATE entries SET state = 1, error = ? WHERE temp_id = ?"_s,
                       {errorToSql(error), toSql(entry)});
}

Result<std::optional<OutboxEntry>> OutboxStore::requeue(const TempId& entry) {
    std::optional<OutboxEntry> result;
    auto done = m_db->transaction([&]() -> Result<void> {
        // Through sqlite_sequence, so that an order is never used twice.
        for (const QString& sql :
             {u"UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'entries'"_s,
              u"UPDATE entries SET state = 0, error = NULL, "
              "ord = (SELECT seq FROM sqlite_sequence WHERE name = 'entries') WHERE temp_id = ?"_s}) {
            auto written = m_db->write(sql, sql.contains(QLatin1Char('?')) ? QVariantList{toSql(entry)}
                                                                           : QVariantList());
            if (!written)
                return written;
        }
        return m_db->read(u"SELECT "_s + rows::outboxColumns + u" FROM entries WHERE temp_id = ?"_s,
                          {toSql(entry)}, [&](const QSqlQuery& row) { result = rows::outboxEntry(row); });
    });
    if (!done)
        return fail(done.error());
    return result;
}

Result<void> OutboxStore::remove(const TempId& entry) {
    return m_db->write(u"DELETE FROM entries WHERE temp_id = ?"_s, {toSql(entry)});
}

Result<QList<OutboxEntry>> OutboxStore::entries() {
    QList<OutboxEntry> entries;
    auto read = m_db->read(u"SELECT "_s + rows::outboxColumns + u" FROM entries ORDER BY ord"_s, {},
                           [&](const QSqlQuery& row) { entries.append(rows::outboxEntry(row)); });
    if (!read)
        return fail(read.error());
    return entries;
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/outbox_store.h"

#include "client/core/kept_file.h"
#include "shared/codec.h"

#include <QJsonDocument>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr Sqlite::Step firstVersion = R"(
    CREATE TABLE entries (
        ord INTEGER PRIMARY KEY AUTOINCREMENT, temp_id BLOB NOT NULL UNIQUE, message_id BLOB NOT NULL,
        room BLOB NOT NULL, content TEXT NOT NULL, reply_to BLOB, created_at INTEGER NOT NULL,
        state INTEGER NOT NULL, attempted INTEGER NOT NULL, error TEXT
    );
    CREATE INDEX entries_room ON entries (room)
)";

constexpr Sqlite::Step changes = R"(
    ALTER TABLE entries ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE entries ADD COLUMN held_until INTEGER
)";

// The numbers in the file, apart from the enumeration's own values, which may be reordered.
constexpr std::pair<OutboxKind, int> kindNumbers[] = {
    {OutboxKind::Message, 0}, {OutboxKind::Edit, 1}, {OutboxKind::Delete, 2}, {OutboxKind::React, 3},
    {OutboxKind::Unreact, 4}, {OutboxKind::Pin, 5},  {OutboxKind::Unpin, 6},
};

int fromKind(OutboxKind kind) {
    for (const auto& [known, number] : kindNumbers) {
        if (known == kind)
            return number;
    }
    return 0;
}

OutboxKind toKind(int value) {
    for (const auto& [kind, number] : kindNumbers) {
        if (number == value)
            return kind;
    }
    return OutboxKind::Message;
}

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
    entry.kind = toKind(row.value(10).toInt());
    entry.heldUntil = optionalTimeFromSql(row.value(11));
    return entry;
}

Result<std::unique_ptr<OutboxStore>> OutboxStore::open(const QString& directory) {
    auto file = KeptFile::open(directory, u"outbox"_s, Sqlite::Durability::Full, {firstVersion, changes});
    if (!file)
        return fail(file.error());
    std::unique_ptr<OutboxStore> store(new OutboxStore);
    store->m_db = std::move(file->db);
    store->m_lost = file->lost;
    return store;
}

Result<OutboxEntry> OutboxStore::add(OutboxEntry entry) {
    auto done = m_db->transaction([&]() -> Result<void> {
        auto written = m_db->write(u"INSERT INTO entries (temp_id, message_id, room, content, reply_to, "
                                   u"created_at, state, attempted, error, kind, held_until) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                                   {toSql(entry.tempId), toSql(entry.messageId), toSql(entry.roomId),
                                    entry.content, toSql(entry.replyTo), toSql(entry.createdAt),
                                    entry.state == OutboxState::Failed ? 1 : 0, entry.attempted ? 1 : 0,
                                    errorToSql(entry.error), fromKind(entry.kind), toSql(entry.heldUntil)});
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

Result<void> OutboxStore::setFailed(const OutboxEntry& entry, const QList<TempId>& gone) {
    return m_db->transaction([&]() -> Result<void> {
        for (const TempId& one : gone) {
            if (auto done = m_db->write(u"DELETE FROM entries WHERE temp_id = ?"_s, {toSql(one)}); !done)
                return done;
        }
        return m_db->write(u"UPDATE entries SET state = 1, error = ?, content = ? WHERE temp_id = ?"_s,
                           {errorToSql(entry.error), entry.content, toSql(entry.tempId)});
    });
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

Result<void> OutboxStore::setContent(const TempId& entry, const QString& content) {
    return m_db->write(u"UPDATE entries SET content = ? WHERE temp_id = ?"_s, {content, toSql(entry)});
}

Result<void> OutboxStore::remove(const QList<TempId>& entries) {
    return m_db->transaction([&]() -> Result<void> {
        for (const TempId& entry : entries) {
            if (auto gone = m_db->write(u"DELETE FROM entries WHERE temp_id = ?"_s, {toSql(entry)}); !gone)
                return gone;
        }
        return {};
    });
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

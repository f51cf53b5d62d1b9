// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/log_file.h"

#include <QUuid>

namespace parlor::log {

namespace {

constexpr int formatVersion = 1;
// "PrLg", in the SQLite file's header, so that `file` and we can tell an event log from any other database.
constexpr qint64 applicationId = 0x50724c67;

// AUTOINCREMENT: an offset is never given twice, not even when the newest records were trimmed.
constexpr const char* schema = R"(
    CREATE TABLE meta(name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE records(
        offset INTEGER PRIMARY KEY AUTOINCREMENT,
        topic INTEGER NOT NULL,
        created INTEGER NOT NULL,
        key BLOB NOT NULL,
        value BLOB NOT NULL
    );
)";

QString trimmedName(const TopicPartition& where) {
    return QStringLiteral("trimmed_below.") + topicName(where.topic);
}

Result<void> putMeta(SqliteConnection& connection, const QString& name, const QString& value) {
    auto statement = connection.prepare("INSERT INTO meta(name, value) VALUES(?1, ?2) "
                                        "ON CONFLICT(name) DO UPDATE SET value = excluded.value");
    if (!statement)
        return fail(statement.error());
    statement->bindText(1, name);
    statement->bindText(2, value);
    const int code = statement->step();
    if (code != SQLITE_DONE)
        return fail(connection.error(code));
    return {};
}

Result<void> create(SqliteConnection& connection) {
    auto result = connection.exec("BEGIN IMMEDIATE");
    if (result)
        result = connection.exec(schema);
    if (result) {
        result = connection.exec(QStringLiteral("PRAGMA application_id = %1; PRAGMA user_version = %2")
                                     .arg(applicationId)
                                     .arg(formatVersion)
                                     .toLatin1()
                                     .constData());
    }
    if (result)
        result = putMeta(connection, QStringLiteral("format"), QString::number(formatVersion));
    if (result)
        result = putMeta(connection, QStringLiteral("identity"),
                         QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (result)
        result = connection.exec("COMMIT");
    if (!result && !sqlite3_get_autocommit(connection.handle()))
        sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    return result;
}

/// Looks at the file's marks only: nothing is written before they are known to be ours.
Result<bool> isEmpty(SqliteConnection& connection, const QString& file) {
    const auto tables = connection.integer("SELECT COUNT(*) FROM sqlite_master", 0);
    if (!tables)
        return fail(tables.error());
    if (*tables == 0)
        return true;
    const auto application = connection.integer("PRAGMA application_id", 0);
    if (!application)
        return fail(application.error());
    if (*application != applicationId) {
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("%1 is a database, but not an event log of Parlor. Check the data "
                                   "directory that is configured (PARLOR_DATA_DIR).")
                        .arg(file));
    }
    const auto version = connection.integer("PRAGMA user_version", 0);
    if (!version)
        return fail(version.error());
    if (*version > formatVersion) {
        return fail(
            ErrorCode::NewerFormat,
            QStringLiteral(
                "The event log %1 has format %2, written by a newer version of Parlor; this one reads "
                "up to %3. Start the newer version again, or restore a backup made by this one.")
                .arg(file)
                .arg(*version)
                .arg(formatVersion));
    }
    return false;
}

Result<void> configure(SqliteConnection& connection, const EmbeddedLogOptions& options) {
    auto result = connection.exec("PRAGMA journal_mode = WAL");
    if (result)
        result = connection.exec(options.synchronous == EmbeddedLogOptions::Synchronous::Full
                                     ? "PRAGMA synchronous = FULL"
                                     : "PRAGMA synchronous = OFF");
    // What was trimmed is deleted content: it is overwritten, not only unlinked.
    if (result)
        result = connection.exec(
            "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384");
    if (result) {
        result = connection.exec(QStringLiteral("PRAGMA journal_size_limit = %1")
                                     .arg(qint64(options.checkpointMaxPages) * 4096)
                                     .toLatin1()
                                     .constData());
    }
    return result;
}

} // namespace

QList<TopicPartition> embeddedPartitions() {
    return {{Topic::Messages, 0}, {Topic::Users, 0}, {Topic::Receipts, 0}};
}

Result<std::unique_ptr<SqliteConnection>> openLogFile(const QString& file, const EmbeddedLogOptions& options,
                                                      LogFileHeader& header) {
    auto connection = SqliteConnection::openWriter(file, options.vfs);
    if (!connection)
        return connection;
    SqliteConnection& db = **connection;
    const auto empty = isEmpty(db, file);
    if (!empty)
        return fail(empty.error());
    // SQLite silently opens for reading what it may not write.
    if (sqlite3_db_readonly(db.handle(), "main") == 1)
        return fail(db.error(SQLITE_READONLY));
    auto done = configure(db, options);
    if (done && *empty)
        done = create(db);
    if (!done)
        return fail(done.error());

    const auto identity = db.text("SELECT value FROM meta WHERE name = 'identity'");
    if (!identity)
        return fail(identity.error());
    if (identity->isEmpty())
        return fail(db.error(SQLITE_CORRUPT));
    header.identity = *identity;
    const auto last = db.integer("SELECT seq FROM sqlite_sequence WHERE name = 'records'", 0);
    if (!last)
        return fail(last.error());
    header.end = *last + 1;
    auto trimmed = readTrimmed(db);
    if (!trimmed)
        return fail(trimmed.error());
    header.trimmed = *trimmed;
    return connection;
}

Result<std::unique_ptr<SqliteConnection>> openLogFileForReading(const QString& file,
                                                                const EmbeddedLogOptions& options) {
    // Not SQLITE_OPEN_READONLY: a reader in WAL mode writes its marks into the shared index.
    auto connection = SqliteConnection::open(file, SQLITE_OPEN_READWRITE, options.vfs);
    if (connection) {
        if (auto done = (*connection)->exec("PRAGMA query_only = ON; PRAGMA cache_size = -4096"); !done)
            return fail(done.error());
    }
    return connection;
}

Result<Positions> readTrimmed(SqliteConnection& connection) {
    Positions result;
    auto statement = connection.prepare("SELECT value FROM meta WHERE name = ?1");
    if (!statement)
        return fail(statement.error());
    for (const TopicPartition& where : embeddedPartitions()) {
        statement->bindText(1, trimmedName(where));
        const int code = statement->step();
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            return fail(connection.error(code));
        result[where] = code == SQLITE_ROW ? statement->text(0).toLongLong() : 0;
        statement->reset();
    }
    return result;
}

Result<void> writeTrimmed(SqliteConnection& connection, const Positions& trimmed) {
    for (auto it = trimmed.begin(); it != trimmed.end(); ++it) {
        if (auto done = putMeta(connection, trimmedName(it.key()), QString::number(it.value())); !done)
            return done;
    }
    return {};
}

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite_dialect.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlQuery>
#include <QVariant>

namespace parlor::store {

namespace {

// "PrSt", in the file's header, tells a store from any other database.
constexpr int applicationId = 0x50725374;
// A quick_check reads the whole file, about 1 GB in 3 s: larger ones are checked by `parlord backup`, not at
// every start.
constexpr qint64 quickCheckMaxBytes = 512LL * 1024 * 1024;

// Result codes of sqlite3.h, less their extension.
enum SqliteCode {
    busy = 5,
    locked = 6,
    readOnly = 8,
    ioError = 10,
    corrupt = 11,
    full = 13,
    cantOpen = 14,
    notADatabase = 26
};
constexpr int constraintUnique = 2067;
constexpr int constraintPrimaryKey = 1555;

int codeOf(const QSqlError& error) {
    return error.nativeErrorCode().toInt();
}

} // namespace

Result<void> SqliteDialect::connect(QSqlDatabase& database) const {
    database.setDatabaseName(m_file);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!openSqlite(database))
        return fail(describe(database.lastError()));
    QSqlQuery query(database);
    // WAL lets readers go on while the projector writes; ids are random, so that a longer WAL (32 MB) spares
    // many writes of the same pages. FULL, because a position that is durable lets the log be trimmed. What a
    // deleted message said is not left in pages that are free (some builds of SQLite do so by default).
    for (const char* pragma :
         {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
          "PRAGMA secure_delete = ON", "PRAGMA wal_autocheckpoint = 8000", "PRAGMA temp_store = MEMORY",
          "PRAGMA cache_size = -16384"}) {
        if (!query.exec(QLatin1StringView(pragma)))
            return fail(describe(query.lastError()));
        query.finish();
    }
    return {};
}

Result<void> SqliteDialect::check(QSqlDatabase& database) const {
    QSqlQuery query(database);
    const auto integer = [&query](const char* sql) {
        return query.exec(QLatin1StringView(sql)) && query.next() ? query.value(0).toInt() : -1;
    };
    const int tables = integer("SELECT COUNT(*) FROM sqlite_master");
    if (tables < 0)
        return fail(describe(query.lastError()));
    if (tables == 0) {
        query.finish();
        if (!query.exec(QStringLiteral("PRAGMA application_id = %1").arg(applicationId)))
            return fail(describe(query.lastError()));
        return {};
    }
    if (integer("PRAGMA application_id") != applicationId) {
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("%1 is a database, but not a store of Parlor. Check the data directory "
                                   "that is configured (PARLOR_DATA_DIR).")
                        .arg(m_file));
    }
    if (QFileInfo(m_file).size() > quickCheckMaxBytes)
        return {};
    if (!query.exec(QStringLiteral("PRAGMA quick_check(1)")) || !query.next())
        return fail(describe(query.lastError()));
    const QString verdict = query.value(0).toString();
    if (verdict != QLatin1StringView("ok")) {
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("The store %1 is damaged (%2). Restore it from a backup "
                                   "(parlord restore).")
                        .arg(m_file, verdict));
    }
    return {};
}

QString SqliteDialect::rowsTable(const QList<Column>& columns, qsizetype rows) const {
    QStringList names;
    for (qsizetype i = 0; i < columns.size(); ++i)
        names.append(QStringLiteral("column%1 AS %2").arg(i + 1).arg(columns.at(i).name));
    const QString row = QLatin1Char('(') +
                        QStringList(columns.size(), QStringLiteral("?")).join(QLatin1Char(',')) +
                        QLatin1Char(')');
    return QStringLiteral("(SELECT %1 FROM (VALUES %2)) AS v")
        .arg(names.join(QLatin1StringView(", ")), QStringList(rows, row).join(QLatin1Char(',')));
}

bool SqliteDialect::isUniqueViolation(const QSqlError& error) const {
    // Drivers that do not ask for extended codes give the bare SQLITE_CONSTRAINT: the text tells.
    const int code = codeOf(error);
    return code == constraintUnique || code == constraintPrimaryKey ||
           error.databaseText().startsWith(QLatin1StringView("UNIQUE constraint failed"));
}

Error SqliteDialect::describe(const QSqlError& error) const {
    const QString text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    switch (codeOf(error) & 0xff) {
    case busy:
    case locked:
        return Error(ErrorCode::Unavailable, QStringLiteral("The store %1 is busy.").arg(m_file))
            .withRetryAfter(1);
    case full:
        return Error(ErrorCode::Io,
                     QStringLiteral("The store %1 cannot grow: the disk is full. Free some space; the server "
                                    "goes on by itself.")
                         .arg(m_file));
    case readOnly:
    case cantOpen:
        return Error(
            ErrorCode::Io,
            QStringLiteral("The store %1 cannot be opened for writing (%2). Check that its directory "
                           "exists and belongs to the user who runs parlord.")
                .arg(m_file, text));
    case corrupt:
    case notADatabase:
        return Error(ErrorCode::Corrupt,
                     QStringLiteral("The store %1 is damaged or not a store (%2). Restore it from a backup "
                                    "(parlord restore).")
                         .arg(m_file, text));
    case ioError:
        return Error(ErrorCode::Io, QStringLiteral("The store %1 cannot be used: %2.").arg(m_file, text));
    default:
        // Not the database's state but our own statement.
        return Error(ErrorCode::Internal,
                     QStringLiteral("The store %1 refused a statement: %2.").arg(m_file, text));
    }
}

Result<void> SqliteDialect::backup(QSqlDatabase& database, const QString& file) const {
    QSqlQuery query(database);
    query.prepare(QStringLiteral("VACUUM INTO ?"));
    query.addBindValue(file);
    if (!query.exec()) {
        const Error error = describe(query.lastError());
        QFile::remove(file); // half a backup is worse than none
        if (error.code() == ErrorCode::Internal)
            return fail(ErrorCode::Io,
                        QStringLiteral("The backup %1 cannot be written: %2").arg(file, error.message()));
        return fail(error);
    }
    return {};
}

Result<QStringList> SqliteDialect::schema(QSqlDatabase& database) const {
    QSqlQuery query(database);
    if (!query.exec(
            QStringLiteral("SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master "
                           "WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")))
        return fail(describe(query.lastError()));
    QStringList result;
    while (query.next())
        result.append(query.value(0).toString().simplified());
    return result;
}

} // namespace parlor::store

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/sqlite_connection.h"

#include <QFile>

namespace parlor::log {

namespace {

constexpr int busyTimeoutMs = 5000;

Error describe(int code, const QString& file, const QString& detail) {
    switch (code & 0xff) {
    case SQLITE_FULL:
        return Error(ErrorCode::Io,
                     QStringLiteral("The event log %1 cannot grow: the disk is full. Free some space; the "
                                    "server goes on by itself.")
                         .arg(file));
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return Error(
            ErrorCode::Corrupt,
            QStringLiteral("The event log %1 is damaged or not an event log (%2). Restore it from a backup "
                           "(parlord restore).")
                .arg(file, detail));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Error(ErrorCode::Unavailable, QStringLiteral("The event log %1 is busy.").arg(file));
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return Error(ErrorCode::Io,
                     QStringLiteral("The event log %1 cannot be opened for writing (%2). Check that its "
                                    "directory exists and belongs to the user who runs parlord.")
                         .arg(file, detail));
    default:
        return Error(ErrorCode::Io, QStringLiteral("The event log %1 cannot be used: %2.").arg(file, detail));
    }
}

} // namespace

void SqliteStatement::bindStatic(int index, const QByteArray& value) {
    // A null pointer would bind NULL; an empty key or value is a zero-length blob.
    sqlite3_bind_blob64(m_statement.get(), index, value.isEmpty() ? "" : value.constData(),
                        sqlite3_uint64(value.size()), SQLITE_STATIC);
}

void SqliteStatement::bindText(int index, const QString& value) {
    const QByteArray utf8 = value.toUtf8();
    sqlite3_bind_text(m_statement.get(), index, utf8.constData(), int(utf8.size()), SQLITE_TRANSIENT);
}

QByteArray SqliteStatement::bytes(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement.get(), column));
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return size > 0 ? QByteArray(data, size) : QByteArray("");
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const QString& file, int flags,
                                                                 const QByteArray& vfs) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(file).constData(), &handle,
                                     flags | SQLITE_OPEN_NOMUTEX, vfs.isEmpty() ? nullptr : vfs.constData());
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle, file));
    if (code != SQLITE_OK)
        return fail(handle ? connection->error(code)
                           : Error(ErrorCode::Io, QStringLiteral("Out of memory.")));
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, busyTimeoutMs);
    return connection;
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::openWriter(const QString& file,
                                                                       const QByteArray& vfs) {
    std::shared_ptr<const WalVfs> layer = WalVfs::over(vfs);
    auto connection = open(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, layer ? layer->name() : vfs);
    if (connection)
        (*connection)->m_vfs = std::move(layer);
    return connection;
}

Result<void> SqliteConnection::exec(const char* sql) {
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return fail(error(code));
    return {};
}

Result<SqliteStatement> SqliteConnection::prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        return fail(error(code));
    return SqliteStatement(statement);
}

Result<qint64> SqliteConnection::integer(const char* sql, qint64 none) {
    auto statement = prepare(sql);
    if (!statement)
        return fail(statement.error());
    const int code = statement->step();
    if (code == SQLITE_DONE)
        return none;
    if (code != SQLITE_ROW)
        return fail(error(code));
    return statement->integer(0);
}

Result<QString> SqliteConnection::text(const char* sql) {
    auto statement = prepare(sql);
    if (!statement)
        return fail(statement.error());
    const int code = statement->step();
    if (code == SQLITE_DONE)
        return QString();
    if (code != SQLITE_ROW)
        return fail(error(code));
    return statement->text(0);
}

Error SqliteConnection::error(int code) const {
    return describe(code, m_file, QString::fromUtf8(sqlite3_errmsg(handle())));
}

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/wal_vfs.h"
#include "shared/result.h"

#include <QByteArray>
#include <QString>

#include <sqlite3.h>

#include <memory>

/// The little of SQLite's C interface that the embedded log needs. Not Qt Sql: a QVariant per value and a
/// query object per row would cost more than the insert itself.
namespace parlor::log {

/// One prepared statement. Used by one thread at a time.
class SqliteStatement {
public:
    SqliteStatement() = default;
    explicit SqliteStatement(sqlite3_stmt* statement)
        : m_statement(statement) {}

    bool isValid() const { return m_statement != nullptr; }
    void bind(int index, qint64 value) { sqlite3_bind_int64(m_statement.get(), index, value); }
    /// `value` must live, unchanged, until reset().
    void bindStatic(int index, const QByteArray& value);
    void bindText(int index, const QString& value);
    /// SQLITE_ROW, SQLITE_DONE or an error.
    int step() { return sqlite3_step(m_statement.get()); }
    void reset() { sqlite3_reset(m_statement.get()); }

    qint64 integer(int column) const { return sqlite3_column_int64(m_statement.get(), column); }
    QByteArray bytes(int column) const;
    QString text(int column) const { return QString::fromUtf8(bytes(column)); }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

/// One connection. Used by one thread at a time.
class SqliteConnection {
public:
    /// `vfs` may be empty for SQLite's own. `flags` as sqlite3_open_v2 takes them.
    static Result<std::unique_ptr<SqliteConnection>> open(const QString& file, int flags,
                                                          const QByteArray& vfs);
    /// The same for the one connection that writes, whose commits are cheaper; see WalVfs.
    static Result<std::unique_ptr<SqliteConnection>> openWriter(const QString& file, const QByteArray& vfs);

    sqlite3* handle() const { return m_handle.get(); }
    Result<void> exec(const char* sql);
    Result<SqliteStatement> prepare(const char* sql);
    /// First column of the first row; `none` when there is no row.
    Result<qint64> integer(const char* sql, qint64 none);
    Result<QString> text(const char* sql);
    /// What went wrong in `code`, in terms of the error table, naming the file and what to do.
    Error error(int code) const;

private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };
    SqliteConnection(sqlite3* handle, QString file)
        : m_file(std::move(file))
        , m_handle(handle) {}

    QString m_file;
    std::shared_ptr<const WalVfs> m_vfs; ///< before the handle, which uses it until it is closed
    std::unique_ptr<sqlite3, Close> m_handle;
};

} // namespace parlor::log

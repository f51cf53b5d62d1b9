// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/dialect.h"
#include "server/store/sqlite_rows.h"
#include "server/store/sqlite_search.h"

namespace parlor::store {

class SqliteDialect : public Dialect {
public:
    explicit SqliteDialect(QString file)
        : m_file(std::move(file)) {}

    Result<void> connect(QSqlDatabase& database) const override;
    Result<void> check(QSqlDatabase& database) const override;
    /// The data directory is locked by the one process that uses it.
    Result<void> lockSchema(QSqlDatabase&) const override { return {}; }
    void unlockSchema(QSqlDatabase&) const override {}
    QString driver() const override { return QStringLiteral("QSQLITE"); }
    QString beginRead() const override { return QStringLiteral("BEGIN"); }
    QString beginWrite() const override { return QStringLiteral("BEGIN IMMEDIATE"); }
    bool singleWriter() const override { return true; }
    bool streamsRows() const override { return true; }
    bool needsSavepoints() const override { return false; }
    QString lockRow() const override { return {}; }
    QString shareRow() const override { return {}; }
    QString blobType() const override { return QStringLiteral("BLOB"); }
    QString textType() const override { return QStringLiteral("TEXT"); }
    QString identityType() const override { return QStringLiteral("INTEGER PRIMARY KEY AUTOINCREMENT"); }
    bool takesArrays() const override { return false; }
    std::unique_ptr<RowStatement> prepareRows(QSqlDatabase& database, const QString& sql) const override {
        return prepareSqliteRows(database, sql);
    }
    QString rowsTable(const QList<Column>& columns, qsizetype rows) const override;
    /// Else SQLite copies each page that a statement of several rows touches, to be able to undo that
    /// statement alone; one that fails fails the transaction here (docs/performance.md).
    QString insertRows() const override { return QStringLiteral("INSERT OR FAIL INTO"); }
    QString arrayOf(const QList<QVariantList>&, qsizetype, ColumnType) const override { return {}; }
    QString continueIdentity(const QString&, const QString&) const override { return {}; }
    bool isUniqueViolation(const QSqlError& error) const override;
    bool isTransient(const QSqlError&) const override { return false; }
    bool isLost(const QSqlDatabase&, const QSqlError&) const override { return false; }
    Error describe(const QSqlError& error) const override;
    bool hasBackup() const override { return true; }
    Result<void> backup(QSqlDatabase& database, const QString& file) const override;
    const SearchIndex& searchIndex() const override { return sqliteSearch(); }
    Result<QStringList> schema(QSqlDatabase& database) const override;

private:
    const QString m_file;
};

} // namespace parlor::store

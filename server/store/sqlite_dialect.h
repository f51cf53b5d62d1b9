// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/dialect.h"

namespace parlor::store {

class SqliteDialect : public Dialect {
public:
    explicit SqliteDialect(QString file)
        : m_file(std::move(file)) {}

    Result<void> connect(QSqlDatabase& database) const override;
    Result<void> check(QSqlDatabase& database) const override;
    QString driver() const override { return QStringLiteral("QSQLITE"); }
    QString beginRead() const override { return QStringLiteral("BEGIN"); }
    QString beginWrite() const override { return QStringLiteral("BEGIN IMMEDIATE"); }
    bool singleWriter() const override { return true; }
    QString lockRow() const override { return {}; }
    QString blobType() const override { return QStringLiteral("BLOB"); }
    QString identityType() const override { return QStringLiteral("INTEGER PRIMARY KEY AUTOINCREMENT"); }
    bool isUniqueViolation(const QSqlError& error) const override;
    Error describe(const QSqlError& error) const override;
    Result<void> backup(QSqlDatabase& database, const QString& file) const override;
    Result<QStringList> schema(QSqlDatabase& database) const override;

private:
    const QString m_file;
};

} // namespace parlor::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/postgres_dialect.h"
#include "server/store/sql_store.h"
#include "tests/support/test_database.h"

#include <QObject>
#include <QSqlDatabase>
#include <QUrl>

#include <functional>
#include <memory>

namespace parlor::test {

/// A connection of a test's own.
class OwnConnection {
public:
    explicit OwnConnection(const QString& url);
    ~OwnConnection();
    OwnConnection(const OwnConnection&) = delete;
    OwnConnection& operator=(const OwnConnection&) = delete;
    /// The first column of the last row.
    QString run(const QString& sql);

private:
    const QString m_name;
    QSqlDatabase m_database;
};

/// Calls back before each statement.
class WatchedDialect final : public store::PostgresDialect {
public:
    WatchedDialect(const QString& url, std::function<void(const QString&)> seen)
        : PostgresDialect(store::parsePostgresUrl(url))
        , m_seen(std::move(seen)) {}
    void observe(const QString& sql, const QVariantList&) const override { m_seen(sql); }

private:
    std::function<void(const QString&)> m_seen;
};

/// Every test has a database of its own.
class PostgresStoreTest : public QObject {
    Q_OBJECT

protected:
    QUrl url() const { return QUrl(m_database->url()); }
    /// Runs statements in the test's database on a connection of the test's own.
    QString run(const QString& sql) const { return OwnConnection(m_database->url()).run(sql); }

    std::unique_ptr<TestDatabase> m_database;

protected Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup() { m_database.reset(); }
};

} // namespace parlor::test

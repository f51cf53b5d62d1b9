// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/sql_store.h"
#include "tests/contracts/sqlite_store_under_test.h"
#include "tests/support/test_database.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace parlor::test {

/// In the one database of this process, emptied before: that is quicker than to make a new one.
class PostgresStoreUnderTest final : public StoreUnderTest {
public:
    explicit PostgresStoreUnderTest(const TestDatabase& database)
        : m_url(database.url()) {
        clear();
        if (auto opened = reopen(); !opened)
            qFatal("The store cannot be opened: %s", qPrintable(opened.error().message()));
    }
    store::Store& store() override { return *m_store; }
    Result<void> reopen() override {
        m_store.reset();
        m_store = store::makePostgresStore(QUrl(m_url));
        return m_store->open();
    }
    std::unique_ptr<StoreUnderTest> openBackup(const QString& file) override {
        return std::make_unique<SqliteStoreUnderTest>(file);
    }

private:
    void clear() const {
        const QString connection = QStringLiteral("clear");
        {
            QSqlQuery query(openDatabase(m_url, connection));
            if (!query.exec(QStringLiteral("SET client_min_messages = warning")) ||
                !query.exec(QStringLiteral("DROP SCHEMA public CASCADE")) ||
                !query.exec(QStringLiteral("CREATE SCHEMA public")))
                qFatal("%s", qPrintable(query.lastError().text()));
        }
        QSqlDatabase::removeDatabase(connection);
    }

    const QString m_url;
    std::unique_ptr<store::Store> m_store;
};

} // namespace parlor::test

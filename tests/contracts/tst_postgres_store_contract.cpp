// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_store.h"
#include "tests/contracts/sqlite_store_under_test.h"
#include "tests/contracts/store_message_contract.h"
#include "tests/support/test_database.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

namespace {

using namespace parlor;

/// In the one database of this process, emptied before: that is quicker than to make a new one.
class PostgresStoreUnderTest final : public test::StoreUnderTest {
public:
    explicit PostgresStoreUnderTest(const test::TestDatabase& database)
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
    std::unique_ptr<test::StoreUnderTest> openBackup(const QString& file) override {
        return std::make_unique<test::SqliteStoreUnderTest>(file);
    }

private:
    void clear() const {
        const QString connection = QStringLiteral("clear");
        {
            QSqlQuery query(test::openDatabase(m_url, connection));
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

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    const test::TestDatabase database;
    const test::StoreFactory factory = [&] { return std::make_unique<PostgresStoreUnderTest>(database); };
    test::StoreUsersContract users(factory);
    test::StoreRoomsContract rooms(factory);
    test::StoreMessagesContract messages(factory);
    test::StoreChangesContract changes(factory);
    test::StoreCursorsContract cursors(factory);
    test::StoreWorkersContract workers(factory);
    return QTest::qExec(&users, argc, argv) + QTest::qExec(&rooms, argc, argv) +
           QTest::qExec(&messages, argc, argv) + QTest::qExec(&changes, argc, argv) +
           QTest::qExec(&cursors, argc, argv) + QTest::qExec(&workers, argc, argv);
}

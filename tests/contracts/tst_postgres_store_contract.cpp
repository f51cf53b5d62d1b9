// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_store.h"
#include "tests/contracts/postgres_database.h"
#include "tests/contracts/store_contract.h"

#include <QTest>

namespace {

using namespace parlor;

/// A portable copy, as backupTo() makes it.
class CopyUnderTest final : public test::StoreUnderTest {
public:
    explicit CopyUnderTest(const QString& file)
        : m_file(file) {
        if (!reopen())
            qFatal("The copy cannot be opened.");
    }
    store::Store& store() override { return *m_store; }
    Result<void> reopen() override {
        m_store.reset();
        m_store = store::makeSqliteStore(m_file);
        return m_store->open();
    }
    std::unique_ptr<test::StoreUnderTest> openBackup(const QString& file) override {
        return std::make_unique<CopyUnderTest>(file);
    }

private:
    QString m_file;
    std::unique_ptr<store::Store> m_store;
};

class PostgresStoreUnderTest final : public test::StoreUnderTest {
public:
    PostgresStoreUnderTest() {
        if (auto opened = reopen(); !opened)
            qFatal("The store cannot be opened: %s", qPrintable(opened.error().message()));
    }
    store::Store& store() override { return *m_store; }
    Result<void> reopen() override {
        m_store.reset();
        m_store = store::makePostgresStore(QUrl(m_database.url()));
        return m_store->open();
    }
    std::unique_ptr<test::StoreUnderTest> openBackup(const QString& file) override {
        return std::make_unique<CopyUnderTest>(file);
    }

private:
    test::PostgresDatabase m_database;
    std::unique_ptr<store::Store> m_store;
};

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    const test::StoreFactory factory = [] { return std::make_unique<PostgresStoreUnderTest>(); };
    test::StoreUsersContract users(factory);
    test::StoreRoomsContract rooms(factory);
    test::StoreMessagesContract messages(factory);
    return QTest::qExec(&users, argc, argv) + QTest::qExec(&rooms, argc, argv) +
           QTest::qExec(&messages, argc, argv);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_store.h"
#include "tests/contracts/store_contract.h"

#include <QTemporaryDir>
#include <QTest>

namespace {

using namespace parlor;

class SqliteStoreUnderTest final : public test::StoreUnderTest {
public:
    explicit SqliteStoreUnderTest(const QString& file = {})
        : m_file(file) {
        if (m_file.isEmpty())
            m_file = m_directory.filePath(QStringLiteral("store.db"));
        if (!reopen())
            qFatal("The store cannot be opened.");
    }
    store::Store& store() override { return *m_store; }
    Result<void> reopen() override {
        m_store.reset();
        m_store = store::makeSqliteStore(m_file);
        return m_store->open();
    }
    std::unique_ptr<test::StoreUnderTest> openBackup(const QString& file) override {
        return std::make_unique<SqliteStoreUnderTest>(file);
    }

private:
    QTemporaryDir m_directory;
    QString m_file;
    std::unique_ptr<store::Store> m_store;
};

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    const test::StoreFactory factory = [] { return std::make_unique<SqliteStoreUnderTest>(); };
    test::StoreUsersContract users(factory);
    test::StoreRoomsContract rooms(factory);
    test::StoreMessagesContract messages(factory);
    test::StoreWorkersContract workers(factory);
    return QTest::qExec(&users, argc, argv) + QTest::qExec(&rooms, argc, argv) +
           QTest::qExec(&messages, argc, argv) + QTest::qExec(&workers, argc, argv);
}

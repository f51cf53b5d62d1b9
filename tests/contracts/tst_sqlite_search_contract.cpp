// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/sqlite_store_under_test.h"
#include "tests/contracts/store_contract_search.h"

#include <QTest>

using namespace parlor;

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    const test::SearchFactory factory = [] {
        const auto directory = std::make_shared<QTemporaryDir>();
        const QString file = directory->filePath(QStringLiteral("store.db"));
        return test::SearchUnderTest{
            std::make_unique<test::SqliteStoreUnderTest>(file),
            [directory, file](const QByteArray& token) { return test::sqliteRowsWithToken(file, token); }};
    };
    test::StoreSearchContract search(factory);
    return QTest::qExec(&search, argc, argv);
}

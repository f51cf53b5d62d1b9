// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/postgres_store_under_test.h"
#include "tests/contracts/store_message_contract.h"
#include "tests/contracts/store_presence_contract.h"

#include <QTest>

using namespace parlor;

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    const test::TestDatabase database;
    const test::StoreFactory factory = [&] {
        return std::make_unique<test::PostgresStoreUnderTest>(database);
    };
    test::StoreMessagesContract messages(factory);
    test::StoreChangesContract changes(factory);
    test::StoreCursorsContract cursors(factory);
    test::StorePresenceContract presence(factory);
    return QTest::qExec(&messages, argc, argv) + QTest::qExec(&changes, argc, argv) +
           QTest::qExec(&cursors, argc, argv) + QTest::qExec(&presence, argc, argv);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/postgres_store_under_test.h"
#include "tests/contracts/store_contract_acts.h"

#include <QTest>

using namespace parlor;

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    const test::TestDatabase database;
    const test::StoreFactory factory = [&] {
        return std::make_unique<test::PostgresStoreUnderTest>(database);
    };
    test::StoreUsersContract users(factory);
    test::StoreAccountsContract accounts(factory);
    test::StoreAccountListsContract accountLists(factory);
    test::StoreRoomsContract rooms(factory);
    test::StoreRoomActsContract roomActs(factory);
    test::StoreMemberActsContract memberActs(factory);
    test::StoreBansContract bans(factory);
    test::StoreWorkersContract workers(factory);
    return QTest::qExec(&users, argc, argv) + QTest::qExec(&accounts, argc, argv) +
           QTest::qExec(&accountLists, argc, argv) + QTest::qExec(&rooms, argc, argv) +
           QTest::qExec(&roomActs, argc, argv) + QTest::qExec(&memberActs, argc, argv) +
           QTest::qExec(&bans, argc, argv) + QTest::qExec(&workers, argc, argv);
}

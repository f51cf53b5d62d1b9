// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/sqlite_store_under_test.h"
#include "tests/contracts/store_contract_acts.h"
#include "tests/contracts/store_message_contract.h"
#include "tests/contracts/store_presence_contract.h"

#include <QTest>

using namespace parlor;

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    const test::StoreFactory factory = [] { return std::make_unique<test::SqliteStoreUnderTest>(); };
    test::StoreUsersContract users(factory);
    test::StoreAccountsContract accounts(factory);
    test::StoreAccountListsContract accountLists(factory);
    test::StoreRoomsContract rooms(factory);
    test::StoreRoomActsContract roomActs(factory);
    test::StoreMemberActsContract memberActs(factory);
    test::StoreBansContract bans(factory);
    test::StoreMessagesContract messages(factory);
    test::StoreChangesContract changes(factory);
    test::StoreCursorsContract cursors(factory);
    test::StorePresenceContract presence(factory);
    test::StoreWorkersContract workers(factory);
    return QTest::qExec(&users, argc, argv) + QTest::qExec(&accounts, argc, argv) +
           QTest::qExec(&accountLists, argc, argv) + QTest::qExec(&rooms, argc, argv) +
           QTest::qExec(&roomActs, argc, argv) + QTest::qExec(&memberActs, argc, argv) +
           QTest::qExec(&bans, argc, argv) + QTest::qExec(&messages, argc, argv) +
           QTest::qExec(&changes, argc, argv) + QTest::qExec(&cursors, argc, argv) +
           QTest::qExec(&presence, argc, argv) + QTest::qExec(&workers, argc, argv);
}

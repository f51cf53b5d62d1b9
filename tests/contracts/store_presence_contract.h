// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contracts/store_contract.h"
#include "tests/contracts/store_scene.h"

namespace parlor::test {

/// What presence and cursors ask for: who shares rooms, when people were last seen.
class StorePresenceContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void roomsOfUsers();
    void roomsOfManyUsers();
    void lastSeenIsForThoseWhoShareARoom();
    void lastSeenNeverGoesBack();
    void memberCounts();
    void readPositions();
};

} // namespace parlor::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contracts/store_contract.h"

namespace parlor::test {

/// What people do to rooms and members, with the records that tell of it.
class StoreActsContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void init() { make(); }
    void cleanup() { m_store.reset(); }

    void aRoomBeginsWithItsMembers();
    void whoCannotBeAMember_data();
    void whoCannotBeAMember();
    void directRoomsAreFound();
    void ofConcurrentDirectRoomsOneIsMade();
    void directRoomsStayAsTheyAre();
    void roomsChange();
    void theJudgeHasTheLastWord();
    void addingTellsWho();
    void joinsOfLargeRoomsAreNotTold();
    void rolesAreGiven();
    void membersAreCounted();
    void bansKeepAway();
    void bansPage();
    void anEmptyPrivateRoomIsDeleted();
    void deletedRoomsAreNotThere();
    void deletedRoomsArePurged();
    void deletedUsersAreTakenOut();
};

} // namespace parlor::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contracts/store_contract.h"

namespace parlor::test {

/// What people do to rooms, with the records that tell of it.
class StoreRoomActsContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void aRoomBeginsWithItsMembers();
    void directRoomsAreFound();
    void ofConcurrentDirectRoomsOneIsMade();
    void directRoomsStayAsTheyAre();
    void roomsChange();
    void theJudgeHasTheLastWord();
    void anEmptyPrivateRoomIsDeleted();
    void deletedRoomsAreNotThere();
    void deletedRoomsArePurged();
};

/// Who comes, goes and may do what, with the records that tell of it.
class StoreMemberActsContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void whoCannotBeAMember_data();
    void whoCannotBeAMember();
    void addingTellsWho();
    void joinsOfLargeRoomsAreNotTold();
    void rolesAreGiven();
    void membersAreCounted();
    void deletedUsersAreTakenOut();
    void aRestoreBringsMembersBack_data();
    void aRestoreBringsMembersBack();
    void lateRecordsOfMembersChangeNothing();
};

/// Who may not come back, whatever of it comes out of the log, and when.
class StoreBansContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void bansKeepAway();
    void bansPage();
    void aLiftedBanStaysLifted();
    void anotherBanStays();
    void theProjectorMayComeInBetween();
    void aRestoreBringsBansBack_data();
    void aRestoreBringsBansBack();
    void recordsWithoutAVersion();
};

} // namespace parlor::test

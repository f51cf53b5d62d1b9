// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "tests/contracts/store_helpers.h"

#include <QObject>

#include <functional>
#include <memory>

namespace parlor::test {

/// A store to test, empty and open when made. Its destructor removes it.
class StoreUnderTest {
public:
    virtual ~StoreUnderTest() = default;
    virtual store::Store& store() = 0;
    /// Closes the store and opens it again, as a process does that starts anew.
    virtual Result<void> reopen() = 0;
    /// Opens the copy that backupTo() made.
    virtual std::unique_ptr<StoreUnderTest> openBackup(const QString& file) = 0;
};

using StoreFactory = std::function<std::unique_ptr<StoreUnderTest>()>;

/// Common to the suites below: a new store for every test.
class StoreSuite : public QObject {
    Q_OBJECT

public:
    explicit StoreSuite(StoreFactory factory)
        : m_factory(std::move(factory)) {}

protected:
    store::Store& store() { return m_store->store(); }
    void make();

    StoreFactory m_factory;
    std::unique_ptr<StoreUnderTest> m_store;

protected Q_SLOTS:
    void init() { make(); }
    void cleanup() { m_store.reset(); }
};

/// Life, epochs, users, sessions, outbox.
class StoreUsersContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void anEmptyStoreAnswers();
    void usersAreFound();
    void namesAreTakenWithoutCase_data();
    void namesAreTakenWithoutCase();
    void usersWithoutEmail();
    void onlyTheFirstIsAdministrator();
    void concurrentFirstsMakeOneAdministrator();
    void usersOutliveAReopen();
    void directoryPages();
    void directoryTakesWildcardsLiterally();
    void passwordsChange();
    void sessionsRotate();
    void aLostAnswerMayBeAskedAgain();
    void aReplayEndsTheSession();
    void aSpentTokenEndsTheSessionWithinGrace();
    void badTokensAreRefused();
    void revoking();
    void revokingAllSaveOne();
    void outboxKeepsUntilDeleted();
    void backupIsAWholeStore();
    void backupDoesNotOverwrite();
    void epochsGrow();
    void epochsBeginOnce();
    void epochAfterRestoreIsAboveAnything();
};

/// What becomes of accounts and their sessions.
class StoreAccountsContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void profilesChange();
    void emailsAreTakenOnce();
    void deactivatingEndsSessions();
    void anotherPasswordEndsOtherSessions();
    void theLastAdministratorStays();
    void twoAdministratorsDoNotGoAtOnce();
    void deletingLeavesATombstone();
    void aDeletionFromTheLogLeavesNothing();
};

/// What is listed and kept of accounts: who is found, their sessions, the audit log.
class StoreAccountListsContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void searchFindsPrefixesFirst();
    void searchPages();
    void accountsPage();
    void sessionsAreListed();
    void loginAddressesAreRemembered();
    void deadSessionsArePurged();
    void auditIsWrittenWithTheAct();
};

class StoreRoomsContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void creatingARoom();
    void unknownRooms();
    void membersComeAndGo();
    void membershipVersionsGrow();
    void settingAgainChangesNothing();
    void rolesChange();
    void theLastOwnerStays();
    void anEmptyRoomGetsANewOwner();
    void membersPage();
    void membersAreSearched();
    void publicRooms();
    void publicRoomsPage();
    void roomsOfAUser();
    void concurrentJoinsAllCount();
};

class StoreMessagesContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void projectedMessagesAreRead();
    void everyFieldComesBack();
    void historyPages_data();
    void historyPages();
    void historyAtATime();
    void historyIsPerRoom();
    void changesSince();
    void duplicatesKeepTheLowestSeq();
    void projectingTwiceIsRefused();
    void aZombieRollsBackWhole();
    void anotherEpochIsRefused();
    void concurrentProjectorsAdvanceOnce();
    void positionsComeWithWhatIsRead();
    void headFollowsEveryRecord();
    void unreadCounts();
    void unreadCountsStop();
    void seenMovesForwardOnly();
    void membersFromTheLog();
    void olderMembershipIsIgnored();
    void roomsAndUsersFromTheLog();
    void unknownKindsOnlyMoveThePosition();
    void messagesOfUnknownRoomsAreKept();
    void projectionOutlivesAReopen();
};

/// Several workers, and what they put aside.
class StoreWorkersContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void parkedRecordsAreKept();
    void aBatchThatDidNotCountParksNothing();
    void aRefusedRecordIsNotRetryable();
    void aBatchMovesItsPartitionsOnly();
    void workersOfDifferentPartitionsBothAdvance();
    void ofTwoWorkersOfOnePartitionOneAdvances();
    void duplicatesDoNotMoveTheLastMessage();
    void manyRoomsAndReadersAtOnce();
};

} // namespace parlor::test

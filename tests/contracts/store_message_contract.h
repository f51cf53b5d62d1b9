// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contracts/store_contract.h"
#include "tests/contracts/store_scene.h"

namespace parlor::test {

/// What changes of messages make of them.
class StoreChangesContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void edits();
    void anEditUponSomethingElseIsVoid();
    void versionsAreBounded();
    void deletionLeavesATombstone();
    void deletionIsFinal();
    void reactions();
    void pins();
    void threads();
    void threadsPage();
    void mentionsAreCounted();
    void mentionsFollowEdits();
    void systemMessages();
    void membersByName();
    void otherRoomsAreLeftAlone();
    void changesOfNothing();
    void batchesDoNotMatter_data();
    void batchesDoNotMatter();
    void aLaterEpochChangesNothing();
    void aLaterEpochBringsEverythingBack();

private:
    Message read(const MessageId& id) { return store().message(id)->value_or(Message()); }
    /// Projects one new message and gives what the store has of it.
    Message send(Scene& scene, const log::MessageRecord& record);
};

/// How far members have come.
class StoreCursorsContract : public StoreSuite {
    Q_OBJECT

public:
    using StoreSuite::StoreSuite;

private Q_SLOTS:
    void cursorsMove_data();
    void cursorsMove();
    void strangersHaveNone();
    void cursorsOfARoom();
    void receipts();
    void receiptsNameSome();
    void whoComesHasReadWhatWas();
    void membersAreCounted();
    void roomsFromTheLogAreWhole();
    void deletedUsersAreForgotten();
};

} // namespace parlor::test

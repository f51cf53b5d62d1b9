// SPDX-License-Identifier: GPL-3.0-or-later
// Deletions in the outbox: held for a while, so that they can be taken back, and over restarts.
#include "client/core/pending_changes.h"
#include "tests/client/core/outbox_rig.h"

#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds undo{6'000};

} // namespace

class TestOutboxDeletions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDeletionIsHeld();
    void aDeletionTakenBack();
    void nothingGoesOutOfWhatIsBeingDeleted();
    void aHeldMessageIsNeverSent();
    void aDeletionIsHonouredAfterARestart();
    void theClockJumpsWhileADeletionIsHeld();
};

void TestOutboxDeletions::aDeletionIsHeld() {
    OutboxRig rig;
    rig.goOnline();
    const auto entry = rig.box->deleteMessage(rig.room, rig.mine.id, undo);
    QCOMPARE(rig.timing.utcNow().msecsTo(*entry->heldUntil), undo.count());
    // Twice is once.
    QCOMPARE(rig.box->deleteMessage(rig.room, rig.mine.id, undo)->tempId, entry->tempId);
    QVERIFY(!rig.box->edit(rig.room, rig.mine.id, u"too late"_s));
    // Others do not wait for it.
    QVERIFY(rig.box->add(rig.room, u"new"_s, {}));
    QVERIFY(rig.last<client::MessageNew>());
    rig.saved(*rig.last<client::MessageNew>(), 12);
    rig.timing.advance(undo - 1ms);
    QCOMPARE(rig.sent(), 1);
    rig.timing.advance(1ms);
    QCOMPARE(rig.last<client::MessageDelete>()->messageId, rig.mine.id);
    rig.ok(13);
    server::MessageDelete gone;
    gone.roomId = rig.room;
    gone.messageId = rig.mine.id;
    gone.seq = rig.mine.seq;
    gone.changeSeq = 13;
    gone.sender = gone.by = rig.me;
    gone.deletedAt = utcNow();
    QCOMPARE(rig.entries().size(), 1);
    rig.event(gone);
    QVERIFY(rig.entries().isEmpty());
}

void TestOutboxDeletions::aDeletionTakenBack() {
    OutboxRig rig;
    rig.goOnline();
    const auto entry = rig.box->deleteMessage(rig.room, rig.mine.id, undo);
    rig.timing.advance(undo - 1ms);
    rig.box->discard(entry->tempId);
    rig.timing.advance(10s);
    QVERIFY(rig.entries().isEmpty());
    QVERIFY(!rig.last<client::MessageDelete>());
    QVERIFY(rig.box->edit(rig.room, rig.mine.id, u"kept"_s));
    QVERIFY(rig.last<client::MessageEdit>());
}

void TestOutboxDeletions::nothingGoesOutOfWhatIsBeingDeleted() {
    OutboxRig rig;
    QVERIFY(rig.box->edit(rig.room, rig.mine.id, u"better"_s));
    const auto deletion = rig.box->deleteMessage(rig.room, rig.mine.id, undo);
    rig.goOnline();
    QCOMPARE(rig.sent(), 0);
    rig.box->discard(deletion->tempId);
    QVERIFY(rig.last<client::MessageEdit>());
    rig.lose();

    OutboxRig other;
    QVERIFY(other.box->edit(other.room, other.mine.id, u"better"_s));
    QVERIFY(other.box->deleteMessage(other.room, other.mine.id, undo));
    other.timing.advance(undo);
    other.goOnline();
    QVERIFY(other.last<client::MessageDelete>());
    QCOMPARE(other.sent(), 1);
    QCOMPARE(other.entries().size(), 1);
}

void TestOutboxDeletions::aHeldMessageIsNeverSent() {
    OutboxRig rig;
    const auto message = rig.box->add(rig.room, u"oops"_s, {});
    const auto second = rig.box->add(rig.room, u"second"_s, {});
    const auto deletion = rig.box->deleteMessage(rig.room, message->messageId, undo);
    rig.goOnline();
    QCOMPARE(rig.last<client::MessageNew>()->content, u"second"_s);
    rig.saved(*rig.last<client::MessageNew>(), 12);
    rig.box->discard(deletion->tempId); // after all
    QCOMPARE(rig.last<client::MessageNew>()->content, u"oops"_s);
    rig.saved(*rig.last<client::MessageNew>(), 13);

    const int before = rig.sent();
    rig.lose();
    const auto again = rig.box->add(rig.room, u"oops"_s, {});
    QVERIFY(rig.box->deleteMessage(rig.room, again->messageId, undo));
    rig.timing.advance(undo);
    QVERIFY(rig.entries().isEmpty());
    QVERIFY(rig.outbox->entries()->isEmpty());
    QCOMPARE(rig.sent(), before);
}

void TestOutboxDeletions::aDeletionIsHonouredAfterARestart() {
    OutboxRig rig;
    QVERIFY(rig.box->deleteMessage(rig.room, rig.mine.id, undo));
    rig.timing.advance(2s);
    rig.restart();
    rig.goOnline();
    QCOMPARE(rig.sent(), 0);
    rig.timing.advance(4s - 1ms);
    QCOMPARE(rig.sent(), 0);
    rig.timing.advance(1ms);
    QVERIFY(rig.last<client::MessageDelete>());
    rig.lose();
    rig.restart();
    // It was sent before: there is nothing to undo any more.
    rig.goOnline();
    QVERIFY(rig.last<client::MessageDelete>());
    // What was to be deleted before it was sent, and whose time passed while the program was away.
    OutboxRig away;
    const auto message = away.box->add(away.room, u"oops"_s, {});
    QVERIFY(away.box->deleteMessage(away.room, message->messageId, undo));
    away.stop();
    away.timing.sleep(1h);
    away.restart();
    QVERIFY(away.entries().isEmpty());
}

void TestOutboxDeletions::theClockJumpsWhileADeletionIsHeld() {
    OutboxRig rig;
    rig.goOnline();
    QVERIFY(rig.box->deleteMessage(rig.room, rig.mine.id, undo));
    rig.timing.sleep(-1h); // the wall clock, back
    rig.timing.advance(undo - 1ms);
    QVERIFY(!rig.last<client::MessageDelete>());
    rig.timing.advance(1ms);
    QVERIFY(rig.last<client::MessageDelete>());

    OutboxRig other;
    QVERIFY(other.box->deleteMessage(other.room, other.mine.id, undo));
    other.timing.sleep(-24h);
    other.restart();
    other.goOnline();
    // Not for a day.
    other.timing.advance(undo);
    QVERIFY(other.last<client::MessageDelete>());
}

QTEST_GUILESS_MAIN(TestOutboxDeletions)
#include "tst_outbox_deletions.moc"

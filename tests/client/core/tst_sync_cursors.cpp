// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of cursors, event by event.
#include "tests/client/core/sync_rig.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

using Rig = SyncRig;

class TestSyncCursors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cursors_data();
    void cursors();
    void beforeSyncedNothingAdvances();
    void whatIsHeldBackIsForgottenWithTheConnection();
    void anAcknowledgementMovesNoCursor();
    void whatIsConfirmedStands();
    void changesComeInAnyOrder();
    void aGapDiscards();
    void aGapEventBeginsAgain();
    void aNewEpochMayGoBack();
    void anOldPageBringsNothingBack();
    void aPageOfADiscardedRoomIsIgnored();
    void aPageThatDoesNotTouchIsNotKept();
    void toldAfterTheCommit();
};

void TestSyncCursors::cursors_data() {
    QTest::addColumn<qint64>("cached");
    QTest::addColumn<qint64>("head");
    QTest::addColumn<QList<qint64>>("live"); // changeSeqs after synced
    QTest::addColumn<qint64>("expected");
    QTest::newRow("head") << qint64(10) << qint64(25) << QList<qint64>{} << qint64(25);
    QTest::newRow("nothing new") << qint64(10) << qint64(10) << QList<qint64>{} << qint64(10);
    QTest::newRow("never backwards by head") << qint64(10) << qint64(8) << QList<qint64>{} << qint64(10);
    QTest::newRow("the stream") << qint64(10) << qint64(12) << QList<qint64>{13, 17} << qint64(17);
    QTest::newRow("a repeat of the stream")
        << qint64(10) << qint64(12) << QList<qint64>{17, 13} << qint64(17);
    QTest::newRow("what synced had already")
        << qint64(10) << qint64(12) << QList<qint64>{11, 12} << qint64(12);
}

void TestSyncCursors::cursors() {
    QFETCH(qint64, cached);
    QFETCH(qint64, head);
    QFETCH(QList<qint64>, live);
    Rig rig;
    rig.cached(cached);
    const client::Sync asked = rig.begin();
    QCOMPARE(asked.epoch, 1);
    QCOMPARE(asked.rooms, (QHash<RoomId, qint64>{{rig.room, cached}}));
    rig.answer(asked, rig.entry(head));
    QVERIFY(rig.sync->caughtUp());
    for (const qint64 seq : live)
        rig.live(rig.message(seq));
    QTEST(rig.cursor(), "expected");
    rig.renew();
    QTEST(rig.cursor(), "expected");
}

void TestSyncCursors::beforeSyncedNothingAdvances() {
    Rig rig;
    rig.cached(10);
    const client::Sync asked = rig.begin();
    rig.live(rig.message(20));
    rig.live(rig.message(22));
    QCOMPARE(rig.cursor(), 10);
    QCOMPARE(rig.seqs().size(), 10); // 11 to 19 may be missing: not shown yet
    rig.answer(asked, rig.entry(20, {rig.message(15), rig.message(20)}));
    QCOMPARE(rig.cursor(), 22);
    QCOMPARE(rig.seqs().mid(10), (QList<qint64>{15, 20, 22}));
}

void TestSyncCursors::whatIsHeldBackIsForgottenWithTheConnection() {
    Rig rig;
    rig.cached(10);
    (void)rig.begin();
    rig.live(rig.message(20));
    rig.sync->end();
    QCOMPARE(rig.seqs().size(), 10);
    const client::Sync asked = rig.begin();
    QCOMPARE(asked.rooms.value(rig.room), 10);
    rig.answer(asked, rig.entry(20, {rig.message(15), rig.message(20)}));
    QCOMPARE(rig.seqs().mid(10), (QList<qint64>{15, 20}));
    // An event that comes after the end belongs to nothing.
    rig.sync->end();
    rig.live(rig.message(30));
    QCOMPARE(rig.cursor(), 20);
}

void TestSyncCursors::anAcknowledgementMovesNoCursor() {
    Rig rig;
    rig.cached(10);
    rig.answer(rig.begin(), rig.entry(10));
    const Message mine = rig.message(15, u"mine"_s, rig.me);
    QVERIFY(rig.sync->applySaved(mine));
    QCOMPARE(rig.cursor(), 10);
    QCOMPARE(rig.seqs().last(), 15);
    // 12 was before it, and comes after it.
    rig.live(rig.message(12));
    rig.live(mine);
    QCOMPARE(rig.cursor(), 15);
    QCOMPARE(rig.seqs().mid(10), (QList<qint64>{12, 15}));
}

void TestSyncCursors::whatIsConfirmedStands() {
    Rig rig;
    rig.cached(10);
    rig.answer(rig.begin(), rig.entry(10));
    rig.live(rig.message(12, u"first"_s));
    // The log holds it twice: the later record, with a higher seq, is the same message.
    Message twice = rig.message(12, u"first"_s);
    twice.seq = twice.changeSeq = 14;
    rig.live(twice);
    QCOMPARE(rig.seqs().mid(10), QList<qint64>{12});
    QCOMPARE(rig.cursor(), 14);
    Message forged = rig.message(12, u"something else"_s);
    forged.changeSeq = 20;
    rig.live(forged);
    QCOMPARE(rig.reader->newest(rig.room, 1).first().content, u"first"_s);
}

void TestSyncCursors::changesComeInAnyOrder() {
    Rig rig;
    rig.cached(10);
    const client::Sync asked = rig.begin();
    rig.answer(asked, rig.entry(30, {rig.message(11), rig.changed(3, 25, u"edited"_s),
                                     rig.changed(11, 30, u"also"_s)}));
    QCOMPARE(rig.reader->message(rig.message(3).id)->content, u"edited"_s);
    QCOMPARE(rig.reader->message(rig.message(11).id)->content, u"also"_s);
    // Not higher than what is cached.
    rig.answer(rig.begin(), rig.entry(31, {rig.changed(3, 25, u"again"_s), rig.changed(3, 24, u"older"_s)}));
    QCOMPARE(rig.reader->message(rig.message(3).id)->content, u"edited"_s);
}

void TestSyncCursors::aGapDiscards() {
    Rig rig;
    rig.cached(10);
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.messageId = MessageId::create();
    entry.roomId = rig.room;
    entry.createdAt = utcNow();
    QVERIFY(rig.outbox->add(entry));
    const client::Sync asked = rig.begin();
    QSignalSpy changes(rig.sync.get(), &Sync::messagesChanged);
    QSignalSpy pages(rig.sync.get(), &Sync::pagesNeeded);
    rig.live(rig.message(1003));
    rig.answer(asked, rig.entry(1000, {}, true));
    QCOMPARE(rig.seqs(), QList<qint64>{1003});
    QCOMPARE(rig.cursor(), 1003);
    QCOMPARE(pages.count(), 1);
    QVERIFY(changes.first().first().value<MessagesChange>().reset);
    QCOMPARE(rig.reader->extent(rig.room), (HistoryExtent{1001, false, true}));
    QCOMPARE(rig.reader->outbox(rig.room).size(), 1);

    const int generation = rig.sync->beginPage(rig.room);
    rig.live(rig.message(1004));
    QVERIFY(rig.sync->applyPage(rig.room, generation, {},
                                {rig.message(990), rig.message(1000), rig.message(1003)}, false));
    QCOMPARE(rig.seqs(), (QList<qint64>{990, 1000, 1003, 1004}));
    QCOMPARE(rig.reader->extent(rig.room), (HistoryExtent{990, false, false}));
}

void TestSyncCursors::aGapEventBeginsAgain() {
    Rig rig;
    rig.cached(10);
    rig.answer(rig.begin(), rig.entry(10));
    QSignalSpy needed(rig.sync.get(), &Sync::requestNeeded);
    rig.sync->apply(server::Gap{rig.room});
    QVERIFY(rig.seqs().isEmpty());
    QCOMPARE(needed.count(), 1);
    rig.live(rig.message(40)); // after what was lost
    QCOMPARE(rig.cursor(), 10);
    const auto asked = rig.sync->nextRequest();
    QCOMPARE(asked->rooms, (QHash<RoomId, qint64>{{rig.room, 10}}));
    rig.answer(*asked, rig.entry(35, {rig.message(20), rig.message(35)}));
    QCOMPARE(rig.seqs(), (QList<qint64>{20, 35, 40}));
    QCOMPARE(rig.cursor(), 40);
    QVERIFY(rig.reader->extent(rig.room).fetching);
    rig.sync->apply(server::Gap{RoomId::create()});
    QVERIFY(!rig.sync->nextRequest());
}

void TestSyncCursors::aNewEpochMayGoBack() {
    Rig rig;
    rig.cached(10);
    const client::Sync asked = rig.begin(2);
    QCOMPARE(asked.epoch, 1); // where the cursors are from
    rig.answer(asked, rig.entry(5000, {}, true), 2);
    QCOMPARE(*rig.cache->epoch(), 2);
    QCOMPARE(rig.cursor(), 5000);
    // Restored from an older copy.
    rig.answer(rig.begin(3), rig.entry(300), 3);
    QCOMPARE(rig.cursor(), 300);
    QCOMPARE(rig.begin(3).epoch, 3);
}

void TestSyncCursors::anOldPageBringsNothingBack() {
    Rig rig;
    rig.answer(rig.begin(), rig.entry(100));
    const int generation = rig.sync->beginPage(rig.room);
    // Read at the server before the deletion that we hear of first.
    Message deleted = rig.changed(90, 105, u"secret"_s);
    deleted.deletedAt = utcNow();
    deleted.content.clear();
    rig.answer(rig.begin(), rig.entry(105, {deleted}));
    QVERIFY(rig.seqs().isEmpty()); // not cached: nothing to delete yet
    QVERIFY(rig.sync->applyPage(rig.room, generation, {}, {rig.message(90, u"secret"_s), rig.message(100)},
                                true));
    QCOMPARE(rig.seqs(), (QList<qint64>{90, 100}));
    QVERIFY(rig.reader->message(deleted.id)->deletedAt);
    QVERIFY(rig.reader->message(deleted.id)->content.isEmpty());
}

void TestSyncCursors::aPageOfADiscardedRoomIsIgnored() {
    Rig rig;
    rig.answer(rig.begin(), rig.entry(100));
    const int generation = rig.sync->beginPage(rig.room);
    rig.answer(rig.begin(), rig.entry(9000, {}, true));
    QVERIFY(!rig.sync->applyPage(rig.room, generation, {}, {rig.message(90)}, true));
    QVERIFY(rig.seqs().isEmpty());
    QVERIFY(rig.reader->extent(rig.room).fetching);
}

void TestSyncCursors::aPageThatDoesNotTouchIsNotKept() {
    Rig rig;
    rig.answer(rig.begin(), rig.entry(100));
    const int newest = rig.sync->beginPage(rig.room);
    QVERIFY(rig.sync->applyPage(rig.room, newest, {}, {rig.message(90)}, false));
    const int generation = rig.sync->beginPage(rig.room);
    QVERIFY(rig.sync->applyPage(rig.room, generation, 50, {rig.message(40)}, false));
    QCOMPARE(rig.seqs(), QList<qint64>{90});
    const int touching = rig.sync->beginPage(rig.room);
    QVERIFY(rig.sync->applyPage(rig.room, touching, 90, {rig.message(80)}, true));
    QCOMPARE(rig.seqs(), (QList<qint64>{80, 90}));
    QVERIFY(rig.reader->extent(rig.room).complete);
}

void TestSyncCursors::toldAfterTheCommit() {
    Rig rig;
    rig.cached(10);
    rig.answer(rig.begin(), rig.entry(10));
    QStringList told;
    connect(rig.sync.get(), &Sync::messagesChanged, this, [&](const MessagesChange& change) {
        QVERIFY(rig.reader->message(change.upserted.first().id));
        told.append(u"messages"_s);
    });
    connect(rig.sync.get(), &Sync::confirmed, this,
            [&](const QSet<MessageId>&) { told.append(u"confirmed"_s); });
    const Message mine = rig.message(11, u"mine"_s, rig.me);
    rig.live(mine);
    QCOMPARE(told, (QStringList{u"messages"_s, u"confirmed"_s}));
    rig.live(mine); // again: confirmed all the same
    QCOMPARE(told.last(), u"confirmed"_s);
    QCOMPARE(told.size(), 3);
}

QTEST_GUILESS_MAIN(TestSyncCursors)
#include "tst_sync_cursors.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of cursors, event by event.
#include "tests/client/core/sync_rig.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

namespace {

using Rig = SyncRig;

} // namespace

class TestSync : public QObject {
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
    void firstSyncLearnsRooms();
    void roomsTakenAwayMeanwhile();
    void aGainedRoomIsSyncedFromTheBeginning();
    void aRoomInPassingIsNotTouched();
    void leavingAndBeingRemoved();
    void membersMoveTheCursorToo();
    void anOldPageBringsNothingBack();
    void aPageOfADiscardedRoomIsIgnored();
    void aPageThatDoesNotTouchIsNotKept();
    void unknownSendersAreNeeded();
    void manyRoomsAreAskedInParts();
    void aMessageOfAnUnknownRoomAsksForIt();
    void anAnswerFromBeforeARoomWasLeftSaysNothingOfIt();
    void anAnswerFromBeforeARoomWasGainedSaysNothingOfIt();
    void toldAfterTheCommit();
};

void TestSync::cursors_data() {
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

void TestSync::cursors() {
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

void TestSync::beforeSyncedNothingAdvances() {
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

void TestSync::whatIsHeldBackIsForgottenWithTheConnection() {
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

void TestSync::anAcknowledgementMovesNoCursor() {
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

void TestSync::whatIsConfirmedStands() {
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

void TestSync::changesComeInAnyOrder() {
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

void TestSync::aGapDiscards() {
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

void TestSync::aGapEventBeginsAgain() {
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

void TestSync::aNewEpochMayGoBack() {
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

void TestSync::firstSyncLearnsRooms() {
    Rig rig;
    const client::Sync asked = rig.begin();
    QCOMPARE(asked, (client::Sync{0, {}}));
    QSignalSpy added(rig.sync.get(), &Sync::roomAdded);
    QSignalSpy pages(rig.sync.get(), &Sync::pagesNeeded);
    rig.answer(asked, rig.entry(77));
    QCOMPARE(added.count(), 1);
    QCOMPARE(pages.count(), 1);
    QCOMPARE(rig.cursor(), 77);
    QVERIFY(rig.reader->extent(rig.room).fetching);
    QVERIFY(rig.sync->isLive(rig.room));
    QVERIFY(!rig.sync->nextRequest());
    // A room without anything in it has nothing to fetch.
    Rig empty;
    empty.answer(empty.begin(), empty.entry(0));
    QCOMPARE(empty.reader->extent(empty.room), (HistoryExtent{0, true, false}));
}

void TestSync::roomsTakenAwayMeanwhile() {
    Rig rig;
    rig.cached(10);
    const client::Sync asked = rig.begin();
    rig.live(rig.message(12));
    QSignalSpy removed(rig.sync.get(), &Sync::roomRemoved);
    rig.sync->applySynced(asked, {1, {}, {rig.room}});
    QCOMPARE(removed.count(), 1);
    QVERIFY(rig.reader->rooms().isEmpty());
    QVERIFY(rig.seqs().isEmpty());
    QVERIFY(rig.sync->caughtUp());
}

void TestSync::aGainedRoomIsSyncedFromTheBeginning() {
    Rig rig;
    rig.sync->applySynced(rig.begin(), {1, {}, {}});
    QSignalSpy needed(rig.sync.get(), &Sync::requestNeeded);
    rig.sync->apply(server::RoomNew{rig.view(50)});
    QCOMPARE(needed.count(), 1);
    QCOMPARE(rig.cursor(), 0);
    rig.live(rig.message(51));
    QVERIFY(rig.seqs().isEmpty());
    const auto asked = rig.sync->nextRequest();
    QCOMPARE(asked->rooms, (QHash<RoomId, qint64>{{rig.room, 0}}));
    // It ends before the answer: the next connection asks from 0 again.
    rig.renew();
    const client::Sync again = rig.begin();
    QCOMPARE(again.rooms, (QHash<RoomId, qint64>{{rig.room, 0}}));
    rig.answer(again, rig.entry(51, {rig.message(40), rig.message(51)}));
    QCOMPARE(rig.seqs(), (QList<qint64>{40, 51}));
    QVERIFY(rig.reader->extent(rig.room).complete);
    QCOMPARE(rig.cursor(), 51);
}

void TestSync::aRoomInPassingIsNotTouched() {
    Rig rig;
    rig.cached(10);
    rig.answer(rig.begin(), rig.entry(10));
    RoomView other = rig.view(5);
    other.room.id = RoomId::create();
    rig.sync->apply(server::RoomNew{other});
    const auto asked = rig.sync->nextRequest();
    QVERIFY(!asked->rooms.contains(rig.room));
    // Its head is beyond what our stream has brought: 11 to 14 are still on their way.
    server::SyncedRoom passing = rig.entry(14);
    passing.room.room.version = 2;
    passing.room.room.name = u"Renamed"_s;
    rig.sync->applySynced(*asked, {1, {passing, {other, {}, 5, false}}, {}});
    QCOMPARE(rig.cursor(), 10);
    QCOMPARE(rig.reader->room(rig.room)->room.name, u"Renamed"_s);
    QCOMPARE(rig.seqs().size(), 10);
    rig.live(rig.message(14));
    QCOMPARE(rig.cursor(), 14);
}

void TestSync::leavingAndBeingRemoved() {
    Rig rig;
    rig.cached(10);
    rig.answer(rig.begin(), rig.entry(10));
    QSignalSpy removed(rig.sync.get(), &Sync::roomRemoved);
    rig.sync->apply(server::RoomLeave{rig.room, rig.bob, 11});
    QCOMPARE(removed.count(), 0);
    QCOMPARE(rig.cursor(), 11);
    rig.sync->apply(server::RoomLeave{rig.room, rig.me, 12});
    QCOMPARE(removed.count(), 1);
    QCOMPARE(rig.cursor(), -1);
    rig.sync->apply(server::RoomDelete{rig.room});
    QCOMPARE(removed.count(), 1);
    // Back again: from the beginning.
    rig.sync->apply(server::RoomNew{rig.view(20)});
    QCOMPARE(rig.sync->nextRequest()->rooms.value(rig.room, -1), 0);
}

void TestSync::membersMoveTheCursorToo() {
    Rig rig;
    rig.cached(10);
    rig.answer(rig.begin(), rig.entry(10));
    QSignalSpy users(rig.sync.get(), &Sync::usersChanged);
    const User carol{UserId::create(), u"carol"_s, u"Carol"_s, false};
    rig.sync->apply(server::RoomJoin{rig.room, {carol, RoomRole::Member}, 13});
    QCOMPARE(rig.cursor(), 13);
    QCOMPARE(rig.reader->user(carol.id), carol);
    QCOMPARE(users.count(), 1);
    rig.sync->apply(server::RoomRead{rig.room, {5, 2, 0, 13}});
    QCOMPARE(rig.cursor(), 13);
    QCOMPARE(rig.reader->room(rig.room)->read.unread, 2);
}

void TestSync::anOldPageBringsNothingBack() {
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

void TestSync::aPageOfADiscardedRoomIsIgnored() {
    Rig rig;
    rig.answer(rig.begin(), rig.entry(100));
    const int generation = rig.sync->beginPage(rig.room);
    rig.answer(rig.begin(), rig.entry(9000, {}, true));
    QVERIFY(!rig.sync->applyPage(rig.room, generation, {}, {rig.message(90)}, true));
    QVERIFY(rig.seqs().isEmpty());
    QVERIFY(rig.reader->extent(rig.room).fetching);
}

void TestSync::aPageThatDoesNotTouchIsNotKept() {
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

void TestSync::unknownSendersAreNeeded() {
    Rig rig;
    rig.cached(10);
    QSignalSpy needed(rig.sync.get(), &Sync::usersNeeded);
    rig.answer(rig.begin(), rig.entry(10));
    QCOMPARE(needed.count(), 1); // left over from the last run
    QCOMPARE(needed.first().first().value<QSet<UserId>>(), QSet<UserId>{rig.bob});
    const UserId carol = UserId::create();
    rig.live(rig.message(11, u"hi"_s, carol));
    QCOMPARE(needed.last().first().value<QSet<UserId>>(), QSet<UserId>{carol});
    rig.sync->learnUsers({{carol, u"carol"_s, u"Carol"_s, false}});
    const qsizetype asked = needed.count();
    rig.live(rig.message(12, u"hi"_s, carol));
    QCOMPARE(needed.count(), asked);
}

void TestSync::manyRoomsAreAskedInParts() {
    Rig rig;
    const int rooms = Sync::roomsPerRequest + 10;
    rig.write([&] {
        for (int i = 0; i < rooms; ++i) {
            RoomView view = rig.view();
            view.room.id = RoomId::create();
            (void)rig.cache->putRoom(view);
        }
    });
    const client::Sync first = rig.begin();
    QCOMPARE(first.rooms.size(), Sync::roomsPerRequest);
    QVERIFY(encode(ClientFrame(first)).size() < limits::frameMax);
    rig.sync->applySynced(first, {1, {}, first.rooms.keys()});
    QVERIFY(!rig.sync->caughtUp());
    const auto second = rig.sync->nextRequest();
    QCOMPARE(second->rooms.size(), 10);
    rig.sync->applySynced(*second, {1, {}, second->rooms.keys()});
    QVERIFY(rig.sync->caughtUp());
    QVERIFY(rig.reader->rooms().isEmpty());
}

void TestSync::aMessageOfAnUnknownRoomAsksForIt() {
    Rig rig;
    rig.sync->applySynced(rig.begin(), {1, {}, {}});
    rig.live(rig.message(5));
    QVERIFY(rig.seqs().isEmpty());
    const auto asked = rig.sync->nextRequest();
    QCOMPARE(asked->rooms, (QHash<RoomId, qint64>{{rig.room, 0}}));
    rig.answer(*asked, rig.entry(5, {rig.message(5)}));
    QCOMPARE(rig.seqs(), QList<qint64>{5});
}

void TestSync::anAnswerFromBeforeARoomWasLeftSaysNothingOfIt() {
    Rig rig;
    rig.cached(10);
    const client::Sync asked = rig.begin();
    rig.sync->apply(server::RoomLeave{rig.room, rig.me, 12});
    rig.answer(asked, rig.entry(11, {rig.message(11)}));
    QVERIFY(rig.reader->rooms().isEmpty());
    QVERIFY(rig.sync->caughtUp());
    // And back again: everything is asked for, also what was said in between.
    rig.sync->apply(server::RoomNew{rig.view(14)});
    const auto again = rig.sync->nextRequest();
    QCOMPARE(again->rooms, (QHash<RoomId, qint64>{{rig.room, 0}}));
    rig.answer(*again, rig.entry(14, {rig.message(13), rig.message(14)}));
    QCOMPARE(rig.seqs(), (QList<qint64>{13, 14}));
}

void TestSync::anAnswerFromBeforeARoomWasGainedSaysNothingOfIt() {
    Rig rig;
    rig.cached(10);
    const client::Sync asked = rig.begin();
    rig.sync->apply(server::RoomLeave{rig.room, rig.me, 12});
    rig.sync->apply(server::RoomNew{rig.view(14)});
    rig.sync->applySynced(asked, {1, {}, {rig.room}});
    QCOMPARE(rig.reader->rooms().size(), 1);
    const auto again = rig.sync->nextRequest();
    QCOMPARE(again->rooms, (QHash<RoomId, qint64>{{rig.room, 0}}));
    QVERIFY(!rig.sync->nextRequest());
}

void TestSync::toldAfterTheCommit() {
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

QTEST_GUILESS_MAIN(TestSync)
#include "tst_sync.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Which rooms one is in, and with whom, event by event.
#include "tests/client/core/sync_rig.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

using Rig = SyncRig;

class TestSyncRooms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstSyncLearnsRooms();
    void roomsTakenAwayMeanwhile();
    void aGainedRoomIsSyncedFromTheBeginning();
    void aRoomInPassingIsNotTouched();
    void leavingAndBeingRemoved();
    void membersMoveTheCursorToo();
    void unknownSendersAreNeeded();
    void manyRoomsAreAskedInParts();
    void aMessageOfAnUnknownRoomAsksForIt();
    void anAnswerFromBeforeARoomWasLeftSaysNothingOfIt();
    void anAnswerFromBeforeARoomWasGainedSaysNothingOfIt();
};

void TestSyncRooms::firstSyncLearnsRooms() {
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

void TestSyncRooms::roomsTakenAwayMeanwhile() {
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

void TestSyncRooms::aGainedRoomIsSyncedFromTheBeginning() {
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

void TestSyncRooms::aRoomInPassingIsNotTouched() {
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

void TestSyncRooms::leavingAndBeingRemoved() {
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

void TestSyncRooms::membersMoveTheCursorToo() {
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

void TestSyncRooms::unknownSendersAreNeeded() {
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

void TestSyncRooms::manyRoomsAreAskedInParts() {
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

void TestSyncRooms::aMessageOfAnUnknownRoomAsksForIt() {
    Rig rig;
    rig.sync->applySynced(rig.begin(), {1, {}, {}});
    rig.live(rig.message(5));
    QVERIFY(rig.seqs().isEmpty());
    const auto asked = rig.sync->nextRequest();
    QCOMPARE(asked->rooms, (QHash<RoomId, qint64>{{rig.room, 0}}));
    rig.answer(*asked, rig.entry(5, {rig.message(5)}));
    QCOMPARE(rig.seqs(), QList<qint64>{5});
}

void TestSyncRooms::anAnswerFromBeforeARoomWasLeftSaysNothingOfIt() {
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

void TestSyncRooms::anAnswerFromBeforeARoomWasGainedSaysNothingOfIt() {
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

QTEST_GUILESS_MAIN(TestSyncRooms)
#include "tst_sync_rooms.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/client/core/cache_kit.h"

#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

using Change = Cache::Change;

class TestCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryField();
    void aFailedTransactionLeavesNothing();
    void takesNewerChangesOnly();
    void keepsNoIslandBelowTheFloor();
    void pagesLowerTheFloor();
    void cutsLongRooms();
    void showsUnread_data();
    void showsUnread();
    void looksAtNoMessageWhereNoneIsNewer();
    void seenGoesForwardOnly();
    void theServersReadStateCounts();
};

void TestCache::keepsEveryField() {
    CacheKit kit;
    RoomView view = kit.view(9, {4, 3, 1, 9});
    view.room.kind = RoomKind::Private;
    view.room.topic = u"a topic — ünï"_s;
    view.role = RoomRole::Moderator;
    view.lastMessageAt = utcNow();
    Message message = kit.message(9, u"line one\nline two 🦊"_s);
    message.type = MessageType::System;
    message.editedAt = utcNow();
    message.deletedAt = utcNow();
    message.replyTo = MessageId::create();
    const User user{kit.bob, u"bob"_s, u"Bob B."_s, true};
    kit.write([&] {
        QCOMPARE(*kit.cache->putRoom(view), Change::Added);
        QCOMPARE(*kit.cache->putRoom(view), Change::None);
        QCOMPARE(*kit.cache->putMessage(message), Change::Changed);
        QCOMPARE(*kit.cache->putUsers({user}), QList<User>{user});
        QCOMPARE(*kit.cache->putUsers({user}), QList<User>{});
        QVERIFY(kit.cache->setCursor(kit.room, 9));
        QVERIFY(kit.cache->setEpoch(5));
    });
    kit.reopen();
    QVERIFY(!kit.cache->rebuilt());
    QCOMPARE(kit.reader->message(message.id), message);
    QCOMPARE(kit.reader->newest(kit.room, 5), QList<Message>{message});
    QCOMPARE(kit.reader->user(kit.bob), user);
    const auto room = kit.reader->room(kit.room);
    QCOMPARE(room->room, view.room);
    QVERIFY(room->role == RoomRole::Moderator); // QCOMPARE would print it by the wire's toString()
    QCOMPARE(room->lastMessageAt, std::max(*view.lastMessageAt, message.createdAt));
    QCOMPARE(*kit.cache->epoch(), 5);
    QCOMPARE(*kit.cache->cursors(), (QHash<RoomId, qint64>{{kit.room, 9}}));

    Room older = view.room;
    older.version = 0;
    older.name = u"Old name"_s;
    Room newer = view.room;
    newer.version = 2;
    newer.name = u"New name"_s;
    kit.write([&] {
        QCOMPARE(*kit.cache->putRoom(older), Change::None);
        QCOMPARE(*kit.cache->putRoom(newer), Change::Changed);
    });
    QCOMPARE(kit.reader->rooms().first().room, newer);
    kit.write([&] {
        QCOMPARE(*kit.cache->removeRoom(kit.room), Change::Changed);
        QCOMPARE(*kit.cache->removeRoom(kit.room), Change::None);
    });
    QVERIFY(kit.reader->rooms().isEmpty());
    QVERIFY(!kit.reader->message(message.id));
}

void TestCache::aFailedTransactionLeavesNothing() {
    CacheKit kit;
    const auto done = kit.cache->transaction([&]() -> Result<void> {
        (void)kit.cache->putRoom(kit.view());
        return fail(ErrorCode::Io);
    });
    QVERIFY(!done);
    QVERIFY(kit.reader->rooms().isEmpty());
    kit.write([&] { QCOMPARE(*kit.cache->putRoom(kit.view()), Change::Added); });
}

void TestCache::takesNewerChangesOnly() {
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        QCOMPARE(*kit.cache->putMessage(kit.message(3)), Change::Changed);
        QCOMPARE(*kit.cache->putMessage(kit.message(3, u"again"_s)), Change::None);
        QCOMPARE(*kit.cache->putMessage(kit.changed(3, 7, u"edited"_s)), Change::Changed);
        QCOMPARE(*kit.cache->putMessage(kit.changed(3, 5, u"late"_s)), Change::None);
    });
    QCOMPARE(kit.reader->newest(kit.room, 5).first().content, u"edited"_s);
    Message stranger = kit.message(4);
    stranger.roomId = RoomId::create();
    kit.write([&] { QCOMPARE(*kit.cache->putMessage(stranger), Change::None); });
}

void TestCache::keepsNoIslandBelowTheFloor() {
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        for (int seq : {1, 2, 3})
            (void)kit.cache->putMessage(kit.message(seq));
        QVERIFY(kit.cache->discardMessages(kit.room, 100));
        QCOMPARE(*kit.cache->putMessage(kit.message(100)), Change::None);
        QCOMPARE(*kit.cache->putMessage(kit.message(101)), Change::Changed);
    });
    QCOMPARE(kit.seqs(), QList<qint64>{101});
    QCOMPARE(kit.reader->extent(kit.room), (HistoryExtent{101, false, true}));
    QCOMPARE(*kit.cache->unfetched(), QList<RoomId>{kit.room});
    // An empty room needs no page.
    kit.write([&] { QVERIFY(kit.cache->discardMessages(kit.room, 0)); });
    QCOMPARE(kit.reader->extent(kit.room), (HistoryExtent{0, true, false}));
}

void TestCache::pagesLowerTheFloor() {
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        QVERIFY(kit.cache->discardMessages(kit.room, 100));
        (void)kit.cache->putMessage(kit.message(105));
        QVERIFY(kit.cache->putPage(
            kit.room, {kit.message(90), kit.message(100), kit.message(105, u"stale"_s)}, false, false));
    });
    QCOMPARE(kit.seqs(), (QList<qint64>{90, 100, 105}));
    QCOMPARE(kit.reader->newest(kit.room, 1).first().content, u"105"_s);
    QCOMPARE(kit.reader->extent(kit.room), (HistoryExtent{90, false, false}));
    kit.write([&] { QVERIFY(kit.cache->putPage(kit.room, {kit.message(80)}, true, false)); });
    QCOMPARE(kit.reader->extent(kit.room), (HistoryExtent{80, false, false}));
    kit.write([&] { QVERIFY(kit.cache->putPage(kit.room, {}, true, true)); });
    QCOMPARE(kit.reader->extent(kit.room), (HistoryExtent{80, true, false}));
    QCOMPARE(kit.reader->before(kit.room, 100, 5).size(), 2);
    QCOMPARE(kit.reader->before(kit.room, 100, 1).first().seq, 90);
    QCOMPARE(kit.reader->after(kit.room, 90, 5).first().seq, 100);
}

void TestCache::cutsLongRooms() {
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        for (int seq = 1; seq <= Cache::messagesPerRoomMax + 10; ++seq)
            (void)kit.cache->putMessage(kit.message(seq));
    });
    kit.trim();
    QCOMPARE(kit.reader->newest(kit.room, 10'000).size(), Cache::messagesPerRoomMax);
    QCOMPARE(kit.reader->extent(kit.room), (HistoryExtent{11, false, false}));
    kit.trim();
    kit.write([&] { QCOMPARE(*kit.cache->putMessage(kit.message(5)), Change::None); });
}

void TestCache::showsUnread_data() {
    QTest::addColumn<qint64>("serverSeen");
    QTest::addColumn<int>("serverUnread");
    QTest::addColumn<qint64>("asOf");
    QTest::addColumn<qint64>("localSeen");
    QTest::addColumn<int>("shown");
    QTest::addColumn<qint64>("shownSeen");
    // Cached: 1 to 10, of which 4 and 9 are mine, and 8 is deleted.
    QTest::newRow("the server's count") << qint64(2) << 7 << qint64(10) << qint64(0) << 7 << qint64(2);
    QTest::newRow("later ones added") << qint64(2) << 3 << qint64(6) << qint64(0) << 5 << qint64(2);
    QTest::newRow("read here, within") << qint64(2) << 6 << qint64(10) << qint64(6) << 3 << qint64(6);
    QTest::newRow("read here, within, later ones")
        << qint64(1) << 4 << qint64(6) << qint64(3) << 4 << qint64(3);
    QTest::newRow("read here, beyond") << qint64(2) << 3 << qint64(6) << qint64(7) << 1 << qint64(7);
    QTest::newRow("all read here") << qint64(2) << 3 << qint64(6) << qint64(10) << 0 << qint64(10);
    QTest::newRow("local behind") << qint64(5) << 4 << qint64(10) << qint64(3) << 4 << qint64(5);
    QTest::newRow("capped") << qint64(2) << 1000 << qint64(6) << qint64(0) << 1000 << qint64(2);
    QTest::newRow("never below nothing") << qint64(2) << 1 << qint64(10) << qint64(7) << 0 << qint64(7);
}

void TestCache::showsUnread() {
    QFETCH(qint64, serverSeen);
    QFETCH(int, serverUnread);
    QFETCH(qint64, asOf);
    QFETCH(qint64, localSeen);
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view(10, {serverSeen, serverUnread, 2, asOf}));
        for (int seq = 1; seq <= 10; ++seq) {
            Message message = kit.message(seq, {}, seq == 4 || seq == 9 ? kit.me : kit.bob);
            if (seq == 8)
                message.deletedAt = utcNow();
            (void)kit.cache->putMessage(message);
        }
        if (localSeen > 0)
            (void)kit.cache->markSeen(kit.room, localSeen);
    });
    const ReadState read = kit.reader->rooms().first().read;
    QTEST(read.unread, "shown");
    QTEST(read.seenSeq, "shownSeen");
    QCOMPARE(read.mentions, localSeen >= asOf ? 0 : 2);
}

// For 200 rooms that is most of what the start reads.
void TestCache::looksAtNoMessageWhereNoneIsNewer() {
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view(0, {0, 0, 0, 2}));
        for (int seq = 1; seq <= 5; ++seq)
            (void)kit.cache->putMessage(kit.message(seq));
    });
    QCOMPARE(kit.reader->room(kit.room)->read.unread, 3);
    // What is said to be the newest decides whether they are counted.
    auto file = Sqlite::open(kit.directory.filePath(Cache::fileName()), Sqlite::Access::ReadWrite);
    QVERIFY(file);
    const auto newest = [&] {
        qint64 seq = -1;
        const auto done = (*file)->read(u"SELECT newest FROM rooms"_s, {},
                                        [&](const QSqlQuery& row) { seq = row.value(0).toLongLong(); });
        return done ? seq : -1;
    };
    QCOMPARE(newest(), 5);
    QVERIFY((*file)->write(u"UPDATE rooms SET newest = 2"_s));
    QCOMPARE(kit.reader->room(kit.room)->read.unread, 0);
    kit.write([&] { (void)kit.cache->putMessage(kit.message(6)); });
    QCOMPARE(kit.reader->room(kit.room)->read.unread, 4);
    // One that is older changes nothing.
    kit.write([&] { (void)kit.cache->putMessage(kit.changed(1, 7, u"changed"_s)); });
    QCOMPARE(newest(), 6);
}

void TestCache::seenGoesForwardOnly() {
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view(10, {5, 5, 0, 10}));
        QCOMPARE(*kit.cache->markSeen(kit.room, 4), Change::None);
        QCOMPARE(*kit.cache->markSeen(kit.room, 5), Change::None);
        QCOMPARE(*kit.cache->markSeen(kit.room, 8), Change::Changed);
        QCOMPARE(*kit.cache->markSeen(kit.room, 7), Change::None);
        QCOMPARE(*kit.cache->markSeen(RoomId::create(), 7), Change::None);
    });
    kit.reopen();
    QCOMPARE(*kit.cache->untoldSeen(), (QHash<RoomId, Cache::Mark>{{kit.room, {8, false}}}));
    kit.write([&] { QVERIFY(kit.cache->seenTold(kit.room, {7, false}, true)); });
    QCOMPARE(kit.cache->untoldSeen()->size(), 1); // more was seen meanwhile
    kit.write([&] { QVERIFY(kit.cache->seenTold(kit.room, {8, false}, true)); });
    QVERIFY(kit.cache->untoldSeen()->isEmpty());
    QCOMPARE(kit.reader->room(kit.room)->read.seenSeq, 8);
}

void TestCache::theServersReadStateCounts() {
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view(10, {5, 5, 0, 10}));
        QCOMPARE(*kit.cache->putRead(kit.room, {5, 1, 0, 9}), Change::None); // older
        (void)kit.cache->markSeen(kit.room, 8);
        // Another device is behind: what was seen here is not taken back before it was told.
        QCOMPARE(*kit.cache->putRead(kit.room, {6, 4, 0, 10}), Change::Changed);
    });
    QCOMPARE(kit.reader->room(kit.room)->read.seenSeq, 8);
    kit.write([&] {
        QVERIFY(kit.cache->seenTold(kit.room, {8, false}, true));
        QCOMPARE(*kit.cache->putRead(kit.room, {8, 2, 0, 10}), Change::Changed);
        // Marked as unread elsewhere.
        QCOMPARE(*kit.cache->putRead(kit.room, {3, 7, 0, 11}), Change::Changed);
    });
    QCOMPARE(kit.reader->room(kit.room)->read.seenSeq, 3);
    QCOMPARE(kit.reader->room(kit.room)->read.unread, 7);
}

QTEST_GUILESS_MAIN(TestCache)
#include "tst_cache.moc"

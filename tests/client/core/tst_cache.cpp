// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/client/core/cache_kit.h"

#include <QDir>
#include <QFile>
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
    void seenGoesForwardOnly();
    void theServersReadStateCounts();
    void beginsAnewWhenDamaged_data();
    void beginsAnewWhenDamaged();
    void whatWasLookedThroughIsInOrder();
    void aKnownDamageIsNotOpenedAgain();
    void refusesANewerFormat();
    void theOutboxSurvives();
    void theOutboxKeepsItsOrder();
    void aDamagedOutboxIsKeptAside();
    void aDirectoryThatCannotBeMade();
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

void TestCache::beginsAnewWhenDamaged_data() {
    QTest::addColumn<QString>("how");
    for (const char* how : {"garbage", "header", "middle", "other schema", "other user"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestCache::beginsAnewWhenDamaged() {
    QFETCH(QString, how);
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        for (int seq = 1; seq <= 2000; ++seq)
            (void)kit.cache->putMessage(kit.message(seq));
    });
    kit.reader.reset();
    kit.cache.reset();
    const QString path = QDir(kit.directory.path()).filePath(Cache::fileName());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    if (how == u"garbage"_s) {
        file.resize(0);
        file.write(QByteArray(100'000, '?'));
    } else if (how == u"header"_s) {
        file.write(QByteArray(32, '\0'));
    } else if (how == u"middle"_s) {
        // As after a crash, so that the file is looked through.
        QFile flag(QDir(kit.directory.path()).filePath(u"cache.in-use"_s));
        QVERIFY(flag.open(QIODevice::WriteOnly));
        file.seek(file.size() / 2);
        file.write(QByteArray(8192, '?'));
    } else if (how == u"other user"_s) {
        kit.me = UserId::create();
    }
    file.close();
    if (how == u"other schema"_s) {
        QVERIFY(QFile::remove(path));
        auto other = Sqlite::open(path, Sqlite::Access::ReadWrite);
        QVERIFY(other);
        const auto made = (*other)->exec(u"CREATE TABLE rooms (unrelated)"_s);
        QVERIFY2(made, qPrintable(made ? QString() : made.error().message()));
    }
    auto cache = Cache::open(kit.directory.path(), kit.me);
    QVERIFY2(cache, qPrintable(cache ? QString() : cache.error().message()));
    if (how == u"middle"_s) {
        // Nobody waits for that before the window is there; it stays to be done until it is.
        for (int start = 0; start < 2; ++start) {
            QVERIFY((*cache)->isUnchecked() && !(*cache)->rebuilt());
            cache->reset();
            cache = Cache::open(kit.directory.path(), kit.me);
        }
        QCOMPARE((*cache)->check().error().code(), ErrorCode::Corrupt);
        QVERIFY((*cache)->isUnchecked());
        (*cache)->setDamaged();
        cache->reset();
        cache = Cache::open(kit.directory.path(), kit.me);
    }
    QVERIFY(!(*cache)->isUnchecked());
    QVERIFY((*cache)->rebuilt());
    QVERIFY((*cache)->cursors()->isEmpty());
    QVERIFY(QFile::exists(QDir(kit.directory.path()).filePath(u"cache.damaged-1"_s)));
    cache->reset();
    QVERIFY(!(*Cache::open(kit.directory.path(), kit.me))->rebuilt());
}

void TestCache::whatWasLookedThroughIsInOrder() {
    CacheKit kit;
    kit.write([&] { (void)kit.cache->putRoom(kit.view()); });
    QVERIFY(!kit.cache->isUnchecked());
    kit.reader.reset();
    kit.cache.reset();
    QFile flag(QDir(kit.directory.path()).filePath(u"cache.in-use"_s));
    QVERIFY(flag.open(QIODevice::WriteOnly));
    kit.reopen();
    QVERIFY(kit.cache->isUnchecked());
    QVERIFY(kit.cache->check());
    QVERIFY(!kit.cache->isUnchecked());
    kit.reopen();
    QVERIFY(!kit.cache->isUnchecked() && !kit.cache->rebuilt());
    QCOMPARE(kit.reader->rooms().size(), 1);
}

void TestCache::aKnownDamageIsNotOpenedAgain() {
    CacheKit kit;
    kit.write([&] { (void)kit.cache->putRoom(kit.view()); });
    kit.cache->setDamaged();
    kit.reopen();
    QVERIFY(kit.cache->rebuilt());
    QVERIFY(kit.reader->rooms().isEmpty());
    kit.reopen();
    QVERIFY(!kit.cache->rebuilt());
}

void TestCache::refusesANewerFormat() {
    CacheKit kit;
    kit.reader.reset();
    kit.cache.reset();
    kit.outbox.reset();
    for (const QString& name : {Cache::fileName(), OutboxStore::fileName()}) {
        auto file = Sqlite::open(QDir(kit.directory.path()).filePath(name), Sqlite::Access::ReadWrite);
        QVERIFY((*file)->exec(u"PRAGMA user_version = 99"_s));
    }
    QCOMPARE(Cache::open(kit.directory.path(), kit.me).error().code(), ErrorCode::NewerFormat);
    QCOMPARE(OutboxStore::open(kit.directory.path()).error().code(), ErrorCode::NewerFormat);
}

void TestCache::theOutboxSurvives() {
    CacheKit kit;
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.roomId = kit.room;
    entry.messageId = messageIdFor(kit.me, kit.room, entry.tempId);
    entry.content = u"two\nlines"_s;
    entry.replyTo = MessageId::create();
    entry.createdAt = utcNow();
    const auto kept = kit.outbox->add(entry);
    QVERIFY(kept && kept->order > 0);
    QVERIFY(!kit.outbox->add(entry)); // the same tempId twice
    QVERIFY(kit.outbox->setAttempted(entry.tempId));
    OutboxEntry refused = entry;
    refused.error = Error(ErrorCode::Forbidden, u"why"_s, u"field"_s);
    QVERIFY(kit.outbox->setFailed(refused, {}));
    kit.reopen();
    QCOMPARE(kit.outbox->entries()->size(), 1);
    OutboxEntry expected = *kept;
    expected.attempted = true;
    expected.state = OutboxState::Failed;
    expected.error = Error(ErrorCode::Forbidden, u"why"_s, u"field"_s);
    QCOMPARE(kit.outbox->entries()->first(), expected);
    QCOMPARE(kit.reader->outbox(kit.room), QList<OutboxEntry>{expected});
}

void TestCache::theOutboxKeepsItsOrder() {
    CacheKit kit;
    QList<TempId> ids;
    for (int i = 0; i < 3; ++i) {
        OutboxEntry entry;
        entry.tempId = TempId::create();
        entry.messageId = MessageId::create();
        entry.roomId = kit.room;
        entry.createdAt = utcNow();
        ids.append(kit.outbox->add(entry)->tempId);
    }
    const auto again = kit.outbox->requeue(ids.first());
    QVERIFY(again && *again);
    QVERIFY((*again)->order > kit.outbox->entries()->at(1).order);
    QCOMPARE(kit.outbox->entries()->last().tempId, ids.first());
    QVERIFY(kit.outbox->remove({ids.first()}));
    const auto gone = kit.outbox->requeue(ids.first());
    QVERIFY(gone && !*gone);
    OutboxEntry later;
    later.tempId = TempId::create();
    later.messageId = MessageId::create();
    later.roomId = kit.room;
    later.createdAt = utcNow();
    QVERIFY(kit.outbox->add(later)->order > (*again)->order); // no order is used twice
}

void TestCache::aDamagedOutboxIsKeptAside() {
    CacheKit kit;
    kit.reader.reset();
    kit.outbox.reset();
    QFile file(QDir(kit.directory.path()).filePath(OutboxStore::fileName()));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write(QByteArray(4096, '?'));
    file.close();
    auto outbox = OutboxStore::open(kit.directory.path());
    QVERIFY(outbox && (*outbox)->lost());
    QCOMPARE(QDir(kit.directory.path()).entryList({u"outbox.damaged-*"_s}).size(), 1);
}

void TestCache::aDirectoryThatCannotBeMade() {
    QTemporaryDir directory;
    QFile file(directory.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QString below = directory.filePath(u"file/account"_s);
    QCOMPARE(Cache::open(below, UserId::create()).error().code(), ErrorCode::Io);
    QCOMPARE(OutboxStore::open(below).error().code(), ErrorCode::Io);
    const CacheReader reader(below, UserId::create());
    QVERIFY(!reader.isOpen());
    QVERIFY(reader.rooms().isEmpty());
}

QTEST_GUILESS_MAIN(TestCache)
#include "tst_cache.moc"

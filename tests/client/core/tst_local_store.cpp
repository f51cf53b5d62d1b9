// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/client/core/cache_kit.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

class TestLocalStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsDrafts();
    void keepsPreferences();
    void forgetsARoom();
    void outlivesTheCache();
    void aDamagedFileIsKeptAside();
    void aNewerFileIsLeftAlone();
};

void TestLocalStore::keepsDrafts() {
    CacheKit kit;
    kit.write([&] { (void)kit.cache->putRoom(kit.view()); });
    const MessageId thread = MessageId::create();
    QVERIFY(!kit.reader->room(kit.room)->hasDraft);
    QCOMPARE(kit.reader->draft(kit.room), QString());
    QVERIFY(*kit.local->setDraft(kit.room, {}, u"half a sen\ntence"_s));
    QVERIFY(!*kit.local->setDraft(kit.room, {}, u"half a sen\ntence"_s));
    QVERIFY(*kit.local->setDraft(kit.room, thread, u"another"_s));
    kit.reopen();
    QCOMPARE(kit.reader->draft(kit.room), u"half a sen\ntence"_s);
    QCOMPARE(kit.reader->draft(kit.room, thread), u"another"_s);
    QCOMPARE(kit.reader->draft(kit.room, MessageId::create()), QString());
    QVERIFY(kit.reader->room(kit.room)->hasDraft);
    QVERIFY(*kit.local->setDraft(kit.room, {}, {}));
    QVERIFY(!*kit.local->setDraft(kit.room, {}, {}));
    QVERIFY(kit.reader->room(kit.room)->hasDraft); // that of the thread
    QVERIFY(*kit.local->setDraft(kit.room, thread, {}));
    QVERIFY(!kit.reader->room(kit.room)->hasDraft);
    // No limit of the protocol holds for what is not sent, but there is one.
    QVERIFY(kit.local->setDraft(kit.room, {}, QString(LocalStore::draftMax + 1, u'a')));
    QCOMPARE(kit.reader->draft(kit.room).size(), LocalStore::draftMax);
}

void TestLocalStore::keepsPreferences() {
    CacheKit kit;
    kit.write([&] { (void)kit.cache->putRoom(kit.view()); });
    QCOMPARE(kit.reader->room(kit.room)->preferences, RoomPreferences());
    for (const NotifyRule rule :
         {NotifyRule::All, NotifyRule::Mentions, NotifyRule::Nothing, NotifyRule::Default}) {
        const RoomPreferences wanted{true, rule == NotifyRule::All, rule};
        QVERIFY(*kit.local->setPreferences(kit.room, wanted));
        QVERIFY(!*kit.local->setPreferences(kit.room, wanted));
        kit.reopen();
        QCOMPARE(kit.reader->room(kit.room)->preferences, wanted);
        QCOMPARE(kit.reader->rooms().first().preferences, wanted);
    }
    QVERIFY(*kit.local->setPreferences(kit.room, {}));
    QCOMPARE(kit.reader->room(kit.room)->preferences, RoomPreferences());
}

void TestLocalStore::forgetsARoom() {
    CacheKit kit;
    const RoomId other = RoomId::create();
    QVERIFY(kit.local->setDraft(kit.room, {}, u"gone"_s));
    QVERIFY(kit.local->setDraft(kit.room, MessageId::create(), u"gone"_s));
    QVERIFY(kit.local->setPreferences(kit.room, {true, false, NotifyRule::Default}));
    QVERIFY(kit.local->setDraft(other, {}, u"stays"_s));
    QVERIFY(kit.local->forgetRoom(kit.room));
    kit.write([&] { (void)kit.cache->putRoom(kit.view()); });
    QVERIFY(!kit.reader->room(kit.room)->hasDraft);
    QCOMPARE(kit.reader->room(kit.room)->preferences, RoomPreferences());
    QCOMPARE(kit.reader->draft(other), u"stays"_s);
}

void TestLocalStore::outlivesTheCache() {
    CacheKit kit;
    QVERIFY(kit.local->setDraft(kit.room, {}, u"kept"_s));
    kit.reader.reset();
    kit.cache.reset();
    QFile cache(QDir(kit.directory.path()).filePath(Cache::fileName()));
    QVERIFY(cache.open(QIODevice::WriteOnly));
    cache.write(QByteArray(10'000, 'x'));
    cache.close();
    kit.reopen();
    QVERIFY(kit.cache->rebuilt());
    QCOMPARE(kit.reader->draft(kit.room), u"kept"_s);
}

void TestLocalStore::aDamagedFileIsKeptAside() {
    CacheKit kit;
    QVERIFY(kit.local->setDraft(kit.room, {}, u"lost"_s));
    const QDir dir(kit.directory.path());
    kit.reader.reset();
    kit.local.reset();
    QFile file(dir.filePath(LocalStore::fileName()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(10'000, 'x'));
    file.close();
    kit.reopen();
    QVERIFY(kit.local->lost());
    QCOMPARE(kit.reader->draft(kit.room), QString());
    QCOMPARE(dir.entryList({u"local.damaged-*"_s}).size(), 1);
    QVERIFY(kit.local->setDraft(kit.room, {}, u"anew"_s));
    kit.reopen();
    QVERIFY(!kit.local->lost());
    QCOMPARE(kit.reader->draft(kit.room), u"anew"_s);
}

void TestLocalStore::aNewerFileIsLeftAlone() {
    QTemporaryDir directory;
    {
        auto db = Sqlite::open(directory.filePath(LocalStore::fileName()), Sqlite::Access::ReadWrite);
        QVERIFY(db && (*db)->exec(u"PRAGMA user_version = 99"_s));
    }
    const auto opened = LocalStore::open(directory.path());
    QVERIFY(!opened);
    QVERIFY(opened.error().code() == ErrorCode::NewerFormat);
}

QTEST_GUILESS_MAIN(TestLocalStore)
#include "tst_local_store.moc"

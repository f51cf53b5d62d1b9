// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/client/core/cache_kit.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

/// The files of an account: damaged, of another format, out of reach; and the outbox, which is never begun
/// anew.
class TestCacheFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
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

void TestCacheFiles::beginsAnewWhenDamaged_data() {
    QTest::addColumn<QString>("how");
    for (const char* how : {"garbage", "header", "middle", "other schema", "other user"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestCacheFiles::beginsAnewWhenDamaged() {
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

void TestCacheFiles::whatWasLookedThroughIsInOrder() {
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

void TestCacheFiles::aKnownDamageIsNotOpenedAgain() {
    CacheKit kit;
    kit.write([&] { (void)kit.cache->putRoom(kit.view()); });
    kit.cache->setDamaged();
    kit.reopen();
    QVERIFY(kit.cache->rebuilt());
    QVERIFY(kit.reader->rooms().isEmpty());
    kit.reopen();
    QVERIFY(!kit.cache->rebuilt());
}

void TestCacheFiles::refusesANewerFormat() {
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

void TestCacheFiles::theOutboxSurvives() {
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

void TestCacheFiles::theOutboxKeepsItsOrder() {
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

void TestCacheFiles::aDamagedOutboxIsKeptAside() {
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

void TestCacheFiles::aDirectoryThatCannotBeMade() {
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

QTEST_GUILESS_MAIN(TestCacheFiles)
#include "tst_cache_files.moc"

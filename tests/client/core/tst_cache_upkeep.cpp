// SPDX-License-Identifier: GPL-3.0-or-later
// How the cache comes through time: older files, too many messages, damage.
#include "tests/client/core/cache_kit.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

class TestCacheUpkeep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bringsOldFilesUp();
    void cutsTheLeastRecentlyShownFirst();
    void cutsInSmallSteps();
    void findsADamagedIndex_data();
    void findsADamagedIndex();
    void aReaderTellsOfDamage();
    void knowsWhatItHasOfATime();
    void countsMembers();
    void theStreamMovesTheCounts();
};

namespace {

// What the first two versions of this program made (cache.cpp).
const char* const versionTwo[] = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE users (id BLOB PRIMARY KEY, username TEXT NOT NULL, display_name TEXT NOT NULL, "
    "deleted INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE rooms (id BLOB PRIMARY KEY, name TEXT NOT NULL, kind INTEGER NOT NULL, topic TEXT NOT "
    "NULL, "
    "version INTEGER NOT NULL, created_at INTEGER, role INTEGER NOT NULL, last_message_at INTEGER, "
    "cursor INTEGER NOT NULL DEFAULT 0, seen_seq INTEGER NOT NULL, unread INTEGER NOT NULL, "
    "mentions INTEGER NOT NULL, as_of INTEGER NOT NULL, local_seen INTEGER NOT NULL DEFAULT 0, "
    "seen_untold INTEGER NOT NULL DEFAULT 0, floor INTEGER NOT NULL DEFAULT 0, "
    "complete INTEGER NOT NULL DEFAULT 1, fetching INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
    "CREATE TABLE messages (room BLOB NOT NULL, seq INTEGER NOT NULL, change_seq INTEGER NOT NULL, "
    "id BLOB NOT NULL UNIQUE, sender BLOB NOT NULL, type INTEGER NOT NULL, content TEXT NOT NULL, "
    "created_at INTEGER NOT NULL, edited_at INTEGER, deleted_at INTEGER, reply_to BLOB, "
    "PRIMARY KEY (room, seq)) WITHOUT ROWID",
    "CREATE INDEX messages_sender ON messages (sender)",
    "ALTER TABLE messages ADD COLUMN more BLOB",
    "PRAGMA user_version = 2",
};

QStringList schemaOf(const QString& directory) {
    QStringList schema;
    auto file = Sqlite::open(QDir(directory).filePath(Cache::fileName()), Sqlite::Access::ReadOnly);
    (void)(*file)->read(u"SELECT type, name, sql FROM sqlite_master ORDER BY type, name"_s, {},
                        [&](const QSqlQuery& row) {
                            schema.append(row.value(0).toString() + u' ' + row.value(1).toString() + u' ' +
                                          row.value(2).toString().simplified().remove(u' '));
                        });
    return schema;
}

} // namespace

void TestCacheUpkeep::bringsOldFilesUp() {
    CacheKit kit;
    const QString fresh = kit.directory.path();
    CacheKit old;
    old.reader.reset();
    old.cache.reset();
    const QString path = old.directory.filePath(Cache::fileName());
    QVERIFY(QFile::remove(path));
    Message root = old.message(1, u"the root of all soup"_s);
    root.thread = Thread{1, 2, utcNow()};
    root.pinned = Pin{old.bob, utcNow()};
    root.changeSeq = 3;
    Message reply = old.message(2, u"a reply"_s);
    reply.replyTo = reply.threadRoot = root.id;
    reply.mentions.room = true;
    const Message plain = old.message(4, u"plain soup"_s);
    {
        auto file = Sqlite::open(path, Sqlite::Access::ReadWrite);
        for (const char* statement : versionTwo)
            QVERIFY((*file)->exec(QString::fromLatin1(statement)));
        QVERIFY((*file)->write(u"INSERT INTO meta VALUES ('self', ?)"_s, {toSql(old.me)}));
        QVERIFY((*file)->write(u"INSERT INTO rooms (id, name, kind, topic, version, role, seen_seq, unread, "
                               u"mentions, as_of, cursor) "
                               "VALUES (?, 'Kitchen', 0, '', 1, 0, 0, 0, 0, 0, 4)"_s,
                               {toSql(old.room)}));
        QVERIFY((*file)->write(u"INSERT INTO users VALUES (?, 'bob', 'Bob', 0)"_s, {toSql(old.bob)}));
        for (const Message& message : {root, reply, plain}) {
            const bool more = message.seq < 4;
            QVERIFY((*file)->write(u"INSERT INTO messages (room, seq, change_seq, id, sender, type, content, "
                                   u"created_at, reply_to, more) "
                                   "VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?)"_s,
                                   {toSql(message.roomId), message.seq, message.changeSeq, toSql(message.id),
                                    toSql(message.sender), message.content, toSql(message.createdAt),
                                    toSql(message.replyTo),
                                    more ? QVariant(toBytes(toJson(message))) : QVariant()}));
        }
    }
    old.reopen();
    QVERIFY(!old.cache->rebuilt());
    QCOMPARE(old.reader->newest(old.room, 10), (QList<Message>{root, reply, plain}));
    QCOMPARE(old.reader->thread(root.id, 10), QList<Message>{reply});
    QCOMPARE(old.reader->pinned(old.room), QList<Message>{root});
    QCOMPARE(old.reader->room(old.room)->read.unread, 3);
    QCOMPARE(old.reader->room(old.room)->read.mentions, 1);
    QCOMPARE(old.reader->user(old.bob)->displayName, u"Bob"_s);
    SearchQuery query;
    query.words = u"soup"_s;
    QCOMPARE(old.reader->search(query, 10), (QList<Message>{plain, root}));
    QCOMPARE(schemaOf(old.directory.path()), schemaOf(fresh));
}

void TestCacheUpkeep::cutsTheLeastRecentlyShownFirst() {
    CacheKit kit;
    kit.cache->setLimits({100, 20, 250});
    QList<RoomId> rooms;
    kit.write([&] {
        for (int r = 0; r < 4; ++r) {
            RoomView view = kit.view();
            view.room.id = RoomId::create();
            rooms.append(view.room.id);
            (void)kit.cache->putRoom(view);
            for (int i = 1; i <= 110; ++i) {
                Message message = kit.message(qint64(r) * 1000 + i);
                message.roomId = view.room.id;
                message.seq = message.changeSeq = i;
                (void)kit.cache->putMessage(message);
            }
        }
        (void)kit.cache->setShown(rooms.at(2), utcNow());
        (void)kit.cache->setShown(rooms.at(0), utcNow().addDays(-1));
        (void)kit.cache->setShown(rooms.at(3), utcNow().addDays(-2));
    });
    kit.trim();
    const auto count = [&](int room) { return int(kit.reader->newest(rooms.at(room), 1000).size()); };
    // 400 are left of the rooms' own bound: room 1 was never shown and room 3 longest ago.
    QCOMPARE(count(1), 20);
    QCOMPARE(count(3), 30);
    QCOMPARE(count(0), 100);
    QCOMPARE(count(2), 100);
    QCOMPARE(kit.reader->extent(rooms.at(1)), (HistoryExtent{91, false, false}));
    QCOMPARE(kit.reader->newest(rooms.at(1), 1).first().seq, 110);
    // What was cut is found no more.
    SearchQuery query;
    query.words = u"1001"_s;
    QVERIFY(kit.reader->search(query, 10).isEmpty());
    kit.trim();
    QCOMPARE(count(3), 30);
}

void TestCacheUpkeep::cutsInSmallSteps() {
    CacheKit kit;
    kit.cache->setLimits({100, 20, 10'000});
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        for (int seq = 1; seq <= 1'700; ++seq)
            (void)kit.cache->putMessage(kit.message(seq));
    });
    int steps = 0;
    for (bool more = true; more; ++steps) {
        kit.write([&] {
            const auto trimmed = kit.cache->trimSome();
            QVERIFY(trimmed);
            more = trimmed->more;
        });
        // Each step leaves a history without a hole, down to its floor.
        const QList<qint64> seqs = kit.seqs();
        QCOMPARE(seqs.first(), std::max<qint64>(kit.reader->extent(kit.room).floor, 1));
        QCOMPARE(seqs.last() - seqs.first() + 1, seqs.size());
    }
    QCOMPARE(steps, 4);
    QCOMPARE(kit.seqs().size(), 100);
}

void TestCacheUpkeep::findsADamagedIndex_data() {
    QTest::addColumn<QString>("when");
    QTest::newRow("at the next start, after a crash") << u"start"_s;
    QTest::newRow("by a write") << u"write"_s;
    QTest::newRow("by a search") << u"search"_s;
}

void TestCacheUpkeep::findsADamagedIndex() {
    QFETCH(QString, when);
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        for (int seq = 1; seq <= 500; ++seq)
            (void)kit.cache->putMessage(kit.message(seq, u"many words of message %1"_s.arg(seq)));
    });
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.messageId = MessageId::create();
    entry.roomId = kit.room;
    entry.createdAt = utcNow();
    QVERIFY(kit.outbox->add(entry));
    kit.reader.reset();
    kit.cache.reset();
    {
        // The tables of the index alone: every page of the file is in order.
        auto file = Sqlite::open(kit.directory.filePath(Cache::fileName()), Sqlite::Access::ReadWrite);
        QVERIFY((*file)->exec(u"DELETE FROM message_text_data WHERE id > 10"_s));
        QVERIFY((*file)->check());
    }
    if (when == u"start"_s) {
        QFile flag(kit.directory.filePath(u"cache.in-use"_s));
        QVERIFY(flag.open(QIODevice::WriteOnly));
        flag.close();
        kit.reopen();
        QCOMPARE(kit.cache->check().error().code(), ErrorCode::Corrupt);
        kit.cache->setDamaged();
        kit.reopen();
    } else if (when == u"write"_s) {
        kit.reopen();
        QVERIFY(!kit.cache->rebuilt());
        Result<void> written;
        for (int seq = 1; seq <= 500 && written; ++seq) {
            written = kit.cache->transaction([&]() -> Result<void> {
                auto put = kit.cache->putMessage(kit.changed(seq, 1000 + seq, u"other words %1"_s.arg(seq)));
                return put ? Result<void>() : Result<void>(fail(put.error()));
            });
        }
        QVERIFY(!written);
        QCOMPARE(written.error().code(), ErrorCode::Corrupt);
        kit.cache->setDamaged();
        kit.reopen();
    } else {
        kit.reopen();
        int told = 0;
        kit.reader = std::make_unique<CacheReader>(kit.directory.path(), kit.me, [&] { ++told; });
        SearchQuery query;
        query.words = u"message"_s;
        QVERIFY(kit.reader->search(query, 10).isEmpty());
        QCOMPARE(told, 1);
        QCOMPARE(kit.cache->check().error().code(), ErrorCode::Corrupt);
        kit.cache->setDamaged();
        kit.reopen();
    }
    QVERIFY(kit.cache->rebuilt());
    QVERIFY(kit.cache->cursors()->isEmpty());
    QCOMPARE(kit.reader->outbox(kit.room).size(), 1);
    kit.reopen();
    QVERIFY(!kit.cache->rebuilt());
}

void TestCacheUpkeep::aReaderTellsOfDamage() {
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        for (int seq = 1; seq <= 3000; ++seq)
            (void)kit.cache->putMessage(kit.message(seq, QString(200, u'x')));
    });
    kit.reopen();
    kit.reader.reset();
    QFile file(kit.directory.filePath(Cache::fileName()));
    QVERIFY(file.open(QIODevice::ReadWrite));
    constexpr qint64 kept = 8 * 4096; // the schema and the roots of the tables
    file.seek(kept);
    file.write(QByteArray(int(file.size() - kept), '?'));
    file.close();
    int told = 0;
    kit.reader = std::make_unique<CacheReader>(kit.directory.path(), kit.me, [&] { ++told; });
    QVERIFY(kit.reader->newest(kit.room, 3000).isEmpty());
    QCOMPARE(told, 1);
    QCOMPARE(kit.cache->check().error().code(), ErrorCode::Corrupt);
    kit.cache->setDamaged();
    kit.reopen();
    QVERIFY(kit.cache->rebuilt());
}

void TestCacheUpkeep::knowsWhatItHasOfATime() {
    CacheKit kit;
    const QDateTime begin = utcNow().addDays(-1);
    const auto at = [&](int minutes) {
        return kit.cache->seqAt(kit.room, begin.addSecs(minutes * 60))->value_or(0);
    };
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        for (int seq = 1; seq <= 10; ++seq) {
            Message message = kit.message(seq);
            message.createdAt = begin.addSecs(seq * 60);
            (void)kit.cache->putMessage(message);
        }
    });
    QCOMPARE(at(5), 5);
    QCOMPARE(at(-5), 1);
    QCOMPARE(at(11), 0);
    kit.cache->setLimits({4, 2, 1000});
    kit.trim(); // 7 to 10 are left
    QCOMPARE(at(8), 8);
    QCOMPARE(at(7), 0); // there may be an earlier one of that moment
    QCOMPARE(at(3), 0);
}

void TestCacheUpkeep::countsMembers() {
    CacheKit kit;
    RoomView view = kit.view();
    view.memberCount = 5;
    view.room.archived = true;
    view.room.direct = {kit.me, kit.bob};
    kit.write([&] {
        (void)kit.cache->putRoom(view);
        QVERIFY(kit.cache->addMembers(kit.room, 1));
        QVERIFY(kit.cache->addMembers(kit.room, -2));
    });
    QCOMPARE(kit.reader->room(kit.room)->memberCount, 4);
    QCOMPARE(kit.reader->room(kit.room)->room, view.room);
    view.room.archived = false;
    view.memberCount = 9;
    kit.write([&] { QCOMPARE(*kit.cache->putRoom(view), Cache::Change::Changed); });
    QCOMPARE(kit.reader->room(kit.room)->memberCount, 9);
    QVERIFY(!kit.reader->room(kit.room)->room.archived);
    kit.write([&] { QCOMPARE(*kit.cache->putRoom(view), Cache::Change::None); });
}

void TestCacheUpkeep::theStreamMovesTheCounts() {
    CacheKit kit;
    const auto read = [&] {
        const ReadState state = kit.reader->room(kit.room)->read;
        return std::pair(state.unread, state.mentions);
    };
    const auto mention = [&](qint64 seq) {
        Message message = kit.message(seq);
        message.mentions.users = {kit.me};
        return message;
    };
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view(10, {5, 3, 1, 10}));
        (void)kit.cache->setCursor(kit.room, 10);
        (void)kit.cache->putMessage(mention(11));
    });
    QCOMPARE(read(), std::pair(4, 2)); // counted from the rows
    kit.write([&] { QVERIFY(kit.cache->follow(kit.room, 11)); });
    QCOMPARE(read(), std::pair(4, 2)); // and then by the state
    // One that the state includes is deleted: the deletion tells.
    const auto minusOne = [](ReadState& state) { --state.unread; };
    kit.write([&] { QCOMPARE(*kit.cache->follow(kit.room, 12, 7, minusOne), Cache::Change::Changed); });
    QCOMPARE(read(), std::pair(3, 2));
    kit.write(
        [&] { QCOMPARE(*kit.cache->follow(kit.room, 12, 7, minusOne), Cache::Change::None); }); // told twice
    QCOMPARE(read(), std::pair(3, 2));
    // One that it does not include is counted as it is now.
    Message deleted = mention(13);
    deleted.deletedAt = utcNow();
    deleted.mentions = {};
    deleted.changeSeq = 14;
    kit.write([&] {
        (void)kit.cache->putMessage(deleted);
        QCOMPARE(*kit.cache->follow(kit.room, 14, 13, minusOne), Cache::Change::None);
    });
    QCOMPARE(read(), std::pair(3, 2));
    Message system = kit.message(15);
    system.type = MessageType::System;
    kit.write([&] {
        (void)kit.cache->putMessage(system);
        (void)kit.cache->putMessage(kit.message(16, {}, kit.me));
        QVERIFY(kit.cache->follow(kit.room, 16));
    });
    QCOMPARE(read(), std::pair(3, 2)); // neither notices nor one's own
    kit.write([&] { (void)kit.cache->markSeen(kit.room, 16); });
    QCOMPARE(read(), std::pair(0, 0));
}

QTEST_GUILESS_MAIN(TestCacheUpkeep)
#include "tst_cache_upkeep.moc"

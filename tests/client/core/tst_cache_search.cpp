// SPDX-License-Identifier: GPL-3.0-or-later
// What is found in the cache: messages, replies, pins, people.
#include "tests/client/core/cache_kit.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

class TestCacheSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsSubstrings_data();
    void findsSubstrings();
    void takesIdsThatHashAlike();
    void forgetsAtOnce();
    void keepsFiltersApart();
    void findsTheNewestFirstOverRooms();
    void findsPeopleByTheBeginningsOfWords();
    void tellsRecentSenders();
    void readsThreadsAndPins();
    void staysFast();

private:
    static QStringList found(const CacheKit& kit, const QString& words, int limit = 50) {
        SearchQuery query;
        query.words = words;
        return contents(kit.reader->search(query, limit));
    }
    static QStringList contents(const QList<Message>& messages) {
        QStringList contents;
        for (const Message& message : messages)
            contents.append(message.content);
        return contents;
    }
};

void TestCacheSearch::findsSubstrings_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("expected");
    const QString soup = u"The Soup is ready"_s;
    const QString ruler = u"Größenwahn im Überfluß"_s;
    const QString beijing = u"我们在北京见面"_s;
    const QString coffee = u"カフェで会いましょう"_s;
    const QString quoted = u"he said \"now\" & left 100%_done"_s;
    const QString family = u"welcome 👨‍👩‍👧 home"_s;
    const auto row = [](const char* name, const QString& words, const QStringList& expected) {
        QTest::newRow(name) << words << expected;
    };
    row("the beginning of a word", u"sou"_s, {soup});
    row("within a word", u"ead"_s, {soup});
    row("without case", u"SOUP"_s, {soup});
    row("all words", u"ready soup"_s, {soup});
    row("not all of them", u"ready soap"_s, {});
    row("across words, as typed", u"\"soup is\""_s, {soup});
    row("across words, in another order", u"\"is soup\""_s, {});
    row("accents without case", u"GRÖß"_s, {ruler});
    row("the same threes in another order", u"souready"_s, {});
    row("one short word", u"is"_s, {soup});
    row("a short and a long one", u"im größe"_s, {ruler});
    row("two characters of Chinese", u"北京"_s, {beijing});
    row("three of them", u"在北京"_s, {beijing});
    row("one of Japanese", u"会"_s, {coffee});
    row("a word of Japanese", u"カフェで"_s, {coffee});
    row("an emoji of several code points", u"👨‍👩‍👧"_s, {family});
    row("what is special to a query", u"100%_d"_s, {quoted});
    row("operators are words", u"soup AND"_s, {});
    row("a quote that is not closed", u"\"soup"_s, {soup});
    row("nothing but quotes", u"\"\" \""_s, {});
    row("what a system message says", u"joined"_s, {});
    row("what was deleted", u"regretted"_s, {});
    row("nowhere", u"zebra"_s, {});
}

void TestCacheSearch::findsSubstrings() {
    QFETCH(QString, words);
    CacheKit kit;
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        int seq = 0;
        for (const QString& text : {u"The Soup is ready"_s, u"Größenwahn im Überfluß"_s, u"我们在北京见面"_s,
                                    u"カフェで会いましょう"_s, u"he said \"now\" & left 100%_done"_s,
                                    u"welcome 👨‍👩‍👧 home"_s})
            (void)kit.cache->putMessage(kit.message(++seq, text));
        Message system = kit.message(++seq, u"Ben joined."_s);
        system.type = MessageType::System;
        (void)kit.cache->putMessage(system);
        Message deleted = kit.message(++seq, u"regretted"_s);
        deleted.deletedAt = utcNow();
        (void)kit.cache->putMessage(deleted);
    });
    QTEST(found(kit, words), "expected");
}

// Their places in the index come from the hashes of their ids; small hashes used to have one place only.
void TestCacheSearch::takesIdsThatHashAlike() {
    CacheKit kit;
    kit.write([&] { (void)kit.cache->putRoom(kit.view()); });
    QStringList expected;
    for (ushort i = 1; i <= 8; ++i) {
        const QUuid id(uint(i), i, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        QCOMPARE(qHash(id), size_t(0));
        Message message = kit.message(i, u"heron %1"_s.arg(i));
        message.id = MessageId(id);
        kit.write([&] { QVERIFY(kit.cache->putMessage(message)); });
        expected.prepend(message.content);
    }
    QStringList all = found(kit, u"heron"_s);
    all.sort();
    expected.sort();
    QCOMPARE(all, expected);
}

void TestCacheSearch::forgetsAtOnce() {
    CacheKit kit;
    const RoomId other = RoomId::create();
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        RoomView second = kit.view();
        second.room.id = other;
        (void)kit.cache->putRoom(second);
        (void)kit.cache->putMessage(kit.message(1, u"the first heron"_s));
        (void)kit.cache->putMessage(kit.message(2, u"the second heron"_s));
        Message elsewhere = kit.message(3, u"another heron"_s);
        elsewhere.roomId = other;
        (void)kit.cache->putMessage(elsewhere);
    });
    QCOMPARE(found(kit, u"heron"_s).size(), 3);
    kit.write([&] { (void)kit.cache->putMessage(kit.changed(1, 4, u"the first stork"_s)); });
    QCOMPARE(found(kit, u"heron"_s).size(), 2);
    QCOMPARE(found(kit, u"stork"_s), QStringList{u"the first stork"_s});
    // A reaction moves nothing in the index.
    Message liked = kit.changed(1, 5, u"the first stork"_s);
    liked.reactions = {{u"👍"_s, {kit.bob}}};
    kit.write([&] { (void)kit.cache->putMessage(liked); });
    QCOMPARE(found(kit, u"stork"_s).size(), 1);
    Message deleted = kit.changed(1, 6, {});
    deleted.content.clear();
    deleted.deletedAt = utcNow();
    kit.write([&] { (void)kit.cache->putMessage(deleted); });
    QVERIFY(found(kit, u"stork"_s).isEmpty());
    // Another message in the same place, as after a restored backup.
    Message restored = kit.message(2, u"a gull"_s);
    restored.id = MessageId::create();
    kit.write([&] { (void)kit.cache->putMessage(restored); });
    QCOMPARE(found(kit, u"heron"_s), QStringList{u"another heron"_s});
    kit.write([&] { (void)kit.cache->removeRoom(other); });
    QVERIFY(found(kit, u"heron"_s).isEmpty());
    kit.write([&] { (void)kit.cache->discardMessages(kit.room, 10); });
    QVERIFY(found(kit, u"gull"_s).isEmpty());
    // Nothing is left behind in the index: it is whole, and knows no word.
    kit.cache.reset();
    kit.reader.reset();
    auto file = Sqlite::open(kit.directory.filePath(Cache::fileName()), Sqlite::Access::ReadWrite);
    QVERIFY((*file)->exec(u"INSERT INTO message_text (message_text) VALUES ('integrity-check')"_s));
    int left = 0;
    QVERIFY((*file)->read(
        u"SELECT count(*) FROM message_text WHERE message_text MATCH '\"ero\" OR \"tor\" OR \"gul\"'"_s, {},
        [&](const QSqlQuery& row) { left = row.value(0).toInt(); }));
    QCOMPARE(left, 0);
}

void TestCacheSearch::keepsFiltersApart() {
    qputenv("TZ", "Pacific/Auckland"); // a day of its own
    CacheKit kit;
    const QDate day(2026, 3, 10);
    const auto at = [&](qint64 seq, const QString& text, const QDateTime& time, const UserId& sender) {
        Message message = kit.message(seq, text, sender);
        message.createdAt = time.toUTC();
        return message;
    };
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        (void)kit.cache->putMessage(at(1, u"plain"_s, day.startOfDay().addMSecs(-1), kit.bob));
        (void)kit.cache->putMessage(at(2, u"see https://example.org/x"_s, day.startOfDay(), kit.bob));
        (void)kit.cache->putMessage(
            at(3, u"or www.example.org"_s, day.addDays(1).startOfDay().addMSecs(-1), kit.me));
        (void)kit.cache->putMessage(
            at(4, u"a://b is no page, nor is wwwx"_s, day.addDays(1).startOfDay(), kit.me));
    });
    const auto seqs = [&](const SearchQuery& query) {
        QList<qint64> found;
        for (const Message& message : kit.reader->search(query, 50))
            found.append(message.seq);
        return found;
    };
    SearchQuery query;
    QVERIFY(seqs(query).isEmpty());
    query.hasLink = true;
    QCOMPARE(seqs(query), (QList<qint64>{3, 2}));
    query.from = kit.me;
    QCOMPARE(seqs(query), (QList<qint64>{3}));
    query = {};
    query.from = kit.bob;
    QCOMPARE(seqs(query), (QList<qint64>{2, 1}));
    query = {};
    query.after = day;
    QCOMPARE(seqs(query), (QList<qint64>{4, 3, 2}));
    query.before = day.addDays(1);
    QCOMPARE(seqs(query), (QList<qint64>{3, 2}));
    query.room = kit.room;
    QCOMPARE(seqs(query), (QList<qint64>{3, 2}));
    query.words = u"see"_s;
    QCOMPARE(seqs(query), (QList<qint64>{2}));
    query.room = RoomId::create();
    QVERIFY(seqs(query).isEmpty());
    qunsetenv("TZ");
}

void TestCacheSearch::findsTheNewestFirstOverRooms() {
    CacheKit kit;
    const RoomId other = RoomId::create();
    const QDateTime begin = utcNow().addDays(-30);
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        RoomView second = kit.view();
        second.room.id = other;
        (void)kit.cache->putRoom(second);
        // Bursts too: many in a minute, and the rooms arrive one after the other.
        for (int i = 0; i < 600; ++i) {
            Message message = kit.message(i + 1, u"needle %1"_s.arg(i));
            message.roomId = i % 2 == 0 ? kit.room : other;
            message.createdAt = begin.addSecs(i < 300 ? i * 3600 : 300 * 3600 + i);
            (void)kit.cache->putMessage(message);
        }
    });
    const QStringList newest = found(kit, u"needle"_s, 20);
    QCOMPARE(newest.size(), 20);
    for (int i = 0; i < 20; ++i) {
        // Within a minute's burst the index knows no order: what is found stands in order, and is of the
        // newest.
        const int number = newest.at(i).section(u' ', 1).toInt();
        QVERIFY2(number >= 600 - 300, qPrintable(newest.at(i)));
        if (i > 0)
            QVERIFY(number < newest.at(i - 1).section(u' ', 1).toInt());
    }
    QCOMPARE(found(kit, u"needle"_s, 1000).size(), 600);
    QCOMPARE(found(kit, u"needle 1"_s, 1000).last(), u"needle 1"_s);
}

void TestCacheSearch::findsPeopleByTheBeginningsOfWords() {
    CacheKit kit;
    const auto user = [](const QString& username, const QString& name) {
        return User{UserId::create(), username, name};
    };
    const User me{kit.me, u"ada"_s, u"Ada Lovelace"_s};
    const User bob{kit.bob, u"bob.b"_s, u"Bob Builder"_s};
    const User anna = user(u"anna"_s, u"Anna Bär"_s);
    const User oezlem = user(u"oezlem"_s, u"Özlem Arslan"_s);
    User gone = user(u"arthur"_s, u"Arthur"_s);
    gone.deactivated = true;
    kit.write([&] {
        (void)kit.cache->putUsers({me, bob, anna, oezlem, gone});
        (void)kit.cache->putRoom(kit.view());
        Message message = kit.message(1, u"hello"_s, anna.id);
        message.createdAt = utcNow().addDays(-2);
        (void)kit.cache->putMessage(message);
        (void)kit.cache->putMessage(kit.message(2, u"hello"_s, kit.bob));
        (void)kit.cache->putMessage(kit.message(3, u"hello"_s, kit.me));
    });
    const auto names = [&](const QString& text, int limit = 10) {
        QStringList found;
        for (const User& one : kit.reader->people(text, limit))
            found.append(one.username);
        return found;
    };
    QCOMPARE(names(u"a"_s), (QStringList{u"anna"_s, u"oezlem"_s, u"ada"_s})); // oneself last
    QCOMPARE(names(u"b"_s), (QStringList{u"bob.b"_s, u"anna"_s}));            // who spoke last first
    QCOMPARE(names(u"ÖZ"_s), QStringList{u"oezlem"_s});
    QCOMPARE(names(u"love"_s), QStringList{u"ada"_s});
    QVERIFY(names(u"lem"_s).isEmpty());
    QCOMPARE(names({}, 2), (QStringList{u"bob.b"_s, u"anna"_s}));
    // The same among many.
    kit.write([&] {
        QList<User> crowd;
        for (int i = 0; i < 300; ++i)
            crowd.append(user(u"crowd%1"_s.arg(i), u"Bystander %1"_s.arg(i)));
        (void)kit.cache->putUsers(crowd);
    });
    QCOMPARE(names(u"b"_s, 2), (QStringList{u"bob.b"_s, u"anna"_s}));
}

void TestCacheSearch::tellsRecentSenders() {
    CacheKit kit;
    const UserId carla = UserId::create();
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        (void)kit.cache->putMessage(kit.message(1, {}, carla));
        (void)kit.cache->putMessage(kit.message(2, {}, kit.bob));
        (void)kit.cache->putMessage(kit.message(3, {}, carla));
        (void)kit.cache->putMessage(kit.message(4, {}, kit.me));
        Message joined = kit.message(5, {}, UserId::create());
        joined.type = MessageType::System;
        (void)kit.cache->putMessage(joined);
    });
    QCOMPARE(kit.reader->recentSenders(kit.room, 10), (QList<UserId>{carla, kit.bob}));
    QCOMPARE(kit.reader->recentSenders(kit.room, 1), QList<UserId>{carla});
}

void TestCacheSearch::readsThreadsAndPins() {
    CacheKit kit;
    Message root = kit.message(1, u"root"_s);
    root.thread = Thread{2, 3, utcNow()};
    Message first = kit.message(2, u"first"_s);
    Message second = kit.message(3, u"second"_s);
    first.replyTo = first.threadRoot = second.replyTo = second.threadRoot = root.id;
    root.pinned = Pin{kit.bob, utcNow().addSecs(-60)};
    second.pinned = Pin{kit.me, utcNow()};
    kit.write([&] {
        (void)kit.cache->putRoom(kit.view());
        for (const Message& message : {root, first, second, kit.message(4, u"beside"_s)})
            (void)kit.cache->putMessage(message);
    });
    QCOMPARE(kit.reader->thread(root.id, 10), (QList<Message>{first, second}));
    QCOMPARE(kit.reader->thread(root.id, 1), QList<Message>{second});
    QCOMPARE(kit.reader->pinned(kit.room), (QList<Message>{second, root}));
    second.pinned.reset();
    second.changeSeq = 9;
    kit.write([&] { (void)kit.cache->putMessage(second); });
    QCOMPARE(kit.reader->pinned(kit.room), QList<Message>{root});
}

/// 200 rooms, with 20,000 messages unless the environment asks for other figures. The bounds are wide: they
/// are for what is wrong by a factor of ten.
void TestCacheSearch::staysFast() {
    constexpr int rooms = 200;
    const int perRoom = std::max(100, qEnvironmentVariableIntValue("PARLOR_CACHE_MESSAGES") / rooms);
    CacheKit kit;
    QStringList words;
    for (int i = 0; i < 5'000; ++i)
        words.append(QString::number(i * 7919 % 100'003, 36) + u"en"_s);
    QList<RoomId> ids;
    QRandomGenerator random(7);
    const QDateTime begin = utcNow().addYears(-1);
    QElapsedTimer timer;
    timer.start();
    for (int r = 0; r < rooms; ++r) {
        kit.write([&] {
            RoomView view = kit.view(perRoom, {0, 0, 0, r % 2 == 0 ? perRoom : 0});
            view.room.id = RoomId::create();
            ids.append(view.room.id);
            (void)kit.cache->putRoom(view);
            for (int i = 1; i <= perRoom; ++i) {
                QStringList text;
                for (int w = 0; w < 14; ++w)
                    text.append(words.at(random.bounded(int(words.size()))));
                if (i % 100 == 0)
                    text.append(u"zanzibar"_s);
                Message message = kit.message(qint64(r) * perRoom + i, text.join(u' '));
                message.roomId = view.room.id;
                message.seq = message.changeSeq = i;
                message.createdAt = begin.addSecs(random.bounded(365 * 86400));
                if (i % 50 == 0)
                    message.mentions.users = {kit.me};
                (void)kit.cache->putMessage(message);
            }
        });
    }
    qInfo("putMessage: %.1f us", double(timer.nsecsElapsed()) / 1e3 / rooms / perRoom);
    kit.reopen();
    const auto measure = [&](const char* what, const std::function<qsizetype()>& work) {
        timer.restart();
        const qsizetype first = work();
        const double cold = double(timer.nsecsElapsed()) / 1e6;
        timer.restart();
        (void)work();
        const double warm = double(timer.nsecsElapsed()) / 1e6;
        qInfo("%s: %.2f ms, again %.2f ms, %lld found", what, cold, warm, qlonglong(first));
        return warm;
    };
    qInfo("the file: %.1f MB", double(QFile(kit.directory.filePath(Cache::fileName())).size()) / 1e6);
    QVERIFY(measure("rooms()", [&] { return kit.reader->rooms().size(); }) < 200);
    // As at a start: the server has just told its counts.
    kit.write([&] {
        for (const RoomId& id : std::as_const(ids))
            (void)kit.cache->putRead(id, {0, perRoom, perRoom / 50, perRoom});
    });
    QVERIFY(measure("rooms(), after a sync", [&] { return kit.reader->rooms().size(); }) < 100);
    QVERIFY(measure("search, a rare word", [&] { return found(kit, u"zanzibar"_s).size(); }) < 200);
    QVERIFY(measure("search, a word of all", [&] { return found(kit, words.at(3)).size(); }) < 200);
    QVERIFY(measure("search, two characters", [&] { return found(kit, u"zz"_s).size(); }) < 1000);
    QVERIFY(measure("search, nowhere", [&] { return found(kit, u"nowhere to be found"_s).size(); }) < 200);
    QVERIFY(measure("newest 50", [&] { return kit.reader->newest(ids.first(), 50).size(); }) < 100);
    QVERIFY(measure("people", [&] { return kit.reader->people(u"a"_s, 10).size(); }) < 100);
    QCOMPARE(kit.reader->room(ids.at(1))->read.unread, perRoom);
    QCOMPARE(kit.reader->room(ids.at(1))->read.mentions, perRoom / 50);
}

QTEST_GUILESS_MAIN(TestCacheSearch)
#include "tst_cache_search.moc"

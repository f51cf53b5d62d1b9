// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/store_contract_search.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

namespace parlor::test {

namespace {

constexpr int step = 100;

/// Two users, one room of both, one of each alone.
struct Scene {
    explicit Scene(store::Store& storeIn)
        : store(storeIn)
        , ann(makeUser(store, QStringLiteral("ann")))
        , bob(makeUser(store, QStringLiteral("bob")))
        , lounge(makeRoom(store, QStringLiteral("Lounge"), ann.id))
        , annsOwn(makeRoom(store, QStringLiteral("Ann's room"), ann.id, RoomKind::Private))
        , bobsOwn(makeRoom(store, QStringLiteral("Bob's room"), bob.id, RoomKind::Private))
        , feed(store) {
        if (!store.setMember(lounge.id, bob.id, RoomRole::Member))
            qFatal("The scene cannot be set.");
    }

    log::MessageRecord say(const Room& room, const User& user, const QString& content) {
        const log::MessageRecord record = newMessage(room.id, user.id, content);
        if (!feed.project({record}))
            qFatal("It cannot be said.");
        return record;
    }
    /// Indexes all that there is.
    void index() {
        for (int i = 0; i < 1000; ++i) {
            const auto progress = store.indexMessages(step);
            if (!progress)
                qFatal("It cannot be indexed: %s", qPrintable(progress.error().message()));
            if (progress->behind == 0)
                return;
        }
        qFatal("There is no end of indexing.");
    }
    Result<store::SearchResults> ask(const User& user, const QString& text, int limit = 50,
                                     std::optional<qint64> before = {}) {
        const auto query = search::parseQuery(text);
        if (!query)
            return fail(query.error());
        return store.searchMessages({user.id, *query, before, limit});
    }
    QStringList find(const User& user, const QString& text) {
        const auto results = ask(user, text);
        if (!results)
            return {QStringLiteral("error: ") + results.error().message()};
        if (results->incomplete)
            return {QStringLiteral("incomplete")};
        QStringList found;
        for (const store::FoundMessage& one : results->items)
            found.append(one.message.content);
        return found;
    }
    log::EditRecord edit(const log::MessageRecord& message, qint64 seq, const QString& content) const {
        log::EditRecord record;
        record.id = message.id;
        record.roomId = message.roomId;
        record.opId = OpId::create();
        record.basis = record.seq = seq;
        record.sender = message.sender;
        record.content = content;
        record.editedAt = message.createdAt;
        return record;
    }
    log::DeleteRecord remove(const log::MessageRecord& message, qint64 seq) const {
        log::DeleteRecord record;
        record.id = message.id;
        record.roomId = message.roomId;
        record.basis = record.seq = seq;
        record.sender = record.by = message.sender;
        record.deletedAt = message.createdAt;
        return record;
    }

    store::Store& store;
    User ann;
    User bob;
    Room lounge;
    Room annsOwn;
    Room bobsOwn;
    Feed feed;
};

QStringList only(const char* text) {
    return {QString::fromUtf8(text)};
}

} // namespace

QList<qint64> sqliteRowsWithToken(const QString& file, const QByteArray& token) {
    QList<qint64> rows;
    const QString name = QStringLiteral("look into the index");
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(file);
        QSqlQuery query(database.open() ? database : QSqlDatabase());
        if (!query.exec(QStringLiteral(
                "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search_index, instance)")))
            qFatal("The index cannot be looked into.");
        query.prepare(QStringLiteral("SELECT doc FROM temp.terms WHERE term = ?"));
        query.addBindValue(QString::fromUtf8(token));
        query.exec();
        while (query.next())
            rows.append(query.value(0).toLongLong());
    }
    QSqlDatabase::removeDatabase(name);
    return rows;
}

void StoreSearchContract::everythingIsFound_data() {
    QTest::addColumn<bool>("indexed");
    QTest::newRow("indexed") << true;
    QTest::newRow("not indexed yet") << false;
}

void StoreSearchContract::everythingIsFound() {
    QFETCH(bool, indexed);
    Scene scene(store());
    for (const char* text :
         {"The e-mail about the harvest", "state-of-the-art tests", "Grüße aus Köln", "我们明天在北京开会",
          "明日カフェで会う", "오늘 회의가 있습니다", "see https://example.com/x",
          "well done \xF0\x9F\x8E\x89", "'; DROP TABLE messages; --", "\"quoted\" NEAR(a b) AND OR *"})
        scene.say(scene.lounge, scene.ann, QString::fromUtf8(text));
    QVERIFY(scene.feed.project({newMessage(scene.lounge.id, scene.ann.id,
                                           QStringLiteral("harvest of the system"), MessageType::System)}));
    if (indexed)
        scene.index();
    const auto find = [&](const char* query) { return scene.find(scene.bob, QString::fromUtf8(query)); };
    QCOMPARE(find("harvest"), only("The e-mail about the harvest"));
    QCOMPARE(find("HARV"), only("The e-mail about the harvest"));
    QCOMPARE(find("email about"), only("The e-mail about the harvest"));
    QCOMPARE(find("e-mail"), only("The e-mail about the harvest"));
    QCOMPARE(find("of-the-art"), only("state-of-the-art tests"));
    QCOMPARE(find("state of art"), only("state-of-the-art tests"));
    QCOMPARE(find("\"about the\""), only("The e-mail about the harvest"));
    QCOMPARE(find("\"the about\""), QStringList());
    QCOMPARE(find("gruss"), only("Grüße aus Köln"));
    QCOMPARE(find("\"gruss\""), QStringList());
    QCOMPARE(find("grusse koln"), only("Grüße aus Köln"));
    QCOMPARE(find("北京"), only("我们明天在北京开会"));
    QCOMPARE(find("カフェ"), only("明日カフェで会う"));
    QCOMPARE(find("회의"), only("오늘 회의가 있습니다"));
    QCOMPARE(find("\xF0\x9F\x8E\x89"), only("well done \xF0\x9F\x8E\x89"));
    QCOMPARE(find("has:link"), only("see https://example.com/x"));
    QCOMPARE(find("drop table"), only("'; DROP TABLE messages; --"));
    QCOMPARE(find("near(a"), only("\"quoted\" NEAR(a b) AND OR *"));
    QCOMPARE(find("absent"), QStringList());
    QCOMPARE(find("the").size(), 2); // newest first
    QCOMPARE(find("the").first(), QStringLiteral("state-of-the-art tests"));
}

void StoreSearchContract::filters_data() {
    everythingIsFound_data();
}

void StoreSearchContract::filters() {
    QFETCH(bool, indexed);
    Scene scene(store());
    scene.say(scene.lounge, scene.ann, QStringLiteral("apple one"));
    scene.say(scene.lounge, scene.bob, QStringLiteral("apple two"));
    scene.say(scene.annsOwn, scene.ann, QStringLiteral("apple three"));
    log::MessageRecord old = newMessage(scene.lounge.id, scene.ann.id, QStringLiteral("apple old"));
    old.createdAt = QDateTime::fromString(QStringLiteral("2020-02-29T23:59:59Z"), Qt::ISODate);
    QVERIFY(scene.feed.project({old}));
    if (indexed)
        scene.index();
    const auto find = [&](const QString& query) { return scene.find(scene.ann, query); };
    const QStringList newOnes{QStringLiteral("apple three"), QStringLiteral("apple two"),
                              QStringLiteral("apple one")};
    QCOMPARE(find(QStringLiteral("apple")), only("apple old") + newOnes);
    QCOMPARE(find(QStringLiteral("apple from:bob")), only("apple two"));
    QCOMPARE(find(QStringLiteral("from:me in:lounge apple")),
             (QStringList{QStringLiteral("apple old"), QStringLiteral("apple one")}));
    QCOMPARE(find(QStringLiteral("from:bob from:ann apple after:2021-01-01")), newOnes);
    QCOMPARE(find(QStringLiteral("in:\"ann's room\"")), only("apple three"));
    QCOMPARE(find(QStringLiteral("in:") + scene.annsOwn.id.toString()), only("apple three"));
    QCOMPARE(find(QStringLiteral("in:lounge in:\"ann's room\" apple from:ann after:2020-02-29")),
             (QStringList{QStringLiteral("apple three"), QStringLiteral("apple one")}));
    QCOMPARE(find(QStringLiteral("on:2020-02-29")), only("apple old"));
    QCOMPARE(find(QStringLiteral("on:2020-02-28")), QStringList());
    QCOMPARE(find(QStringLiteral("before:2020-03-01")), only("apple old"));
    QCOMPARE(find(QStringLiteral("before:2020-02-29")), QStringList());
    QCOMPARE(find(QStringLiteral("after:2020-02-28 before:2020-12-31")), only("apple old"));
    QCOMPARE(find(QStringLiteral("after:2020-02-29 apple")), newOnes);
}

void StoreSearchContract::namesThatThereAreNotAreRefused_data() {
    QTest::addColumn<QString>("query");
    QTest::newRow("user") << "from:nobody x";
    QTest::newRow("room") << "in:nowhere x";
    QTest::newRow("room of others") << "in:\"Bob's room\" x";
    QTest::newRow("direct room with nobody") << "in:@nobody x";
    QTest::newRow("direct room that there is not") << "in:@bob x";
    QTest::newRow("id of no room") << "in:11111111-1111-4111-8111-111111111111";
}

void StoreSearchContract::namesThatThereAreNotAreRefused() {
    QFETCH(QString, query);
    Scene scene(store());
    const auto results = scene.ask(scene.ann, query);
    QVERIFY(!results);
    QCOMPARE(results.error().code(), ErrorCode::Invalid);
    QCOMPARE(results.error().field(), QStringLiteral("q"));
}

void StoreSearchContract::onlyRoomsOfTheAsker_data() {
    everythingIsFound_data();
}

void StoreSearchContract::onlyRoomsOfTheAsker() {
    QFETCH(bool, indexed);
    Scene scene(store());
    scene.say(scene.lounge, scene.ann, QStringLiteral("plum for all"));
    scene.say(scene.annsOwn, scene.ann, QStringLiteral("plum of Ann"));
    scene.say(scene.bobsOwn, scene.bob, QStringLiteral("plum of Bob"));
    const User zoe = makeUser(store(), QStringLiteral("zoe"));
    if (indexed)
        scene.index();
    const QString plum = QStringLiteral("plum");
    QCOMPARE(scene.find(scene.ann, plum),
             (QStringList{QStringLiteral("plum of Ann"), QStringLiteral("plum for all")}));
    QCOMPARE(scene.find(scene.bob, plum),
             (QStringList{QStringLiteral("plum of Bob"), QStringLiteral("plum for all")}));
    QCOMPARE(scene.find(zoe, plum), QStringList());
    // Who leaves finds nothing of it from that moment on, who comes finds all.
    QVERIFY(store().removeMember(scene.lounge.id, scene.bob.id));
    QVERIFY(store().setMember(scene.bobsOwn.id, zoe.id, RoomRole::Member));
    QCOMPARE(scene.find(scene.bob, plum), only("plum of Bob"));
    QCOMPARE(scene.find(zoe, plum), only("plum of Bob"));
    QVERIFY(scene.feed.project({log::RoomRecord{[&] {
                                                    Room room = scene.annsOwn;
                                                    room.version += 10;
                                                    return room;
                                                }(),
                                                true}}));
    QCOMPARE(scene.find(scene.ann, plum), only("plum for all"));
}

void StoreSearchContract::manyRooms() {
    // More than the index is asked for by name.
    Scene scene(store());
    QList<log::Event> events;
    Room last;
    for (int i = 0; i < 200; ++i) {
        last = newRoom(QStringLiteral("Room %1").arg(i));
        last.version = 1;
        events << log::RoomRecord{last, false} << log::MemberRecord{last.id, scene.ann, RoomRole::Member, 2}
               << newMessage(last.id, scene.ann.id, QStringLiteral("cherry %1").arg(i));
    }
    QVERIFY(scene.feed.project(events));
    scene.index();
    const auto results = scene.ask(scene.ann, QStringLiteral("cherry"), 100);
    QCOMPARE(results->items.size(), 100);
    QCOMPARE(results->items.first().message.content, QStringLiteral("cherry 199"));
    QCOMPARE(results->items.first().room, store().room(last.id).value());
    QVERIFY(results->next);
    QCOMPARE(scene.find(scene.bob, QStringLiteral("cherry")), QStringList());
}

void StoreSearchContract::pages_data() {
    QTest::addColumn<int>("indexed"); // of 25
    QTest::newRow("none indexed") << 0;
    QTest::newRow("some indexed") << 13;
    QTest::newRow("all indexed") << 25;
}

void StoreSearchContract::pages() {
    QFETCH(int, indexed);
    Scene scene(store());
    QStringList expected;
    for (int i = 0; i < 25; ++i) {
        scene.say(scene.lounge, scene.ann, QStringLiteral("pear %1 x").arg(i));
        expected.prepend(QStringLiteral("pear %1 x").arg(i));
        scene.say(scene.bobsOwn, scene.bob, QStringLiteral("pear of others"));
        if (i + 1 == indexed)
            scene.index();
    }
    QStringList found;
    std::optional<qint64> before;
    for (int page = 0; page < 3; ++page) {
        const auto results = scene.ask(scene.ann, QStringLiteral("pear"), 10, before);
        QVERIFY(results);
        QCOMPARE(results->items.size(), page < 2 ? 10 : 5);
        QVERIFY(!results->incomplete);
        for (const store::FoundMessage& one : results->items)
            found.append(one.message.content);
        QCOMPARE(results->next.has_value(), page < 2);
        before = results->next;
    }
    QCOMPARE(found, expected);
}

void StoreSearchContract::contextAndHighlights() {
    Scene scene(store());
    scene.say(scene.lounge, scene.ann, QStringLiteral("first"));
    const qint64 seq = scene.feed.nextSeq();
    const auto gone = scene.say(scene.lounge, scene.ann, QStringLiteral("gone"));
    scene.say(scene.lounge, scene.ann, QStringLiteral("the grape, \U0001F347 grapes"));
    scene.say(scene.bobsOwn, scene.bob, QStringLiteral("elsewhere"));
    scene.say(scene.lounge, scene.bob, QStringLiteral("last"));
    QVERIFY(scene.feed.project({scene.remove(gone, seq)}));
    const auto results = scene.ask(scene.ann, QStringLiteral("grape"));
    QVERIFY(results);
    QCOMPARE(results->items.size(), 1);
    const store::FoundMessage& one = results->items.first();
    QCOMPARE(one.before->content, QStringLiteral("first"));
    QCOMPARE(one.after->content, QStringLiteral("last"));
    QCOMPARE(one.room, store().room(scene.lounge.id).value());
    QCOMPARE(one.highlights, (QList<search::Span>{{4, 5}, {13, 5}}));
    QCOMPARE(one.message, store().message(one.message.id)->value());
    QCOMPARE(results->snapshot.positions, scene.feed.positions());
    const auto first = scene.ask(scene.ann, QStringLiteral("first"));
    QVERIFY(!first->items.first().before);
}

void StoreSearchContract::editedIsFoundAsItIs_data() {
    QTest::addColumn<bool>("before");
    QTest::addColumn<bool>("after");
    QTest::newRow("never indexed") << false << false;
    QTest::newRow("indexed before the edit") << true << false;
    QTest::newRow("indexed after it") << false << true;
    QTest::newRow("indexed both times") << true << true;
}

void StoreSearchContract::editedIsFoundAsItIs() {
    QFETCH(bool, before);
    QFETCH(bool, after);
    Scene scene(store());
    const qint64 seq = scene.feed.nextSeq();
    const auto message = scene.say(scene.lounge, scene.ann, QStringLiteral("lemon"));
    scene.say(scene.lounge, scene.ann, QStringLiteral("orange and melon"));
    if (before)
        scene.index();
    const qint64 editSeq = scene.feed.nextSeq();
    QVERIFY(scene.feed.project({scene.edit(message, seq, QStringLiteral("melon"))}));
    if (after)
        scene.index();
    QCOMPARE(scene.find(scene.bob, QStringLiteral("lemon")), QStringList());
    QCOMPARE(scene.find(scene.bob, QStringLiteral("melon")),
             (QStringList{QStringLiteral("orange and melon"), QStringLiteral("melon")}));
    // The older one stands on the second page, wherever it was found.
    const auto page = scene.ask(scene.bob, QStringLiteral("melon"), 1);
    QCOMPARE(page->items.first().message.content, QStringLiteral("orange and melon"));
    QVERIFY(page->next);
    const auto second = scene.ask(scene.bob, QStringLiteral("melon"), 1, page->next);
    QCOMPARE(second->items.first().message.content, QStringLiteral("melon"));
    QVERIFY(!second->next);
    // And gone it is gone.
    log::DeleteRecord deletion = scene.remove(message, seq);
    deletion.basis = editSeq;
    QVERIFY(scene.feed.project({deletion}));
    QCOMPARE(scene.find(scene.bob, QStringLiteral("melon")), only("orange and melon"));
    scene.index();
    QCOMPARE(scene.find(scene.bob, QStringLiteral("melon")), only("orange and melon"));
    QVERIFY(rows("elo").size() == 1);
    QVERIFY(rows("lem").isEmpty());
}

void StoreSearchContract::deletedIsGoneFromTheIndex() {
    Scene scene(store());
    const qint64 seq = scene.feed.nextSeq();
    const auto message = scene.say(scene.lounge, scene.ann, QStringLiteral("banana secret"));
    scene.say(scene.lounge, scene.ann, QStringLiteral("banana"));
    scene.index();
    QCOMPARE(rows("ban").size(), 2);
    QCOMPARE(rows("sec").size(), 1);
    QVERIFY(scene.feed.project({scene.remove(message, seq)}));
    QVERIFY(rows("sec").isEmpty());
    QCOMPARE(rows("ban").size(), 1);
    QCOMPARE(scene.find(scene.ann, QStringLiteral("banana")), only("banana"));
    QVERIFY(store().rebuildSearch());
    QVERIFY(rows("ban").isEmpty());
    scene.index();
    QVERIFY(rows("sec").isEmpty());
    QCOMPARE(rows("ban").size(), 1);
}

void StoreSearchContract::indexingGoesInSteps() {
    Scene scene(store());
    QStringList texts;
    for (int i = 0; i < 250; ++i)
        texts.append(QStringLiteral("fig %1").arg(i));
    scene.feed.say(scene.lounge.id, scene.ann.id, texts);
    QVERIFY(store().indexMessages(step)); // the first one finds out what there is
    int steps = 0;
    qint64 indexed = 0;
    for (qint64 behind = 1; behind > 0; ++steps) {
        QVERIFY(steps < 10);
        const auto progress = store().indexMessages(step);
        QVERIFY(progress);
        QVERIFY(progress->indexed <= step);
        indexed += progress->indexed;
        behind = progress->behind;
        // Wherever it stands, all is found, also by a process that starts now.
        if (steps == 1)
            QVERIFY(m_made.store->reopen());
        const auto results =
            store().searchMessages({scene.ann.id, *search::parseQuery(u"fig from:ann 7"), std::nullopt, 50});
        QVERIFY(results);
        QCOMPARE(results->items.size(), 1);
        QCOMPARE(rows("fig").size(), indexed);
    }
    QCOMPARE(indexed, 250);
    QVERIFY(steps > 2);
    QCOMPARE(store().indexMessages(step)->indexed, 0);
}

void StoreSearchContract::indexingBesideProjection() {
    // Two workers project, edit and delete, while one indexes and one searches.
    Scene scene(store());
    std::atomic<bool> done{false};
    std::atomic<int> failures{0};
    std::thread indexer([&] {
        while (!done)
            failures += store().indexMessages(7) ? 0 : 1;
    });
    std::thread searcher([&] {
        while (!done)
            failures += scene.ask(scene.bob, QStringLiteral("kiwi")) ? 0 : 1;
    });
    QStringList expected;
    for (int i = 0; i < 60; ++i) {
        const qint64 seq = scene.feed.nextSeq();
        const auto message = scene.say(scene.lounge, scene.ann, QStringLiteral("kiwi number%1x").arg(i));
        if (i % 3 == 1)
            QVERIFY(scene.feed.project({scene.edit(message, seq, QStringLiteral("kiwi changed%1x").arg(i))}));
        if (i % 3 == 2)
            QVERIFY(scene.feed.project({scene.remove(message, seq)}));
        else
            expected.prepend(i % 3 ? QStringLiteral("kiwi changed%1x").arg(i)
                                   : QStringLiteral("kiwi number%1x").arg(i));
    }
    done = true;
    indexer.join();
    searcher.join();
    QCOMPARE(failures.load(), 0);
    QCOMPARE(scene.find(scene.bob, QStringLiteral("kiwi")), expected);
    scene.index();
    QCOMPARE(scene.find(scene.bob, QStringLiteral("kiwi")), expected);
    QCOMPARE(rows("kiw").size(), expected.size());
    QCOMPARE(rows("num").size(), 20);
}

void StoreSearchContract::aBackupFindsTheSame() {
    Scene scene(store());
    scene.say(scene.lounge, scene.ann, QStringLiteral("quince one"));
    scene.say(scene.lounge, scene.ann, QStringLiteral("quince two"));
    scene.index();
    scene.say(scene.lounge, scene.ann, QStringLiteral("quince three"));
    const QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("copy.db"));
    QVERIFY(store().backupTo(file));
    const auto copy = m_made.store->openBackup(file);
    const auto find = [&] {
        QStringList found;
        const auto results =
            copy->store().searchMessages({scene.ann.id, *search::parseQuery(u"quince"), std::nullopt, 50});
        for (const store::FoundMessage& one : results->items)
            found.append(one.message.content);
        return found;
    };
    const QStringList all{QStringLiteral("quince three"), QStringLiteral("quince two"),
                          QStringLiteral("quince one")};
    QCOMPARE(find(), all);
    for (int i = 0; i < 4; ++i)
        QVERIFY(copy->store().indexMessages(step));
    QCOMPARE(copy->store().indexMessages(step)->behind, 0);
    QCOMPARE(sqliteRowsWithToken(file, "qui").size(), 3);
    QCOMPARE(find(), all);
}

void StoreSearchContract::aNewEpochChangesNothing() {
    Scene scene(store());
    scene.say(scene.lounge, scene.ann, QStringLiteral("medlar one"));
    scene.index();
    const auto epoch = store().beginEpoch(scene.feed.epoch().number, QStringLiteral("another log"), 1,
                                          {{{log::Topic::Messages, 0}, 0}}, false);
    QVERIFY(epoch);
    store::ProjectionBatch batch{
        epoch->number, {{{log::Topic::Messages, 0}, 0}}, {{{log::Topic::Messages, 0}, 1}}, {}};
    batch.items.append(
        {epoch->base, newMessage(scene.lounge.id, scene.ann.id, QStringLiteral("medlar two"))});
    QVERIFY(store().project(batch));
    const QStringList both{QStringLiteral("medlar two"), QStringLiteral("medlar one")};
    QCOMPARE(scene.find(scene.ann, QStringLiteral("medlar")), both);
    scene.index();
    QCOMPARE(scene.find(scene.ann, QStringLiteral("medlar")), both);
}

} // namespace parlor::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/search_scene.h"
#include "tests/contracts/store_contract_search.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

namespace parlor::test {

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

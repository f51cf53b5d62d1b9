// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/search_indexer.h"
#include "tests/server/worker/worker_fixture.h"

#include <QObject>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <atomic>

using namespace parlor;
using namespace std::chrono_literals;
using test::Backend;
using worker::SearchIndexer;

namespace {

const worker::SearchIndexerOptions quick{500, 1ms, 0ms};

/// A store with three messages that are not indexed yet.
struct Said : Backend {
    Said() {
        say(RoomId::create(), {QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")});
        if (!project())
            qFatal("Nothing was projected.");
    }
    /// Past the store, on a connection of its own.
    void exec(const QString& sql) const {
        const QString name = QStringLiteral("beside");
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
            database.setDatabaseName(path("store.db"));
            QSqlQuery query(database);
            if (!database.open() || !query.exec(sql))
                qFatal("%s", qPrintable(sql));
        }
        QSqlDatabase::removeDatabase(name);
    }
};

} // namespace

/// The search indexer's thread: what it takes, when, and what it tells. What indexing does is the store's
/// affair (tests/contracts).
class tst_SearchIndexer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void indexesWhatIsThereAndWhatComes();
    void goesInSteps();
    void waitsForItsTurn();
    void triesAgain();
    void stopsWhenItIsTold();
};

void tst_SearchIndexer::indexesWhatIsThereAndWhatComes() {
    Said backend;
    SearchIndexer indexer(*backend.store, quick);
    indexer.start();
    QTRY_COMPARE(indexer.indexed(), 3);
    backend.say(RoomId::create(), {QStringLiteral("four")});
    QVERIFY(backend.project());
    QTRY_COMPARE(indexer.indexed(), 4);
    QTRY_COMPARE(indexer.behind(), 0);
    QVERIFY(!indexer.failing());
    indexer.stop();
    const auto left = backend.store->indexMessages(10);
    QVERIFY(left);
    QCOMPARE(left->indexed, 0);
    QCOMPARE(left->behind, 0);
}

void tst_SearchIndexer::goesInSteps() {
    Said backend;
    SearchIndexer indexer(*backend.store, {1, 1ms, 0ms});
    indexer.start();
    QTRY_COMPARE(indexer.indexed(), 3);
    QTRY_COMPARE(indexer.behind(), 0);
}

void tst_SearchIndexer::waitsForItsTurn() {
    Said backend;
    SearchIndexer indexer(*backend.store, quick);
    std::atomic<int> asked = 0;
    std::atomic<bool> mine = false;
    indexer.start([&] {
        ++asked;
        return mine.load();
    });
    QTRY_VERIFY(asked > 2);
    QCOMPARE(indexer.indexed(), 0);
    QCOMPARE(indexer.behind(), 0);
    mine = true;
    QTRY_COMPARE(indexer.indexed(), 3);
    indexer.stop();
}

void tst_SearchIndexer::triesAgain() {
    Said backend;
    backend.exec(QStringLiteral("CREATE TRIGGER refusing BEFORE UPDATE ON search_state BEGIN SELECT "
                                "RAISE(ABORT, 'refused'); END"));
    // Once, however often it fails.
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("^Indexing for the search will be tried again")));
    SearchIndexer indexer(*backend.store, quick);
    std::atomic<int> asked = 0;
    indexer.start([&] {
        ++asked;
        return true;
    });
    QTRY_VERIFY(indexer.failing());
    const int before = asked;
    QTRY_VERIFY(asked > before + 2);
    QCOMPARE(indexer.indexed(), 0);
    backend.exec(QStringLiteral("DROP TRIGGER refusing"));
    QTRY_COMPARE(indexer.indexed(), 3);
    QTRY_VERIFY(!indexer.failing());
    indexer.stop();
}

void tst_SearchIndexer::stopsWhenItIsTold() {
    Said backend;
    SearchIndexer indexer(*backend.store, quick);
    indexer.stop(); // before it began
    indexer.start();
    QTRY_COMPARE(indexer.indexed(), 3);
    indexer.stop();
    indexer.stop();
    backend.say(RoomId::create(), {QStringLiteral("four")});
    QVERIFY(backend.project());
    QCOMPARE(backend.store->indexMessages(10)->indexed, 1); // nobody else did
}

QTEST_GUILESS_MAIN(tst_SearchIndexer)
#include "tst_search_indexer.moc"

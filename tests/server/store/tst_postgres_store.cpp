// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/migrations.h"
#include "tests/contracts/store_helpers.h"
#include "tests/server/store/postgres_store_test.h"

#include <QTest>

#include <latch>
#include <thread>
#include <vector>

using namespace parlor;
using store::makePostgresStore;
using test::OwnConnection;
using test::WatchedDialect;

/// What is particular to tables and statements in PostgreSQL; what every store does is in tests/contracts.
class tst_PostgresStore : public test::PostgresStoreTest {
    Q_OBJECT

private Q_SLOTS:
    void manyMayOpenAtOnce();
    void aMigratedSchemaEqualsAFreshOne_data();
    void aMigratedSchemaEqualsAFreshOne();
    void textsAreOrderedByTheirBytes();
    void anotherProgramsTablesAreLeftAlone_data();
    void anotherProgramsTablesAreLeftAlone();
    void aNeighbourIsNoHarm();
    void nulCharactersAreRefused();
    void aTakenNameEndsNoTransaction();
    void aDeadlockIsRunAgain();
    void workersDoNotWaitForEachOther();
    void whatIsKnownOfABanWaitsForNobody();
};

void tst_PostgresStore::manyMayOpenAtOnce() {
    constexpr int count = 8;
    std::latch together(count);
    std::atomic<int> opened{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&] {
            const auto store = makePostgresStore(url());
            together.arrive_and_wait();
            if (store->open() && store->ping())
                ++opened;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(opened.load(), count);
    QCOMPARE(run(QStringLiteral("SELECT COUNT(*) FROM schema_migrations")).toLongLong(),
             store::migrations().size());
}

void tst_PostgresStore::aMigratedSchemaEqualsAFreshOne_data() {
    QTest::addColumn<int>("from");
    for (int from = 0; from < store::migrations().size(); ++from)
        QTest::addRow("from %d", from) << from;
}

void tst_PostgresStore::aMigratedSchemaEqualsAFreshOne() {
    QFETCH(int, from);
    const store::PostgresDialect dialect(store::parsePostgresUrl(m_database->url()));
    const auto schemaAfter = [&](QList<qsizetype> steps) {
        store::ConnectionPool pool(dialect);
        auto connection = pool.get();
        for (const qsizetype count : steps) {
            if (!store::migrate(**connection, dialect, count))
                return QStringList();
        }
        return dialect.schema((*connection)->database()).value_or(QStringList());
    };
    const qsizetype all = store::migrations().size();
    const QStringList fresh = schemaAfter({all});
    m_database->recreate();
    QVERIFY(fresh.size() > 20);
    QCOMPARE(schemaAfter({from, all}), fresh);
}

void tst_PostgresStore::textsAreOrderedByTheirBytes() {
    QVERIFY(makePostgresStore(url())->open());
    QCOMPARE(
        run(QStringLiteral("SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 'public' "
                           "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'")),
        QStringLiteral("0"));
}

void tst_PostgresStore::anotherProgramsTablesAreLeftAlone_data() {
    QTest::addColumn<QString>("table");
    QTest::newRow("users") << "users(name text)";
    QTest::newRow("steps of another kind") << "schema_migrations(version text)";
}

void tst_PostgresStore::anotherProgramsTablesAreLeftAlone() {
    QFETCH(QString, table);
    run(QStringLiteral("CREATE TABLE ") + table);
    const auto opened = makePostgresStore(url())->open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code(), ErrorCode::Invalid);
    QVERIFY(opened.error().message().contains(table.section(QLatin1Char('('), 0, 0)));
    QCOMPARE(run(QStringLiteral("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'")),
             QStringLiteral("1"));
}

void tst_PostgresStore::aNeighbourIsNoHarm() {
    run(QStringLiteral("CREATE TABLE recipes(name text)"));
    QVERIFY(makePostgresStore(url())->open());
    QVERIFY(makePostgresStore(url())->open());
}

void tst_PostgresStore::nulCharactersAreRefused() {
    // Our codec lets none through; should one come nevertheless, the record is to be parked, not retried.
    const auto store = makePostgresStore(url());
    QVERIFY(store->open());
    test::Feed feed(*store);
    const QString content = QStringLiteral("a") + QChar(u'\0') + QStringLiteral("'); DROP TABLE users; --");
    const auto refused =
        store->project(feed.batch({test::newMessage(RoomId::create(), UserId::create(), content)}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Internal);
    const auto user = store->createUser({UserId::create(), QStringLiteral("ann"), {}, content, "-", {}});
    QVERIFY(!user);
    QCOMPARE(user.error().code(), ErrorCode::Internal);
    QVERIFY(store->createUser(test::newUser(QStringLiteral("ann"))));
}

void tst_PostgresStore::aTakenNameEndsNoTransaction() {
    QVERIFY(makePostgresStore(url())->open());
    const store::PostgresDialect dialect(store::parsePostgresUrl(m_database->url()));
    store::ConnectionPool pool(dialect);
    store::Transaction t(**pool.get(), dialect, store::Transaction::Mode::Write);
    const QString insert =
        QStringLiteral("INSERT INTO projector_positions(topic, part, position) VALUES(?, 0, 1)");
    QCOMPARE(t.tryExec(insert, {1}), 1);
    QCOMPARE(t.tryExec(insert, {1}), std::nullopt);
    QCOMPARE(t.tryExec(insert, {2}), 1);
    QVERIFY(t.commit());
    QCOMPARE(run(QStringLiteral("SELECT COUNT(*) FROM projector_positions")), QStringLiteral("2"));
}

void tst_PostgresStore::aDeadlockIsRunAgain() {
    std::atomic<int> begun{0};
    bool armed = false;
    store::SqlStore store(std::make_unique<WatchedDialect>(m_database->url(), [&](const QString& sql) {
        if (!armed)
            return;
        if (sql.startsWith(QStringLiteral("BEGIN")))
            ++begun;
        if (begun == 1 && sql == QStringLiteral("COMMIT"))
            qFatal("There was no deadlock.");
    }));
    QVERIFY(store.open());
    test::Feed feed(store);
    const User ann = test::makeUser(store, QStringLiteral("ann"));
    Room first = test::makeRoom(store, QStringLiteral("First"), ann.id);
    Room second = test::makeRoom(store, QStringLiteral("Second"), ann.id);
    first.version = second.version = 9;
    const auto literal = [](const RoomId& room) {
        return QStringLiteral("'\\x%1'").arg(QString::fromLatin1(room.uuid().toRfc4122().toHex()));
    };
    const QString lock = QStringLiteral("SELECT 1 FROM rooms WHERE id = %1 FOR UPDATE");

    OwnConnection other(m_database->url());
    other.run(QStringLiteral("SET deadlock_timeout = '1min'")); // the store notices it
    other.run(QStringLiteral("BEGIN"));
    other.run(lock.arg(literal(second.id)));
    armed = true;
    Result<void> projected;
    std::thread worker([&] {
        projected = feed.project({log::RoomRecord{first, false}, log::RoomRecord{second, false}});
    });
    // Once the store waits for the second room, it holds the first.
    QTRY_COMPARE_WITH_TIMEOUT(
        run(QStringLiteral("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                           "wait_event_type = 'Lock'")),
        QStringLiteral("1"), 30'000);
    other.run(lock.arg(literal(first.id)));
    other.run(QStringLiteral("COMMIT"));
    worker.join();
    QVERIFY2(projected, projected ? "" : qPrintable(projected.error().message()));
    QVERIFY(begun >= 2);
    QCOMPARE(store.room(second.id)->version, 9);
}

void tst_PostgresStore::workersDoNotWaitForEachOther() {
    const auto store = makePostgresStore(url());
    QVERIFY(store->open());
    const User ann = test::makeUser(*store, QStringLiteral("ann"));
    test::Feed feed(*store);
    // What another worker holds while it is in the middle of a batch of another partition.
    OwnConnection worker(m_database->url());
    worker.run(QStringLiteral("BEGIN"));
    worker.run(QStringLiteral("SELECT epoch FROM server_state FOR SHARE"));
    worker.run(QStringLiteral("INSERT INTO projector_positions(topic, part, position) VALUES(0, 7, 1)"));
    QVERIFY(!feed.say(RoomId::create(), ann.id, {QStringLiteral("x")}).isEmpty());
    QVERIFY(store->createUser(test::newUser(QStringLiteral("bob"))));
    worker.run(QStringLiteral("ROLLBACK"));
}

void tst_PostgresStore::whatIsKnownOfABanWaitsForNobody() {
    const auto store = makePostgresStore(url());
    QVERIFY(store->open());
    test::Feed feed(*store);
    const User ann = test::makeUser(*store, QStringLiteral("ann"));
    const User ben = test::makeUser(*store, QStringLiteral("ben"));
    const Room room = test::makeRoom(*store, QStringLiteral("Den"), ann.id);
    const auto banned = store->ban(room.id, ben.id, utcFromMsecs(7), {ann.id, {}});
    QVERIFY(banned);
    // What a gateway holds that lifts the ban while the projector is at the record of it.
    OwnConnection gateway(m_database->url());
    gateway.run(QStringLiteral("BEGIN"));
    gateway.run(QStringLiteral("UPDATE ban_versions SET version = version + 1"));
    gateway.run(QStringLiteral("DELETE FROM bans"));
    QVERIFY(feed.project({*log::decode(banned->outbox.first().value)}));
    gateway.run(QStringLiteral("COMMIT"));
    QVERIFY(store->bans(room.id, {}, 10)->items.isEmpty());
}

QTEST_GUILESS_MAIN(tst_PostgresStore)
#include "tst_postgres_store.moc"

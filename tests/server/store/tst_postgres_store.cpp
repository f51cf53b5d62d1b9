// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/migrations.h"
#include "server/store/postgres_dialect.h"
#include "server/store/sql_store.h"
#include "tests/contracts/store_helpers.h"
#include "tests/support/services.h"
#include "tests/support/test_database.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTcpServer>
#include <QTest>
#include <QUrl>
#include <QUuid>

#include <latch>
#include <thread>
#include <vector>

using namespace parlor;
using store::makePostgresStore;

/// What is particular to PostgreSQL; what every store does is in tests/contracts.
class tst_PostgresStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_database = std::make_unique<test::TestDatabase>(); }
    void cleanup() { m_database.reset(); }

    void manyMayOpenAtOnce();
    void aMigratedSchemaEqualsAFreshOne_data();
    void aMigratedSchemaEqualsAFreshOne();
    void textsAreOrderedByTheirBytes();
    void aWeakCommitIsRaised();
    void wrongSettingsStopTheStart_data();
    void wrongSettingsStopTheStart();
    void whatMayPassIsUnavailable_data();
    void whatMayPassIsUnavailable();
    void aDeafServerIsGivenUp();
    void latin1IsRefused();
    void anotherProgramsTablesAreLeftAlone_data();
    void anotherProgramsTablesAreLeftAlone();
    void aNeighbourIsNoHarm();
    void rightsAreAskedFor();
    void cutConnectionsAreReplaced();
    void aCutWithinATransactionIsToldOnce();
    void nulCharactersAreRefused();
    void aTakenNameEndsNoTransaction();
    void aDeadlockIsRunAgain();
    void workersDoNotWaitForEachOther();

private:
    QUrl url() const { return QUrl(m_database->url()); }
    /// Runs statements in the test's database on a connection of the test's own.
    QString run(const QString& sql) const;
    int cutConnections() const;

    std::unique_ptr<test::TestDatabase> m_database;
};

namespace {

/// A connection of a test's own.
class Other {
public:
    explicit Other(const QString& url)
        : m_name(QUuid::createUuid().toString())
        , m_database(test::openDatabase(url, m_name)) {}
    ~Other() {
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
    Other(const Other&) = delete;
    Other& operator=(const Other&) = delete;
    /// The first column of the last row.
    QString run(const QString& sql) {
        QSqlQuery query(m_database);
        if (!query.exec(sql))
            qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
        QString result;
        while (query.isSelect() && query.next())
            result = query.value(0).toString();
        return result;
    }

private:
    const QString m_name;
    QSqlDatabase m_database;
};

/// Calls back before each statement.
class WatchedDialect final : public store::PostgresDialect {
public:
    WatchedDialect(const QString& url, std::function<void(const QString&)> seen)
        : PostgresDialect(store::parsePostgresUrl(url))
        , m_seen(std::move(seen)) {}
    void observe(const QString& sql, const QVariantList&) const override { m_seen(sql); }

private:
    std::function<void(const QString&)> m_seen;
};

} // namespace

QString tst_PostgresStore::run(const QString& sql) const {
    return Other(m_database->url()).run(sql);
}

int tst_PostgresStore::cutConnections() const {
    return run(QStringLiteral("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = "
                              "current_database() AND pid <> pg_backend_pid()"))
        .toInt();
}

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

void tst_PostgresStore::aWeakCommitIsRaised() {
    const store::PostgresDialect dialect(store::parsePostgresUrl(m_database->url()));
    for (const auto& [set, expected] : {std::pair("off", "on"), std::pair("remote_apply", "remote_apply")}) {
        run(QStringLiteral("ALTER DATABASE %1 SET synchronous_commit = %2")
                .arg(m_database->name(), QLatin1StringView(set)));
        store::ConnectionPool pool(dialect);
        QSqlQuery query((*pool.get())->database());
        QVERIFY(query.exec(QStringLiteral("SHOW synchronous_commit")) && query.next());
        QCOMPARE(query.value(0).toString(), QLatin1StringView(expected));
    }
}

void tst_PostgresStore::wrongSettingsStopTheStart_data() {
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    QTest::newRow("password") << "password"
                              << "hunter2"
                              << "password in database_url";
    QTest::newRow("user") << "user"
                          << "nobody_here"
                          << "user";
    QTest::newRow("database") << "database"
                              << "not_there"
                              << "createdb";
    QTest::newRow("TLS that the server lacks") << "sslmode"
                                               << "require"
                                               << "sslmode";
    QTest::newRow("no root certificate") << "sslmode"
                                         << "verify-full"
                                         << "sslrootcert";
    QTest::newRow("no such mode") << "sslmode"
                                  << "always"
                                  << "sslmode";
    QTest::newRow("no such schema") << "options"
                                    << "-c search_path=nowhere"
                                    << "search_path";
    QTest::newRow("not a URL") << "scheme"
                               << "sqlite"
                               << "postgresql://";
}

void tst_PostgresStore::wrongSettingsStopTheStart() {
    QFETCH(QString, part);
    QFETCH(QString, value);
    QUrl wrong = url();
    if (part == QStringLiteral("password"))
        wrong.setPassword(value);
    else if (part == QStringLiteral("user"))
        wrong.setUserName(value);
    else if (part == QStringLiteral("database"))
        wrong.setPath(QLatin1Char('/') + value);
    else if (part == QStringLiteral("scheme"))
        wrong.setScheme(value);
    else
        wrong.setQuery(part + QLatin1Char('=') + QString::fromLatin1(QUrl::toPercentEncoding(value)) +
                       QStringLiteral("&sslrootcert=/nowhere/root.crt"));
    const auto opened = makePostgresStore(wrong)->open();
    QVERIFY(!opened);
    const Error& error = opened.error();
    QVERIFY2(error.code() == ErrorCode::Invalid, qPrintable(error.message()));
    QCOMPARE(error.field(), QStringLiteral("database_url"));
    QFETCH(QString, says);
    QVERIFY2(error.message().contains(says), qPrintable(error.message()));
    QVERIFY(!error.message().contains(QStringLiteral("hunter2")));
}

void tst_PostgresStore::whatMayPassIsUnavailable_data() {
    QTest::addColumn<QString>("change");
    QTest::newRow("nobody listens") << "port";
    QTest::newRow("no such host") << "host";
    QTest::newRow("too many connections") << "limit";
    QTest::newRow("read only") << "standby";
}

void tst_PostgresStore::whatMayPassIsUnavailable() {
    QFETCH(QString, change);
    QUrl away = url();
    std::unique_ptr<Other> other;
    if (change == QStringLiteral("port")) {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        away.setPort(server.serverPort());
    } else if (change == QStringLiteral("host")) {
        away.setHost(QStringLiteral("parlor.invalid"));
    } else if (change == QStringLiteral("limit")) {
        const QString role = m_database->name();
        run(QStringLiteral("CREATE ROLE %1 LOGIN PASSWORD 'x' CONNECTION LIMIT 0").arg(role));
        away.setUserName(role);
        away.setPassword(QStringLiteral("x"));
    } else {
        away.setQuery(QStringLiteral("options=-c%20default_transaction_read_only%3Don"));
    }
    const auto opened = makePostgresStore(away)->open();
    if (change == QStringLiteral("limit"))
        run(QStringLiteral("DROP ROLE ") + m_database->name());
    QVERIFY(!opened);
    QVERIFY2(opened.error().code() == ErrorCode::Unavailable, qPrintable(opened.error().message()));
    QVERIFY(opened.error().retryAfter());
}

void tst_PostgresStore::aDeafServerIsGivenUp() {
    // The system takes the connection, but nobody ever says a word.
    QTcpServer deaf;
    QVERIFY(deaf.listen(QHostAddress::LocalHost));
    QUrl away = url();
    away.setPort(deaf.serverPort());
    away.setQuery(QStringLiteral("connect_timeout=2"));
    const auto store = makePostgresStore(away);
    QElapsedTimer timer;
    timer.start();
    const auto ping = store->ping();
    QVERIFY(!ping);
    QCOMPARE(ping.error().code(), ErrorCode::Unavailable);
    QVERIFY(timer.elapsed() < 15'000);
    QCOMPARE(store->connections().failures, 1);
    QCOMPARE(store->connections().open, 0);
}

void tst_PostgresStore::latin1IsRefused() {
    const QString name = m_database->name() + QStringLiteral("_latin1");
    run(QStringLiteral("CREATE DATABASE %1 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
            .arg(name));
    QUrl latin1 = url();
    latin1.setPath(QLatin1Char('/') + name);
    const auto opened = makePostgresStore(latin1)->open();
    run(QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(name));
    QVERIFY(!opened);
    QCOMPARE(opened.error().code(), ErrorCode::Invalid);
    QVERIFY(opened.error().message().contains(QStringLiteral("UTF8")));
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

void tst_PostgresStore::rightsAreAskedFor() {
    const QString role = m_database->name();
    run(QStringLiteral("CREATE ROLE %1 LOGIN PASSWORD 'x'").arg(role));
    run(QStringLiteral("REVOKE CREATE ON SCHEMA public FROM PUBLIC"));
    QUrl guest = url();
    guest.setUserName(role);
    guest.setPassword(QStringLiteral("x"));
    const auto opened = makePostgresStore(guest)->open();
    run(QStringLiteral("DROP ROLE ") + role);
    QVERIFY(!opened);
    QVERIFY2(opened.error().code() == ErrorCode::Invalid, qPrintable(opened.error().message()));
    QVERIFY(opened.error().message().contains(QStringLiteral("right")));
}

void tst_PostgresStore::cutConnectionsAreReplaced() {
    const auto store = makePostgresStore(url());
    QVERIFY(store->open());
    QCOMPARE(store->connections().open, 1);
    QCOMPARE(cutConnections(), 1);
    QVERIFY(store->ping());
    QCOMPARE(cutConnections(), 1);
    QVERIFY(store->createUser(test::newUser(QStringLiteral("ann"))));
    QCOMPARE(store->connections().open, 1);
    QCOMPARE(store->connections().connects, 3);
    QCOMPARE(store->connections().failures, 0);
}

void tst_PostgresStore::aCutWithinATransactionIsToldOnce() {
    bool armed = false;
    store::SqlStore store(std::make_unique<WatchedDialect>(m_database->url(), [&](const QString& sql) {
        if (armed && sql.startsWith(QStringLiteral("INSERT INTO users"))) {
            armed = false;
            cutConnections();
        }
    }));
    QVERIFY(store.open());
    armed = true;
    const auto cut = store.createUser(test::newUser(QStringLiteral("ann")), {});
    QVERIFY(!cut);
    QCOMPARE(cut.error().code(), ErrorCode::Unavailable);
    QVERIFY(cut.error().retryAfter());
    QVERIFY(store.createUser(test::newUser(QStringLiteral("ann")), {}));
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

    Other other(m_database->url());
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
    Other worker(m_database->url());
    worker.run(QStringLiteral("BEGIN"));
    worker.run(QStringLiteral("SELECT epoch FROM server_state FOR SHARE"));
    worker.run(QStringLiteral("INSERT INTO projector_positions(topic, part, position) VALUES(0, 7, 1)"));
    QVERIFY(!feed.say(RoomId::create(), ann.id, {QStringLiteral("x")}).isEmpty());
    QVERIFY(store->createUser(test::newUser(QStringLiteral("bob"))));
    worker.run(QStringLiteral("ROLLBACK"));
}

QTEST_GUILESS_MAIN(tst_PostgresStore)
#include "tst_postgres_store.moc"

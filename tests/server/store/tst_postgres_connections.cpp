// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/store_helpers.h"
#include "tests/server/store/postgres_store_test.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTest>

using namespace parlor;
using store::makePostgresStore;
using test::WatchedDialect;

/// How a store comes to a PostgreSQL server, what it says of one that it cannot use, and what becomes of
/// connections that break.
class tst_PostgresConnections : public test::PostgresStoreTest {
    Q_OBJECT

private Q_SLOTS:
    void aWeakCommitIsRaised();
    void wrongSettingsStopTheStart_data();
    void wrongSettingsStopTheStart();
    void whatMayPassIsUnavailable_data();
    void whatMayPassIsUnavailable();
    void aDeafServerIsGivenUp();
    void latin1IsRefused();
    void rightsAreAskedFor();
    void cutConnectionsAreReplaced();
    void aCutWithinATransactionIsToldOnce();

private:
    int cutConnections() const;
};

int tst_PostgresConnections::cutConnections() const {
    return run(QStringLiteral("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = "
                              "current_database() AND pid <> pg_backend_pid()"))
        .toInt();
}

void tst_PostgresConnections::aWeakCommitIsRaised() {
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

void tst_PostgresConnections::wrongSettingsStopTheStart_data() {
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

void tst_PostgresConnections::wrongSettingsStopTheStart() {
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

void tst_PostgresConnections::whatMayPassIsUnavailable_data() {
    QTest::addColumn<QString>("change");
    QTest::newRow("nobody listens") << "port";
    QTest::newRow("no such host") << "host";
    QTest::newRow("too many connections") << "limit";
    QTest::newRow("read only") << "standby";
}

void tst_PostgresConnections::whatMayPassIsUnavailable() {
    QFETCH(QString, change);
    QUrl away = url();

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

void tst_PostgresConnections::aDeafServerIsGivenUp() {
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

void tst_PostgresConnections::latin1IsRefused() {
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

void tst_PostgresConnections::rightsAreAskedFor() {
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

void tst_PostgresConnections::cutConnectionsAreReplaced() {
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

void tst_PostgresConnections::aCutWithinATransactionIsToldOnce() {
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

QTEST_GUILESS_MAIN(tst_PostgresConnections)
#include "tst_postgres_connections.moc"

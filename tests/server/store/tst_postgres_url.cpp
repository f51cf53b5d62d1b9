// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres_url.h"

#include <QObject>
#include <QTest>

using namespace parlor;
using store::parsePostgresUrl;

class tst_PostgresUrl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void urlsAreRead_data();
    void urlsAreRead();
    void optionsAreHandedOn();
    void whatIsLeftOutIsFilledIn();
    void badUrls_data();
    void badUrls();
};

void tst_PostgresUrl::urlsAreRead_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("port");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("name");
    QTest::newRow("all") << "postgresql://ann:secret@db.example.org:5433/chat"
                         << "db.example.org"
                         << "5433"
                         << "ann"
                         << "secret"
                         << "chat"
                         << "chat on db.example.org:5433";
    QTest::newRow("short scheme") << "postgres://db/chat"
                                  << "db"
                                  << "5432"
                                  << ""
                                  << ""
                                  << "chat"
                                  << "chat on db:5432";
    QTest::newRow("encoded") << "postgresql://a%40b:%2F%3A%25@db/my%20chat"
                             << "db"
                             << "5432"
                             << "a@b"
                             << "/:%"
                             << "my chat"
                             << "my chat on db:5432";
    QTest::newRow("marks in the password") << "postgresql://ann:p:a@s@db/chat?sslmode=require"
                                           << "db"
                                           << "5432"
                                           << "ann"
                                           << "p:a@s"
                                           << "chat"
                                           << "chat on db:5432";
    QTest::newRow("IPv6") << "postgresql://[::1]:5433/chat"
                          << "::1"
                          << "5433"
                          << ""
                          << ""
                          << "chat"
                          << "chat on ::1:5433";
    QTest::newRow("socket") << "postgresql://ann@%2Frun%2Fpostgresql/chat"
                            << "/run/postgresql"
                            << "5432"
                            << "ann"
                            << ""
                            << "chat"
                            << "chat on /run/postgresql:5432";
    QTest::newRow("socket as an option") << "postgresql:///chat?host=/run/postgresql&port=5433"
                                         << "/run/postgresql"
                                         << "5433"
                                         << ""
                                         << ""
                                         << "chat"
                                         << "chat on /run/postgresql:5433";
    QTest::newRow("default host") << "postgresql:///chat"
                                  << ""
                                  << ""
                                  << ""
                                  << ""
                                  << "chat"
                                  << "chat on this machine";
    QTest::newRow("several hosts") << "postgresql://one:5433,two/chat?target_session_attrs=read-write"
                                   << "one,two"
                                   << "5433,5432"
                                   << ""
                                   << ""
                                   << "chat"
                                   << "chat on one:5433,two:5432";
}

void tst_PostgresUrl::urlsAreRead() {
    QFETCH(QString, url);
    const auto read = parsePostgresUrl(url);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message()));
    QTEST(read->host, "host");
    QTEST(read->port, "port");
    QTEST(read->user, "user");
    QTEST(read->password, "password");
    QTEST(read->database, "database");
    QTEST(read->name(), "name");
}

void tst_PostgresUrl::optionsAreHandedOn() {
    const auto read =
        parsePostgresUrl(QStringLiteral("postgresql://db:1/chat?sslmode=verify-full&sslrootcert=/etc/"
                                        "my%20certs/it's%5C.pem&connect_timeout=3"));
    QVERIFY(read);
    const QStringList options = read->connectOptions().split(QLatin1Char(';'));
    QVERIFY(options.contains(QStringLiteral("port='1'")));
    QVERIFY(options.contains(QStringLiteral("sslmode='verify-full'")));
    QVERIFY(options.contains(QStringLiteral("sslrootcert='/etc/my certs/it\\'s\\\\.pem'")));
    QVERIFY(options.contains(QStringLiteral("connect_timeout='3'")));
}

void tst_PostgresUrl::whatIsLeftOutIsFilledIn() {
    const auto read = parsePostgresUrl(QStringLiteral("postgresql://db/chat"));
    QCOMPARE(read->options.value(QStringLiteral("connect_timeout")), QStringLiteral("5"));
    QCOMPARE(read->options.value(QStringLiteral("tcp_user_timeout")), QStringLiteral("10000"));
    QVERIFY(!read->options.contains(QStringLiteral("sslmode")));
}

void tst_PostgresUrl::badUrls_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << ""
                           << "postgresql://";
    QTest::newRow("another database") << "mysql://ann:secret@db/chat"
                                      << "postgresql://";
    QTest::newRow("a file") << "/var/lib/secret.db"
                            << "postgresql://";
    QTest::newRow("no database") << "postgresql://ann:secret@db"
                                 << "names no database";
    QTest::newRow("no database either") << "postgresql://ann:secret@db/?sslmode=require"
                                        << "names no database";
    QTest::newRow("port of letters") << "postgresql://ann:secret@db:port/chat"
                                     << "port";
    QTest::newRow("slash in the password") << "postgresql://ann:sec/ret@db/chat"
                                           << "%2F";
    QTest::newRow("port too high") << "postgresql://ann:secret@db:65536/chat"
                                   << "port";
    QTest::newRow("open bracket") << "postgresql://ann:secret@[::1/chat"
                                  << "[";
    QTest::newRow("after the bracket") << "postgresql://ann:secret@[::1]5/chat"
                                       << "between host and port";
    QTest::newRow("unknown option") << "postgresql://ann:secret@db/chat?ssl=true"
                                    << "\"ssl\"";
    QTest::newRow("option without value") << "postgresql://ann:secret@db/chat?sslmode"
                                          << "sslmode";
    QTest::newRow("password as an option") << "postgresql://db/chat?password=secret"
                                           << "\"password\"";
    QTest::newRow("semicolon") << "postgresql://ann:secret@db/chat?options=a;b"
                               << "options";
    QTest::newRow("control character") << "postgresql://ann:secret@db/chat%00"
                                       << "control character";
    QTest::newRow("line feed") << "postgresql://ann:secret@db/chat?sslcert=a%0Ab"
                               << "sslcert";
}

void tst_PostgresUrl::badUrls() {
    QFETCH(QString, url);
    const auto read = parsePostgresUrl(url);
    QVERIFY(!read);
    QCOMPARE(read.error().code(), ErrorCode::Invalid);
    QCOMPARE(read.error().field(), QStringLiteral("database_url"));
    QFETCH(QString, says);
    QVERIFY2(read.error().message().contains(says), qPrintable(read.error().message()));
    QVERIFY(!read.error().message().contains(QStringLiteral("secret")));
}

QTEST_GUILESS_MAIN(tst_PostgresUrl)
#include "tst_postgres_url.moc"

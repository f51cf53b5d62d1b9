// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/services.h"
#include "tests/support/test_database.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpSocket>
#include <QTest>

using namespace parlor;

/// The servers that ctest starts are there, and a database of a test's own is its own.
class TestServices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kafkaListens() {
        const QStringList parts = test::kafkaAddress().split(QLatin1Char(':'));
        QCOMPARE(parts.size(), 2);
        QTcpSocket socket;
        socket.connectToHost(parts.at(0), parts.at(1).toUShort());
        QVERIFY2(socket.waitForConnected(), qPrintable(socket.errorString()));
    }

    void databaseComesAndGoes() {
        QString url;
        {
            test::TestDatabase database;
            url = database.url();
            {
                QSqlQuery query(test::openDatabase(url, QStringLiteral("first")));
                QVERIFY(query.exec(QStringLiteral("CREATE TABLE t (a int)")));
                database.recreate(); // although it is in use
            }
            QSqlDatabase::removeDatabase(QStringLiteral("first"));
            {
                QSqlQuery query(test::openDatabase(url, QStringLiteral("second")));
                QVERIFY(!query.exec(QStringLiteral("SELECT * FROM t")));
            }
            QSqlDatabase::removeDatabase(QStringLiteral("second"));
        }
        {
            QSqlQuery query(test::openDatabase(test::postgresUrl(), QStringLiteral("third")));
            QVERIFY(query.exec(QStringLiteral("SELECT datname FROM pg_database")));
            while (query.next())
                QVERIFY(!url.endsWith(query.value(0).toString()));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("third"));
    }
};

QTEST_GUILESS_MAIN(TestServices)
#include "tst_services.moc"

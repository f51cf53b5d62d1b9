// SPDX-License-Identifier: GPL-3.0-or-later
// `parlord user …` of the real binary, without a server that runs.
#include "tests/server/admin/cli_test.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace parlor::test;

class TestCliUsers : public CliTest {
    Q_OBJECT

private Q_SLOTS:
    void addAndListUsers();
    void rootLeavesFilesToTheOwner();
    void wrongUsers_data();
    void wrongUsers();
};

void TestCliUsers::addAndListUsers() {
    const auto first = run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("alice"),
                            QStringLiteral("--email"), QStringLiteral("alice@example.org"),
                            QStringLiteral("--password-stdin")},
                           "correct horse\n");
    QVERIFY2(first.status == 0, first.describe().constData());
    QVERIFY(first.out.contains("alice") && first.out.contains("administrator"));
    const auto second =
        run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("--display-name=Bob B."),
             QStringLiteral("--email=bob@example.org"), QStringLiteral("--password-stdin"),
             QStringLiteral("bob")},
            "correct horse\r\n");
    QVERIFY2(second.status == 0, second.describe().constData());
    QVERIFY(!second.out.contains("administrator"));
    const auto third = run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("carol"),
                            QStringLiteral("--email"), QStringLiteral("carol@example.org"),
                            QStringLiteral("--admin"), QStringLiteral("--password-stdin")},
                           "correct horse");
    QVERIFY2(third.status == 0 && third.out.contains("administrator"), third.describe().constData());

    const auto list = run({QStringLiteral("user"), QStringLiteral("list")});
    QVERIFY2(list.status == 0, list.describe().constData());
    const QByteArrayList lines = list.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.at(1).startsWith("alice ") && lines.at(1).contains("administrator"));
    QVERIFY(lines.at(2).contains("bob@example.org") && lines.at(2).endsWith("Bob B."));
    QVERIFY(!list.out.contains("argon2"));
    QVERIFY(!(QFile::permissions(data() + QStringLiteral("/store.db")) &
              (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
}

void TestCliUsers::rootLeavesFilesToTheOwner() {
    // `sudo parlord user add …` in the directory of the service's user. Without root's rights the owner is
    // oneself.
    const uint owner = ::geteuid() == 0 ? 65534 : ::geteuid();
    QVERIFY(QDir().mkpath(data()));
    QCOMPARE(::chown(data().toUtf8().constData(), owner, gid_t(-1)), 0);
    const auto outcome =
        run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("alice"),
             QStringLiteral("--email=alice@example.org"), QStringLiteral("--password-stdin")},
            "correct horse\n");
    QVERIFY2(outcome.status == 0, outcome.describe().constData());
    const QFileInfoList files = QDir(data()).entryInfoList(QDir::Files | QDir::Hidden);
    QVERIFY(!files.isEmpty());
    for (const QFileInfo& file : files)
        QVERIFY2(file.ownerId() == owner, qPrintable(file.fileName()));
}

void TestCliUsers::wrongUsers_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    const QString add = QStringLiteral("add");
    const QString email = QStringLiteral("--email=x@example.org");
    const auto name = [](const char* text) { return QString::fromUtf8(text); };
    QTest::newRow("taken name") << QStringList{add, name("alice"), email} << QByteArray("correct horse") << 1
                                << QByteArray("name");
    QTest::newRow("taken email") << QStringList{add, name("bob"), name("--email=Alice@example.org")}
                                 << QByteArray("correct horse") << 1 << QByteArray("email");
    QTest::newRow("bad name") << QStringList{add, name("Not A Name"), email} << QByteArray("correct horse")
                              << 2 << QByteArray("username");
    QTest::newRow("bad email") << QStringList{add, name("bob"), name("--email=nowhere")}
                               << QByteArray("correct horse") << 2 << QByteArray("email");
    QTest::newRow("short password") << QStringList{add, name("bob"), email} << QByteArray("horse") << 2
                                    << QByteArray("password");
    QTest::newRow("no password") << QStringList{add, name("bob"), email} << QByteArray() << 2
                                 << QByteArray("No password");
    QTest::newRow("endless password")
        << QStringList{add, name("bob"), email} << QByteArray(100'000, 'x') << 2 << QByteArray("too long");
    QTest::newRow("password not UTF-8") << QStringList{add, name("bob"), email}
                                        << QByteArray("correct\xff horse") << 2 << QByteArray("UTF-8");
    QTest::newRow("empty display name") << QStringList{add, name("bob"), email, name("--display-name=")}
                                        << QByteArray("correct horse") << 2 << QByteArray("displayName");
    QTest::newRow("password of nobody") << QStringList{name("password"), name("bob")}
                                        << QByteArray("correct horse") << 1 << QByteArray("no user bob");
    QTest::newRow("short new password")
        << QStringList{name("password"), name("alice")} << QByteArray("horse") << 2 << QByteArray("password");
}

void TestCliUsers::wrongUsers() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, password);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    const QStringList user{QStringLiteral("user")};
    const QStringList fromStdin{QStringLiteral("--password-stdin")};
    const auto first = run(user +
                               QStringList{QStringLiteral("add"), QStringLiteral("alice"),
                                           QStringLiteral("--email=alice@example.org")} +
                               fromStdin,
                           "correct horse\n");
    QVERIFY2(first.status == 0, first.describe().constData());
    const auto outcome = run(user + arguments + fromStdin, password + '\n');
    QCOMPARE(outcome.status, status);
    QVERIFY2(outcome.err.contains(says), outcome.err.constData());
    const auto list = run({QStringLiteral("user"), QStringLiteral("list")});
    QCOMPARE(list.out.trimmed().count('\n'), 1);
}

QTEST_GUILESS_MAIN(TestCliUsers)
#include "tst_cli_users.moc"

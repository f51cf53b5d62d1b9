// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of the real binary, without a server that runs: what they say, do, refuse, and leave alone.
#include "tests/server/admin/cli_test.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace parlor::test;

namespace {

bool writeFile(const QString& path, const QByteArray& text) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QByteArray readFile(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The lines that are no comments.
QByteArrayList settingLines(const QByteArray& text) {
    QByteArrayList lines = text.split('\n');
    lines.removeIf([](const QByteArray& line) { return line.isEmpty() || line.startsWith('#'); });
    return lines;
}

} // namespace

class TestCli : public CliTest {
    Q_OBJECT

private Q_SLOTS:
    void usageErrors_data();
    void usageErrors();
    void version();

    void configIsAFileOfSettings();
    void wrongSettingStopsTheStart_data();
    void wrongSettingStopsTheStart();
    void misspeltVariable();

    void portInUse();
    void unusableDataDirectory_data();
    void unusableDataDirectory();
    void noRoomOnTheDisk_data();
    void noRoomOnTheDisk();
    void damagedFile_data();
    void damagedFile();
    void badCertificate();

    void commandsWithoutAServersData_data();
    void commandsWithoutAServersData();
};

void TestCli::usageErrors_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* line, const char* says) {
        QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts)
                            << QByteArray(says);
    };
    row("", "Usage: parlord VERB");
    row("srve", "Did you mean serve?");
    row("frobnicate", "there is no verb frobnicate");
    row("help frobnicate", "there is no verb frobnicate");
    row("user", "One of: user add, user password, user list");
    row("user forget alice", "user deactivate, user activate, user delete");
    row("user delete alice", "--force");
    row("user admin alice perhaps", "NAME on|off");
    row("serve now", "usage: parlord serve");
    row("serve --lisen 127.0.0.1:0", "Did you mean --listen?");
    row("serve --listen", "needs a value");
    row("serve --listen a --listen b", "given twice");
    row("backup", "usage: parlord backup DIRECTORY");
    row("backup a b", "usage: parlord backup DIRECTORY");
    row("restore", "usage: parlord restore DIRECTORY");
    row("restore a --force=yes", "takes no value");
    row("user add", "usage: parlord user add NAME");
    row("user add alice --password-stdin", "--email is needed");
    row("user add alice --email a@example.org", "--password-stdin"); // there is no terminal to ask at
}

void TestCli::usageErrors() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const auto outcome = run(arguments);
    QVERIFY2(outcome.status == 2, outcome.describe().constData());
    QVERIFY2(outcome.err.contains(says), outcome.err.constData());
    QVERIFY2(outcome.out.isEmpty(), outcome.out.constData());
    QVERIFY(!QFileInfo::exists(data()));
}

void TestCli::version() {
    for (const char* word : {"version", "--version"}) {
        const auto outcome = run({QString::fromLatin1(word)});
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.out.startsWith("parlord "), outcome.out.constData());
        QCOMPARE(outcome.out.count('\n'), 1);
    }
}

void TestCli::configIsAFileOfSettings() {
    const QMap<QString, QString> environment{
        {QStringLiteral("PARLOR_SERVER_NAME"), QStringLiteral("Büro = Nord # 1")},
        {QStringLiteral("PARLOR_REGISTRATION"), QStringLiteral("closed")},
        {QStringLiteral("PARLOR_JWT_SECRET"), QStringLiteral("hush-hush-hush-hush-hush-hush-hush")},
        {QStringLiteral("PARLOR_LISTEN"), QStringLiteral("127.0.0.1:1234")}};
    const auto first =
        run({QStringLiteral("config"), QStringLiteral("--threads"), QStringLiteral("3")}, {}, environment);
    QVERIFY2(first.status == 0, first.describe().constData());
    QVERIFY(first.out.contains("\nregistration = closed\n"));
    QVERIFY(first.out.contains("\nthreads = 3\n"));
    QVERIFY(first.out.contains("From PARLOR_REGISTRATION in the environment."));
    QVERIFY(first.out.contains("From --threads."));
    QVERIFY(!first.out.contains("hush-hush"));
    QVERIFY(!QFileInfo::exists(data()));

    const QString file = path(QStringLiteral("parlord.conf"));
    QVERIFY(writeFile(file, first.out));
    // With nothing from the environment, so that all of it comes from the file.
    const auto second =
        runParlord({{QStringLiteral("config"), QStringLiteral("--config"), file}, {}, {}, {}});
    QVERIFY2(second.status == 0, second.describe().constData());
    QCOMPARE(settingLines(second.out), settingLines(first.out));
    QVERIFY(settingLines(first.out).size() > 15);
    QVERIFY2(second.out.contains("of " + file.toUtf8()), second.out.constData());
}

void TestCli::wrongSettingStopsTheStart_data() {
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArrayList>("says");
    QTest::newRow("listen") << "PARLOR_LISTEN" << QStringLiteral("8090")
                            << QByteArrayList{"listen", "PARLOR_LISTEN", "host:port"};
    QTest::newRow("secret") << "PARLOR_JWT_SECRET" << QStringLiteral("short")
                            << QByteArrayList{"jwt_secret", "at least 32"};
    QTest::newRow("registration") << "PARLOR_REGISTRATION" << QStringLiteral("maybe")
                                  << QByteArrayList{"open, invite or closed"};
    QTest::newRow("kafka") << "PARLOR_KAFKA_BROKERS" << QStringLiteral("localhost")
                           << QByteArrayList{"kafka_brokers", "not host:port"};
    QTest::newRow("postgres") << "PARLOR_DATABASE_URL" << QStringLiteral("postgresql://db")
                              << QByteArrayList{"database_url", "name of a database"};
    QTest::newRow("gateway alone") << "PARLOR_ROLE" << QStringLiteral("gateway")
                                   << QByteArrayList{"database_url is not set", "kafka_brokers",
                                                     "jwt_secret"};
    QTest::newRow("half of TLS") << "PARLOR_TLS_KEY" << QStringLiteral("/etc/key.pem")
                                 << QByteArrayList{"tls_certificate"};
    QTest::newRow("no such file") << "PARLOR_CONFIG" << QStringLiteral("/nonexistent/parlord.conf")
                                  << QByteArrayList{"/nonexistent/parlord.conf", "cannot be read"};
}

void TestCli::wrongSettingStopsTheStart() {
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(QByteArrayList, says);
    const auto outcome = run({QStringLiteral("serve")}, {}, {{variable, value}});
    QVERIFY2(outcome.status == 2, outcome.describe().constData());
    for (const QByteArray& words : std::as_const(says))
        QVERIFY2(outcome.err.contains(words), outcome.err.constData());
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY(!QFileInfo::exists(data()));
}

void TestCli::misspeltVariable() {
    const auto outcome = run({QStringLiteral("config")}, {},
                             {{QStringLiteral("PARLOR_REGISTRATOIN"), QStringLiteral("closed")}});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.err.contains("Did you mean PARLOR_REGISTRATION?"), outcome.err.constData());
}

void TestCli::portInUse() {
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const QByteArray port = QByteArray::number(other.serverPort());
    const auto outcome = run({QStringLiteral("serve"), QStringLiteral("--listen"),
                              QStringLiteral("127.0.0.1:") + QString::fromLatin1(port)});
    QVERIFY2(outcome.status == 1, outcome.describe().constData());
    QVERIFY2(outcome.err.contains(port) && outcome.err.contains("in use"), outcome.err.constData());
    QVERIFY(!outcome.out.contains("ready"));
}

void TestCli::unusableDataDirectory_data() {
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QByteArray>("says");
    // For root too: the kernel makes no files in /proc.
    QTest::newRow("cannot be made") << QStringLiteral("/proc/parlord") << QByteArray("cannot be made");
    QTest::newRow("cannot be written") << QStringLiteral("/proc") << QByteArray("no file can be made in it");
    QTest::newRow("is a file") << QStringLiteral("/etc/passwd") << QByteArray("it is a file");
    QTest::newRow("below a file") << QStringLiteral("/etc/passwd/data") << QByteArray("cannot be made");
}

void TestCli::unusableDataDirectory() {
    QFETCH(QString, directory);
    QFETCH(QByteArray, says);
    const QStringList verbs[] = {{QStringLiteral("serve")},
                                 {QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("alice"),
                                  QStringLiteral("--email"), QStringLiteral("a@example.org"),
                                  QStringLiteral("--password-stdin")},
                                 {QStringLiteral("restore"), QStringLiteral("/nonexistent")}};
    for (const QStringList& verb : verbs) {
        const auto outcome = run(verb, "correct horse\n", {{QStringLiteral("PARLOR_DATA_DIR"), directory}});
        QVERIFY2(outcome.status == 1, outcome.describe().constData());
        QVERIFY2(outcome.err.contains("data directory " + directory.toUtf8()), outcome.err.constData());
        QVERIFY2(outcome.err.contains(says), outcome.err.constData());
        QVERIFY2(outcome.err.contains("--data-dir"), outcome.err.constData());
    }
}

void TestCli::noRoomOnTheDisk_data() {
    QTest::addColumn<quint64>("bytes"); // that a file may have
    QTest::newRow("none") << quint64(0);
    QTest::newRow("for a small file") << quint64(16 * 1024);
    QTest::newRow("for half of the store") << quint64(64 * 1024);
}

void TestCli::noRoomOnTheDisk() {
    QFETCH(quint64, bytes);
    const auto limit = [bytes] {
        const rlimit size{bytes, bytes};
        ::setrlimit(RLIMIT_FSIZE, &size);
        ::signal(SIGXFSZ, SIG_IGN); // write() fails instead, as it does on a full disk
    };
    const auto outcome = run({QStringLiteral("serve")}, {}, {}, limit);
    QVERIFY2(outcome.status == 1, outcome.describe().constData());
    QVERIFY2(outcome.err.contains(data().toUtf8()), outcome.err.constData());
    QVERIFY(!outcome.out.contains("ready"));
    // Once there is room it goes on: nothing half made stands in the way.
    const auto again =
        run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("alice"),
             QStringLiteral("--email"), QStringLiteral("a@example.org"), QStringLiteral("--password-stdin")},
            "correct horse\n");
    QVERIFY2(again.status == 0, again.describe().constData());
}

void TestCli::damagedFile_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    for (const char* name : {"store.db", "log.db"}) {
        QTest::addRow("%s is text", name) << name << QByteArray("hello\n").repeated(2000);
        QTest::addRow("%s is half a header", name) << name << QByteArray("SQLite format 3\0", 16);
        QTest::addRow("%s has a header and noise", name)
            << name << QByteArray("SQLite format 3\0\x10\0\1\1\0\x40\x20\x20", 24) + QByteArray(8168, '\xa5');
    }
    QTest::newRow("secret is short") << "jwt-secret" << QByteArray("secret\n");
}

void TestCli::damagedFile() {
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QVERIFY(QDir().mkpath(data()));
    const QString file = data() + QLatin1Char('/') + name;
    QVERIFY(writeFile(file, content));
    const auto outcome = run({QStringLiteral("serve")});
    QVERIFY2(outcome.status == 1, outcome.describe().constData());
    QVERIFY2(outcome.err.contains(file.toUtf8()), outcome.err.constData());
    QVERIFY(!outcome.out.contains("ready"));
    QCOMPARE(readFile(file), content); // for whoever can save it
}

void TestCli::badCertificate() {
    const QString certificate = path(QStringLiteral("cert.pem"));
    QVERIFY(writeFile(certificate, "not a certificate"));
    const auto outcome = run({QStringLiteral("serve"), QStringLiteral("--tls-certificate"), certificate,
                              QStringLiteral("--tls-key"), path(QStringLiteral("absent.pem"))});
    QVERIFY2(outcome.status == 1, outcome.describe().constData());
    QVERIFY2(outcome.err.contains(".pem"), outcome.err.constData());
}

void TestCli::commandsWithoutAServersData_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("list") << QStringList{QStringLiteral("user"), QStringLiteral("list")};
    QTest::newRow("password") << QStringList{QStringLiteral("user"), QStringLiteral("password"),
                                             QStringLiteral("alice"), QStringLiteral("--password-stdin")};
    QTest::newRow("backup") << QStringList{QStringLiteral("backup"), QStringLiteral("/nonexistent/backup")};
}

void TestCli::commandsWithoutAServersData() {
    QFETCH(QStringList, arguments);
    const auto outcome = run(arguments, "correct horse\n");
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.err.contains(data().toUtf8()) && outcome.err.contains("--data-dir"),
             outcome.err.constData());
    QVERIFY(!QFileInfo::exists(data()));
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a running server: start, ends of every kind, two at once, administration beside it.
#include "server/log/embedded_log.h"
#include "tests/server/admin/parlord_runner.h"
#include "tests/support/chat_device.h"
#include "tests/support/parlord_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>

#include <csignal>
#include <future>

using namespace parlor;
using namespace parlor::test;

namespace {

const QString login = QStringLiteral("/api/v1/auth/login");

QJsonObject credentials(const char* name, const char* password) {
    return {{QStringLiteral("login"), QString::fromUtf8(name)},
            {QStringLiteral("password"), QString::fromUtf8(password)}};
}

} // namespace

class TestServe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readyLine();
    void endsCleanly_data();
    void endsCleanly();
    void endsCleanlyWithPeersOfEveryKind();
    void secondSignalEndsAtOnce();
    void secondServerIsRefused();
    void startsAgainAfterSigkill();
    void interruptedRestoreStopsTheStart();
    void newerRecordEndsTheServer();
    void userAddedBesideTheServer();
    void userAddedBeforeTheFirstStart();
    void newPasswordEndsSessions();
    void deactivatingEndsSessions();
    void closedRegistration();
    void secretSurvivesARestart();
    void logIsStructuredAndHoldsNoSecrets();
};

void TestServe::readyLine() {
    QTemporaryDir data;
    QProcess server;
    server.setProgram(qEnvironmentVariable("PARLORD"));
    server.setArguments({QStringLiteral("serve"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"),
                         QStringLiteral("--data-dir"), data.path()});
    server.start();
    QVERIFY(waitUntil([&] { return server.canReadLine(); }));
    const QByteArray line = server.readLine();
    const auto match =
        QRegularExpression(QStringLiteral("^parlord ready on (http://127\\.0\\.0\\.1:([1-9][0-9]*))\n$"))
            .match(QString::fromUtf8(line));
    QVERIFY2(match.hasMatch(), line.constData());
    HttpTestClient http(QUrl(match.captured(1)));
    QCOMPARE(http.get("/health/live").status, 200);
    QVERIFY(waitUntil([&] { return http.get("/health/ready").status == 200; }));
    ::kill(pid_t(server.processId()), SIGTERM);
    QVERIFY(waitUntil([&] { return server.state() == QProcess::NotRunning; }));
    QCOMPARE(server.exitCode(), 0);
    QCOMPARE(server.readAllStandardOutput(), QByteArray()); // that one line was all
}

void TestServe::endsCleanly_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestServe::endsCleanly() {
    QFETCH(int, signal);
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    QElapsedTimer timer;
    timer.start();
    ::kill(pid_t(server.pid()), signal);
    QCOMPARE(server.waitForEnd(), 0);
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    // Not even a WAL is left to be recovered.
    QVERIFY(!QFile::exists(server.dataDir() + QStringLiteral("/store.db-wal")));
    QVERIFY(!QFile::exists(server.dataDir() + QStringLiteral("/log.db-wal")));
}

void TestServe::endsCleanlyWithPeersOfEveryKind() {
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    HttpTestClient http(server.url());
    TestAccount alice{QStringLiteral("alice"), QStringLiteral("correct horse"), {}};
    const auto registered = registerAccount(http, alice);
    QVERIFY2(registered.status == 201 || registered.status == 200, qPrintable(registered.describe()));
    ChatDevice device(QStringLiteral("desk"));
    device.setAccount(server.url(), alice);
    device.connectNow();
    QVERIFY(waitUntil([&] { return device.isLive(); }));
    // One that says nothing, one in the middle of its request, one that opened a WebSocket and never reads
    // on.
    const QByteArray beginnings[] = {
        {},
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
        "GET /ws?token=" + alice.tokens.accessToken.toUtf8() +
            " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"};
    std::vector<std::unique_ptr<QTcpSocket>> peers;
    for (const QByteArray& beginning : beginnings) {
        auto peer = std::make_unique<QTcpSocket>();
        peer->connectToHost(QHostAddress::LocalHost, quint16(server.url().port()));
        QVERIFY(peer->waitForConnected());
        peer->write(beginning);
        QVERIFY(beginning.isEmpty() || peer->waitForBytesWritten());
        peers.push_back(std::move(peer));
    }
    QVERIFY(waitUntil([&] { return peers.back()->bytesAvailable() > 0; }));
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(server.terminate(), 0);
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(waitUntil([&] { return device.socket().isClosed(); }));
    QCOMPARE(device.socket().closeCode(), int(CloseCode::GoingAway));
}

void TestServe::secondSignalEndsAtOnce() {
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    // Stopped, so that both signals are there before it can act on the first: both handlers run when it goes
    // on.
    ::kill(pid_t(server.pid()), SIGSTOP);
    ::kill(pid_t(server.pid()), SIGTERM);
    ::kill(pid_t(server.pid()), SIGINT);
    ::kill(pid_t(server.pid()), SIGCONT);
    const int status = server.waitForEnd();
    QVERIFY2(status == 128 + SIGTERM || status == 128 + SIGINT, qPrintable(QString::number(status)));
    QVERIFY2(server.start(), server.errorOutput().constData());
}

void TestServe::secondServerIsRefused() {
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    QByteArray output;
    const int status = server.runCommand(
        {QStringLiteral("serve"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")}, {}, &output);
    QCOMPARE(status, 1);
    QVERIFY2(output.contains("in use by process " + QByteArray::number(server.pid())), output.constData());
    QVERIFY(!output.contains("ready on"));
    QCOMPARE(HttpTestClient(server.url()).get("/health/ready").status, 200);
}

void TestServe::startsAgainAfterSigkill() {
    ParlordProcess server;
    for (int i = 0; i < 3; ++i) {
        QVERIFY2(server.start(), server.errorOutput().constData());
        server.kill9();
    }
    QVERIFY2(server.start(), server.errorOutput().constData());
    QCOMPARE(server.terminate(), 0);
}

void TestServe::interruptedRestoreStopsTheStart() {
    ParlordProcess server;
    QVERIFY(QDir().mkpath(server.dataDir() + QStringLiteral("/restore-unfinished")));
    QVERIFY(!server.start());
    QCOMPARE(server.waitForEnd(), 1);
    QVERIFY2(server.errorOutput().contains("restore"), server.errorOutput().constData());
}

void TestServe::newerRecordEndsTheServer() {
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    QCOMPARE(server.terminate(), 0);
    {
        const auto log = log::openEmbeddedLog(server.dataDir() + QStringLiteral("/log.db"));
        QVERIFY(log);
        std::promise<bool> durable;
        (*log)->append(
            log::Topic::Messages, "room", R"({"v":99,"kind":"message"})",
            [&durable](const Result<log::Appended>& appended) { durable.set_value(appended.has_value()); });
        QVERIFY(durable.get_future().get());
        (*log)->close();
    }
    server.startLater();
    QCOMPARE(server.waitForEnd(std::chrono::seconds(30)), 1);
    QVERIFY2(server.errorOutput().contains("newer"), server.errorOutput().constData());
}

void TestServe::userAddedBesideTheServer() {
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    HttpTestClient http(server.url());
    QCOMPARE(http.post(login.toUtf8(), credentials("bob", "correct horse")).status, 401);
    QByteArray output;
    QVERIFY2(server.runCommand({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("bob"),
                                QStringLiteral("--email"), QStringLiteral("bob@example.org"),
                                QStringLiteral("--password-stdin")},
                               "correct horse\n", &output) == 0,
             output.constData());
    const auto answer = http.post(login.toUtf8(), credentials("bob@example.org", "correct horse"));
    QVERIFY2(answer.status == 200, qPrintable(answer.describe()));
    QVERIFY(server.runCommand({QStringLiteral("user"), QStringLiteral("list")}, {}, &output) == 0);
    QVERIFY2(output.contains("bob@example.org"), output.constData());
}

void TestServe::userAddedBeforeTheFirstStart() {
    ParlordProcess server;
    QByteArray output;
    QVERIFY2(server.runCommand({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("bob"),
                                QStringLiteral("--email"), QStringLiteral("bob@example.org"),
                                QStringLiteral("--password-stdin")},
                               "correct horse\n", &output) == 0,
             output.constData());
    QVERIFY2(server.start(), server.errorOutput().constData());
    const auto answer =
        HttpTestClient(server.url()).post(login.toUtf8(), credentials("bob", "correct horse"));
    QVERIFY2(answer.status == 200, qPrintable(answer.describe()));
}

void TestServe::newPasswordEndsSessions() {
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    HttpTestClient http(server.url());
    TestAccount alice{QStringLiteral("alice"), QStringLiteral("correct horse"), {}};
    registerAccount(http, alice);
    ChatDevice device(QStringLiteral("desk"));
    device.setAccount(server.url(), alice);
    device.connectNow();
    QVERIFY(waitUntil([&] { return device.isLive(); }));
    QByteArray output;
    QVERIFY2(server.runCommand({QStringLiteral("user"), QStringLiteral("password"), QStringLiteral("Alice"),
                                QStringLiteral("--password-stdin")},
                               "another horse\n", &output) == 0,
             output.constData());
    QVERIFY2(output.contains("sessions ended: 1"), output.constData());
    // The relay of the server takes it from the store to the log, and the tail to the sockets.
    QVERIFY(waitUntil([&] { return device.socket().isClosed(); }));
    QCOMPARE(device.socket().closeCode(), int(CloseCode::Unauthorized));
    http.setToken(alice.tokens.accessToken);
    QCOMPARE(http.get("/api/v1/auth/me").status, 401);
    http.setToken({});
    QCOMPARE(http.post(login.toUtf8(), credentials("alice", "correct horse")).status, 401);
    QCOMPARE(http.post(login.toUtf8(), credentials("alice", "another horse")).status, 200);
}

void TestServe::deactivatingEndsSessions() {
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    HttpTestClient http(server.url());
    TestAccount alice{QStringLiteral("alice"), QStringLiteral("correct horse"), {}};
    registerAccount(http, alice);
    TestAccount bob{QStringLiteral("bob"), QStringLiteral("correct horse"), {}};
    registerAccount(http, bob);
    ChatDevice device(QStringLiteral("desk"));
    device.setAccount(server.url(), bob);
    device.connectNow();
    QVERIFY(waitUntil([&] { return device.isLive(); }));
    const auto user = [&](const char* verb, const char* name, const char* option = nullptr) {
        QStringList arguments{QStringLiteral("user"), QLatin1StringView(verb), QLatin1StringView(name)};
        if (option)
            arguments.append(QLatin1StringView(option));
        QByteArray output;
        const int status = server.runCommand(arguments, {}, &output);
        return QByteArray::number(status) + ' ' + output;
    };
    QCOMPARE(user("deactivate", "bob"), QByteArray("0 Deactivated bob; sessions ended: 1.\n"));
    QVERIFY(waitUntil([&] { return device.socket().isClosed(); }));
    QCOMPARE(device.socket().closeCode(), int(CloseCode::Unauthorized));
    QCOMPARE(http.post(login.toUtf8(), credentials("bob", "correct horse")).status, 403);
    QVERIFY(user("deactivate", "alice").startsWith("1 "));
    QVERIFY(user("show", "bob").contains("inactive"));
    QCOMPARE(user("activate", "bob"), QByteArray("0 Activated bob.\n"));
    QCOMPARE(http.post(login.toUtf8(), credentials("bob", "correct horse")).status, 200);
    QVERIFY(user("delete", "bob", "--force").startsWith("0 Deleted bob, who is deleted-"));
    QCOMPARE(http.post(login.toUtf8(), credentials("bob", "correct horse")).status, 401);
}

void TestServe::closedRegistration() {
    ParlordProcess server;
    server.set(QStringLiteral("PARLOR_REGISTRATION"), QStringLiteral("closed"));
    server.set(QStringLiteral("PARLOR_SERVER_NAME"), QStringLiteral("The Club"));
    QVERIFY2(server.start(), server.errorOutput().constData());
    HttpTestClient http(server.url());
    const QJsonObject info = http.get("/api/v1/server").json();
    QCOMPARE(info.value(QStringLiteral("registration")).toString(), QStringLiteral("closed"));
    QCOMPARE(info.value(QStringLiteral("name")).toString(), QStringLiteral("The Club"));
    TestAccount alice{QStringLiteral("alice"), QStringLiteral("correct horse"), {}};
    QCOMPARE(registerAccount(http, alice).status, 403);
}

void TestServe::secretSurvivesARestart() {
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    HttpTestClient http(server.url());
    TestAccount alice{QStringLiteral("alice"), QStringLiteral("correct horse"), {}};
    registerAccount(http, alice);
    http.setToken(alice.tokens.accessToken);
    QCOMPARE(http.get("/api/v1/auth/me").status, 200);
    QCOMPARE(server.terminate(), 0);
    QVERIFY2(server.start(), server.errorOutput().constData());
    QCOMPARE(http.get("/api/v1/auth/me").status, 200);
    // With a secret of the administrator's, tokens of the old one are worth nothing.
    server.set(QStringLiteral("PARLOR_JWT_SECRET"), QStringLiteral("another secret of thirty-two chars"));
    QCOMPARE(server.terminate(), 0);
    QVERIFY2(server.start(), server.errorOutput().constData());
    QCOMPARE(http.get("/api/v1/auth/me").status, 401);
}

void TestServe::logIsStructuredAndHoldsNoSecrets() {
    ParlordProcess server;
    server.set(QStringLiteral("PARLOR_LOG_LEVEL"), QStringLiteral("debug"));
    QVERIFY2(server.start(), server.errorOutput().constData());
    HttpTestClient http(server.url());
    TestAccount alice{QStringLiteral("alice"), QStringLiteral("correct horse"), {}};
    registerAccount(http, alice);
    QCOMPARE(http.post(login.toUtf8(), credentials("alice", "wrong horse")).status, 401);
    ChatDevice device(QStringLiteral("desk"));
    device.setAccount(server.url(), alice);
    device.setTokenBy(TokenBy::Query);
    device.connectNow();
    QVERIFY(waitUntil([&] { return device.isLive(); }));
    QCOMPARE(server.terminate(), 0);
    QFile file(server.dataDir() + QStringLiteral("/jwt-secret"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray output = server.errorOutput();
    for (const QByteArray& secret :
         {QByteArray("correct horse"), QByteArray("wrong horse"), alice.tokens.accessToken.toUtf8(),
          alice.tokens.refreshToken.toUtf8(), file.readAll().trimmed(), QByteArray("argon2")})
        QVERIFY2(!output.contains(secret), secret.constData());
    const QRegularExpression form(QStringLiteral(
        R"(^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=(debug|info|warning|error) category=[\w.]+( [a-z]+=[\w.-]+)* message=".*"$)"));
    int lines = 0;
    for (const QByteArray& line : output.split('\n')) {
        if (line.isEmpty() || line.startsWith("parlord ready on "))
            continue;
        ++lines;
        QVERIFY2(form.match(QString::fromUtf8(line)).hasMatch(), line.constData());
    }
    QVERIFY(lines > 0);
}

QTEST_GUILESS_MAIN(TestServe)
#include "tst_serve.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What running servers tell those who watch them: metrics that docs/admin.md explains, and a log that can be
// searched and holds no secrets.
#include "tests/server/metrics/exposition_parser.h"
#include "tests/support/chat_device.h"
#include "tests/support/parlord_process.h"
#include "tests/support/raw_socket.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace parlor;
using namespace parlor::test;

namespace {

/// The names in the first column of the table of metrics, with their types.
std::map<QByteArray, QByteArray> documentedMetrics() {
    QFile file(QStringLiteral(PARLOR_ADMIN_MD));
    std::map<QByteArray, QByteArray> names;
    if (!file.open(QIODevice::ReadOnly))
        return names;
    const QRegularExpression row(QStringLiteral("^\\| `((parlor|process)_[a-z_]+)` \\| (\\w+) \\|"));
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (const auto match = row.match(QString::fromUtf8(line)); match.hasMatch())
            names[match.captured(1).toUtf8()] = match.captured(3).toUtf8();
    }
    return names;
}

class Crowd {
public:
    explicit Crowd(ParlordProcess& server)
        : m_http(server.url()) {}

    /// alice, in a room of her own, says something on one device. False if that took too long.
    bool talk(const QString& content) {
        if (registerAccount(m_http, m_alice).status != 201)
            return false;
        m_http.setToken(m_alice.tokens.accessToken);
        const auto made = m_http.post("/api/v1/rooms", {{QStringLiteral("name"), QStringLiteral("Kitchen")},
                                                        {QStringLiteral("kind"), QStringLiteral("public")}});
        const auto room = RoomId::parse(made.json()[QStringLiteral("id")].toString());
        if (!room)
            return false;
        m_device.setTokenBy(TokenBy::Query);
        m_device.setAccount(m_http.base(), m_alice);
        m_device.connectNow();
        if (!waitUntil([this] { return m_device.isLive(); }))
            return false;
        m_device.sendMessage(*room, content);
        return waitUntil([this] { return m_device.unanswered() == 0; });
    }

    HttpTestClient& http() { return m_http; }
    const TestAccount& alice() const { return m_alice; }

private:
    HttpTestClient m_http;
    TestAccount m_alice{QStringLiteral("alice"), QStringLiteral("correct horse"), {}};
    ChatDevice m_device{QStringLiteral("desk")};
};

} // namespace

class TestObservedServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMetricIsExplained();
    void metricsFollowWhatHappens();
    void logTellsOfRequestsAndKeepsSecrets_data();
    void logTellsOfRequestsAndKeepsSecrets();
};

void TestObservedServer::everyMetricIsExplained() {
    const auto documented = documentedMetrics();
    QVERIFY(documented.size() > 10);
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    const auto answer = HttpTestClient(server.url()).get("/metrics");
    QCOMPARE(answer.status, 200);
    const ExpositionParser parsed(answer.body);
    QVERIFY(parsed.valid);
    for (const auto& [name, type] : parsed.types) {
        QVERIFY2(documented.contains(name), (name + " is not in docs/admin.md").constData());
        QCOMPARE(type, documented.at(name));
    }
    for (const auto& [name, type] : documented)
        QVERIFY2(parsed.types.contains(name), (name + " of docs/admin.md is not there").constData());
    // Of what came through a proxy nobody knows whose question it is.
    RawSocket raw(server.url());
    raw.send("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.1\r\nConnection: close\r\n\r\n");
    QVERIFY(raw.waitClosed());
    QVERIFY(raw.received().startsWith("HTTP/1.1 404 "));
}

void TestObservedServer::metricsFollowWhatHappens() {
    ParlordProcess server;
    QVERIFY2(server.start(), server.errorOutput().constData());
    Crowd crowd(server);
    QVERIFY2(crowd.talk(QStringLiteral("hello")), server.errorOutput().constData());
    QCOMPARE(crowd.http().get("/api/v1/messages/nonsense").status, 404);
    const auto scrape = [&crowd] { return ExpositionParser(crowd.http().get("/metrics").body); };
    // The projector takes a moment, the tallies of frames and bytes a second.
    QVERIFY(waitUntil([&] {
        const auto now = scrape();
        return now.value("parlor_projector_records_total").value_or(0) >= 3 &&
               now.value("parlor_websocket_frames_received_total").value_or(0) >= 1;
    }));
    const ExpositionParser parsed = scrape();
    const QByteArray topic("chat.messages");
    QCOMPARE(parsed.value("parlor_messages_total", {{"result", "acknowledged"}}), 1.0);
    QCOMPARE(parsed.value("parlor_message_acknowledge_duration_seconds_count"), 1.0);
    QVERIFY(*parsed.value("parlor_message_acknowledge_duration_seconds_sum") > 0);
    QVERIFY(*parsed.value("parlor_log_appends_total", {{"topic", topic}, {"result", "durable"}}) >= 2);
    QVERIFY(*parsed.value("parlor_log_append_duration_seconds_sum", {{"topic", topic}}) > 0);
    QVERIFY(*parsed.value("parlor_deliveries_total") >= 1);
    QVERIFY(*parsed.value("parlor_tail_records_total") >= 3);
    QCOMPARE(parsed.value("parlor_sessions"), 1.0);
    QCOMPARE(parsed.value("parlor_websockets"), 1.0);
    QCOMPARE(parsed.value("parlor_http_requests_total",
                          {{"route", "/api/v1/rooms"}, {"method", "POST"}, {"status", "2xx"}}),
             1.0);
    QVERIFY(*parsed.value("parlor_errors_total", {{"where", "http"}, {"code", "not_found"}}) >= 1);
    QVERIFY(*parsed.value("parlor_projector_batches_total") >= 1);
    QVERIFY(*parsed.value("parlor_store_connections") >= 1);
    QVERIFY(*parsed.value("process_resident_memory_bytes") > 1e6);
    QVERIFY(*parsed.value("process_open_fds") > 3);
    QVERIFY(*parsed.value("process_cpu_seconds_total") > 0);
}

void TestObservedServer::logTellsOfRequestsAndKeepsSecrets_data() {
    QTest::addColumn<bool>("json");
    QTest::newRow("text") << false;
    QTest::newRow("json") << true;
}

void TestObservedServer::logTellsOfRequestsAndKeepsSecrets() {
    QFETCH(bool, json);
    ParlordProcess server;
    server.set(QStringLiteral("PARLOR_LOG_LEVEL"), QStringLiteral("debug"));
    server.set(QStringLiteral("PARLOR_LOG_FORMAT"), json ? QStringLiteral("json") : QStringLiteral("text"));
    QVERIFY2(server.start(), server.errorOutput().constData());
    Crowd crowd(server);
    const QString content = QStringLiteral("what was said between us");
    QVERIFY2(crowd.talk(content), server.errorOutput().constData());
    const auto refused = crowd.http().post("/api/v1/auth/login",
                                           {{QStringLiteral("login"), QStringLiteral("alice")},
                                            {QStringLiteral("password"), QStringLiteral("wrong horse")}});
    QCOMPARE(refused.status, 401);
    const QByteArray id = refused.header("x-request-id");
    QCOMPARE(id.size(), 16);
    const auto missing = crowd.http().get("/api/v1/rooms/hidden-path?token=hidden-token");
    QCOMPARE(missing.status, 404);
    QCOMPARE(server.terminate(), 0);

    QFile secretFile(server.dataDir() + QStringLiteral("/jwt-secret"));
    QVERIFY(secretFile.open(QIODevice::ReadOnly));
    const QByteArray output = server.errorOutput();
    const auto& tokens = crowd.alice().tokens;
    for (const QByteArray& secret :
         {QByteArray("correct horse"), QByteArray("wrong horse"), tokens.accessToken.toUtf8(),
          tokens.refreshToken.toUtf8(), secretFile.readAll().trimmed(), QByteArray("argon2"),
          content.toUtf8(), QByteArray("hidden-path"), QByteArray("hidden-token")})
        QVERIFY2(!output.contains(secret), secret.constData());

    int about = 0;
    for (const QByteArray& line : output.split('\n')) {
        if (line.isEmpty() || line.startsWith("parlord ready on "))
            continue;
        if (json) {
            QJsonParseError error;
            const auto object = QJsonDocument::fromJson(line, &error).object();
            QVERIFY2(error.error == QJsonParseError::NoError, line.constData());
            for (const char* key : {"time", "level", "category", "message"})
                QVERIFY2(object.contains(QLatin1String(key)), line.constData());
            about += object[QStringLiteral("request")].toString().toUtf8() == id ? 1 : 0;
        } else {
            about += line.contains(" request=" + id + ' ') ? 1 : 0;
        }
    }
    QVERIFY2(about >= 1, output.constData());
    QVERIFY(output.contains("POST /api/v1/auth/login 401 "));
    QVERIFY(output.contains("GET /api/v1/rooms/{id} 404 "));
}

QTEST_GUILESS_MAIN(TestObservedServer)
#include "tst_observed_server.moc"

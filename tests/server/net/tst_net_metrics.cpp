// SPDX-License-Identifier: GPL-3.0-or-later
// What the network layer counts, and by what a request can be found again in the log.
#include "net_fixture.h"
#include "server/metrics/log_context.h"
#include "tests/server/metrics/exposition_parser.h"

#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;
using parlor::test::ExpositionParser;

namespace {

using LabelMap = std::map<QByteArray, QByteArray>;

/// Keeps what is logged while it lives, with the fields of its context; any thread.
class LogCapture {
public:
    LogCapture() {
        QLoggingCategory::setFilterRules(QStringLiteral("parlor.*.debug=true"));
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext& context, const QString& message) {
            QByteArray line = QByteArray(context.category) + ' ' + message.toUtf8();
            for (const auto& [key, value] : LogContext::fields())
                line += ' ' + key + '=' + value;
            const QMutexLocker lock(&s_mutex);
            s_lines.append(line);
        });
    }
    ~LogCapture() {
        qInstallMessageHandler(nullptr);
        QLoggingCategory::setFilterRules(QString());
        const QMutexLocker lock(&s_mutex);
        s_lines.clear();
    }
    QList<QByteArray> lines(const QByteArray& with) const {
        QList<QByteArray> found;
        const QMutexLocker lock(&s_mutex);
        std::copy_if(s_lines.begin(), s_lines.end(), std::back_inserter(found),
                     [&with](const QByteArray& line) { return line.contains(with); });
        return found;
    }
    bool holds(const QByteArray& text) const { return !lines(text).isEmpty(); }

private:
    static inline QMutex s_mutex;
    static inline QList<QByteArray> s_lines;
};

} // namespace

class TestNetMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsRequestsByRoute();
    void countsWhatMetNoRoute();
    void countsConnectionsAndThoseRefused();
    void countsFrames();
    void countsSlowClients();
    void everyAnswerNamesItsRequest();
    void believesRequestIdsOfProxiesOnly_data();
    void believesRequestIdsOfProxiesOnly();
    void linesOfAHandlerCarryTheRequest_data();
    void linesOfAHandlerCarryTheRequest();
    void accessLineHoldsNoSecrets();
    void linesOfASocketCarryTheConnection();

private:
    static ExpositionParser scrape(Server& server) {
        metrics::Registry registry;
        const auto kept = server.registerMetrics(registry);
        return ExpositionParser(registry.exposition());
    }
};

void TestNetMetrics::countsRequestsByRoute() {
    TestServer server;
    server.router.add(Method::Get, "/rooms/{id}", [](const HttpRequest&, const PathArgs& args) {
        return args.value("id") == "none" ? Result<HttpResponse>(fail(ErrorCode::NotFound))
                                          : Result<HttpResponse>(HttpResponse::json({}));
    });
    server.start();
    RawClient client(server.port());
    for (const char* path : {"/rooms/a", "/rooms/b?token=secret", "/rooms/none"})
        QVERIFY(client.request(get(path)).status > 0);
    const auto parsed = scrape(server.server());
    QVERIFY(parsed.valid);
    const auto answered = [&parsed](const char* status) {
        return parsed.value("parlor_http_requests_total",
                            {{"route", "/rooms/{id}"}, {"method", "GET"}, {"status", status}});
    };
    QCOMPARE(answered("2xx"), 2.0);
    QCOMPARE(answered("4xx"), 1.0);
    QCOMPARE(answered("5xx"), 0.0);
    const LabelMap route{{"route", "/rooms/{id}"}, {"method", "GET"}};
    QCOMPARE(parsed.value("parlor_http_request_duration_seconds_count", route), 3.0);
    QVERIFY(*parsed.value("parlor_http_request_duration_seconds_sum", route) > 0);
    QCOMPARE(parsed.value("parlor_errors_total", {{"where", "http"}, {"code", "not_found"}}), 1.0);
}

void TestNetMetrics::countsWhatMetNoRoute() {
    TestServer server;
    server.router.add(Method::Get, "/here", [](const HttpRequest&, const PathArgs&) {
        return Result<HttpResponse>(HttpResponse::json({}));
    });
    server.start();
    QCOMPARE(RawClient(server.port()).request(get("/elsewhere")).status, 404);
    QCOMPARE(RawClient(server.port()).request(post("/here", "{}")).status, 405);
    QCOMPARE(RawClient(server.port()).request("nonsense\r\n\r\n").status, 400);
    QCOMPARE(RawClient(server.port()).request(get("/ws")).status, 426);
    const auto parsed = scrape(server.server());
    QCOMPARE(parsed.value("parlor_http_requests_total",
                          {{"route", "other"}, {"method", "other"}, {"status", "4xx"}}),
             3.0);
    QCOMPARE(
        parsed.value("parlor_http_requests_total", {{"route", "/ws"}, {"method", "GET"}, {"status", "4xx"}}),
        1.0);
}

void TestNetMetrics::countsConnectionsAndThoseRefused() {
    ServerConfig config = testConfig();
    config.maxConnections = 2;
    TestServer server(config);
    server.start();
    const RawClient first(server.port());
    const RawClient second(server.port());
    QTRY_COMPARE(server.server().connectionCount(), 2);
    RawClient third(server.port());
    QCOMPARE(third.reply().status, 503);
    const auto parsed = scrape(server.server());
    QCOMPARE(parsed.value("parlor_connections"), 2.0);
    QCOMPARE(parsed.value("parlor_connections_accepted_total"), 2.0);
    QCOMPARE(parsed.value("parlor_connections_refused_total", {{"reason", "max_connections"}}), 1.0);
}

void TestNetMetrics::countsFrames() {
    TestServer server;
    server.factory.onText = [](WebSocketConnection& connection, const QByteArray& text) {
        connection.send(SharedFrame::text(text));
        connection.send(SharedFrame::text(text));
    };
    server.start();
    {
        RawWebSocket socket(server.port());
        QCOMPARE(socket.handshake().status, 101);
        QCOMPARE(scrape(server.server()).value("parlor_websockets"), 1.0);
        const QByteArray text(1000, 'x');
        for (int i = 0; i < 5; ++i)
            socket.sendText(text);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(socket.read().payload, text);
        // The threads' tallies are added up now and then.
        QTRY_COMPARE(scrape(server.server()).value("parlor_websocket_frames_sent_total"), 10.0);
        const auto parsed = scrape(server.server());
        QCOMPARE(parsed.value("parlor_websocket_frames_received_total"), 5.0);
        QVERIFY(*parsed.value("parlor_network_received_bytes_total") > 5000);
        QVERIFY(*parsed.value("parlor_network_sent_bytes_total") > 10'000);
        QCOMPARE(parsed.value("parlor_http_requests_total",
                              {{"route", "/ws"}, {"method", "GET"}, {"status", "1xx"}}),
                 1.0);
    }
    QTRY_COMPARE(scrape(server.server()).value("parlor_websockets"), 0.0);
    QCOMPARE(scrape(server.server()).value("parlor_websockets_opened_total"), 1.0);
}

void TestNetMetrics::countsSlowClients() {
    TestServer server;
    server.factory.onText = [](WebSocketConnection& connection, const QByteArray&) {
        const auto frame = SharedFrame::text(QByteArray(100'000, 'x'));
        for (int i = 0; i < 1000; ++i)
            connection.send(frame);
    };
    server.start();
    RawWebSocket socket(server.port(), {}, "/ws", 4096);
    socket.sendText("go");
    QTRY_COMPARE_WITH_TIMEOUT(scrape(server.server()).value("parlor_slow_clients_closed_total"), 1.0, 20'000);
}

void TestNetMetrics::everyAnswerNamesItsRequest() {
    TestServer server;
    server.router.add(Method::Get, "/here", [](const HttpRequest& request, const PathArgs&) {
        return Result<HttpResponse>(
            HttpResponse::json({{QStringLiteral("id"), QString::fromLatin1(request.id)}}));
    });
    server.start();
    QSet<QByteArray> ids;
    RawClient client(server.port());
    for (const QByteArray& request :
         {get("/here"), get("/here"), get("/elsewhere"), QByteArray("x y\r\n\r\n")}) {
        const Reply reply = client.request(request);
        QCOMPARE(reply.count("x-request-id"), 1);
        const QByteArray id = reply.header("x-request-id");
        QVERIFY(
            QRegularExpression(QStringLiteral("^[0-9a-f]{16}$")).match(QString::fromLatin1(id)).hasMatch());
        QVERIFY(!ids.contains(id));
        ids.insert(id);
        if (reply.status == 200)
            QVERIFY(reply.body.contains(id));
    }
    QCOMPARE(ids.size(), 4);
}

void TestNetMetrics::believesRequestIdsOfProxiesOnly_data() {
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<bool>("kept");
    QTest::newRow("of a proxy") << true << QByteArray("nginx-01.a_B") << true;
    QTest::newRow("longest") << true << QByteArray(64, 'a') << true;
    QTest::newRow("too long") << true << QByteArray(65, 'a') << false;
    QTest::newRow("empty") << true << QByteArray() << false;
    QTest::newRow("another character") << true << QByteArray("a b") << false;
    QTest::newRow("would end the quotes") << true << QByteArray("a\"b") << false;
    QTest::newRow("of anybody") << false << QByteArray("nginx-01") << false;
}

void TestNetMetrics::believesRequestIdsOfProxiesOnly() {
    QFETCH(bool, trusted);
    QFETCH(QByteArray, given);
    QFETCH(bool, kept);
    ServerConfig config = testConfig();
    if (trusted)
        config.trustedProxies = {{QHostAddress(QHostAddress::LocalHost), 32}};
    TestServer server(config);
    server.start();
    const Reply reply = RawClient(server.port()).request(get("/x", "X-Request-Id: " + given + "\r\n"));
    QCOMPARE(reply.status, 404);
    QCOMPARE(reply.count("x-request-id"), 1);
    QVERIFY(!reply.header("x-request-id").isEmpty());
    QCOMPARE(reply.header("x-request-id") == given, kept);
}

void TestNetMetrics::linesOfAHandlerCarryTheRequest_data() {
    QTest::addColumn<bool>("onPool");
    QTest::newRow("network thread") << false;
    QTest::newRow("pool") << true;
}

void TestNetMetrics::linesOfAHandlerCarryTheRequest() {
    QFETCH(bool, onPool);
    TestServer server;
    RouteOptions options;
    options.runOn = onPool ? RunOn::Pool : RunOn::NetworkThread;
    server.router.add(
        Method::Get, "/fails",
        [](const HttpRequest&, const PathArgs&) -> Result<HttpResponse> {
            qWarning("the handler says");
            return fail(ErrorCode::Internal, QStringLiteral("what went wrong"));
        },
        options);
    server.start();
    const LogCapture log;
    const Reply reply = RawClient(server.port()).request(get("/fails"));
    QCOMPARE(reply.status, 500);
    const QByteArray field = " request=" + reply.header("x-request-id");
    for (const char* said : {"the handler says", "what went wrong", "parlor.net.access GET /fails 500"}) {
        const auto lines = log.lines(said);
        QVERIFY2(lines.size() == 1 && lines.first().endsWith(field) && lines.first().count(" request=") == 1,
                 said);
    }
    qWarning("afterwards");
    QVERIFY(log.lines("afterwards").first().endsWith("afterwards"));
}

void TestNetMetrics::accessLineHoldsNoSecrets() {
    TestServer server;
    server.router.add(Method::Post, "/login/{name}", [](const HttpRequest&, const PathArgs&) {
        return Result<HttpResponse>(HttpResponse::json({}));
    });
    server.start();
    const LogCapture log;
    const QByteArray secret("hunter2-secret");
    const Reply reply =
        RawClient(server.port())
            .request("POST /login/" + secret + "?token=" + secret +
                     " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + secret +
                     "\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n\"" + secret + "!!\"");
    QCOMPARE(reply.status, 200);
    QCOMPARE(RawClient(server.port()).request(get("/" + secret + "?token=" + secret)).status, 404);
    RawWebSocket socket(server.port(), {}, "/ws?token=" + secret);
    socket.sendText(secret);
    QTRY_VERIFY(log.holds("POST /login/{name} 200 "));
    QVERIFY(log.holds("other other 404 "));
    QVERIFY(log.holds("127.0.0.1"));
    QVERIFY(!log.holds(secret));
}

void TestNetMetrics::linesOfASocketCarryTheConnection() {
    ServerConfig config = testConfig();
    config.threads = 2;
    TestServer server(config);
    server.factory.onText = [](WebSocketConnection&, const QByteArray& text) {
        qWarning("heard %s", text.constData());
    };
    server.start();
    const LogCapture log;
    QSet<QByteArray> fields;
    constexpr int sockets = 4; // on both threads
    for (int i = 0; i < sockets; ++i) {
        RawWebSocket socket(server.port());
        const QByteArray text = "hello" + QByteArray::number(i);
        socket.sendText(text);
        QTRY_COMPARE(log.lines("heard " + text).size(), 1);
        const QByteArray line = log.lines("heard " + text).first();
        QVERIFY(line.contains(" connection="));
        fields.insert(line.mid(line.indexOf(" connection=")));
    }
    QCOMPARE(fields.size(), sockets);
}

QTEST_GUILESS_MAIN(TestNetMetrics)
#include "tst_net_metrics.moc"

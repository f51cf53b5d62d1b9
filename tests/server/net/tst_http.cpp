// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QJsonDocument>
#include <QSemaphore>
#include <QTest>

#include <stdexcept>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

namespace {

QString codeOf(const Reply& reply) {
    return QJsonDocument::fromJson(reply.body)
        .object()[QStringLiteral("error")]
        .toObject()[QStringLiteral("code")]
        .toString();
}

HttpResponse textResponse(const QByteArray& text) {
    HttpResponse response;
    response.contentType = "text/plain";
    response.body = text;
    return response;
}

} // namespace

/// HTTP over real sockets: what a correct client gets.
class TestHttp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }

    void answersOnTheNetworkThreadAndOnThePool();
    void tellsTheHandlerWhatWasAsked();
    void routesByMethodAndPath_data();
    void routesByMethodAndPath();
    void headHasNoBody();
    void takesALargeBodyWhole();
    void keepsTheConnectionAlive();
    void answersPipelinedRequestsInOrder();
    void honoursHttp10AndClose_data();
    void honoursHttp10AndClose();
    void continuesWhenAsked();
    void turnsErrorsIntoStatusAndJson();
    void turnsExceptionsInto500();
    void answersWhenAHandlerLosesItsReply();
    void refusesToSplitAResponse();
    void believesTrustedProxiesOnly();
    void takesTheFirstAnswerOnly();

private:
    std::unique_ptr<TestServer> m_server;
};

void TestHttp::init() {
    ServerConfig config = testConfig();
    config.trustedProxies = {{QHostAddress(QStringLiteral("127.0.0.1")), 32}};
    m_server = std::make_unique<TestServer>(config);
    Router& router = m_server->router;
    const RouteOptions here{RunOn::NetworkThread, 1024, true};
    router.add(
        Method::Get, "/here", [](auto&, auto&) { return textResponse("here"); }, here);
    router.add(Method::Get, "/pool", [](auto&, auto&) { return textResponse("pool"); });
    router.add(
        Method::Post, "/echo", [](const HttpRequest& request, auto&) { return textResponse(request.body); },
        here);
    router.add(
        Method::Get, "/what/{name}",
        [](const HttpRequest& request, const PathArgs& args) {
            const auto item = request.queryItem(QStringLiteral("q"));
            if (!item)
                return Result<HttpResponse>(fail(item.error()));
            return Result<HttpResponse>(HttpResponse::json({
                {QStringLiteral("path"), QString::fromUtf8(request.path)},
                {QStringLiteral("name"), QString::fromUtf8(args.value("name"))},
                {QStringLiteral("q"), *item ? QJsonValue(**item) : QJsonValue()},
                {QStringLiteral("header"), QString::fromUtf8(request.header("x-test"))},
                {QStringLiteral("peer"), request.peer.toString()},
            }));
        },
        here);
    router.add(Method::Put, "/upload",
               [](const HttpRequest& request, auto&) { return textResponse(request.body); },
               {RunOn::Pool, 6'000'000, false});
    router.add(Method::Patch, "/what/{name}", [](auto&, auto&) { return HttpResponse::noContent(); });
    router.add(Method::Get, "/fail", [](auto&, auto&) -> Result<HttpResponse> {
        return fail(Error(ErrorCode::RateLimited).withRetryAfter(7));
    });
    router.add(Method::Get, "/throw",
               [](auto&, auto&) -> Result<HttpResponse> { throw std::runtime_error("boom"); });
    router.add(
        Method::Get, "/throw-here", [](auto&, auto&) -> Result<HttpResponse> { throw 42; }, here);
    router.addAsync(
        Method::Get, "/lost", [](auto&, auto&, const HttpReply&) {}, here);
    router.addAsync(Method::Get, "/twice", [](auto&, auto&, const HttpReply& done) {
        done(textResponse("first"));
        done(textResponse("second"));
    });
    router.add(Method::Get, "/split", [](auto&, auto&) {
        HttpResponse response = textResponse("x");
        response.headers.append({QByteArrayLiteral("X-Name"), QByteArrayLiteral("a\r\nSet-Cookie: stolen")});
        return response;
    });
    m_server->start();
}

void TestHttp::answersOnTheNetworkThreadAndOnThePool() {
    RawClient client(m_server->port());
    const Reply here = client.request(get("/here"));
    QCOMPARE(here.status, 200);
    QCOMPARE(here.body, QByteArray("here"));
    QCOMPARE(here.header("content-type"), QByteArray("text/plain"));
    QVERIFY(!here.header("date").isEmpty());
    const Reply pool = client.request(get("/pool"));
    QCOMPARE(pool.status, 200);
    QCOMPARE(pool.body, QByteArray("pool"));
}

void TestHttp::tellsTheHandlerWhatWasAsked() {
    RawClient client(m_server->port());
    const Reply reply = client.request(get("/what/a%2Fb%20c?q=x+y%2Bz&other=1", "X-Test:  padded \r\n"));
    QCOMPARE(reply.status, 200);
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();
    QCOMPARE(json[QStringLiteral("path")].toString(), QStringLiteral("/what/a/b c"));
    QCOMPARE(json[QStringLiteral("name")].toString(), QStringLiteral("a/b c"));
    QCOMPARE(json[QStringLiteral("q")].toString(), QStringLiteral("x y+z"));
    QCOMPARE(json[QStringLiteral("header")].toString(), QStringLiteral("padded"));

    QCOMPARE(client.request(get("/what/x?q=1&q=2")).status, 400);
    const Reply body = client.request(post("/echo", "{\"a\":1}"));
    QCOMPARE(body.body, QByteArray("{\"a\":1}"));
}

void TestHttp::routesByMethodAndPath_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");

    QTest::newRow("found") << QByteArray("GET") << QByteArray("/here") << 200 << QByteArray();
    QTest::newRow("not found") << QByteArray("GET") << QByteArray("/nowhere") << 404 << QByteArray();
    QTest::newRow("no trailing slash") << QByteArray("GET") << QByteArray("/here/") << 404 << QByteArray();
    QTest::newRow("wrong method") << QByteArray("DELETE") << QByteArray("/here") << 405
                                  << QByteArray("GET, HEAD, OPTIONS");
    QTest::newRow("unknown method") << QByteArray("BREW") << QByteArray("/here") << 405
                                    << QByteArray("GET, HEAD, OPTIONS");
    QTest::newRow("unknown method nowhere") << QByteArray("BREW") << QByteArray("/x") << 404 << QByteArray();
    QTest::newRow("options") << QByteArray("OPTIONS") << QByteArray("/what/x") << 204
                             << QByteArray("GET, HEAD, PUT, PATCH, OPTIONS");
    QTest::newRow("put for patch") << QByteArray("PUT") << QByteArray("/what/x") << 204 << QByteArray();
}

void TestHttp::routesByMethodAndPath() {
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, path);
    QFETCH(const int, status);
    QFETCH(const QByteArray, allow);

    RawClient client(m_server->port());
    const Reply reply = client.request(method + ' ' + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.header("allow"), allow);
    if (status == 204)
        QCOMPARE(reply.count("content-length"), 0);
    // What was wrong with it did not leave the connection in doubt.
    QCOMPARE(client.request(get("/here")).status, 200);
}

void TestHttp::headHasNoBody() {
    RawClient client(m_server->port());
    client.send("HEAD /here HTTP/1.1\r\nHost: h\r\n\r\n");
    const Reply head = client.reply(true);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("content-length"), QByteArray("4"));
    QCOMPARE(client.request(get("/pool")).body, QByteArray("pool"));
}

void TestHttp::takesALargeBodyWhole() {
    QByteArray body(6'000'000, Qt::Uninitialized);
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = char(i * 31 >> 3);
    RawClient client(m_server->port());
    for (int i = 0; i < 2; ++i) {
        const Reply reply =
            client.request("PUT /upload HTTP/1.1\r\nHost: h\r\nContent-Type: image/png\r\nContent-Length: " +
                           QByteArray::number(body.size()) + "\r\n\r\n" + body);
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.body == body);
    }
}

void TestHttp::keepsTheConnectionAlive() {
    RawClient client(m_server->port());
    for (int i = 0; i < 200; ++i) {
        const Reply reply = client.request(i % 2 ? get("/here") : post("/echo", "[1]"));
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, i % 2 ? QByteArray("here") : QByteArray("[1]"));
    }
    QCOMPARE(m_server->server().connectionCount(), 1);
}

void TestHttp::answersPipelinedRequestsInOrder() {
    RawClient client(m_server->port());
    QByteArray requests;
    for (int i = 0; i < 50; ++i) // a pool request first: a quick one behind it must not overtake
        requests += get("/pool") + post("/echo", QByteArray::number(i)) +
                    get("/what/" + QByteArray::number(i)) + "\r\n";
    client.send(requests);
    for (int i = 0; i < 50; ++i) {
        QCOMPARE(client.reply().body, QByteArray("pool"));
        QCOMPARE(client.reply().body, QByteArray::number(i));
        const QJsonObject json = QJsonDocument::fromJson(client.reply().body).object();
        QCOMPARE(json[QStringLiteral("name")].toString(), QString::number(i));
    }
}

void TestHttp::honoursHttp10AndClose_data() {
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<QByteArray>("connection");

    QTest::newRow("1.1") << QByteArray("GET /here HTTP/1.1\r\nHost: h\r\n\r\n") << false << QByteArray();
    QTest::newRow("1.1 close") << QByteArray("GET /here HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n")
                               << true << QByteArray("close");
    QTest::newRow("1.0") << QByteArray("GET /here HTTP/1.0\r\n\r\n") << true << QByteArray("close");
    QTest::newRow("1.0 keep-alive") << QByteArray("GET /here HTTP/1.0\r\nConnection: x, Keep-Alive\r\n\r\n")
                                    << false << QByteArray("keep-alive");
}

void TestHttp::honoursHttp10AndClose() {
    QFETCH(const QByteArray, head);
    QFETCH(const bool, closes);
    QFETCH(const QByteArray, connection);

    RawClient client(m_server->port());
    const Reply reply = client.request(head);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("connection"), connection);
    if (closes)
        QVERIFY(client.waitForEnd());
    else
        QCOMPARE(client.request(get("/here")).status, 200);
}

void TestHttp::continuesWhenAsked() {
    RawClient client(m_server->port());
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json; "
                "charset=utf-8\r\nContent-Length: 2\r\n"
                "Expect: 100-continue\r\n\r\n");
    QCOMPARE(client.reply(true).status, 100);
    const Reply reply = client.request("{}");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, QByteArray("{}"));
}

void TestHttp::turnsErrorsIntoStatusAndJson() {
    RawClient client(m_server->port());
    const Reply reply = client.request(get("/fail"));
    QCOMPARE(reply.status, 429);
    QCOMPARE(reply.header("retry-after"), QByteArray("7"));
    QCOMPARE(reply.header("content-type"), QByteArray("application/json"));
    QCOMPARE(codeOf(reply), QStringLiteral("rate_limited"));
    QCOMPARE(client.request(get("/here")).status, 200);
}

void TestHttp::turnsExceptionsInto500() {
    RawClient client(m_server->port());
    QTest::ignoreMessage(QtCriticalMsg, "The handler of /throw failed: boom");
    const Reply pool = client.request(get("/throw"));
    QCOMPARE(pool.status, 500);
    QCOMPARE(codeOf(pool), QStringLiteral("internal"));
    QVERIFY(!pool.body.contains("boom"));
    QTest::ignoreMessage(QtCriticalMsg, "The handler of /throw-here failed with an unknown exception");
    QCOMPARE(client.request(get("/throw-here")).status, 500);
    QCOMPARE(client.request(get("/here")).status, 200);
}

void TestHttp::answersWhenAHandlerLosesItsReply() {
    RawClient client(m_server->port());
    QCOMPARE(client.request(get("/lost")).status, 500);
}

void TestHttp::refusesToSplitAResponse() {
    RawClient client(m_server->port());
    QTest::ignoreMessage(QtCriticalMsg, "A handler gave a header that would split the response");
    const Reply reply = client.request(get("/split"));
    QCOMPARE(reply.status, 500);
    QCOMPARE(reply.count("set-cookie"), 0);
    QCOMPARE(client.request(get("/here")).status, 200);
}

void TestHttp::believesTrustedProxiesOnly() {
    const auto peer = [this](const QByteArray& forwarded) {
        RawClient client(m_server->port());
        const Reply reply = client.request(get("/what/x", "X-Forwarded-For: " + forwarded + "\r\n"));
        return QJsonDocument::fromJson(reply.body).object()[QStringLiteral("peer")].toString();
    };
    QCOMPARE(peer("203.0.113.7"), QStringLiteral("203.0.113.7"));
    // The client wrote the first one itself; our proxy added the second.
    QCOMPARE(peer("10.0.0.1, 203.0.113.7"), QStringLiteral("203.0.113.7"));
    QCOMPARE(peer("203.0.113.7, nonsense"), QStringLiteral("127.0.0.1"));
}

void TestHttp::takesTheFirstAnswerOnly() {
    RawClient client(m_server->port());
    QCOMPARE(client.request(get("/twice")).body, QByteArray("first"));
    QCOMPARE(client.request(get("/here")).body, QByteArray("here"));
}

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QJsonDocument>
#include <QTest>

#include <atomic>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

/// Requests that no server should take, each sent whole and byte by byte. Behind every one follows a request
/// that must never be answered: after a doubtful request, nothing that follows it on the connection can be
/// trusted to be one.
class TestBadRequests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }

    void refusesAndCloses_data();
    void refusesAndCloses();
    void refusesAndClosesByteByByte_data() { refusesAndCloses_data(); }
    void refusesAndClosesByteByByte();
    void takesOddButCorrectRequests_data();
    void takesOddButCorrectRequests();
    void refusesBeforeTheBodyArrives_data();
    void refusesBeforeTheBodyArrives();
    void theErrorArrivesThoughTheClientStillSends();

private:
    void check(bool byteByByte);
    std::unique_ptr<TestServer> m_server;
    std::atomic<int> m_smuggled{0};
};

void TestBadRequests::init() {
    m_smuggled = 0;
    ServerConfig config = testConfig();
    config.maxRequestTarget = 200;
    config.maxHeaderBytes = 1000;
    m_server = std::make_unique<TestServer>(config);
    const RouteOptions here{RunOn::NetworkThread, 64, true};
    m_server->router.add(
        Method::Get, "/", [](auto&, auto&) { return HttpResponse::noContent(); }, here);
    m_server->router.add(
        Method::Post, "/", [](auto&, auto&) { return HttpResponse::noContent(); }, here);
    m_server->router.add(
        Method::Get, "/{any}", [](auto&, auto&) { return HttpResponse::noContent(); }, here);
    m_server->router.add(
        Method::Get, "/smuggled",
        [this](auto&, auto&) {
            ++m_smuggled;
            return HttpResponse::noContent();
        },
        here);
    m_server->start();
}

void TestBadRequests::refusesAndCloses_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");

    const auto row = [](const char* name, const QByteArray& request, int status) {
        QTest::newRow(name) << request << status;
    };
    const auto lines = [](const QByteArray& extra) {
        return "GET / HTTP/1.1\r\nHost: h\r\n" + extra + "\r\n";
    };
    const auto posting = [](const QByteArray& extra, const QByteArray& body = {}) {
        return "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n" + extra + "\r\n" + body;
    };

    row("version 9.9", "GET / HTTP/9.9\r\nHost: h\r\n\r\n", 400);
    row("version 2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400);
    row("lower-case version", "GET / http/1.1\r\nHost: h\r\n\r\n", 400);
    row("no version", "GET /\r\nHost: h\r\n\r\n", 400);
    row("two blanks", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("tab as blank", "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("blank after version", "GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400);
    row("method not a token", "G@T / HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("binary", QByteArray("\x16\x03\x01\x02\x00\x01", 6), 400);
    row("NUL in header", lines(QByteArray("X: a\0b\r\n", 8)), 400);
    row("bare LF", "GET / HTTP/1.1\nHost: h\n\n", 400);
    row("bare LF in headers", "GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", 400);
    row("bare CR in header", "GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n", 400);

    row("no Host", "GET / HTTP/1.1\r\n\r\n", 400);
    row("two Hosts", lines("Host: h\r\n"), 400);
    row("Host with a path", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n", 400);
    row("Host with a user", "GET / HTTP/1.1\r\nHost: a@h\r\n\r\n", 400);
    row("header without colon", lines("Nonsense\r\n"), 400);
    row("header without name", lines(": x\r\n"), 400);
    row("blank before colon", lines("Content-Length : 5\r\n"), 400);
    row("folded header", lines("X: a\r\n b\r\n"), 400);
    row("first header folded", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400);
    row("control character", lines("X: a\x01\r\n"), 400);

    row("two lengths", posting("Content-Length: 2\r\nContent-Length: 2\r\n", "{}"), 400);
    row("two different lengths", posting("Content-Length: 2\r\nContent-Length: 0\r\n", "{}"), 400);
    row("list of lengths", posting("Content-Length: 2, 2\r\n", "{}"), 400);
    row("negative length", posting("Content-Length: -2\r\n", "{}"), 400);
    row("signed length", posting("Content-Length: +2\r\n", "{}"), 400);
    row("hex length", posting("Content-Length: 0x2\r\n", "{}"), 400);
    row("blank length", posting("Content-Length: \r\n", "{}"), 400);
    row("length with text", posting("Content-Length: 2 x\r\n", "{}"), 400);
    row("huge length", posting("Content-Length: 99999999999999999999999\r\n", "{}"), 413);
    row("length beyond 63 bits", posting("Content-Length: 18446744073709551618\r\n", "{}"), 413);
    row("chunked", posting("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 411);
    row("chunked and length", posting("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        411);
    row("identity", posting("Transfer-Encoding: identity\r\n", "0\r\n\r\n"), 411);
    row("obscured chunked", posting("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 411);

    row("body too large", posting("Content-Length: 65\r\n", QByteArray(65, ' ')), 413);
    row("not JSON", "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
        415);
    row("no type", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}", 415);
    row("unknown expectation", posting("Content-Length: 2\r\nExpect: wonders\r\n", "{}"), 400);

    row("WebSocket elsewhere", lines("Connection: Upgrade\r\nUpgrade: WebSocket\r\n"), 400);
    row("WebSocket elsewhere, oddly", lines("Connection: xupgrade\r\nUpgrade: a, websocket\r\n"), 400);
    row("WebSocket elsewhere, 1.0", "GET / HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        400);

    row("dot segments", "GET /a/../b HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("encoded dot segments", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("NUL in path", "GET /a%00b HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("bad percent", "GET /a%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("cut percent", "GET /a%2 HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("path not UTF-8", "GET /%ff%fe HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("raw byte in path", "GET /\xc3\xa9 HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("fragment", "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("backslash", "GET \\a HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("no slash", "GET a HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("absolute form of another host", "GET http://other/ HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    row("authority form", "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", 400);

    row("long target", "GET /" + QByteArray(300, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n", 414);
    row("endless target", "GET /" + QByteArray(3000, 'a'), 414);
    row("large header", lines("X: " + QByteArray(1000, 'a') + "\r\n"), 431);
    row("many headers", lines(QByteArray("X: y\r\n").repeated(200)), 431);
    row("endless headers", "GET / HTTP/1.1\r\nHost: h\r\n" + QByteArray("X: y\r\n").repeated(500), 431);
}

void TestBadRequests::check(bool byteByByte) {
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);

    RawClient client(m_server->port());
    const QByteArray bytes = request + get("/smuggled");
    if (byteByByte) {
        for (const char byte : bytes) {
            if (!client.isConnected())
                break;
            client.send(QByteArray(1, byte));
        }
    } else {
        client.send(bytes);
    }
    const Reply reply = client.reply();
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.header("connection"), QByteArray("close"));
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();
    QVERIFY(!json[QStringLiteral("error")].toObject()[QStringLiteral("code")].toString().isEmpty());
    QCOMPARE(client.readToEnd(), QByteArray());
    QVERIFY(client.waitForEnd());
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
    QCOMPARE(m_smuggled.load(), 0);
    // Nobody else was harmed.
    RawClient other(m_server->port());
    QCOMPARE(other.request(get("/")).status, 204);
}

void TestBadRequests::refusesAndCloses() {
    check(false);
}

void TestBadRequests::refusesAndClosesByteByByte() {
    check(true);
}

void TestBadRequests::takesOddButCorrectRequests_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("CR LF before it") << QByteArray("\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("empty Host") << QByteArray("GET / HTTP/1.1\r\nHost:\r\n\r\n");
    QTest::newRow("IPv6 Host") << QByteArray("GET / HTTP/1.1\r\nHost: [::1]:8090\r\n\r\n");
    QTest::newRow("absolute form") << QByteArray("GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("length of 0") << QByteArray("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("leading zeros") << QByteArray(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
        "Content-Length: 002\r\n\r\n{}");
    QTest::newRow("tabs around a value") << QByteArray("GET / HTTP/1.1\r\nHost:\th\t\r\n\r\n");
    QTest::newRow("bytes above 127 in a value")
        << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nX: \xc3\xa9\r\n\r\n");
    QTest::newRow("dots in a name") << QByteArray("GET /..a HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("upgrade to what we do not speak") << QByteArray(
        "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n");
}

void TestBadRequests::takesOddButCorrectRequests() {
    QFETCH(const QByteArray, request);
    RawClient client(m_server->port());
    QCOMPARE(client.request(request).status, 204);
    QCOMPARE(client.request(request).status, 204);
}

void TestBadRequests::refusesBeforeTheBodyArrives_data() {
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<int>("status");
    QTest::newRow("too large") << QByteArray("POST / HTTP/1.1\r\nContent-Type: application/json\r\n") << 413;
    QTest::newRow("not found") << QByteArray("POST /a/b HTTP/1.1\r\n") << 404;
    QTest::newRow("wrong method") << QByteArray("DELETE / HTTP/1.1\r\n") << 405;
}

void TestBadRequests::refusesBeforeTheBodyArrives() {
    QFETCH(const QByteArray, start);
    QFETCH(const int, status);
    RawClient client(m_server->port());
    client.send(start + "Host: h\r\nContent-Length: 1000000000\r\n\r\n");
    QCOMPARE(client.reply().status, status);
    QVERIFY(client.readToEnd().isEmpty());
}

void TestBadRequests::theErrorArrivesThoughTheClientStillSends() {
    RawClient client(m_server->port());
    client.send(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 8000000\r\n\r\n");
    client.send(
        QByteArray(8'000'000, ' ')); // far more than the kernel holds: the server must read and throw it away
    QCOMPARE(client.reply().status, 413);
}

QTEST_GUILESS_MAIN(TestBadRequests)
#include "tst_bad_requests.moc"

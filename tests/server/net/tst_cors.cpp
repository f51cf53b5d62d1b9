// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QTest>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

/// What a browser lets a web page of another origin do.
class TestCors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requests_data();
    void requests();
    void preflight();
    void preflightOfAStranger();
    void errorsCanBeRead();
    void allOrigins();
    void withoutAListThereIsNothing();

private:
    void start(const QList<QByteArray>& origins) {
        ServerConfig config = testConfig();
        config.allowedOrigins = origins;
        m_server = std::make_unique<TestServer>(config);
        const auto handler = [](const HttpRequest&, const PathArgs&) -> Result<HttpResponse> {
            return HttpResponse::json({});
        };
        m_server->router.add(Method::Get, "/thing", handler);
        m_server->router.add(Method::Patch, "/thing", handler);
        m_server->router.add(Method::Get, "/busy", [](const HttpRequest&, const PathArgs&) {
            return Result<HttpResponse>(fail(Error(ErrorCode::RateLimited).withRetryAfter(3)));
        });
        m_server->start();
    }
    Reply ask(const QByteArray& request) { return RawClient(m_server->port()).request(request); }
    static QByteArray options(const QByteArray& origin) {
        return "OPTIONS /thing HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin +
               "\r\nAccess-Control-Request-Method: PATCH\r\n"
               "Access-Control-Request-Headers: authorization,content-type\r\n\r\n";
    }

    std::unique_ptr<TestServer> m_server;
};

void TestCors::requests_data() {
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("listed") << QByteArray("https://chat.example") << true;
    QTest::newRow("listed second") << QByteArray("http://localhost:3000") << true;
    QTest::newRow("in capitals, as in the handshake") << QByteArray("https://CHAT.example") << true;
    QTest::newRow("other scheme") << QByteArray("http://chat.example") << false;
    QTest::newRow("other port") << QByteArray("https://chat.example:8443") << false;
    QTest::newRow("longer") << QByteArray("https://chat.example.evil.example") << false;
    QTest::newRow("of a file") << QByteArray("null") << false;
    QTest::newRow("none") << QByteArray() << false;
}

void TestCors::requests() {
    QFETCH(const QByteArray, origin);
    QFETCH(const bool, allowed);
    start({"https://chat.example", "http://localhost:3000"});
    const Reply reply = ask(get("/thing", origin.isEmpty() ? QByteArray() : "Origin: " + origin + "\r\n"));
    QCOMPARE(reply.status, 200); // it is the browser that keeps a page from reading it
    QCOMPARE(reply.header("access-control-allow-origin"), allowed ? origin : QByteArray());
    QCOMPARE(reply.count("access-control-allow-origin"), allowed ? 1 : 0);
    QCOMPARE(reply.header("access-control-expose-headers"),
             allowed ? QByteArray("X-Request-Id, Retry-After") : QByteArray());
    QCOMPARE(reply.header("vary"), QByteArray("Origin"));
    QCOMPARE(reply.count("access-control-allow-credentials"), 0);
}

void TestCors::preflight() {
    start({"https://chat.example"});
    const Reply reply = ask(options("https://chat.example"));
    QCOMPARE(reply.status, 204);
    QVERIFY(reply.body.isEmpty());
    QCOMPARE(reply.header("access-control-allow-origin"), QByteArray("https://chat.example"));
    const QList<QByteArray> methods =
        reply.header("access-control-allow-methods").replace(' ', "").split(',');
    QVERIFY(methods.contains("GET") && methods.contains("PATCH"));
    QVERIFY(!methods.contains("DELETE"));
    QCOMPARE(reply.header("access-control-allow-headers"), QByteArray("Authorization, Content-Type"));
    QCOMPARE(reply.header("access-control-max-age"), QByteArray("7200"));
    QCOMPARE(reply.header("vary"), QByteArray("Origin"));
}

void TestCors::preflightOfAStranger() {
    start({"https://chat.example"});
    const Reply reply = ask(options("https://evil.example"));
    QCOMPARE(reply.status, 204);
    for (const auto& [name, value] : reply.headers)
        QVERIFY2(!name.toLower().startsWith("access-control-"), name.constData());
}

void TestCors::errorsCanBeRead() {
    start({"https://chat.example"});
    const Reply busy = ask(get("/busy", "Origin: https://chat.example\r\n"));
    QCOMPARE(busy.status, 429);
    QCOMPARE(busy.header("retry-after"), QByteArray("3"));
    QCOMPARE(busy.header("access-control-allow-origin"), QByteArray("https://chat.example"));
    const Reply nowhere = ask(get("/nowhere", "Origin: https://chat.example\r\n"));
    QCOMPARE(nowhere.status, 404);
    QCOMPARE(nowhere.header("access-control-allow-origin"), QByteArray("https://chat.example"));
}

void TestCors::allOrigins() {
    start({"*"});
    const Reply reply = ask(get("/thing", "Origin: https://anybody.example\r\n"));
    QCOMPARE(reply.header("access-control-allow-origin"), QByteArray("*"));
    QCOMPARE(reply.count("vary"), 0); // the answer is the same for all
    QCOMPARE(ask(options("https://anybody.example")).header("access-control-allow-origin"), QByteArray("*"));
}

void TestCors::withoutAListThereIsNothing() {
    start({});
    const Reply reply = ask(get("/thing", "Origin: https://chat.example\r\n"));
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.count("access-control-allow-origin"), 0);
    QCOMPARE(reply.count("vary"), 0);
    QCOMPARE(ask(options("https://chat.example")).status, 204);
}

QTEST_GUILESS_MAIN(TestCors)
#include "tst_cors.moc"

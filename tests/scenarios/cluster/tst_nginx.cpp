// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/cluster/fake_gateway.h"
#include "tests/support/http_test_client.h"
#include "tests/support/nginx_process.h"
#include "tests/support/raw_socket.h"

#include <QTest>

using namespace parlor;
using namespace std::chrono_literals;
using test::FakeGateway;
using test::NginxProcess;

/// What packaging/nginx/parlor.conf does to requests, seen from both of its sides. (What it is worth in front
/// of a real cluster: tst_gateways.)
class TestNginx : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// nginx may have sent it, the gateway may have done it: only the client knows how to ask again.
    void aPostThatWasSentIsNotSentAgain() {
        FakeGateway dying(FakeGateway::Behaviour::Dies);
        FakeGateway other(FakeGateway::Behaviour::Dies);
        NginxProcess nginx;
        nginx.setGateways({dying.url(), other.url()});
        QVERIFY2(nginx.start(), nginx.errorOutput().constData());
        const auto answer = test::HttpTestClient(nginx.url())
                                .post("/api/v1/rooms", {{QStringLiteral("name"), QStringLiteral("x")}});
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.errorCode(), QStringLiteral("unavailable"));
        QCOMPARE(dying.requests().size() + other.requests().size(), 1);
    }

    void aGetIsAskedOfAnother() {
        FakeGateway dying(FakeGateway::Behaviour::Dies);
        FakeGateway good(FakeGateway::Behaviour::Answers);
        NginxProcess nginx;
        nginx.setGateways({dying.url(), good.url()});
        QVERIFY2(nginx.start(), nginx.errorOutput().constData());
        for (int i = 0; i < 4; ++i) // whichever is asked first
            QCOMPARE(test::HttpTestClient(nginx.url()).get("/api/v1/server").status, 200);
        QVERIFY(!dying.requests().isEmpty());
    }

    /// Whether it is because of this one gateway that it cannot be done, nginx may find out only where that
    /// is harmless.
    void whatCannotBeServedIsAskedOfAnother() {
        FakeGateway waiting(FakeGateway::Behaviour::Waits);
        FakeGateway good(FakeGateway::Behaviour::Answers);
        NginxProcess nginx;
        nginx.setGateways({waiting.url(), good.url()});
        QVERIFY2(nginx.start(), nginx.errorOutput().constData());
        for (int i = 0; i < 4; ++i)
            QCOMPARE(test::HttpTestClient(nginx.url()).get("/api/v1/server").status, 200);
        QVERIFY(!waiting.requests().isEmpty());

        FakeGateway other(FakeGateway::Behaviour::Waits);
        nginx.setGateways({waiting.url(), other.url()});
        QVERIFY2(nginx.start(), nginx.errorOutput().constData());
        const qsizetype before = waiting.requests().size();
        QCOMPARE(test::HttpTestClient(nginx.url()).post("/api/v1/rooms").status, 503);
        QCOMPARE(waiting.requests().size() - before + other.requests().size(), 1);
    }

    void aGatewayThatIsAwayCostsNothing() {
        FakeGateway away(FakeGateway::Behaviour::Answers);
        FakeGateway good(FakeGateway::Behaviour::Answers);
        away.stopListening();
        NginxProcess nginx;
        nginx.setGateways({away.url(), good.url()});
        QVERIFY2(nginx.start(), nginx.errorOutput().constData());
        for (int i = 0; i < 4; ++i)
            QCOMPARE(test::HttpTestClient(nginx.url()).post("/api/v1/rooms").status, 200);
        QCOMPARE(good.requests().size(), 4);
    }

    void withoutAnyGatewayItSaysSo() {
        FakeGateway away(FakeGateway::Behaviour::Answers);
        away.stopListening();
        NginxProcess nginx;
        nginx.setGateways({away.url()});
        QVERIFY2(nginx.start(), nginx.errorOutput().constData());
        for (int i = 0; i < 2; ++i) { // once it cannot connect, once it does not even try
            const auto answer = test::HttpTestClient(nginx.url()).get("/api/v1/server");
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.errorCode(), QStringLiteral("unavailable"));
            QCOMPARE(answer.header("retry-after"), QByteArray("1"));
        }
        // A WebSocket client that is told so is not left waiting.
        test::RawSocket socket(nginx.url());
        QVERIFY(!socket.upgrade(nginx.url()));
        QVERIFY(socket.waitClosed(5s));
    }

    void metricsAreNobodysBusiness() {
        FakeGateway good(FakeGateway::Behaviour::Answers);
        NginxProcess nginx;
        nginx.setGateways({good.url()});
        QVERIFY2(nginx.start(), nginx.errorOutput().constData());
        for (const char* path : {"/metrics", "/metrics?x=1", "//metrics", "/%6detrics", "/x/../metrics"}) {
            const auto answer = test::HttpTestClient(nginx.url()).get(path);
            QCOMPARE(answer.status, 404);
            QCOMPARE(answer.errorCode(), QStringLiteral("not_found"));
        }
        QVERIFY(good.requests().isEmpty());
    }

    void aLargeBodyIsTurnedAway() {
        FakeGateway good(FakeGateway::Behaviour::Answers);
        NginxProcess nginx;
        nginx.setGateways({good.url()});
        QVERIFY2(nginx.start(), nginx.errorOutput().constData());
        test::HttpTestClient http(nginx.url());
        const QByteArray largest(256 * 1024, ' ');
        QCOMPARE(http.request("POST", "/api/v1/rooms", largest, "application/json").status, 200);
        const auto answer = http.request("POST", "/api/v1/rooms", largest + ' ', "application/json");
        QCOMPARE(answer.status, 413);
        QCOMPARE(answer.errorCode(), QStringLiteral("too_large"));
        QCOMPARE(good.requests().size(), 1);
    }

    /// Rate limits are per address: a client must not be able to claim another one.
    void theClientsAddressIsNginxsWord() {
        FakeGateway good(FakeGateway::Behaviour::Answers);
        NginxProcess nginx;
        nginx.setGateways({good.url()});
        QVERIFY2(nginx.start(), nginx.errorOutput().constData());
        const QByteArray host = "127.0.0.1:" + QByteArray::number(nginx.url().port());
        test::RawSocket socket(nginx.url());
        socket.send("GET /ws?token=topsecret HTTP/1.1\r\nHost: " + host +
                    "\r\nX-Forwarded-For: 192.0.2.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        QVERIFY(socket.waitForBytes("200 OK"));
        const QByteArray request = good.requests().value(0).toLower();
        QVERIFY2(request.contains("x-forwarded-for: 127.0.0.1\r\n"), request.constData());
        QVERIFY2(!request.contains("192.0.2.1"), request.constData());
        QVERIFY2(request.contains("x-forwarded-proto: http\r\n"), request.constData());
        QVERIFY2(request.contains("host: " + host + "\r\n"), request.constData());
        QVERIFY2(request.contains("upgrade: websocket\r\n"), request.constData());
        QVERIFY2(request.contains("connection: upgrade\r\n"), request.constData());
        // And what it writes down is not what lets others in.
        QTRY_VERIFY(nginx.accessLog().contains("\"GET /ws HTTP/1.1\" 200"));
        QVERIFY2(!nginx.accessLog().contains("topsecret"), nginx.accessLog().constData());
    }
};

QTEST_GUILESS_MAIN(TestNginx)
#include "tst_nginx.moc"

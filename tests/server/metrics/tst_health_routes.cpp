// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/health_routes.h"
#include "tests/server/metrics/exposition_parser.h"
#include "tests/server/net/net_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSemaphore>
#include <QTest>

#include <algorithm>

using namespace parlor;
using namespace parlor::net::test;
using parlor::test::ExpositionParser;

namespace {

const QHostAddress loopback(QHostAddress::LocalHost);

QJsonObject objectOf(const Reply& reply) {
    return QJsonDocument::fromJson(reply.body).object();
}

} // namespace

class TestHealthRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhetherItIsReady();
    void showsMetricsToThoseAllowed_data();
    void showsMetricsToThoseAllowed();
    void hasNoMetricsWithoutARegistry();
    void answersWhileThePoolIsStuck();
    void boundsThoseWhoWait();
};

void TestHealthRoutes::tellsWhetherItIsReady() {
    QMutex mutex;
    QStringList reasons{QStringLiteral("the store is away"), QStringLiteral("so is the log")};
    HealthRoutes routes({[&] {
                             const QMutexLocker lock(&mutex);
                             return reasons;
                         },
                         nullptr,
                         {}});
    TestServer server;
    routes.addTo(server.router);
    server.start();
    RawClient client(server.port());
    const Reply live = client.request(get("/health/live"));
    QCOMPARE(live.status, 200);
    QCOMPARE(objectOf(live), (QJsonObject{{QStringLiteral("status"), QStringLiteral("live")}}));
    const Reply not_yet = client.request(get("/health/ready"));
    QCOMPARE(not_yet.status, 503);
    QCOMPARE(objectOf(not_yet),
             (QJsonObject{{QStringLiteral("status"), QStringLiteral("not ready")},
                          {QStringLiteral("reasons"), QJsonArray::fromStringList(reasons)}}));
    {
        const QMutexLocker lock(&mutex);
        reasons.clear();
    }
    const Reply ready = client.request(get("/health/ready"));
    QCOMPARE(ready.status, 200);
    QCOMPARE(objectOf(ready), (QJsonObject{{QStringLiteral("status"), QStringLiteral("ready")}}));
}

void TestHealthRoutes::showsMetricsToThoseAllowed_data() {
    QTest::addColumn<QString>("subnet");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<bool>("shown");
    const QString local = QStringLiteral("127.0.0.0/8");
    QTest::newRow("local") << local << QByteArray() << true;
    QTest::newRow("elsewhere") << QStringLiteral("10.0.0.0/8") << QByteArray() << false;
    QTest::newRow("through a proxy") << local << QByteArray("X-Forwarded-For: 127.0.0.1\r\n") << false;
    QTest::newRow("through another proxy") << local << QByteArray("Forwarded: for=127.0.0.1\r\n") << false;
    QTest::newRow("claims to be allowed")
        << QStringLiteral("10.0.0.0/8") << QByteArray("X-Forwarded-For: 10.0.0.1\r\n") << false;
}

void TestHealthRoutes::showsMetricsToThoseAllowed() {
    QFETCH(QString, subnet);
    QFETCH(QByteArray, headers);
    QFETCH(bool, shown);
    metrics::Registry registry;
    metrics::Counter counter;
    counter.add(3);
    const auto kept = registry.add("x_total", "x", counter);
    HealthRoutes routes({[] { return QStringList(); }, &registry, {QHostAddress::parseSubnet(subnet)}});
    // The address that counts is the connection's, whatever proxies are trusted.
    net::ServerConfig config = testConfig();
    config.trustedProxies = {{loopback, 32}};
    TestServer server(config);
    routes.addTo(server.router);
    server.start();
    const Reply reply = RawClient(server.port()).request(get("/metrics", headers));
    QCOMPARE(reply.status, shown ? 200 : 404);
    if (!shown) {
        QVERIFY(!reply.body.contains("x_total"));
        return;
    }
    QVERIFY(reply.header("content-type").startsWith("text/plain; version=0.0.4"));
    QCOMPARE(ExpositionParser(reply.body).value("x_total"), 3.0);
}

void TestHealthRoutes::hasNoMetricsWithoutARegistry() {
    HealthRoutes routes({[] { return QStringList(); }, nullptr, {{loopback, 32}}});
    TestServer server;
    routes.addTo(server.router);
    server.start();
    QCOMPARE(RawClient(server.port()).request(get("/metrics")).status, 404);
}

void TestHealthRoutes::answersWhileThePoolIsStuck() {
    metrics::Registry registry;
    HealthRoutes routes({[] { return QStringList(); }, &registry, {{loopback, 32}}});
    QSemaphore entered;
    QSemaphore released;
    TestServer server;
    server.pool.setMaxThreadCount(1);
    server.router.add(net::Method::Get, "/stuck", [&](const net::HttpRequest&, const net::PathArgs&) {
        entered.release();
        released.acquire();
        return Result<net::HttpResponse>(net::HttpResponse::noContent());
    });
    routes.addTo(server.router);
    server.start();
    RawClient stuck(server.port());
    stuck.send(get("/stuck"));
    QVERIFY(entered.tryAcquire(1, 20'000));
    RawClient client(server.port());
    for (const char* path : {"/health/live", "/health/ready", "/metrics"})
        QCOMPARE(client.request(get(path)).status, 200);
    released.release();
    QCOMPARE(stuck.reply().status, 204);
}

void TestHealthRoutes::boundsThoseWhoWait() {
    QSemaphore released;
    HealthRoutes routes({[&released] {
                             released.acquire();
                             return QStringList();
                         },
                         nullptr,
                         {}});
    TestServer server;
    routes.addTo(server.router);
    server.start();
    constexpr int probes = 40;
    constexpr int bound = 32;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < probes; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        clients.back()->send(get("/health/ready"));
    }
    // As many as are too many are told so before anybody is answered.
    int refused = 0;
    QTRY_VERIFY(([&] {
        refused = int(std::count_if(clients.begin(), clients.end(), [](const auto& client) {
            client->socket().waitForReadyRead(1);
            return client->socket().bytesAvailable() > 0;
        }));
        return refused == probes - bound;
    }()));
    released.release(bound);
    int ready = 0;
    for (const auto& client : clients) {
        const Reply reply = client->reply();
        QVERIFY(reply.status == 200 || reply.header("retry-after") == "1");
        ready += reply.status == 200 ? 1 : 0;
    }
    QCOMPARE(ready, bound);
}

QTEST_GUILESS_MAIN(TestHealthRoutes)
#include "tst_health_routes.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QRegularExpression>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QWebSocket>
#include <QtEndian>

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

using namespace std::chrono_literals;

/// Start and stop, and limits of the whole server.
class TestServerLife : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void aPortInUseIsNamed();
    void anAddressThatIsNotOursIsNamed();
    void spreadsConnectionsOverItsThreads();
    void refusesBeyondItsLimitOfConnections();
    void goesOnAfterTheDescriptorsRanOut();
    void stopAnswersWhatIsInFlight();
    void stopClosesWebSockets();
    void stopDoesNotWaitForever();
    void afterItStopsAcceptingOldConnectionsEnd();
    void talksToQtsOwnClient();

private:
    std::unique_ptr<TestServer> m_server;
    QSemaphore m_gate;
};

void TestServerLife::cleanup() {
    m_gate.release(1000);
    m_server.reset();
    m_gate.acquire(m_gate.available());
}

void TestServerLife::aPortInUseIsNamed() {
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress(QHostAddress::LocalHost)));
    ServerConfig config = testConfig();
    config.port = other.serverPort();
    Router router;
    TestFactory factory;
    QThreadPool pool;
    Server server(config, router, factory, pool);
    const auto started = server.start();
    QVERIFY(!started);
    QCOMPARE(started.error().code(), ErrorCode::Io);
    QVERIFY(started.error().message().startsWith(
        QStringLiteral("port %1 on 127.0.0.1 is in use").arg(other.serverPort())));
    server.stop(); // harmless
}

void TestServerLife::anAddressThatIsNotOursIsNamed() {
    ServerConfig config = testConfig();
    config.address = QHostAddress(QStringLiteral("203.0.113.1"));
    Router router;
    TestFactory factory;
    QThreadPool pool;
    Server server(config, router, factory, pool);
    const auto started = server.start();
    QVERIFY(!started);
    QVERIFY(started.error().message().contains(QStringLiteral("203.0.113.1")));
}

void TestServerLife::spreadsConnectionsOverItsThreads() {
    m_server = std::make_unique<TestServer>();
    m_server->start();
    QCOMPARE(m_server->server().threadCount(), 2);
    std::vector<std::unique_ptr<RawWebSocket>> sockets;
    for (int i = 0; i < 10; ++i)
        sockets.push_back(std::make_unique<RawWebSocket>(m_server->port()));
    QTRY_COMPARE(m_server->factory.openCount(), 10);
    int first = 0;
    for (int i = 0; i < 10; ++i)
        first += m_server->factory.threadOf(i) == 0 ? 1 : 0;
    QCOMPARE(first, 5);
}

void TestServerLife::refusesBeyondItsLimitOfConnections() {
    ServerConfig config = testConfig();
    config.maxConnections = 3;
    m_server = std::make_unique<TestServer>(config);
    m_server->start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_server->port()));
        QCOMPARE(clients.back()->request(get("/nowhere")).status, 404);
    }
    RawClient fourth(m_server->port());
    QCOMPARE(fourth.reply().status, 503);
    QVERIFY(fourth.waitForEnd());
    QCOMPARE(clients.front()->request(get("/nowhere")).status, 404);
    clients.pop_back();
    QTRY_COMPARE(m_server->server().connectionCount(), 2);
    RawClient fifth(m_server->port());
    QCOMPARE(fifth.request(get("/nowhere")).status, 404);
}

void TestServerLife::goesOnAfterTheDescriptorsRanOut() {
    ServerConfig config = testConfig();
    config.maxConnections = 1000000;
    m_server = std::make_unique<TestServer>(config);
    m_server->start();
    RawClient before(m_server->port());
    QCOMPARE(before.request(get("/nowhere")).status, 404);
    RawClient waiting(m_server->port()); // has its own descriptor; the server's end is next
    QCOMPARE(waiting.request(get("/nowhere")).status, 404);

    // A client whose connection the kernel has accepted, and for which the server has no descriptor left.
    rlimit limit{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^Cannot accept a connection")));
    std::vector<int> hoard;
    rlimit low = limit;
    low.rlim_cur = 400;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
    const int own = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    for (int fd = ::dup(0); fd >= 0; fd = ::dup(0))
        hoard.push_back(fd);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = qToBigEndian(m_server->port());
    address.sin_addr.s_addr = qToBigEndian(quint32(INADDR_LOOPBACK));
    QCOMPARE(::connect(own, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    // The others are served meanwhile; newcomers come after those who had something to say in the same turn.
    for (int i = 0; i < 2; ++i)
        QCOMPARE(before.request(get("/nowhere")).status, 404);
    for (const int fd : hoard)
        ::close(fd);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);

    const QByteArray request = get("/nowhere");
    QCOMPARE(::send(own, request.constData(), std::size_t(request.size()), 0), ssize_t(request.size()));
    char byte = 0;
    QCOMPARE(::recv(own, &byte, 1, 0), ssize_t(1));
    QCOMPARE(byte, 'H');
    ::close(own);
}

void TestServerLife::stopAnswersWhatIsInFlight() {
    m_server = std::make_unique<TestServer>();
    std::atomic<bool> running{false};
    m_server->router.add(Method::Get, "/wait", [&](auto&, auto&) {
        running = true;
        m_gate.acquire();
        return HttpResponse::noContent();
    });
    m_server->start();
    RawClient busy(m_server->port());
    RawClient idle(m_server->port());
    QCOMPARE(idle.request(get("/nowhere")).status, 404);
    busy.send(get("/wait"));
    QTRY_VERIFY(running.load());
    std::thread stopper([this] { m_server->server().stop(20s); });
    QVERIFY(idle.waitForEnd()); // stopping has begun
    m_gate.release();
    const Reply reply = busy.reply();
    QCOMPARE(reply.status, 204);
    QCOMPARE(reply.header("connection"), QByteArray("close"));
    busy.socket().disconnectFromHost();
    stopper.join();
    QCOMPARE(m_server->server().connectionCount(), 0);
    RawClient late(m_server->port());
    QVERIFY(!late.isConnected());
    m_server->server().stop(); // again: harmless
}

void TestServerLife::stopClosesWebSockets() {
    m_server = std::make_unique<TestServer>();
    m_server->start();
    RawWebSocket socket(m_server->port());
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    std::thread stopper([this] { m_server->server().stop(20s); });
    const auto close = socket.read();
    QCOMPARE(int(close.closeCode()), 1001);
    QVERIFY(socket.finishClose());
    stopper.join();
    QVERIFY(m_server->factory.log(0)->isClosed());
}

void TestServerLife::afterItStopsAcceptingOldConnectionsEnd() {
    m_server = std::make_unique<TestServer>();
    std::atomic<bool> running{false};
    m_server->router.add(Method::Get, "/wait", [&](auto&, auto&) {
        running = true;
        m_gate.acquire();
        return HttpResponse::noContent();
    });
    m_server->start();
    RawWebSocket socket(m_server->port());
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    RawClient busy(m_server->port());
    RawClient idle(m_server->port());
    RawClient upgrading(m_server->port());
    QCOMPARE(idle.request(get("/nowhere")).header("connection"), QByteArray());
    QCOMPARE(upgrading.request(get("/nowhere")).status, 404);
    busy.send(get("/wait"));
    QTRY_VERIFY(running.load());

    m_server->server().stopAccepting();
    m_server->server().stopAccepting(); // again: harmless
    RawClient late(m_server->port());
    QVERIFY(!late.isConnected());
    Reply reply = idle.request(get("/nowhere"));
    QCOMPARE(reply.status, 404); // served, as the last one
    QCOMPARE(reply.header("connection"), QByteArray("close"));
    QVERIFY(idle.waitForEnd());
    reply = upgrading.request(RawWebSocket::handshakeRequest("/ws"));
    QCOMPARE(reply.status, 503);
    QVERIFY(!reply.header("retry-after").isEmpty());
    QVERIFY(upgrading.waitForEnd());
    m_gate.release();
    reply = busy.reply();
    QCOMPARE(reply.status, 204);
    QCOMPARE(reply.header("connection"), QByteArray("close"));
    socket.sendText("still here");
    QTRY_COMPARE(m_server->factory.log(0)->received(), QList<QByteArray>{"still here"});
}

void TestServerLife::stopDoesNotWaitForever() {
    m_server = std::make_unique<TestServer>();
    std::atomic<bool> running{false};
    m_server->router.add(Method::Get, "/wait", [&](auto&, auto&) {
        running = true;
        m_gate.acquire();
        return HttpResponse::noContent();
    });
    m_server->start();
    RawClient busy(m_server->port());
    RawWebSocket socket(m_server->port());
    busy.send(get("/wait"));
    QTRY_VERIFY(running.load());
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    m_server->server().stop(100ms); // the WebSocket's peer answers nothing either
    QVERIFY(m_server->factory.log(0)->isClosed());
    QVERIFY(busy.waitForEnd());
    m_gate.release(); // the answer finds nobody
}

void TestServerLife::talksToQtsOwnClient() {
    m_server = std::make_unique<TestServer>();
    m_server->factory.onText = [](WebSocketConnection& connection, const QByteArray& text) {
        connection.send(SharedFrame::text(text));
        if (text == "bye")
            connection.close(CloseCode::Normal, "bye");
    };
    m_server->start();
    QWebSocket client;
    QSignalSpy connected(&client, &QWebSocket::connected);
    QSignalSpy texts(&client, &QWebSocket::textMessageReceived);
    QSignalSpy disconnected(&client, &QWebSocket::disconnected);
    QNetworkRequest request(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(m_server->port())));
    request.setRawHeader("Sec-WebSocket-Protocol", "parlor.v1");
    client.open(request);
    QVERIFY(connected.wait());
    QCOMPARE(client.subprotocol(), QStringLiteral("parlor.v1"));
    const QString text = QString::fromUtf8("Gr\xc3\xbc\xc3\x9f Gott \xf0\x9f\x91\x8b").repeated(1000);
    client.sendTextMessage(text);
    QTRY_COMPARE(texts.size(), 1);
    QCOMPARE(texts.first().first().toString(), text);
    client.sendTextMessage(QStringLiteral("bye"));
    QTRY_COMPARE(disconnected.size(), 1);
    QCOMPARE(texts.size(), 2);
    QCOMPARE(client.closeReason(), QStringLiteral("bye"));
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
}

QTEST_GUILESS_MAIN(TestServerLife)
#include "tst_server.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryDir>
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

/// Start and stop, limits of the whole server, TLS.
class TestServerLife : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void aPortInUseIsNamed();
    void anAddressThatIsNotOursIsNamed();
    void badTlsFilesAreNamed_data();
    void badTlsFilesAreNamed();
    void spreadsConnectionsOverItsThreads();
    void refusesBeyondItsLimitOfConnections();
    void goesOnAfterTheDescriptorsRanOut();
    void stopAnswersWhatIsInFlight();
    void stopClosesWebSockets();
    void stopDoesNotWaitForever();
    void afterItStopsAcceptingOldConnectionsEnd();
    void speaksTls();
    void plainHttpOnTlsIsDropped();
    void talksToQtsOwnClient();

private:
    std::unique_ptr<TestServer> m_server;
    QTemporaryDir m_dir;
    QByteArray m_certificate;
    QByteArray m_key;
    QSemaphore m_gate;
};

void TestServerLife::initTestCase() {
    m_certificate = QFile::encodeName(m_dir.filePath(QStringLiteral("cert.pem")));
    m_key = QFile::encodeName(m_dir.filePath(QStringLiteral("key.pem")));
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                   QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                   QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                   QStringLiteral("-keyout"), QFile::decodeName(m_key), QStringLiteral("-out"),
                   QFile::decodeName(m_certificate), QStringLiteral("-days"), QStringLiteral("2"),
                   QStringLiteral("-subj"), QStringLiteral("/CN=localhost"), QStringLiteral("-addext"),
                   QStringLiteral("subjectAltName=DNS:localhost")});
    QVERIFY(openssl.waitForFinished());
    QVERIFY2(openssl.exitCode() == 0, openssl.readAllStandardError().constData());
}

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

void TestServerLife::badTlsFilesAreNamed_data() {
    QTest::addColumn<bool>("certificate"); // which of the two is bad
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no certificate file") << true << QByteArray() << ErrorCode::Io;
    QTest::newRow("no key file") << false << QByteArray() << ErrorCode::Io;
    QTest::newRow("certificate is not one") << true << QByteArray("hello") << ErrorCode::Corrupt;
    QTest::newRow("key is not one") << false << QByteArray("hello") << ErrorCode::Corrupt;
}

void TestServerLife::badTlsFilesAreNamed() {
    QFETCH(const bool, certificate);
    QFETCH(const QByteArray, content);
    QFETCH(const ErrorCode, code);
    QTemporaryDir dir;
    const QString bad = dir.filePath(QStringLiteral("bad.pem"));
    if (!content.isEmpty()) {
        QFile file(bad);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    ServerConfig config = testConfig();
    config.tlsCertificateFile = certificate ? QFile::encodeName(bad) : m_certificate;
    config.tlsKeyFile = certificate ? m_key : QFile::encodeName(bad);
    Router router;
    TestFactory factory;
    QThreadPool pool;
    Server server(config, router, factory, pool);
    const auto started = server.start();
    QVERIFY(!started);
    QCOMPARE(started.error().code(), code);
    QVERIFY(started.error().message().contains(bad));
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

void TestServerLife::speaksTls() {
    ServerConfig config = testConfig();
    config.tlsCertificateFile = m_certificate;
    config.tlsKeyFile = m_key;
    m_server = std::make_unique<TestServer>(config);
    const QByteArray big(3'000'000, 'x');
    m_server->router.add(Method::Get, "/big", [&big](const HttpRequest& request, auto&) {
        HttpResponse response;
        response.body = request.secure ? big : QByteArray();
        return response;
    });
    m_server->factory.onText = [](WebSocketConnection& connection, const QByteArray& text) {
        for (int i = 0; i < 100; ++i)
            connection.send(SharedFrame::text(text + ' ' + QByteArray::number(i)));
    };
    m_server->start();

    const auto connectTo = [this](QSslSocket& socket) {
        QSslConfiguration trust = socket.sslConfiguration();
        trust.setCaCertificates(QSslCertificate::fromPath(QFile::decodeName(m_certificate)));
        socket.setSslConfiguration(trust);
        socket.setPeerVerifyName(QStringLiteral("localhost"));
        socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_server->port());
        return socket.waitForEncrypted();
    };
    QSslSocket http;
    QVERIFY2(connectTo(http), qPrintable(http.errorString()));
    http.write(get("/big", "Connection: close\r\n"));
    QByteArray received;
    while (http.state() == QAbstractSocket::ConnectedState && http.waitForReadyRead())
        received += http.readAll();
    received += http.readAll();
    QVERIFY(received.startsWith("HTTP/1.1 200"));
    QVERIFY(received.endsWith(big));

    QSslSocket socket;
    QVERIFY(connectTo(socket));
    socket.write(RawWebSocket::handshakeRequest("/ws") + RawWebSocket::frame(0x81, "hello"));
    QByteArray expected;
    for (int i = 0; i < 100; ++i)
        expected += SharedFrame::text("hello " + QByteArray::number(i)).bytes();
    received.clear();
    while (!received.endsWith(expected) && socket.waitForReadyRead())
        received += socket.readAll();
    QVERIFY(received.startsWith("HTTP/1.1 101"));
    QVERIFY(received.endsWith(expected));
    QVERIFY(m_server->factory.connection(0)->request().secure);
}

void TestServerLife::plainHttpOnTlsIsDropped() {
    ServerConfig config = testConfig();
    config.tlsCertificateFile = m_certificate;
    config.tlsKeyFile = m_key;
    config.handshakeDeadline = 300ms;
    m_server = std::make_unique<TestServer>(config);
    m_server->start();
    RawClient plain(m_server->port());
    plain.send(get("/nowhere"));
    QVERIFY(plain.waitForEnd());
    RawClient silent(m_server->port()); // never begins its handshake
    QVERIFY(silent.waitForEnd());
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
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

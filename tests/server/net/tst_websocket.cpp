// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QTest>

#include <atomic>
#include <stdexcept>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

using namespace std::chrono_literals;

/// WebSocket over real sockets: what a correct client gets, and how connections end.
class TestWebSocket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void handshake_data();
    void handshake();
    void tellsTheHandlerWhoAsked();
    void echoesInOrder();
    void takesAFrameThatCameWithTheHandshake();
    void joinsFragments();
    void encodesFramesOfEverySize_data();
    void encodesFramesOfEverySize();
    void coalescesWhatIsSentInOneTurn();
    void pausesReading();
    void answersPings();
    void closesWhenAsked();
    void theServerCloses();
    void survivesAHandlerThatThrows();
    void refusesToMakeAHandler();
    void postsInOrderWithFewWakeUps();

private:
    void start(ServerConfig config = testConfig());
    std::unique_ptr<TestServer> m_server;
};

void TestWebSocket::start(ServerConfig config) {
    m_server = std::make_unique<TestServer>(config);
    m_server->factory.onText = [](WebSocketConnection& connection, const QByteArray& text) {
        connection.send(SharedFrame::text(text));
    };
    m_server->start();
}

void TestWebSocket::handshake_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");

    const auto handshake = [](const QByteArray& extra, const QByteArray& path = "/ws") {
        return RawWebSocket::handshakeRequest(path, extra);
    };
    const QByteArray none;
    // The answer to the key of RFC 6455, 1.3.
    QTest::newRow("plain") << handshake({}) << 101 << QByteArray("sec-websocket-accept")
                           << QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    QTest::newRow("subprotocol") << handshake("Sec-WebSocket-Protocol: other, parlor.v1\r\n") << 101
                                 << QByteArray("sec-websocket-protocol") << QByteArray("parlor.v1");
    QTest::newRow("no subprotocol of ours") << handshake("Sec-WebSocket-Protocol: other\r\n") << 101
                                            << QByteArray("sec-websocket-protocol") << none;
    QTest::newRow("own origin") << handshake("Origin: http://localhost\r\n") << 101 << none << none;
    QTest::newRow("listed origin") << handshake("Origin: https://chat.example\r\n") << 101 << none << none;
    QTest::newRow("foreign origin") << handshake("Origin: https://evil.example\r\n") << 403 << none << none;
    QTest::newRow("origin of another port")
        << handshake("Origin: http://localhost:81\r\n") << 403 << none << none;
    QTest::newRow("null origin") << handshake("Origin: null\r\n") << 403 << none << none;
    QTest::newRow("other path") << handshake({}, "/wss") << 400 << none << none;
    QTest::newRow("no upgrade") << get("/ws") << 426 << QByteArray("upgrade") << QByteArray("websocket");
    QTest::newRow("old version") << handshake({}).replace("Version: 13", "Version: 8") << 426
                                 << QByteArray("sec-websocket-version") << QByteArray("13");
    QTest::newRow("no key") << handshake({}).replace("Sec-WebSocket-Key", "X-Key") << 400 << none << none;
    QTest::newRow("two keys") << handshake("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") << 400 << none
                              << none;
    QTest::newRow("short key") << handshake({}).replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhl") << 400 << none
                               << none;
    QTest::newRow("post") << handshake({}).replace("GET", "POST") << 405 << QByteArray("allow")
                          << QByteArray("GET");
    QTest::newRow("http 1.0") << handshake({}).replace("HTTP/1.1", "HTTP/1.0") << 426 << none << none;
    QTest::newRow("with a body") << handshake("Content-Length: 5\r\n") << 400 << none << none;
}

void TestWebSocket::handshake() {
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArray, value);

    ServerConfig config = testConfig();
    config.allowedOrigins = {QByteArrayLiteral("https://chat.example")};
    start(config);
    RawClient client(m_server->port());
    client.send(request);
    const Reply reply = client.reply();
    QCOMPARE(reply.status, status);
    if (!header.isEmpty())
        QCOMPARE(reply.header(header.constData()), value);
    if (status == 101)
        QTRY_COMPARE(m_server->factory.openCount(), 1);
    else
        QCOMPARE(m_server->factory.openCount(), 0);
}

void TestWebSocket::tellsTheHandlerWhoAsked() {
    start();
    WebSocketRequest request;
    m_server->factory.onOpen = [&](WebSocketConnection& connection) { request = connection.request(); };
    RawWebSocket socket(m_server->port(), "Authorization: Bearer abc\r\nOrigin: http://localhost\r\n",
                        "/ws?token=x%20y");
    QCOMPARE(socket.handshake().status, 101);
    socket.sendText("opened");
    QCOMPARE(socket.read().payload, QByteArray("opened"));
    QCOMPARE(request.path, QByteArray("/ws"));
    QCOMPARE(request.authorization, QByteArray("Bearer abc"));
    QCOMPARE(request.origin, QByteArray("http://localhost"));
    QCOMPARE(request.query.queryItemValue(QStringLiteral("token"), QUrl::FullyDecoded),
             QStringLiteral("x y"));
    QCOMPARE(request.peer, QHostAddress(QHostAddress::LocalHost));
    QVERIFY(!request.secure);
}

void TestWebSocket::echoesInOrder() {
    start();
    RawWebSocket socket(m_server->port());
    QByteArray frames;
    for (int i = 0; i < 5000; ++i)
        frames += RawWebSocket::frame(0x81, "message " + QByteArray::number(i));
    socket.client().send(frames);
    for (int i = 0; i < 5000; ++i) {
        const auto frame = socket.read();
        QCOMPARE(frame.opcode, 1);
        QVERIFY(!frame.masked);
        QCOMPARE(frame.payload, "message " + QByteArray::number(i));
    }
}

void TestWebSocket::takesAFrameThatCameWithTheHandshake() {
    start();
    RawClient client(m_server->port());
    client.send(RawWebSocket::handshakeRequest("/ws") + RawWebSocket::frame(0x81, "early"));
    QCOMPARE(client.reply().status, 101);
    QCOMPARE(client.read(7), QByteArray("\x81\x05") + "early");
}

void TestWebSocket::joinsFragments() {
    start();
    RawWebSocket socket(m_server->port());
    socket.client().send(RawWebSocket::frame(0x01, "one ") + RawWebSocket::frame(0x89, "ping") +
                         RawWebSocket::frame(0x00, "two ") + RawWebSocket::frame(0x80, "three"));
    const auto pong = socket.read();
    QCOMPARE(pong.opcode, 10);
    QCOMPARE(pong.payload, QByteArray("ping"));
    QCOMPARE(socket.read().payload, QByteArray("one two three"));
    // A character split over two fragments is whole in the message (RFC 6455, 5.6).
    socket.client().send(RawWebSocket::frame(0x01, "Gr\xc3") + RawWebSocket::frame(0x00, {}) +
                         RawWebSocket::frame(0x80, "\xbc\xc3\x9f"));
    QCOMPARE(socket.read().payload, QByteArray("Gr\xc3\xbc\xc3\x9f"));
    socket.client().send(RawWebSocket::frame(0x01, {}) + RawWebSocket::frame(0x80, {}) +
                         RawWebSocket::frame(0x81, "x"));
    QCOMPARE(socket.read().payload, QByteArray());
    QCOMPARE(socket.read().payload, QByteArray("x"));
    const QByteArray part(70000, 'x');
    socket.client().send(RawWebSocket::frame(0x01, part) + RawWebSocket::frame(0x80, part));
    QCOMPARE(socket.read().payload, part + part);
}

void TestWebSocket::encodesFramesOfEverySize_data() {
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 125, 126, 127, 65535, 65536, 200000})
        QTest::addRow("%d", size) << size;
}

void TestWebSocket::encodesFramesOfEverySize() {
    QFETCH(const int, size);
    const QByteArray text(size, 'x');
    QCOMPARE(SharedFrame::text(text).payload(), text);
    start();
    RawWebSocket socket(m_server->port());
    socket.sendText(text);
    const auto frame = socket.read();
    QCOMPARE(frame.opcode, 1);
    QCOMPARE(frame.payload, text);
}

void TestWebSocket::coalescesWhatIsSentInOneTurn() {
    start();
    RawWebSocket socket(m_server->port());
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    WebSocketConnection* connection = m_server->factory.connection(0);
    // Several tasks of one batch: nothing may leave before the last of them has run.
    std::atomic<qint64> queued{0};
    const SharedFrame frame = SharedFrame::text("tick");
    Server& server = m_server->server();
    const ThreadIndex thread = m_server->factory.threadOf(0);
    server.post(thread, [&] {
        for (int i = 0; i < 100; ++i)
            connection->send(frame);
        server.post(thread, [] {});
        queued = connection->queuedBytes();
    });
    for (int i = 0; i < 100; ++i)
        QCOMPARE(socket.read().payload, QByteArray("tick"));
    QCOMPARE(queued.load(), qint64(100) * frame.bytes().size());
}

void TestWebSocket::pausesReading() {
    start();
    m_server->factory.onText = [](WebSocketConnection& connection, const QByteArray&) {
        connection.setReadPaused(true);
    };
    RawWebSocket socket(m_server->port());
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    const auto log = m_server->factory.log(0);
    WebSocketConnection* connection = m_server->factory.connection(0);
    socket.sendText("1");
    socket.client().send(RawWebSocket::frame(0x81, "2") + RawWebSocket::frame(0x81, "3"));
    for (int expected = 1; expected <= 3; ++expected) {
        QTRY_COMPARE(log->received().size(), expected);
        // Nothing more comes, however often the thread turns.
        std::atomic<int> turns{0};
        for (int i = 1; i <= 5; ++i) {
            m_server->server().post(m_server->factory.threadOf(0), [&turns] { ++turns; });
            QTRY_COMPARE(turns.load(), i);
        }
        QCOMPARE(log->received().size(), expected);
        m_server->server().post(m_server->factory.threadOf(0),
                                [connection] { connection->setReadPaused(false); });
    }
    QCOMPARE(log->received(), QList<QByteArray>({"1", "2", "3"}));
}

void TestWebSocket::answersPings() {
    start();
    RawWebSocket socket(m_server->port());
    socket.client().send(RawWebSocket::frame(0x89, "are you there"));
    const auto pong = socket.read();
    QCOMPARE(pong.opcode, 10);
    QCOMPARE(pong.payload, QByteArray("are you there"));
}

void TestWebSocket::closesWhenAsked() {
    start();
    RawWebSocket socket(m_server->port());
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    socket.client().send(RawWebSocket::frame(0x88, QByteArray("\x03\xe8", 2) + "bye"));
    const auto answer = socket.read();
    QCOMPARE(answer.opcode, 8);
    QCOMPARE(answer.closeCode(), quint16(1000));
    QCOMPARE(socket.read().opcode, -1); // and the stream ends
    socket.client().socket().disconnectFromHost();
    QTRY_VERIFY(m_server->factory.log(0)->isClosed());
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
}

void TestWebSocket::theServerCloses() {
    start();
    m_server->factory.onText = [](WebSocketConnection& connection, const QByteArray&) {
        connection.send(SharedFrame::text("last"));
        connection.close(CloseCode::Unauthorized, "session revoked");
        connection.send(SharedFrame::text("never"));
    };
    RawWebSocket socket(m_server->port());
    socket.sendText("x");
    QCOMPARE(socket.read().payload, QByteArray("last"));
    const auto close = socket.read();
    QCOMPARE(close.opcode, 8);
    QCOMPARE(close.closeCode(), quint16(4401));
    QCOMPARE(close.payload.mid(2), QByteArray("session revoked"));
    QVERIFY(socket.finishClose());
    QTRY_VERIFY(m_server->factory.log(0)->isClosed());
}

void TestWebSocket::survivesAHandlerThatThrows() {
    start();
    m_server->factory.onText = [](WebSocketConnection&, const QByteArray&) {
        throw std::runtime_error("boom");
    };
    RawWebSocket socket(m_server->port());
    QTest::ignoreMessage(QtCriticalMsg, "The handler of a message failed: boom");
    socket.sendText("x");
    QCOMPARE(socket.read().closeCode(), quint16(1011));
}

void TestWebSocket::refusesToMakeAHandler() {
    start();
    m_server->factory.onOpen = [](WebSocketConnection&) { throw std::runtime_error("full"); };
    QTest::ignoreMessage(QtCriticalMsg, "A connection's handler could not be made: full");
    RawWebSocket socket(m_server->port());
    QCOMPARE(socket.handshake().status, 101);
    QCOMPARE(socket.read().closeCode(), quint16(1011));
}

void TestWebSocket::postsInOrderWithFewWakeUps() {
    start();
    std::vector<int> seen;
    std::atomic<bool> done{false};
    constexpr int count = 100000;
    for (int i = 0; i < count; ++i)
        m_server->server().post(1, [&seen, i] { seen.push_back(i); });
    m_server->server().post(1, [&done] { done = true; });
    QTRY_VERIFY(done.load());
    QCOMPARE(int(seen.size()), count);
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));

    m_server->server().stop();
    m_server->server().post(1, [] { qFatal("a task ran after stop()"); });
}

QTEST_GUILESS_MAIN(TestWebSocket)
#include "tst_websocket.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QTest>

#include <atomic>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

using namespace std::chrono_literals;

/// WebSocket clients that break the protocol, stop reading, fall silent or never go.
class TestWebSocketFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void badFramesCloseWithTheRightCode_data();
    void badFramesCloseWithTheRightCode();
    void anEndlessFrameIsRefusedByItsHeader();
    void aClientThatNeverReadsIsClosedWithBoundedMemory();
    void pingsWithoutAReaderAreClosedWithBoundedMemory();
    void aTurnThatSendsMuchToAFastClientIsNotTooSlow();
    void oneFrameMayBeLargerThanTheCap();
    void aSilentPeerIsPingedThenDropped();
    void aPeerThatAnswersPingsStays();
    void aPeerThatNeverAnswersACloseIsAborted();
    void aResetIsNoticed();
    void othersAreNotHeldUp();

private:
    void start(ServerConfig config = testConfig());
    std::unique_ptr<TestServer> m_server;
};

void TestWebSocketFaults::start(ServerConfig config) {
    m_server = std::make_unique<TestServer>(config);
    m_server->factory.onText = [](WebSocketConnection& connection, const QByteArray& text) {
        connection.send(SharedFrame::text(text));
    };
    m_server->start();
}

void TestWebSocketFaults::badFramesCloseWithTheRightCode_data() {
    QTest::addColumn<QByteArray>("frames");
    QTest::addColumn<int>("code");

    const auto frame = [](quint8 first, const QByteArray& payload) {
        return RawWebSocket::frame(first, payload);
    };
    QTest::newRow("binary") << frame(0x82, "x") << 1003;
    QTest::newRow("bad UTF-8") << frame(0x81, "\xff\xfe") << 1007;
    QTest::newRow("cut UTF-8") << frame(0x81, "\xc3") << 1007;
    QTest::newRow("surrogate in UTF-8") << frame(0x81, "\xed\xa0\x80") << 1007;
    QTest::newRow("overlong UTF-8") << frame(0x81, "\xc0\xaf") << 1007;
    QTest::newRow("bad UTF-8 in fragments") << frame(0x01, "a\xc3") + frame(0x80, "b") << 1007;
    QTest::newRow("too big") << frame(0x81, QByteArray(1001, 'x')) << 1009;
    QTest::newRow("fragments too big together")
        << frame(0x01, QByteArray(600, 'x')) + frame(0x80, QByteArray(600, 'x')) << 1009;
    QTest::newRow("unmasked") << RawWebSocket::frame(0x81, "x", false) << 1002;
    QTest::newRow("reserved bit") << frame(0xc1, "x") << 1002;
    QTest::newRow("reserved opcode") << frame(0x83, "x") << 1002;
    QTest::newRow("reserved control opcode") << frame(0x8b, "x") << 1002;
    QTest::newRow("continuation of nothing") << frame(0x80, "x") << 1002;
    QTest::newRow("text inside a fragmented text") << frame(0x01, "a") + frame(0x81, "b") << 1002;
    QTest::newRow("fragmented ping") << frame(0x09, "a") << 1002;
    QTest::newRow("long ping") << frame(0x89, QByteArray(126, 'x')) << 1002;
    QTest::newRow("close with one byte") << frame(0x88, "x") << 1002;
    QTest::newRow("close with a reserved code") << frame(0x88, QByteArray("\x03\xed", 2)) << 1002; // 1005
}

void TestWebSocketFaults::badFramesCloseWithTheRightCode() {
    QFETCH(const QByteArray, frames);
    QFETCH(const int, code);
    ServerConfig config = testConfig();
    config.maxFrame = 1000;
    start(config);
    RawWebSocket socket(m_server->port());
    socket.client().send(RawWebSocket::frame(0x81, "good") + frames + RawWebSocket::frame(0x81, "after"));
    QCOMPARE(socket.read().payload, QByteArray("good"));
    const auto close = socket.read();
    QCOMPARE(close.opcode, 8);
    QCOMPARE(int(close.closeCode()), code);
    QCOMPARE(socket.read().opcode, -1);
    QVERIFY(socket.finishClose());
    QTRY_VERIFY(m_server->factory.log(0)->isClosed());
    QCOMPARE(m_server->factory.log(0)->received(), QList<QByteArray>({"good"}));
}

void TestWebSocketFaults::anEndlessFrameIsRefusedByItsHeader() {
    start();
    RawWebSocket socket(m_server->port());
    socket.client().send(QByteArray("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 10));
    QCOMPARE(int(socket.read().closeCode()), 1009);
}

void TestWebSocketFaults::aClientThatNeverReadsIsClosedWithBoundedMemory() {
    ServerConfig config = testConfig();
    config.maxQueuedBytes = 1024 * 1024;
    config.closeDeadline = 200ms;
    start(config);
    RawWebSocket slow(m_server->port(), {}, "/ws", 4096);
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    const auto log = m_server->factory.log(0);
    WebSocketConnection* connection = m_server->factory.connection(0);
    const ThreadIndex thread = m_server->factory.threadOf(0);
    const SharedFrame frame = SharedFrame::text(QByteArray(10000, 'x'));
    const qint64 before = heapBytes();
    std::atomic<qint64> most{0};
    std::atomic<int> batches{0};
    constexpr int batchCount = 4000; // 400 MB, did nobody stop it
    for (int i = 0; i < batchCount; ++i) {
        m_server->server().post(thread, [&] {
            ++batches;
            if (log->isClosed())
                return;
            for (int n = 0; n < 10; ++n)
                connection->send(frame);
            most = std::max(most.load(), connection->queuedBytes());
        });
        if (i % 100 == 0)
            QTRY_VERIFY(batches.load() > i - 100);
    }
    QTRY_COMPARE(batches.load(), batchCount);
    QVERIFY(most.load() <= config.maxQueuedBytes + frame.bytes().size() + 1000);
    QVERIFY(heapBytes() - before < 32 * 1024 * 1024);
    QTRY_VERIFY(log->isClosed());
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
}

void TestWebSocketFaults::pingsWithoutAReaderAreClosedWithBoundedMemory() {
    ServerConfig config = testConfig();
    config.maxQueuedBytes = 1024 * 1024;
    config.closeDeadline = 200ms;
    start(config);
    RawWebSocket flood(m_server->port(), {}, "/ws", 4096);
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    const auto log = m_server->factory.log(0);
    // An empty pong is two bytes: what the cap allows would be half a million of them.
    const QByteArray pings = RawWebSocket::frame(0x89, {}).repeated(50'000);
    const qint64 before = heapBytes();
    qint64 most = 0;
    for (int i = 0; i < 1000 && !log->isClosed() && flood.client().isConnected(); ++i) {
        flood.client().send(pings);
        most = std::max(most, heapBytes() - before);
    }
    QTRY_VERIFY(log->isClosed());
    QVERIFY2(most < 8 * 1024 * 1024, qPrintable(QString::number(most)));
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
}

void TestWebSocketFaults::aTurnThatSendsMuchToAFastClientIsNotTooSlow() {
    ServerConfig config = testConfig();
    config.maxQueuedBytes = 256 * 1024;
    start(config);
    RawWebSocket socket(m_server->port());
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    const SharedFrame frame = SharedFrame::text(QByteArray(100 * 1024, 'x'));
    WebSocketConnection* connection = m_server->factory.connection(0);
    m_server->server().post(m_server->factory.threadOf(0), [connection, frame] {
        for (int i = 0; i < 6; ++i) // more than the cap, less than the kernel takes
            connection->send(frame);
    });
    for (int i = 0; i < 6; ++i)
        QCOMPARE(socket.read().payload.size(), 100 * 1024);
}

void TestWebSocketFaults::oneFrameMayBeLargerThanTheCap() {
    ServerConfig config = testConfig();
    config.maxQueuedBytes = 256 * 1024;
    start(config);
    constexpr int large = 32 * 1024 * 1024; // more than the kernel takes
    const SharedFrame frame = SharedFrame::text(QByteArray(large, 'x'));
    const auto sendTo = [&](int index, int count) {
        WebSocketConnection* connection = m_server->factory.connection(index);
        m_server->server().post(m_server->factory.threadOf(index), [connection, frame, count] {
            for (int i = 0; i < count; ++i)
                connection->send(frame);
            connection->send(SharedFrame::text("after"));
        });
    };
    RawWebSocket once(m_server->port());
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    sendTo(0, 1);
    QCOMPARE(once.read().payload.size(), large);
    QCOMPARE(once.read().payload, QByteArray("after"));

    RawWebSocket twice(m_server->port()); // a second one before the first was read
    QTRY_COMPARE(m_server->factory.openCount(), 2);
    sendTo(1, 2);
    QTRY_VERIFY(m_server->factory.log(1)->isClosed());
}

void TestWebSocketFaults::aSilentPeerIsPingedThenDropped() {
    ServerConfig config = testConfig();
    config.pingInterval = 200ms;
    config.closeDeadline = 100ms;
    start(config);
    RawWebSocket socket(m_server->port());
    auto frame = socket.read();
    QCOMPARE(frame.opcode, 9);
    while (frame.opcode == 9)
        frame = socket.read();
    QCOMPARE(frame.opcode, 8);
    QCOMPARE(int(frame.closeCode()), 1008);
    QVERIFY(socket.client().waitForEnd());
    QTRY_VERIFY(m_server->factory.log(0)->isClosed());
}

void TestWebSocketFaults::aPeerThatAnswersPingsStays() {
    ServerConfig config = testConfig();
    config.pingInterval = 100ms;
    start(config);
    RawWebSocket socket(m_server->port());
    for (int i = 0; i < 6; ++i) { // three times as long as a silent one would live
        const auto frame = socket.read();
        QCOMPARE(frame.opcode, 9);
        socket.client().send(RawWebSocket::frame(0x8a, frame.payload));
    }
    socket.sendText("still here");
    auto frame = socket.read();
    while (frame.opcode == 9)
        frame = socket.read();
    QCOMPARE(frame.payload, QByteArray("still here"));
}

void TestWebSocketFaults::aPeerThatNeverAnswersACloseIsAborted() {
    ServerConfig config = testConfig();
    config.closeDeadline = 200ms;
    start(config);
    m_server->factory.onText = [](WebSocketConnection& connection, const QByteArray&) {
        connection.close(CloseCode::GoingAway);
    };
    RawWebSocket socket(m_server->port());
    socket.sendText("x");
    QCOMPARE(int(socket.read().closeCode()), 1001);
    // Keeps its side open and goes on sending.
    socket.sendText("y");
    QTRY_VERIFY(m_server->factory.log(0)->isClosed());
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
    QCOMPARE(m_server->factory.log(0)->received(), QList<QByteArray>({"x"}));
}

void TestWebSocketFaults::aResetIsNoticed() {
    start();
    RawWebSocket socket(m_server->port());
    QTRY_COMPARE(m_server->factory.openCount(), 1);
    socket.client().reset();
    QTRY_VERIFY(m_server->factory.log(0)->isClosed());
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
}

void TestWebSocketFaults::othersAreNotHeldUp() {
    ServerConfig config = testConfig();
    config.threads = 1;
    start(config);
    RawWebSocket endless(m_server->port());
    endless.client().send(
        QByteArray("\x81\xff\x00\x00\x00\x00\x00\x03\xff\xff\x01\x02\x03\x04", 14)); // 256 KiB, begun
    RawClient slowloris(m_server->port());
    slowloris.send("GET / HTTP/1.1\r\nX");
    RawWebSocket socket(m_server->port());
    for (int i = 0; i < 100; ++i) {
        endless.client().send("x");
        slowloris.send("x");
        socket.sendText("hello");
        QCOMPARE(socket.read().payload, QByteArray("hello"));
    }
}

QTEST_GUILESS_MAIN(TestWebSocketFaults)
#include "tst_websocket_faults.moc"

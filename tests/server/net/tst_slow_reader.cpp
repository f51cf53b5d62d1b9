// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QTest>

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

namespace {

std::atomic<int> writes = 0; ///< system calls that offered bytes to a socket, but for those of Qt's sockets

} // namespace

// What the server calls: the program's own definition comes before the C library's.
extern "C" ssize_t send(int fd, const void* bytes, size_t size, int flags) {
    ++writes;
    return syscall(SYS_sendto, fd, bytes, size, flags, nullptr, 0);
}
extern "C" ssize_t sendmsg(int fd, const msghdr* message, int flags) {
    ++writes;
    return syscall(SYS_sendmsg, fd, message, flags);
}

/// A client that does not read costs nothing but the memory that it is allowed.
class TestSlowReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        ServerConfig config = testConfig();
        config.threads = 1;
        m_server = std::make_unique<TestServer>(config);
        m_server->start();
        m_slow = std::make_unique<RawWebSocket>(m_server->port(), QByteArray(), "/ws", 4096);
        QTRY_COMPARE(m_server->factory.openCount(), 1);
        m_connection = m_server->factory.connection(0);
    }
    void cleanup() {
        m_slow.reset();
        m_server.reset();
    }

    void takesLittleOfTheKernel();
    void costsNothingUntilItReads();
    void isThrownOutForBeingSlow();

private:
    /// Sends one frame in each turn of the loop until `enough` says so. Returns how many.
    int sendUntil(const std::function<bool()>& enough);

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<RawWebSocket> m_slow;
    WebSocketConnection* m_connection = nullptr;
    const SharedFrame m_frame = SharedFrame::text(QByteArray(10'000, 'x'));
};

int TestSlowReader::sendUntil(const std::function<bool()>& enough) {
    int sent = 0;
    std::atomic<bool> done = false;
    std::function<void()> turn = [&] {
        if (enough()) {
            done = true;
            return;
        }
        m_connection->send(m_frame);
        ++sent;
        m_server->server().post(0, turn);
    };
    m_server->server().post(0, turn);
    if (!QTest::qWaitFor([&] { return done.load(); }, 60'000))
        qFatal("it is never enough");
    return sent;
}

void TestSlowReader::takesLittleOfTheKernel() {
    // Until three turns in a row nothing was taken.
    int stuck = 0;
    qint64 queued = 0;
    const int sent = sendUntil([&] {
        const qint64 now = m_connection->queuedBytes();
        stuck = now > 0 && now - queued == m_frame.bytes().size() ? stuck + 1 : 0;
        queued = now;
        return stuck == 3;
    });
    QVERIFY2(sent * m_frame.bytes().size() < 1024 * 1024, qPrintable(QString::number(sent)));
}

void TestSlowReader::costsNothingUntilItReads() {
    // What the kernel takes when it finds room is over once nothing has left for many turns.
    qint64 queued = 0;
    int stuck = 0;
    sendUntil([&] {
        const qint64 now = m_connection->queuedBytes();
        stuck = now > 0 && now - queued == m_frame.bytes().size() ? stuck + 1 : 0;
        queued = now;
        return stuck == 20;
    });
    const int before = writes;
    int turns = 0;
    sendUntil([&] { return ++turns > 100; });
    QCOMPARE(writes.load(), before);
    // And it loses nothing when it reads again.
    for (int i = 0; i < 60; ++i)
        QCOMPARE(m_slow->read().payload.size(), 10'000);
    sendUntil([&] { return writes > before; });
}

void TestSlowReader::isThrownOutForBeingSlow() {
    int turns = 0;
    sendUntil([&] { return ++turns > 600; }); // 6 MB
    RawWebSocket::Frame frame;
    do
        frame = m_slow->read();
    while (frame.opcode == 1);
    QCOMPARE(frame.opcode, 8);
    QCOMPARE(frame.closeCode(), quint16(CloseCode::TooSlow));
    QVERIFY(m_slow->finishClose());
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
}

QTEST_GUILESS_MAIN(TestSlowReader)
#include "tst_slow_reader.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"
#include "tests/server/net/busy_thread.h"

#include <QSemaphore>
#include <QTest>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

namespace {

std::atomic<int> waits = 0;
std::atomic<int> wakeUps = 0;

} // namespace

// What the server calls: the program's own definition comes before the C library's.
extern "C" int epoll_wait(int epoll, epoll_event* events, int size, int timeout) {
    ++waits;
    return int(syscall(SYS_epoll_pwait, epoll, events, size, timeout, nullptr, 0));
}
extern "C" int eventfd_write(int fd, eventfd_t value) {
    ++wakeUps;
    return ::write(fd, &value, sizeof value) == ssize_t(sizeof value) ? 0 : -1;
}

/// How often a network thread asks the kernel, and is asked for, counted.
class TestWakeUps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        ServerConfig config = testConfig();
        config.threads = 1;
        m_server = std::make_unique<TestServer>(config);
        m_server->factory.onText = [](WebSocketConnection& connection, const QByteArray& text) {
            connection.send(SharedFrame::text(text));
        };
        m_server->start();
    }
    void cleanup() { m_server.reset(); }

    void waitsOnceForEachText();
    void doesNotWakeWhoIsAwake();
    void wakesWhoSleeps();

private:
    std::unique_ptr<TestServer> m_server;
};

void TestWakeUps::waitsOnceForEachText() {
    constexpr int texts = 500;
    RawWebSocket socket(m_server->port());
    socket.sendText("first");
    QCOMPARE(socket.read().payload, QByteArray("first"));
    const int before = waits;
    for (int i = 0; i < texts; ++i) {
        socket.sendText("again");
        QCOMPARE(socket.read().payload, QByteArray("again"));
    }
    // And some for timers.
    QVERIFY2(waits - before < texts + texts / 5, qPrintable(QString::number(waits - before)));
}

void TestWakeUps::doesNotWakeWhoIsAwake() {
    std::atomic<int> ran = 0;
    BusyThread busy(m_server->server(), 0);
    const int before = wakeUps;
    for (int i = 0; i < 100; ++i)
        m_server->server().post(0, [&] { ++ran; });
    const int after = wakeUps;
    busy.release();
    QTRY_COMPARE(ran.load(), 100);
    QCOMPARE(after, before);
}

void TestWakeUps::wakesWhoSleeps() {
    // Each of them at whatever moment of the thread's falling asleep: none may be slept through, for which
    // the thread would have to wait for a timer.
    QSemaphore ran;
    for (int i = 0; i < 20'000; ++i) {
        m_server->server().post(0, [&] { ran.release(); });
        QVERIFY(ran.tryAcquire(1, 20'000));
    }
}

QTEST_GUILESS_MAIN(TestWakeUps)
#include "tst_wake_ups.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/event_dispatcher.h"

#include <QAbstractEventDispatcher>
#include <QEventLoop>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <utility>

/// What an event dispatcher must do. Every test runs on Qt's own dispatcher and on ours: so that the suite
/// itself is right, and ours is what Qt and its users expect.
namespace parlor::net::test {

using namespace std::chrono_literals;

/// Checks inside a body that runs on another thread: the first that fails ends the body and is reported by
/// the test.
inline thread_local QString failure;
#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            failure = QStringLiteral("line %1: %2").arg(__LINE__).arg(QStringLiteral(#condition));           \
            return;                                                                                          \
        }                                                                                                    \
    } while (false)

class BodyThread : public QThread {
public:
    explicit BodyThread(std::function<void()> body)
        : m_body(std::move(body)) {}
    QString result() const { return m_result; }

protected:
    void run() override {
        failure.clear();
        m_body();
        m_result = failure;
    }

private:
    std::function<void()> m_body;
    QString m_result;
};

/// Turns the loop of this thread until `done`, at most five seconds; whether it came to that.
inline bool turnUntil(const std::function<bool()>& done) {
    QTimer watchdog;
    watchdog.setSingleShot(true);
    watchdog.start(5s);
    while (!done() && watchdog.isActive())
        QAbstractEventDispatcher::instance()->processEvents(QEventLoop::WaitForMoreEvents);
    return done();
}

inline bool turn(QEventLoop::ProcessEventsFlags flags = QEventLoop::AllEvents) {
    return QAbstractEventDispatcher::instance()->processEvents(flags);
}

/// A connected pair of sockets, non-blocking.
struct Pair {
    Pair() {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) != 0)
            qFatal("socketpair");
    }
    ~Pair() {
        closeEnd(0);
        closeEnd(1);
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    void closeEnd(int i) {
        if (fds[i] >= 0)
            ::close(std::exchange(fds[i], -1));
    }
    void put(int i, char c = 'x') const {
        if (::write(fds[i], &c, 1) != 1)
            qFatal("write");
    }
    void fill(int i) const {
        const QByteArray block(4096, 'x');
        while (::write(fds[i], block.constData(), std::size_t(block.size())) > 0) {
        }
    }
    int drain(int i) const {
        QByteArray block(65536, Qt::Uninitialized);
        int total = 0;
        for (ssize_t n = 0; (n = ::read(fds[i], block.data(), std::size_t(block.size()))) > 0;)
            total += int(n);
        return total;
    }
    int fds[2] = {-1, -1};
};

/// Qt's reference is its poll dispatcher: the one on glib has quirks of its own (it ignores
/// ExcludeSocketNotifiers).
inline void withoutGlib() {
    qputenv("QT_NO_GLIB", "1");
}

inline void kinds() {
    QTest::addColumn<bool>("ours");
    QTest::newRow("Qt's") << false;
    QTest::newRow("ours") << true;
}

inline void run(const std::function<void()>& body) {
    QFETCH(const bool, ours);
    BodyThread thread(body);
    if (ours)
        installEventDispatcher(thread);
    thread.start();
    QVERIFY(thread.wait(30000));
    QVERIFY2(thread.result().isEmpty(), qPrintable(thread.result()));
}

} // namespace parlor::net::test

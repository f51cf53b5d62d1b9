// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatcher_fixture.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QSocketNotifier>

#include <atomic>

using namespace parlor::net::test;
using namespace std::chrono_literals;

/// Its turns: waiting, waking, ending.
class TestEventDispatcher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { withoutGlib(); }
    void oursIsInstalled();
    void nestedLoopsGoOn_data() { kinds(); }
    void nestedLoopsGoOn();
    void anotherThreadWakesIt_data() { kinds(); }
    void anotherThreadWakesIt();
    void eventsFromAnotherThreadArriveInOrder_data() { kinds(); }
    void eventsFromAnotherThreadArriveInOrder();
    void noExitIsMissed_data() { kinds(); }
    void noExitIsMissed();
    void interruptEndsTheWait_data() { kinds(); }
    void interruptEndsTheWait();
    void signalsSurroundTheWait_data() { kinds(); }
    void signalsSurroundTheWait();
    void nothingToDoIsSaid_data() { kinds(); }
    void nothingToDoIsSaid();
};

void TestEventDispatcher::oursIsInstalled() {
    BodyThread thread(
        [] { CHECK(QAbstractEventDispatcher::instance()->inherits("parlor::net::EpollEventDispatcher")); });
    parlor::net::installEventDispatcher(thread);
    thread.start();
    QVERIFY(thread.wait(30000));
    QCOMPARE(thread.result(), QString());
}

void TestEventDispatcher::nestedLoopsGoOn() {
    run([] {
        Pair a;
        Pair b;
        int as = 0;
        int bs = 0;
        bool empty = false;
        const auto count = [&empty](const Pair& pair, int& n) {
            ++n;
            empty = empty || pair.drain(0) == 0; // activated for nothing
        };
        QSocketNotifier first(a.fds[0], QSocketNotifier::Read);
        QSocketNotifier second(b.fds[0], QSocketNotifier::Read);
        bool nested = false;
        QObject::connect(&first, &QSocketNotifier::activated, [&] {
            count(a, as);
            if (!nested) {
                nested = true;
                a.put(1);
                turnUntil([&] { return as >= 2 && bs >= 1; }); // both, inside
            }
        });
        QObject::connect(&second, &QSocketNotifier::activated, [&] {
            count(b, bs);
            if (!nested) {
                nested = true;
                b.put(1);
                turnUntil([&] { return bs >= 2 && as >= 1; });
            }
        });
        a.put(1);
        b.put(1);
        CHECK(turnUntil([&] { return as + bs >= 3; }));
        turn();
        CHECK(as + bs == 3);
        CHECK(!empty);
    });
}

void TestEventDispatcher::anotherThreadWakesIt() {
    QSemaphore waiting;
    std::atomic<bool> stop{false};
    QSemaphore turns;
    std::atomic<QAbstractEventDispatcher*> dispatcher{nullptr};
    QFETCH(const bool, ours);
    BodyThread thread([&] {
        dispatcher = QAbstractEventDispatcher::instance();
        waiting.release();
        while (!stop) {
            dispatcher.load()->processEvents(QEventLoop::WaitForMoreEvents);
            turns.release();
        }
    });
    if (ours)
        parlor::net::installEventDispatcher(thread);
    thread.start();
    waiting.acquire();
    for (int i = 0; i < 1000; ++i) {
        while (turns.tryAcquire()) {
        }
        dispatcher.load()->wakeUp();
        QVERIFY(turns.tryAcquire(1, 5000)); // each of them, whatever the thread was just doing
    }
    stop = true;
    dispatcher.load()->wakeUp();
    QVERIFY(thread.wait(30000));
}

void TestEventDispatcher::eventsFromAnotherThreadArriveInOrder() {
    QSemaphore ready;
    QObject* receiver = nullptr;
    std::vector<int> seen;
    constexpr int count = 20000;
    QFETCH(const bool, ours);
    BodyThread thread([&] {
        QObject object;
        receiver = &object;
        ready.release();
        CHECK(turnUntil([&] { return int(seen.size()) == count; }));
        CHECK(std::is_sorted(seen.begin(), seen.end()));
    });
    if (ours)
        parlor::net::installEventDispatcher(thread);
    thread.start();
    ready.acquire();
    for (int i = 0; i < count; ++i)
        QMetaObject::invokeMethod(
            receiver, [&seen, i] { seen.push_back(i); }, Qt::QueuedConnection);
    QVERIFY(thread.wait(30000));
    QCOMPARE(thread.result(), QString());
}

void TestEventDispatcher::noExitIsMissed() {
    QFETCH(const bool, ours);
    for (int i = 0; i < 500; ++i) {
        QThread thread; // its run() is an event loop
        if (ours)
            parlor::net::installEventDispatcher(thread);
        thread.start();
        if (i % 2)
            QMetaObject::invokeMethod(&thread, [] {});
        thread.quit();
        QVERIFY2(thread.wait(10000), qPrintable(QString::number(i)));
    }
}

void TestEventDispatcher::interruptEndsTheWait() {
    run([] {
        QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
        QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, dispatcher,
                         &QAbstractEventDispatcher::interrupt);
        QTimer distant;
        distant.start(1h);
        QElapsedTimer clock;
        clock.start();
        turn();
        turn(QEventLoop::WaitForMoreEvents);
        turn(QEventLoop::WaitForMoreEvents);
        CHECK(clock.elapsed() < 10000);
    });
}

void TestEventDispatcher::signalsSurroundTheWait() {
    run([] {
        QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
        QList<char> order;
        QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, dispatcher,
                         [&] { order << 'b'; });
        QObject::connect(dispatcher, &QAbstractEventDispatcher::awake, dispatcher, [&] { order << 'a'; });
        bool fired = false;
        QTimer::singleShot(20, Qt::PreciseTimer, dispatcher, [&] { fired = true; });
        CHECK(turnUntil([&] { return fired; }));
        CHECK(order.contains('b'));
        CHECK(order.contains('a'));
        order.clear();
        turn();
        turn();
        CHECK(!order.contains('b')); // never when it does not wait
    });
}

void TestEventDispatcher::nothingToDoIsSaid() {
    run([] {
        while (turn()) { // what starting the thread left behind
        }
        CHECK(!turn());
        bool fired = false;
        QTimer timer;
        QObject::connect(&timer, &QTimer::timeout, [&fired] { fired = true; });
        timer.start(0);
        CHECK(!turn()); // or who turns the loop until it is quiet would turn it for ever
        CHECK(fired);
        timer.setTimerType(Qt::PreciseTimer);
        timer.start(1);
        CHECK(turn(QEventLoop::WaitForMoreEvents));
    });
}

QTEST_GUILESS_MAIN(TestEventDispatcher)
#include "tst_event_dispatcher.moc"

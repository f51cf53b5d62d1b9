// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatcher_fixture.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QSocketNotifier>

#include <memory>
#include <vector>

using namespace parlor::net::test;
using namespace std::chrono_literals;

/// Its timers.
class TestDispatcherTimers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { withoutGlib(); }
    void timersFireInOrderAndNotEarly_data() { kinds(); }
    void timersFireInOrderAndNotEarly();
    void coarseTimersAreNearlyOnTime_data() { kinds(); }
    void coarseTimersAreNearlyOnTime();
    void zeroTimersFireOncePerTurn_data() { kinds(); }
    void zeroTimersFireOncePerTurn();
    void zeroTimersDoNotStarveSockets_data() { kinds(); }
    void zeroTimersDoNotStarveSockets();
    void timersTellWhatTheyAre_data() { kinds(); }
    void timersTellWhatTheyAre();
    void aTimerStoppedInAHandlerDoesNotFire_data() { kinds(); }
    void aTimerStoppedInAHandlerDoesNotFire();
    void aTimerStartedInAHandlerFiresLater_data() { kinds(); }
    void aTimerStartedInAHandlerFiresLater();
    void aSlowHandlerCausesNoBurst_data() { kinds(); }
    void aSlowHandlerCausesNoBurst();
    void aTimerDoesNotReenterItsHandler_data() { kinds(); }
    void aTimerDoesNotReenterItsHandler();
    void timersMoveWithTheirObject_data() { kinds(); }
    void timersMoveWithTheirObject();
    void aDeletedObjectsTimersEnd_data() { kinds(); }
    void aDeletedObjectsTimersEnd();
};

void TestDispatcherTimers::timersFireInOrderAndNotEarly() {
    run([] {
        QElapsedTimer clock;
        clock.start();
        QList<int> fired;
        bool early = false;
        std::vector<std::unique_ptr<QTimer>> timers;
        for (const int ms : {60, 20, 0, 40, 20}) {
            timers.push_back(std::make_unique<QTimer>());
            timers.back()->setTimerType(Qt::PreciseTimer);
            timers.back()->setSingleShot(true);
            QObject::connect(timers.back().get(), &QTimer::timeout, [&, ms] {
                fired << ms;
                early = early || clock.elapsed() < ms;
            });
            timers.back()->start(ms);
        }
        CHECK(turnUntil([&] { return fired.size() == 5; }));
        CHECK(fired == QList<int>({0, 20, 20, 40, 60}));
        CHECK(!early);
    });
}

void TestDispatcherTimers::coarseTimersAreNearlyOnTime() {
    run([] {
        for (const auto type : {Qt::CoarseTimer, Qt::VeryCoarseTimer}) {
            QElapsedTimer clock;
            clock.start();
            QTimer timer;
            timer.setTimerType(type);
            timer.setSingleShot(true);
            const int ms = type == Qt::CoarseTimer ? 200 : 1000;
            timer.start(ms);
            CHECK(turnUntil([&] { return !timer.isActive(); }));
            // Coarse: 5 %. Very coarse: whole seconds, so up to one off.
            CHECK(clock.elapsed() >= (type == Qt::CoarseTimer ? ms * 95 / 100 : 0));
        }
    });
}

void TestDispatcherTimers::zeroTimersFireOncePerTurn() {
    run([] {
        int count = 0;
        QTimer timer;
        QObject::connect(&timer, &QTimer::timeout, [&count] { ++count; });
        timer.start(0);
        for (int i = 1; i <= 5; ++i) {
            turn(QEventLoop::WaitForMoreEvents);
            CHECK(count == i);
        }
    });
}

void TestDispatcherTimers::zeroTimersDoNotStarveSockets() {
    run([] {
        Pair pair;
        bool read = false;
        QTimer timer;
        timer.start(0);
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
            read = true;
            notifier.setEnabled(false);
        });
        pair.put(1);
        CHECK(turnUntil([&] { return read; }));
    });
}

void TestDispatcherTimers::timersTellWhatTheyAre() {
    run([] {
        QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
        QObject object;
        const int id = object.startTimer(10000, Qt::PreciseTimer);
        const int other = object.startTimer(15000, Qt::CoarseTimer);
        const auto infos = dispatcher->registeredTimers(&object);
        CHECK(infos.size() == 2);
        for (const auto& info : infos) {
            CHECK(info.timerId == id || info.timerId == other);
            CHECK(info.interval == (info.timerId == id ? 10000 : 15000));
            CHECK(info.timerType == (info.timerId == id ? Qt::PreciseTimer : Qt::CoarseTimer));
        }
        const int left = dispatcher->remainingTime(id);
        CHECK(left > 5000 && left <= 10000);
        object.killTimer(id);
        CHECK(dispatcher->remainingTime(id) == -1);
        CHECK(dispatcher->registeredTimers(&object).size() == 1);
        CHECK(dispatcher->unregisterTimers(&object));
        CHECK(dispatcher->registeredTimers(&object).isEmpty());
        CHECK(!dispatcher->unregisterTimers(&object));
    });
}

void TestDispatcherTimers::aTimerStoppedInAHandlerDoesNotFire() {
    run([] {
        QTimer first;
        QTimer second;
        int fired = 0;
        for (QTimer* timer : {&first, &second}) {
            timer->setTimerType(Qt::PreciseTimer);
            QObject::connect(timer, &QTimer::timeout, [&] {
                ++fired;
                first.stop();
                second.stop();
            });
            timer->start(5);
        }
        QAbstractEventDispatcher::instance()->wakeUp();
        CHECK(turnUntil([&] { return fired > 0; }));
        QTimer later;
        later.setSingleShot(true);
        later.start(30);
        CHECK(turnUntil([&] { return !later.isActive(); }));
        CHECK(fired == 1);
    });
}

void TestDispatcherTimers::aTimerStartedInAHandlerFiresLater() {
    run([] {
        int inner = 0;
        bool during = true;
        QTimer::singleShot(0, [&] {
            QTimer::singleShot(0, Qt::PreciseTimer, QAbstractEventDispatcher::instance(), [&] {
                ++inner;
                during = false;
            });
            QTimer::singleShot(1, Qt::PreciseTimer, QAbstractEventDispatcher::instance(), [&] { ++inner; });
        });
        CHECK(turnUntil([&] { return inner == 2; }));
        CHECK(!during);
    });
}

void TestDispatcherTimers::aSlowHandlerCausesNoBurst() {
    run([] {
        int fired = 0;
        QTimer timer;
        timer.setTimerType(Qt::PreciseTimer);
        QElapsedTimer clock;
        QObject::connect(&timer, &QTimer::timeout, [&] {
            if (++fired == 1) { // busy for ten periods
                clock.start();
                while (clock.elapsed() < 100) {
                }
            }
        });
        timer.start(10);
        CHECK(turnUntil([&] { return fired == 1; }));
        turn();
        turn();
        turn();
        CHECK(fired <= 3); // not the ten that were missed
        CHECK(turnUntil([&] { return fired >= 4; }));
    });
}

void TestDispatcherTimers::aTimerDoesNotReenterItsHandler() {
    run([] {
        int depth = 0;
        int deepest = 0;
        int others = 0;
        QTimer timer;
        QTimer other;
        QObject::connect(&other, &QTimer::timeout, [&] { ++others; });
        QObject::connect(&timer, &QTimer::timeout, [&] {
            deepest = std::max(deepest, ++depth);
            const int before = others;
            if (turnUntil([&] { return others >= before + 3; })) // other timers go on meanwhile
                timer.stop();
            --depth;
        });
        other.start(1);
        timer.start(0);
        CHECK(turnUntil([&] { return !timer.isActive(); }));
        CHECK(deepest == 1);
        CHECK(others >= 3);
    });
}

void TestDispatcherTimers::timersMoveWithTheirObject() {
    auto timer = std::make_unique<QTimer>();
    timer->setInterval(10);
    timer->start(); // on the main thread
    QThread* home = nullptr;
    QTimer* moved = timer.get();
    std::atomic<int> fired{0};
    connect(moved, &QTimer::timeout, moved, [&] {
        home = QThread::currentThread();
        ++fired;
    });
    QSemaphore started;
    QSemaphore go;
    BodyThread thread([&] {
        started.release();
        go.acquire();
        CHECK(turnUntil([&] { return fired >= 3; }));
        CHECK(home == QThread::currentThread());
        delete moved;
    });
    QFETCH(const bool, ours);
    if (ours)
        parlor::net::installEventDispatcher(thread);
    thread.start();
    started.acquire();
    timer.release()->moveToThread(&thread);
    go.release();
    QVERIFY(thread.wait(30000));
    QCOMPARE(thread.result(), QString());
}

void TestDispatcherTimers::aDeletedObjectsTimersEnd() {
    run([] {
        auto timer = std::make_unique<QTimer>();
        int fired = 0;
        QObject::connect(timer.get(), &QTimer::timeout, [&] { ++fired; });
        timer->start(0);
        turn();
        CHECK(fired == 1);
        timer.reset();
        turn();
        turn();
        CHECK(fired == 1);
    });
}

QTEST_GUILESS_MAIN(TestDispatcherTimers)
#include "tst_dispatcher_timers.moc"

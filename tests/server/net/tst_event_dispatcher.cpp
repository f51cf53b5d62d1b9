// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/event_dispatcher.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSemaphore>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryFile>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

using namespace std::chrono_literals;

namespace {

/// Checks inside a body that runs on another thread: the first that fails ends the body and is reported by
/// the test.
thread_local QString failure;
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
bool turnUntil(const std::function<bool()>& done) {
    QTimer watchdog;
    watchdog.setSingleShot(true);
    watchdog.start(5s);
    while (!done() && watchdog.isActive())
        QAbstractEventDispatcher::instance()->processEvents(QEventLoop::WaitForMoreEvents);
    return done();
}

bool turn(QEventLoop::ProcessEventsFlags flags = QEventLoop::AllEvents) {
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

} // namespace

/// What an event dispatcher must do. Every test runs on Qt's own dispatcher and on ours: so that the suite
/// itself is right, and ours is what Qt and its users expect.
class TestEventDispatcher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Qt's reference is its poll dispatcher: the one on glib has quirks of its own (it ignores
    // ExcludeSocketNotifiers).
    void initTestCase() { qputenv("QT_NO_GLIB", "1"); }
    void oursIsInstalled();
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

    void readNotifiersAreLevelTriggered_data() { kinds(); }
    void readNotifiersAreLevelTriggered();
    void writeNotifiersWaitForRoom_data() { kinds(); }
    void writeNotifiersWaitForRoom();
    void exceptionNotifiersSeeUrgentData_data() { kinds(); }
    void exceptionNotifiersSeeUrgentData();
    void notifiersShareADescriptor_data() { kinds(); }
    void notifiersShareADescriptor();
    void aDisabledNotifierIsSilent_data() { kinds(); }
    void aDisabledNotifierIsSilent();
    void aNotifierDeletedByAnotherIsNotActivated_data() { kinds(); }
    void aNotifierDeletedByAnotherIsNotActivated();
    void aNotifierMayDeleteItself_data() { kinds(); }
    void aNotifierMayDeleteItself();
    void aReusedDescriptorIsWatched_data() { kinds(); }
    void aReusedDescriptorIsWatched();
    void aHangUpIsReadable_data() { kinds(); }
    void aHangUpIsReadable();
    void regularFilesAreAlwaysReady_data() { kinds(); }
    void regularFilesAreAlwaysReady();
    void manyDescriptorsAtOnce_data() { kinds(); }
    void manyDescriptorsAtOnce();
    void notifiersCanBeLeftOut_data() { kinds(); }
    void notifiersCanBeLeftOut();
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
    void carriesTcpSockets_data() { kinds(); }
    void carriesTcpSockets();

private:
    void run(const std::function<void()>& body);
    static void kinds();
};

void TestEventDispatcher::kinds() {
    QTest::addColumn<bool>("ours");
    QTest::newRow("Qt's") << false;
    QTest::newRow("ours") << true;
}

void TestEventDispatcher::run(const std::function<void()>& body) {
    QFETCH(const bool, ours);
    BodyThread thread(body);
    if (ours)
        parlor::net::installEventDispatcher(thread);
    thread.start();
    QVERIFY(thread.wait(30000));
    QVERIFY2(thread.result().isEmpty(), qPrintable(thread.result()));
}

void TestEventDispatcher::oursIsInstalled() {
    BodyThread thread(
        [] { CHECK(QAbstractEventDispatcher::instance()->inherits("parlor::net::EpollEventDispatcher")); });
    parlor::net::installEventDispatcher(thread);
    thread.start();
    QVERIFY(thread.wait(30000));
    QCOMPARE(thread.result(), QString());
}

void TestEventDispatcher::timersFireInOrderAndNotEarly() {
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

void TestEventDispatcher::coarseTimersAreNearlyOnTime() {
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

void TestEventDispatcher::zeroTimersFireOncePerTurn() {
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

void TestEventDispatcher::zeroTimersDoNotStarveSockets() {
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

void TestEventDispatcher::timersTellWhatTheyAre() {
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

void TestEventDispatcher::aTimerStoppedInAHandlerDoesNotFire() {
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

void TestEventDispatcher::aTimerStartedInAHandlerFiresLater() {
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

void TestEventDispatcher::aSlowHandlerCausesNoBurst() {
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

void TestEventDispatcher::aTimerDoesNotReenterItsHandler() {
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

void TestEventDispatcher::timersMoveWithTheirObject() {
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

void TestEventDispatcher::aDeletedObjectsTimersEnd() {
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

void TestEventDispatcher::readNotifiersAreLevelTriggered() {
    run([] {
        Pair pair;
        int activations = 0;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] { ++activations; });
        turn();
        CHECK(activations == 0);
        pair.put(1);
        CHECK(turnUntil([&] { return activations == 1; }));
        CHECK(turnUntil([&] { return activations == 3; })); // as long as it is not read
        pair.drain(0);
        turn();
        CHECK(activations == 3);
        pair.put(1);
        CHECK(turnUntil([&] { return activations == 4; }));
    });
}

void TestEventDispatcher::writeNotifiersWaitForRoom() {
    run([] {
        Pair pair;
        int activations = 0;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Write);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] { ++activations; });
        CHECK(turnUntil([&] { return activations == 1; }));
        CHECK(turnUntil([&] { return activations == 3; }));
        pair.fill(0);
        turn();
        turn();
        const int before = activations;
        turn();
        CHECK(activations == before);
        notifier.setEnabled(false);
        notifier.setEnabled(true); // anew, and still no room: not even once
        turn();
        turn();
        CHECK(activations == before);
        pair.drain(1);
        CHECK(turnUntil([&] { return activations > before; }));
    });
}

void TestEventDispatcher::exceptionNotifiersSeeUrgentData() {
    run([] {
        QTcpServer server;
        CHECK(server.listen(QHostAddress(QHostAddress::LocalHost)));
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
        CHECK(turnUntil(
            [&] { return server.hasPendingConnections() && client.state() == QTcpSocket::ConnectedState; }));
        QTcpSocket* accepted = server.nextPendingConnection();
        int urgent = 0;
        QSocketNotifier notifier(accepted->socketDescriptor(), QSocketNotifier::Exception);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
            ++urgent;
            notifier.setEnabled(false);
        });
        CHECK(::send(int(client.socketDescriptor()), "!", 1, MSG_OOB) == 1);
        CHECK(turnUntil([&] { return urgent == 1; }));
    });
}

void TestEventDispatcher::notifiersShareADescriptor() {
    run([] {
        Pair pair;
        int reads = 0;
        int writes = 0;
        QSocketNotifier reader(pair.fds[0], QSocketNotifier::Read);
        QSocketNotifier writer(pair.fds[0], QSocketNotifier::Write);
        QObject::connect(&reader, &QSocketNotifier::activated, [&] { ++reads; });
        QObject::connect(&writer, &QSocketNotifier::activated, [&] { ++writes; });
        CHECK(turnUntil([&] { return writes >= 2; }));
        CHECK(reads == 0);
        pair.put(1);
        CHECK(turnUntil([&] { return reads >= 1; }));
        writer.setEnabled(false);
        const int before = writes;
        CHECK(turnUntil([&] { return reads >= 3; }));
        CHECK(writes == before);
        reader.setEnabled(false);
        writer.setEnabled(true);
        CHECK(turnUntil([&] { return writes > before; }));
    });
}

void TestEventDispatcher::aDisabledNotifierIsSilent() {
    run([] {
        Pair pair;
        int reads = 0;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] { ++reads; });
        notifier.setEnabled(false);
        pair.put(1);
        turn();
        CHECK(reads == 0);
        notifier.setEnabled(true);
        CHECK(turnUntil([&] { return reads == 1; }));
    });
}

void TestEventDispatcher::aNotifierDeletedByAnotherIsNotActivated() {
    run([] {
        Pair a;
        Pair b;
        int activations = 0;
        auto first = std::make_unique<QSocketNotifier>(a.fds[0], QSocketNotifier::Read);
        auto second = std::make_unique<QSocketNotifier>(b.fds[0], QSocketNotifier::Read);
        QObject::connect(first.get(), &QSocketNotifier::activated, [&] {
            ++activations;
            second.reset();
            a.drain(0);
        });
        QObject::connect(second.get(), &QSocketNotifier::activated, [&] {
            ++activations;
            first.reset();
            b.drain(0);
        });
        a.put(1);
        b.put(1);
        CHECK(turnUntil([&] { return activations > 0; }));
        turn();
        CHECK(activations == 1);
    });
}

void TestEventDispatcher::aNotifierMayDeleteItself() {
    run([] {
        Pair pair;
        auto* notifier = new QSocketNotifier(pair.fds[0], QSocketNotifier::Read);
        int activations = 0;
        QObject::connect(notifier, &QSocketNotifier::activated, [&] {
            ++activations;
            notifier->setEnabled(false);
            notifier->deleteLater();
        });
        pair.put(1);
        CHECK(turnUntil([&] { return activations == 1; }));
        turn();
        turn();
        CHECK(activations == 1);
    });
}

void TestEventDispatcher::aReusedDescriptorIsWatched() {
    run([] {
        int reads = 0;
        for (int round = 0; round < 3; ++round) {
            Pair pair; // takes the numbers that the one before gave back
            QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
            QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
                ++reads;
                pair.drain(0);
            });
            turn();
            CHECK(reads == round);
            pair.put(1);
            CHECK(turnUntil([&] { return reads == round + 1; }));
        }
    });
}

void TestEventDispatcher::aHangUpIsReadable() {
    run([] {
        Pair pair;
        bool ended = false;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
            char c = 0;
            ended = ::read(pair.fds[0], &c, 1) == 0;
            notifier.setEnabled(false);
        });
        turn();
        pair.closeEnd(1);
        CHECK(turnUntil([&] { return ended; }));
    });
}

void TestEventDispatcher::regularFilesAreAlwaysReady() {
    run([] {
        QTemporaryFile file;
        CHECK(file.open());
        int reads = 0;
        int writes = 0;
        {
            QSocketNotifier reader(file.handle(), QSocketNotifier::Read);
            QSocketNotifier writer(file.handle(), QSocketNotifier::Write);
            QObject::connect(&reader, &QSocketNotifier::activated, [&] { ++reads; });
            QObject::connect(&writer, &QSocketNotifier::activated, [&] { ++writes; });
            CHECK(turnUntil([&] { return reads >= 3 && writes >= 3; }));
            reader.setEnabled(false);
            const int before = reads;
            CHECK(turnUntil([&] { return writes >= 6; }));
            CHECK(reads == before);
        }
        const int after = writes;
        turn();
        CHECK(writes == after);
    });
}

void TestEventDispatcher::manyDescriptorsAtOnce() {
    run([] {
        constexpr int count = 600; // more than one epoll_wait() tells of
        std::vector<std::unique_ptr<Pair>> pairs;
        std::vector<std::unique_ptr<QSocketNotifier>> notifiers;
        std::vector<int> reads(count, 0);
        for (int i = 0; i < count; ++i) {
            pairs.push_back(std::make_unique<Pair>());
            notifiers.push_back(
                std::make_unique<QSocketNotifier>(pairs.back()->fds[0], QSocketNotifier::Read));
            QObject::connect(notifiers.back().get(), &QSocketNotifier::activated, [&, i] {
                ++reads[std::size_t(i)];
                pairs[std::size_t(i)]->drain(0);
            });
            pairs.back()->put(1);
        }
        CHECK(turnUntil([&] { return std::count(reads.begin(), reads.end(), 1) == count; }));
        turn();
        CHECK(std::count(reads.begin(), reads.end(), 1) == count);
    });
}

void TestEventDispatcher::notifiersCanBeLeftOut() {
    run([] {
        Pair pair;
        int reads = 0;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] { ++reads; });
        pair.put(1);
        turn(QEventLoop::ExcludeSocketNotifiers);
        CHECK(reads == 0);
        // It waits for the rest all the same.
        bool fired = false;
        QTimer::singleShot(20, [&] { fired = true; });
        QElapsedTimer clock;
        clock.start();
        while (!fired && clock.elapsed() < 5000)
            turn(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
        CHECK(fired);
        CHECK(reads == 0);
        CHECK(turnUntil([&] { return reads > 0; }));
    });
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

void TestEventDispatcher::carriesTcpSockets() {
    run([] {
        QTcpServer server;
        CHECK(server.listen(QHostAddress(QHostAddress::LocalHost)));
        QTcpSocket client;
        QTcpSocket* accepted = nullptr;
        QByteArray echoed;
        QObject::connect(&server, &QTcpServer::newConnection, [&] {
            accepted = server.nextPendingConnection();
            QObject::connect(accepted, &QTcpSocket::readyRead, [&] { accepted->write(accepted->readAll()); });
        });
        QObject::connect(&client, &QTcpSocket::readyRead, [&] { echoed += client.readAll(); });
        const QByteArray big(5'000'000, 'x'); // many times what the kernel takes at once
        QObject::connect(&client, &QTcpSocket::connected, [&] { client.write(big); });
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
        CHECK(turnUntil([&] { return echoed.size() == big.size(); }));
        bool gone = false;
        QObject::connect(accepted, &QTcpSocket::disconnected, [&] { gone = true; });
        client.disconnectFromHost();
        CHECK(turnUntil([&] { return gone; }));
    });
}

QTEST_GUILESS_MAIN(TestEventDispatcher)
#include "tst_event_dispatcher.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/driver.h"
#include "tests/bench/load/floor_dialect.h"
#include "tests/bench/load/parlord_subject.h"
#include "tests/bench/load/process_meter.h"
#include "tests/bench/load/run.h"
#include "tests/bench/load/server_process.h"

#include <QTemporaryFile>
#include <QTest>
#include <QThread>
#include <QWebSocket>
#include <QWebSocketServer>

#include <unistd.h>

#include <atomic>

using namespace parlor::load;

namespace {

/// Understands what FloorDialect says, for one room. It keeps one delivery to itself, and makes another
/// twice.
class FaultyServer : public QObject {
    Q_OBJECT
public:
    int loseAt = -1;               ///< the delivery of that number is not made
    int doubleAt = -1;             ///< that one is made twice
    std::atomic<quint16> port = 0; ///< 0 until it listens

    void start() {
        m_server = new QWebSocketServer(QStringLiteral("faulty"), QWebSocketServer::NonSecureMode, this);
        connect(m_server, &QWebSocketServer::newConnection, this, [this] {
            QWebSocket* const socket = m_server->nextPendingConnection();
            socket->setParent(this);
            m_sockets.append(socket);
            connect(socket, &QWebSocket::textMessageReceived, this,
                    [this](const QString& text) { take(text); });
        });
        if (m_server->listen(QHostAddress::LocalHost))
            port = m_server->serverPort();
    }

private:
    void take(const QString& text) {
        if (!text.startsWith(QLatin1Char('r')))
            return;
        for (QWebSocket* const socket : std::as_const(m_sockets)) {
            const int number = m_deliveries++;
            if (number != loseAt)
                socket->sendTextMessage(text);
            if (number == doubleAt)
                socket->sendTextMessage(text);
        }
    }

    QWebSocketServer* m_server = nullptr;
    QList<QWebSocket*> m_sockets;
    int m_deliveries = 0;
};

struct Counted {
    Ledger::Totals totals;
    Ledger::Times times;
};

/// What the tool counts of 50 messages to 10 clients.
Counted countOn(FaultyServer& server) {
    QThread thread;
    server.moveToThread(&thread);
    QObject::connect(&thread, &QThread::started, &server, [&server] { server.start(); });
    thread.start();
    Counted counted;
    if (QTest::qWaitFor([&server] { return server.port != 0; })) {
        Ledger ledger(true);
        const Layout layout{10, 1, 0, 300};
        fillRooms(ledger, layout);
        FloorDialect dialect(ledger, layout.rooms, layout.clients, layout.bytes);
        Engine engine(dialect, server.port);
        engine.add(layout.clients);
        Driver driver(engine, ledger, dialect);
        if (engine.connect(0, layout.clients, layout.clients, 30)) {
            driver.settle(0.1, 1);
            ledger.beginPhase(1);
            driver.openLoop(500, 0.1);
            driver.drain(1);
        }
        counted = {ledger.totals(), ledger.times(1)};
    }
    // Its sockets end on its own thread.
    const auto endAll = [&server] {
        const QObjectList all = server.children(); // a copy: each that is deleted leaves the list
        qDeleteAll(all);
    };
    QMetaObject::invokeMethod(&server, endAll, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
    return counted;
}

} // namespace

class TestLoad : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsWhatArrives();
    void countsWhatIsLostAndWhatIsDoubled();
    void countsARefusal();
    void doesNotCountWhoeverIsGone();
    void tellsPercentiles();
    void countsDroppedPackets();
    void tellsWhatTheHostTook();
    void tellsSlowAppends();
    void waitsForTheServersLine();
    void loadsParlord_data();
    void loadsParlord();
};

void TestLoad::countsWhatArrives() {
    FaultyServer server;
    const Counted counted = countOn(server);
    QCOMPARE(counted.times.sent, 50);
    QCOMPARE(counted.times.delivered, 500);
    QCOMPARE(counted.totals.expected, 500);
    QCOMPARE(counted.totals.lost, 0);
    QCOMPARE(counted.totals.doubled, 0);
    QCOMPARE(counted.totals.strays, 0);
}

void TestLoad::countsWhatIsLostAndWhatIsDoubled() {
    FaultyServer server;
    server.loseAt = 123;
    server.doubleAt = 321;
    const Counted counted = countOn(server);
    QCOMPARE(counted.times.delivered, 499);
    QCOMPARE(counted.totals.expected, 500);
    QCOMPARE(counted.totals.lost, 1);
    QCOMPARE(counted.totals.doubled, 1);
    QCOMPARE(counted.totals.strays, 0);
}

void TestLoad::countsARefusal() {
    Ledger ledger(true);
    fillRooms(ledger, {2, 1, 0, 300});
    const Stamp refused{0, ledger.send(0, 0, now())};
    const Stamp kept{0, ledger.send(0, 1, now())};
    ledger.refused(refused);
    ledger.acknowledged(kept, now());
    ledger.delivered(0, kept, now());
    QCOMPARE(ledger.open(), 1);
    QCOMPARE(ledger.unanswered(), 0);
    ledger.delivered(1, refused, now()); // nobody was to get that
    const Ledger::Totals totals = ledger.totals();
    QCOMPARE(totals.expected, 2);
    QCOMPARE(totals.lost, 1);
    QCOMPARE(totals.strays, 1);
    QCOMPARE(ledger.times(0).refused, 1);
}

void TestLoad::doesNotCountWhoeverIsGone() {
    Ledger ledger(false);
    fillRooms(ledger, {3, 1, 0, 300});
    const Stamp stamp{0, ledger.send(0, 0, now())}; // to 1 and 2: the sender gets nothing here
    int completed = 0;
    ledger.completed = [&](uint32_t) { ++completed; };
    ledger.delivered(1, stamp, now());
    QCOMPARE(completed, 0);
    ledger.forget(2);
    QCOMPARE(completed, 1);
    QCOMPARE(ledger.open(), 0);
    QCOMPARE(ledger.totals().expected, 1);
    QCOMPARE(ledger.totals().lost, 0);
}

void TestLoad::tellsPercentiles() {
    Latency times;
    for (int64_t i = 1; i <= 100'000; ++i)
        times.add(i * 1000);
    const auto near = [](int64_t value, int64_t wanted) {
        return value >= wanted && value <= wanted + wanted / 60;
    };
    QVERIFY(near(times.percentile(0.5), 50'000'000));
    QVERIFY(near(times.percentile(0.99), 99'000'000));
    QVERIFY(near(times.percentile(0.999), 99'900'000));
    QCOMPARE(times.maximum(), 100'000'000);
    QCOMPARE(times.percentile(1), times.maximum());
    QCOMPARE(Latency().percentile(0.5), 0);
}

void TestLoad::countsDroppedPackets() {
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("07f26443 0000302c 00000136 00000000\n06fd4938 00000004 00000138 00000000\n");
    QVERIFY(file.flush());
    QCOMPARE(droppedPackets(qUtf8Printable(file.fileName())), 0x302c + 4);
    QCOMPARE(droppedPackets("no such file"), 0);
}

void TestLoad::tellsWhatTheHostTook() {
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("cpu  10 20 30 40 50 60 70 250 90 0\ncpu0 10 20 30 40 50 60 70 99 90 0\n");
    QVERIFY(file.flush());
    QCOMPARE(stolenSeconds(qUtf8Printable(file.fileName())), 250.0 / double(sysconf(_SC_CLK_TCK)));
    QCOMPARE(stolenSeconds("no such file"), 0.0);
}

void TestLoad::tellsSlowAppends() {
    const std::string text = "\n# TYPE a histogram\na_bucket{topic=\"x\",le=\"0.1\"} 3\na_bucket{topic=\"x\","
                             "le=\"1\"} 5\na_bucket{topic=\"y\",le=\"0.1\"} 4\na_count{topic=\"x\"} 5\n"
                             "a_count{topic=\"y\"} 4\nplain 7\nplainer 8\n";
    QCOMPARE(ParlordSubject::metric(text, "a_bucket", "le=\"0.1\""), 7.0);
    QCOMPARE(ParlordSubject::metric(text, "a_count"), 9.0);
    QCOMPARE(ParlordSubject::metric(text, "a_count", "topic=\"y\""), 4.0);
    QCOMPARE(ParlordSubject::metric(text, "plain"), 7.0);
    QCOMPARE(ParlordSubject::metric(text, "none"), 0.0);
}

void TestLoad::waitsForTheServersLine() {
    ServerProcess server;
    QVERIFY(!server.running());
    qputenv("PARLOR_OF_THE_CALLER", "seen");
    // The line comes in two parts, and is not the first.
    const std::string line =
        server.start({"sh", "-c",
                      "echo warming up; printf 'ready at '; sleep 0.2; "
                      "echo \"$PLACE, caller ${PARLOR_OF_THE_CALLER-not} seen\"; exec sleep 60"},
                     {{"PLACE", "4711"}}, "ready at ");
    qunsetenv("PARLOR_OF_THE_CALLER");
    QCOMPARE(QByteArray::fromStdString(line), QByteArray("4711, caller not seen"));
    QVERIFY(server.running());
    QVERIFY(server.pid() > 0);
    server.stop();
    QVERIFY(!server.running());
}

void TestLoad::loadsParlord_data() {
    QTest::addColumn<double>("rate");
    QTest::addColumn<uint>("inFlight");
    QTest::newRow("open loop") << 200.0 << 0u;
    QTest::newRow("closed loop") << 0.0 << 8u;
}

void TestLoad::loadsParlord() {
    QFETCH(double, rate);
    QFETCH(uint, inFlight);
    Plan plan;
    plan.scenario = "test";
    plan.layout = {20, 4, 10, 300};
    plan.rate = rate;
    plan.inFlight = inFlight;
    plan.warmUp = 0.1;
    plan.seconds = 0.5;
    const QJsonObject report = carryOut(plan);
    const auto value = [&](const char* name) { return report.value(QLatin1String(name)).toInt(-1); };
    if (rate > 0)
        QCOMPARE(value("sent"), 100);
    QVERIFY(value("sent") > 0);
    QCOMPARE(value("acknowledged"), value("sent"));
    QCOMPARE(value("delivered"), 5 * value("sent"));
    QCOMPARE(value("lost"), 0);
    QCOMPARE(value("doubled"), 0);
    QCOMPARE(value("strays"), 0);
    QCOMPARE(value("refused"), 0);
    QCOMPARE(value("closedByServer"), 0);
    QVERIFY(report.value(QStringLiteral("microsecondsPerDelivery")).toDouble() > 0);
    for (const char* name : {"slowAppends", "droppedPackets", "stolenSeconds"})
        QVERIFY2(report.value(QLatin1String(name)).toDouble(-1) >= 0, name);
}

QTEST_GUILESS_MAIN(TestLoad)
#include "tst_load.moc"

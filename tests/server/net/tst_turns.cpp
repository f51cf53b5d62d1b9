// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"
#include "server/net/epoll_event_dispatcher.h"
#include "server/net/listener.h"
#include "tests/server/net/busy_thread.h"

#include <QTest>

#include <atomic>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

/// What one turn of a network thread's loop is spent on: however much comes at once, others have theirs in
/// between. Counted in turns, not in time.
class TestTurns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() {
        m_clients.clear();
        m_server.reset();
    }

    void whatGoesToManyIsSentInSlices();
    void aCrowdIsWrittenToWithRests();
    void slicesKeepTheOrder();
    void aConnectionMayEndBetweenSlices();
    void aCrowdIsLetInByAndBy();
    void aCrowdLeavesByAndBy();
    void newcomersAreHeardByAndBy();
    void whoWasAnsweredIsNoNewcomer();

private:
    void start();
    void connectMany(int count);
    WebSocketConnection& connection(int index) { return *m_server->factory.connection(index); }
    /// Calls `turn` in every turn of the loop, after what was flushed in it, until it says false.
    void everyTurn(std::function<bool()> turn);
    /// Lets the thread go on: what `count` is now, and after every turn in which it changed until it is
    /// `last`.
    QList<int> countTurns(BusyThread& busy, int last, const std::function<int()>& count);
    int waiting(int count);
    /// Sends something in slices to the first `count`: how many waited still after each turn of the loop,
    /// until none did. `turn` is called after each, on the thread.
    QList<int> sendToFirst(int count, const std::function<void(int)>& turn);

    std::unique_ptr<TestServer> m_server;
    std::vector<std::unique_ptr<RawWebSocket>> m_clients;
};

void TestTurns::start() {
    ServerConfig config = testConfig();
    config.threads = 1;
    m_server = std::make_unique<TestServer>(config);
    m_server->factory.onOpen = [](WebSocketConnection& connection) { connection.settle(); };
    m_server->start();
}

void TestTurns::connectMany(int count) {
    for (int i = 0; i < count; ++i) {
        m_clients.push_back(std::make_unique<RawWebSocket>(m_server->port()));
        QTRY_COMPARE(m_server->factory.openCount(), i + 1);
    }
}

void TestTurns::everyTurn(std::function<bool()> turn) {
    m_server->server().post(0, [this, turn = std::move(turn)] {
        if (turn())
            everyTurn(turn);
    });
}

QList<int> TestTurns::countTurns(BusyThread& busy, int last, const std::function<int()>& count) {
    struct Seen {
        QList<int> counts;
        std::atomic<bool> done = false;
        std::atomic<bool> givenUp = false;
    };
    const auto seen = std::make_shared<Seen>();
    seen->counts.append(count());
    everyTurn([seen, last, count] {
        if (seen->givenUp)
            return false;
        if (const int now = count(); now != seen->counts.constLast())
            seen->counts.append(now);
        seen->done = seen->counts.constLast() == last;
        return !seen->done;
    });
    busy.release();
    if (QTest::qWaitFor([seen] { return seen->done.load(); }, 20'000))
        return seen->counts;
    seen->givenUp = true;
    return {-1};
}

int TestTurns::waiting(int count) {
    int waiting = 0;
    for (int i = 0; i < count; ++i)
        waiting += connection(i).queuedBytes() > 0 ? 1 : 0;
    return waiting;
}

QList<int> TestTurns::sendToFirst(int count, const std::function<void(int)>& turn) {
    struct Seen {
        QList<int> counts;
        std::atomic<bool> done = false;
        std::atomic<bool> givenUp = false;
    };
    const auto seen = std::make_shared<Seen>();
    m_server->server().post(0, [this, seen, count, turn] {
        for (int i = 0; i < count; ++i)
            connection(i).sendInSlices(SharedFrame::text("to everybody"));
        everyTurn([this, seen, count, turn] {
            if (seen->givenUp)
                return false;
            seen->counts.append(waiting(count));
            turn(int(seen->counts.size()) - 1);
            const bool goesOn = waiting(count) > 0; // also for what turn() sent
            seen->done = !goesOn;
            return goesOn;
        });
    });
    if (QTest::qWaitFor([seen] { return seen->done.load(); }, 20'000))
        return seen->counts;
    seen->givenUp = true;
    return {-1};
}

void TestTurns::whatGoesToManyIsSentInSlices() {
    constexpr int count = 3 * sliceSize + 10;
    start();
    connectMany(count);
    const QList<int> counts = sendToFirst(count, [&](int turn) {
        if (turn == 0) // to one whose slice is far away
            connection(count - 1).send(SharedFrame::text("to one"));
    });
    // That one has not waited for its slice.
    QCOMPARE(counts,
             QList<int>({count - sliceSize, count - 2 * sliceSize - 1, count - 3 * sliceSize - 1, 0}));
    for (const auto& client : m_clients)
        QCOMPARE(client->read().payload, QByteArray("to everybody"));
    QCOMPARE(m_clients.back()->read().payload, QByteArray("to one"));
}

void TestTurns::aCrowdIsWrittenToWithRests() {
    constexpr int slices = 16;
    constexpr int count = slices * crowdSliceSize;
    static_assert(count >= crowdSize);
    start();
    connectMany(count);
    bool lastHadItsOwn = false;
    QList<int> counts = sendToFirst(count, [&](int turn) {
        if (turn == 0) // to one whose slice is far away
            connection(count - 1).send(SharedFrame::text("to one"));
        else if (turn == 1)
            lastHadItsOwn = connection(count - 1).queuedBytes() == 0;
    });
    QCOMPARE(counts.constFirst(), count - crowdSliceSize);
    QVERIFY(lastHadItsOwn);
    // Without rests each turn has its slice.
    QVERIFY2(counts.size() > 2 * slices, qPrintable(QString::number(counts.size())));
    for (const auto& client : m_clients)
        QCOMPARE(client->read().payload, QByteArray("to everybody"));
    QCOMPARE(m_clients.back()->read().payload, QByteArray("to one"));

    // A few after that are a few again.
    counts = sendToFirst(3 * sliceSize, [](int) {});
    QCOMPARE(counts, QList<int>({2 * sliceSize, sliceSize, 0}));
}

void TestTurns::slicesKeepTheOrder() {
    constexpr int count = sliceSize + 20;
    start();
    connectMany(count);
    std::atomic<bool> done = false;
    int round = 0;
    m_server->server().post(0, [&] {
        everyTurn([&] {
            const auto text = [&](const char* what) {
                return SharedFrame::text(QByteArray::number(round) + what);
            };
            for (int i = 0; i < count; ++i) {
                connection(i).sendInSlices(text("a"));
                if ((i + round) % 7 == 0)
                    connection(i).send(text("b"));
                connection(i).sendInSlices(text("c"));
            }
            done = ++round == 20;
            return !done;
        });
    });
    QTRY_VERIFY(done);
    for (int i = 0; i < count; ++i) {
        for (int n = 0; n < round; ++n) {
            QCOMPARE(m_clients[std::size_t(i)]->read().payload, QByteArray::number(n) + "a");
            if ((i + n) % 7 == 0)
                QCOMPARE(m_clients[std::size_t(i)]->read().payload, QByteArray::number(n) + "b");
            QCOMPARE(m_clients[std::size_t(i)]->read().payload, QByteArray::number(n) + "c");
        }
    }
}

void TestTurns::aConnectionMayEndBetweenSlices() {
    constexpr int count = sliceSize + 3;
    start();
    connectMany(count);
    std::atomic<bool> done = false;
    m_server->server().post(0, [&] {
        for (int i = 0; i < count; ++i)
            connection(i).sendInSlices(SharedFrame::text("to everybody"));
        // Those whose turn is yet to come: one is told to go, one is gone.
        connection(count - 1).close(CloseCode::GoingAway);
        connection(count - 1).sendInSlices(SharedFrame::text("too late"));
        done = true;
    });
    QTRY_VERIFY(done);
    m_clients[std::size_t(count) - 2]->client().reset();
    QCOMPARE(m_clients.back()->read().payload, QByteArray("to everybody"));
    QCOMPARE(m_clients.back()->read().closeCode(), quint16(CloseCode::GoingAway));
    QVERIFY(m_clients.back()->finishClose());
    QTRY_COMPARE(m_server->server().connectionCount(), count - 2);
    for (int i = 0; i < count - 2; ++i)
        QCOMPARE(m_clients[std::size_t(i)]->read().payload, QByteArray("to everybody"));
}

void TestTurns::aCrowdIsLetInByAndBy() {
    constexpr int crowd = 5 * acceptsPerTurn;
    start();
    connectMany(1);
    // While the thread is busy all of them come, and after them the one who is here already says something.
    BusyThread busy(m_server->server(), 0);
    std::vector<std::unique_ptr<RawClient>> newcomers;
    for (int i = 0; i < crowd; ++i)
        newcomers.push_back(std::make_unique<RawClient>(m_server->port()));
    std::atomic<int> heardAt = -1;
    m_server->factory.onText = [&](WebSocketConnection&, const QByteArray&) {
        heardAt = m_server->server().connectionCount();
    };
    m_clients.front()->sendText("I was here first");
    const QList<int> counts =
        countTurns(busy, crowd + 1, [&] { return m_server->server().connectionCount(); });
    QCOMPARE(counts.constLast(), crowd + 1);
    QCOMPARE(heardAt.load(), 1);
    for (qsizetype i = 1; i < counts.size(); ++i)
        QVERIFY2(counts[i] - counts[i - 1] <= acceptsPerTurn, qPrintable(QString::number(counts[i])));
}

void TestTurns::aCrowdLeavesByAndBy() {
    constexpr int crowd = 300; // more than the loop asks for at once
    start();
    connectMany(crowd + 1);
    // While the thread is busy all but one leave, and after them that one says something.
    BusyThread busy(m_server->server(), 0);
    for (int i = 0; i < crowd; ++i)
        m_clients[std::size_t(i)]->client().reset();
    std::atomic<int> heardAt = -1;
    m_server->factory.onText = [&](WebSocketConnection&, const QByteArray&) {
        heardAt = m_server->server().connectionCount();
    };
    m_clients.back()->sendText("I am still here");
    const QList<int> counts = countTurns(busy, 1, [&] { return m_server->server().connectionCount(); });
    QCOMPARE(counts.constLast(), 1);
    QCOMPARE(heardAt.load(), crowd + 1);
    for (qsizetype i = 1; i < counts.size(); ++i)
        QVERIFY2(counts[i - 1] - counts[i] <= latePerTurn, qPrintable(QString::number(counts[i])));
    m_clients.back()->sendText("and can be heard");
    QTRY_COMPARE(heardAt.load(), 1);
}

void TestTurns::newcomersAreHeardByAndBy() {
    constexpr int crowd = 300; // more than the loop asks for at once
    start();
    connectMany(1);
    std::vector<std::unique_ptr<RawClient>> newcomers;
    for (int i = 0; i < crowd; ++i)
        newcomers.push_back(std::make_unique<RawClient>(m_server->port()));
    QTRY_COMPARE(m_server->server().connectionCount(), crowd + 1);
    // While the thread is busy all of them want to come in, and after them the one who is here says
    // something.
    BusyThread busy(m_server->server(), 0);
    for (const auto& newcomer : newcomers)
        newcomer->send(RawWebSocket::handshakeRequest("/ws"));
    std::atomic<int> heardAt = -1;
    m_server->factory.onText = [&](WebSocketConnection&, const QByteArray&) {
        heardAt = m_server->factory.openCount();
    };
    m_clients.front()->sendText("I was here first");
    const QList<int> counts = countTurns(busy, crowd + 1, [&] { return m_server->factory.openCount(); });
    QCOMPARE(counts.constLast(), crowd + 1);
    QCOMPARE(heardAt.load(), 1);
    for (qsizetype i = 1; i < counts.size(); ++i)
        QVERIFY2(counts[i] - counts[i - 1] <= latePerTurn, qPrintable(QString::number(counts[i])));
    for (const auto& newcomer : newcomers)
        QCOMPARE(newcomer->reply().status, 101);
}

void TestTurns::whoWasAnsweredIsNoNewcomer() {
    constexpr int crowd = 300; // more than the loop asks for at once
    start();
    std::atomic<int> answeredAt = -1;
    const auto answer = [&](const HttpRequest&, const PathArgs&) {
        answeredAt = m_server->factory.openCount();
        return HttpResponse::json({});
    };
    m_server->router.add(Method::Get, "/open", answer, {RunOn::NetworkThread});
    RawClient known(m_server->port());
    known.send("GET /open HTTP/1.1\r\nHost: here\r\n\r\n");
    QCOMPARE(known.reply().status, 200);
    std::vector<std::unique_ptr<RawClient>> newcomers;
    for (int i = 0; i < crowd; ++i)
        newcomers.push_back(std::make_unique<RawClient>(m_server->port()));
    QTRY_COMPARE(m_server->server().connectionCount(), crowd + 1);
    // While the thread is busy all of them want to come in, and after them the known one has a request.
    BusyThread busy(m_server->server(), 0);
    for (const auto& newcomer : newcomers)
        newcomer->send(RawWebSocket::handshakeRequest("/ws"));
    known.send("GET /open HTTP/1.1\r\nHost: here\r\n\r\n");
    const QList<int> counts = countTurns(busy, crowd, [&] { return m_server->factory.openCount(); });
    QCOMPARE(counts.constLast(), crowd);
    QCOMPARE(known.reply().status, 200);
    QCOMPARE(answeredAt.load(), 0);
}

QTEST_GUILESS_MAIN(TestTurns)
#include "tst_turns.moc"

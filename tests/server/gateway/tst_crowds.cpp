// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/hub.h"
#include "tests/server/gateway/cluster_fixture.h"

using namespace parlor;
using namespace parlor::test;
using namespace std::chrono_literals;

/// Those who ask for too much, and too many who ask at once: what of it is done, counted.
class TestCrowds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFloodIsNotRead();
    void aFloodThatIsNotReadCanBeEnded_data();
    void aFloodThatIsNotReadCanBeEnded();
    void whoStopsFloodingIsHeardAgain();
    void strangersWhoFloodAreNotRead();
    void aRefusalNowAndThenCostsNoPause();
    void aCrowdComesBackByAndBy();
    void ofTooManyTheOldestIsClosed();
};

namespace {

constexpr int toldAtOnce = 5;

gateway::GatewayConfig strict(std::chrono::milliseconds pause) {
    gateway::GatewayConfig config = Cluster::clusterConfig();
    config.rates.messages = {1e-6, 3};
    config.refusals = {1e-6, toldAtOnce};
    config.refusalPause = pause;
    return config;
}

struct Flood : Cluster {
    explicit Flood(const gateway::GatewayConfig& config)
        : Cluster(config)
        , loud(registerAt(*a, QStringLiteral("loud")))
        , quiet(registerAt(*a, QStringLiteral("quiet")))
        , room(createRoom(*a, loud, QStringLiteral("public"))) {
        if (!socket.openAndAuthenticate(a->url(), loud.token))
            qFatal("the one who floods cannot connect");
    }
    void pour(int frames) {
        for (int i = 0; i < frames; ++i)
            socket.send(client::MessageNew{
                room, MessageType::Text, QStringLiteral("x"), TempId::create(), false, {}});
    }
    int refusals() const {
        return int(std::ranges::count_if(socket.events(), [](const ServerEvent& event) {
            return std::holds_alternative<server::Failure>(event.frame);
        }));
    }
    /// Others, on both threads, are answered.
    bool othersAreServed() {
        for (int i = 0; i < 4; ++i) {
            WsTestClient other;
            const auto answer =
                other.openAndAuthenticate(a->url(), quiet.token) ? other.ask(client::Ping{}) : std::nullopt;
            if (!answer || !std::holds_alternative<server::Ok>(*answer))
                return false;
        }
        return true;
    }

    Person loud;
    Person quiet;
    RoomId room;
    WsTestClient socket;
};

} // namespace

void TestCrowds::aFloodIsNotRead() {
    Flood r(strict(1h));
    r.pour(500);
    QVERIFY(eventually([&] { return r.refusals() >= toldAtOnce + 1; }));
    QVERIFY(r.othersAreServed());
    QCOMPARE(r.refusals(), toldAtOnce + 1);
    const auto* refused = r.socket.waitFor<server::Failure>();
    QVERIFY(refused);
    QCOMPARE(refused->error.code(), ErrorCode::RateLimited);
    QVERIFY(refused->error.retryAfter().value_or(0) >= 1);
    QVERIFY(r.socket.isOpen());
}

void TestCrowds::aFloodThatIsNotReadCanBeEnded_data() {
    QTest::addColumn<bool>("byTheServer");
    QTest::newRow("its session is ended") << true;
    QTest::newRow("it goes away") << false;
}

void TestCrowds::aFloodThatIsNotReadCanBeEnded() {
    QFETCH(bool, byTheServer);
    Flood r(strict(1h));
    r.pour(500);
    QVERIFY(eventually([&] { return r.refusals() == toldAtOnce + 1; }));
    QCOMPARE(r.a->gateway.hub().sessionCount(), 1);
    if (byTheServer) {
        QCOMPARE(r.loud.at(*r.a).post("/api/v1/auth/logout").status, 204);
        QVERIFY(r.socket.waitClosed());
        QCOMPARE(r.socket.closeCode(), int(CloseCode::Unauthorized));
    } else {
        r.socket.drop();
    }
    QVERIFY(eventually([&] { return r.a->gateway.hub().sessionCount() == 0; }));
}

void TestCrowds::whoStopsFloodingIsHeardAgain() {
    Flood r(strict(5ms));
    r.pour(50);
    const auto answer = r.socket.ask(client::Ping{});
    QVERIFY(answer && std::holds_alternative<server::Ok>(*answer));
    QCOMPARE(r.refusals(), 47);
}

void TestCrowds::strangersWhoFloodAreNotRead() {
    Flood r(strict(1h));
    WsTestClient stranger;
    stranger.open(r.a->url(), {}, TokenBy::Nothing);
    QVERIFY(eventually([&] { return stranger.isOpen(); }));
    for (int i = 0; i < 500; ++i)
        stranger.send(client::Sync{});
    QVERIFY(eventually([&] { return stranger.events().size() >= toldAtOnce + 1; }));
    QVERIFY(r.othersAreServed());
    QCOMPARE(stranger.events().size(), qsizetype(toldAtOnce + 1));
}

void TestCrowds::aRefusalNowAndThenCostsNoPause() {
    Flood r(strict(1h));
    r.pour(3 + toldAtOnce);
    QVERIFY(eventually([&] { return r.refusals() == toldAtOnce; }));
    const auto answer = r.socket.ask(client::Ping{});
    QVERIFY(answer && std::holds_alternative<server::Ok>(*answer));
}

void TestCrowds::aCrowdComesBackByAndBy() {
    constexpr std::size_t crowd = 40;
    constexpr int most = 16; // eight on each of two threads
    Cluster r;
    r.a->setPoolThreads(32);
    const Person ada = r.registerAt(*r.a, QStringLiteral("ada"));
    const Person ben = r.registerAt(*r.a, QStringLiteral("ben"));
    std::vector<std::unique_ptr<WsTestClient>> sockets;
    for (std::size_t i = 0; i < crowd; ++i) {
        sockets.push_back(std::make_unique<WsTestClient>());
        // A user may have 32 sockets.
        QVERIFY(sockets.back()->openAndAuthenticate(r.a->url(), i % 2 == 0 ? ada.token : ben.token));
    }
    // Who wants to know the present waits for the log's end.
    r.a->log.blockEnd(true);
    QVERIFY(eventually([&] { return r.a->busyThreads() == 0; }));
    QStringList refs;
    for (const auto& socket : sockets)
        refs.append(socket->send(client::Sync{r.epoch.number, {}}));
    int busiest = 0;
    QVERIFY(eventually([&] {
        busiest = std::max(busiest, r.a->busyThreads());
        return busiest >= most;
    }));
    // Frames that need no such thing are answered meanwhile.
    WsTestClient other;
    QVERIFY(other.openAndAuthenticate(r.a->url(), ada.token));
    QVERIFY(eventually([&] { return r.a->busyThreads() == most; })); // letting it in took one more
    for (int i = 0; i < 10; ++i) {
        const auto answer = other.ask(client::Ping{});
        QVERIFY(answer && std::holds_alternative<server::Ok>(*answer));
        busiest = std::max(busiest, r.a->busyThreads());
    }
    QCOMPARE(busiest, most);
    r.a->log.blockEnd(false);
    for (std::size_t i = 0; i < crowd; ++i) {
        const auto synced = sockets[i]->waitForAnswer(refs.at(qsizetype(i)));
        QVERIFY(synced && std::holds_alternative<server::Synced>(*synced));
    }
}

void TestCrowds::ofTooManyTheOldestIsClosed() {
    gateway::GatewayConfig config = Cluster::clusterConfig();
    config.maxSessionsPerUser = 3; // of each thread
    Cluster r(config);
    const Person ann = r.registerAt(*r.a, QStringLiteral("ann"));
    // Every other one is of the same thread.
    std::vector<std::unique_ptr<WsTestClient>> sockets;
    const auto connect = [&](int count) {
        for (int i = 0; i < count; ++i) {
            sockets.push_back(std::make_unique<WsTestClient>());
            QVERIFY(sockets.back()->openAndAuthenticate(r.a->url(), ann.token));
        }
    };
    connect(6);
    sockets.at(0)->drop();
    QVERIFY(eventually([&] { return r.a->gateway.hub().sessionCount() == 5; }));
    connect(4);
    for (const std::size_t oldest : {2, 1, 3}) {
        QVERIFY(sockets.at(oldest)->waitClosed());
        QCOMPARE(sockets.at(oldest)->closeCode(), int(CloseCode::RateLimited));
    }
    QVERIFY(eventually([&] { return r.a->gateway.hub().sessionCount() == 6; }));
    for (std::size_t i = 4; i < sockets.size(); ++i)
        QVERIFY(sockets.at(i)->isOpen());
}

QTEST_GUILESS_MAIN(TestCrowds)
#include "tst_crowds.moc"

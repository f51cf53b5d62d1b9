// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/gateway/cluster_fixture.h"

using namespace parlor;
using namespace parlor::test;
using namespace std::chrono_literals;

/// A gateway that is about to stop sends its clients to the others without losing anything of theirs.
class TestDrain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sendsEverybodyAwayWithinTheWindow();
    void answersWhatItOwesFirst();
    void doesNotWaitForeverForWhatItOwes();
    void isDoneAtOnceWithoutSessions();
};

namespace {

struct Party : Cluster {
    Party()
        : ada(registerAt(*a, QStringLiteral("ada")))
        , room(createRoom(*a, ada, QStringLiteral("public"))) {}
    Person ada;
    RoomId room;
};

} // namespace

void TestDrain::sendsEverybodyAwayWithinTheWindow() {
    constexpr int count = 20;
    Party r;
    std::vector<std::unique_ptr<WsTestClient>> clients;
    QList<qint64> closedAt;
    QElapsedTimer clock;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<WsTestClient>());
        QVERIFY(clients.back()->openAndAuthenticate(r.a->url(), r.ada.token));
        connect(clients.back().get(), &WsTestClient::closed, this, [&] { closedAt.append(clock.elapsed()); });
    }
    WsTestClient elsewhere;
    QVERIFY(elsewhere.openAndAuthenticate(r.b->url(), r.ada.token));
    QVERIFY(!r.a->gateway.drained());

    std::atomic<int> drained = 0;
    clock.start();
    r.a->gateway.drain(1s, [&] { ++drained; });
    QVERIFY(r.a->gateway.notReady().join(u'\n').contains(QStringLiteral("draining")));
    r.a->server->stopAccepting();
    QVERIFY(eventually([&] { return drained == 1; }));
    QVERIFY(r.a->gateway.drained());
    QTRY_COMPARE_WITH_TIMEOUT(closedAt.size(), count, int(patience.count()));
    for (const auto& client : clients)
        QCOMPARE(client->closeCode(), 1001);
    // Not all at once: of twenty in a second, hardly all fall into one half of it.
    QVERIFY(closedAt.constLast() - closedAt.constFirst() > 250);
    QVERIFY(elsewhere.isOpen());
    QVERIFY(r.b->gateway.notReady().isEmpty());
    QCOMPARE(drained.load(), 1);
    r.a->server->stop();
}

void TestDrain::answersWhatItOwesFirst() {
    Party r;
    WsTestClient socket;
    QVERIFY(socket.openAndAuthenticate(r.a->url(), r.ada.token));
    r.a->log.holdAppends();
    const QString ref = socket.send(
        client::MessageNew{r.room, MessageType::Text, QStringLiteral("owed"), TempId::create(), false, {}});
    QTRY_VERIFY(r.a->log.heldAppends() == 1);
    // Whenever its moment comes, it stays until it was answered.
    const int asked = r.a->log.endCalls();
    r.a->gateway.drain(5s);
    QVERIFY(eventually([&] { return r.a->log.endCalls() >= asked + 8; }));
    QVERIFY(socket.isOpen());
    r.a->log.releaseAppends();
    const auto answer = socket.waitForAnswer(ref);
    QVERIFY(answer && std::holds_alternative<server::MessageSaved>(*answer));
    QVERIFY(socket.waitClosed());
    QCOMPARE(socket.closeCode(), 1001);
    QVERIFY(eventually([&] { return r.a->gateway.drained(); }));
}

void TestDrain::doesNotWaitForeverForWhatItOwes() {
    Party r;
    WsTestClient socket;
    QVERIFY(socket.openAndAuthenticate(r.a->url(), r.ada.token));
    r.a->log.holdAppends();
    socket.send(
        client::MessageNew{r.room, MessageType::Text, QStringLiteral("owed"), TempId::create(), false, {}});
    QTRY_VERIFY(r.a->log.heldAppends() == 1);
    r.a->gateway.drain(200ms);
    QVERIFY(socket.waitClosed());
    QCOMPARE(socket.closeCode(), 1001);
}

void TestDrain::isDoneAtOnceWithoutSessions() {
    Party r;
    bool drained = false;
    r.a->gateway.drain(10s, [&] { drained = true; });
    QVERIFY(drained);
    QVERIFY(r.a->gateway.drained());
    // HTTP is served on.
    QCOMPARE(r.ada.at(*r.a).get("/api/v1/rooms").status, 200);
}

QTEST_GUILESS_MAIN(TestDrain)
#include "tst_drain.moc"

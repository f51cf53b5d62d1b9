// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/gateway/cluster_fixture.h"

#include <thread>

using namespace parlor;
using namespace parlor::test;
using namespace std::chrono_literals;

/// When a gateway may let people in: once its tail has met what the log held at its start.
class TestReady : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitsForTheTail();
    void doesNotWaitForATailThatHasEnded();
    void tellsWhyItIsBehind();
};

namespace {

/// A third gateway, whose log tells nothing yet.
struct Third : Cluster {
    Third()
        : ada(registerAt(*a, QStringLiteral("ada")))
        , room(createRoom(*a, ada, QStringLiteral("public")))
        , node(log(), store(), clusterConfig()) {
        if (say(*a, ada, room, QStringLiteral("before")).status != 201)
            qFatal("nothing can be said");
        node.log.pauseReading(true);
        must(node.gateway.start(*node.server));
    }
    Person ada;
    RoomId room;
    GatewayNode node;
};

} // namespace

void TestReady::waitsForTheTail() {
    Third r;
    const auto early = r.node.gateway.waitForTail(20ms);
    QVERIFY(!early);
    QCOMPARE(early.error().code(), ErrorCode::Unavailable);
    QVERIFY2(early.error().message().contains(QStringLiteral("still reading the event log")),
             qPrintable(early.error().message()));
    QVERIFY(r.node.gateway.notReady().join(u'\n').contains(early.error().message()));

    std::atomic<bool> returned = false;
    Result<void> outcome;
    std::thread waiting([&] {
        outcome = r.node.gateway.waitForTail(patience);
        returned = true;
    });
    const int asked = r.node.log.endCalls();
    const bool looked = eventually([&] { return r.node.log.endCalls() >= asked + 2; });
    const bool early2 = returned;
    r.node.log.pauseReading(false);
    const bool came = eventually([&] { return returned.load(); });
    waiting.join();
    QVERIFY(looked);
    QVERIFY(!early2);
    QVERIFY(came);
    QVERIFY(outcome);
    QVERIFY(r.node.gateway.notReady().isEmpty());
}

void TestReady::doesNotWaitForATailThatHasEnded() {
    Third r;
    std::atomic<bool> returned = false;
    std::thread waiting([&] {
        if (r.node.gateway.waitForTail(1h))
            returned = true;
    });
    const int asked = r.node.log.endCalls();
    const bool looked = eventually([&] { return r.node.log.endCalls() >= asked + 2; });
    const bool early = returned;
    r.node.gateway.stop();
    const bool came = eventually([&] { return returned.load(); });
    if (!came) {
        r.node.log.pauseReading(false);
        qFatal("who waits for the tail does not hear that it has ended");
    }
    waiting.join();
    QVERIFY(looked);
    QVERIFY(!early);
    // Why is failure()'s to tell, where it is one; an end that was asked for is none.
    QVERIFY(r.node.gateway.waitForTail(1h));
    QVERIFY(!r.node.gateway.tail().caughtUp());
}

void TestReady::tellsWhyItIsBehind() {
    Third r;
    r.node.log.pauseReading(false);
    QVERIFY(r.node.gateway.waitForTail(patience));
    // It was current once, and falls behind.
    r.node.log.pauseReading(true);
    QCOMPARE(r.say(*r.b, r.ada, r.room, QStringLiteral("after")).status, 201);
    QVERIFY(eventually([&] { return !r.node.gateway.notReady().isEmpty(); }));
    const auto behind = r.node.gateway.waitForTail(1ms);
    QVERIFY(!behind);
    QVERIFY2(behind.error().message().contains(QStringLiteral("behind the event log")),
             qPrintable(behind.error().message()));
    r.node.log.pauseReading(false);
    QVERIFY(r.node.gateway.waitForTail(patience));
}

QTEST_GUILESS_MAIN(TestReady)
#include "tst_ready.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"
#include "server/gateway/session_guard.h"
#include "server/gateway/shard.h"
#include "tests/server/gateway/fixture.h"

#include <thread>

using namespace parlor;
using namespace parlor::gateway;

namespace {

/// A hub on two real network threads, which have no sessions.
struct Threads {
    Threads()
        : auth(gateway.store(), {})
        , guard(gateway.store(), auth)
        , hub(guard) {
        server.start();
        start(hub);
    }
    void start(Hub& one) { one.start(server.server(), std::vector<std::unique_ptr<Shard>>(2)); }
    /// Blocks until both threads have run what was posted to them before.
    void settle() {
        std::atomic<int> ran = 0;
        for (int i = 0; i < 2; ++i)
            server.server().post(i, [&ran] { ++ran; });
        QTRY_COMPARE(ran.load(), 2);
    }
    void note(const QString& what) {
        const std::lock_guard lock(mutex);
        notes.append(what);
    }
    QStringList noted() {
        settle();
        const std::lock_guard lock(mutex);
        return notes;
    }
    std::function<void()> noting(const QString& what) {
        return [this, what] { note(what); };
    }

    // First: what is kept until the end of a test is run while the rest goes.
    std::mutex mutex;
    QStringList notes;
    test::GatewayFixture gateway;
    auth::AuthService auth;
    SessionGuard guard;
    net::test::TestServer server;
    Hub hub;
};

} // namespace

/// What crosses to the network threads, and when.
class TestHub : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void postsAtOnce();
    void gathersForOneCrossing();
    void gathersOnItsOwnThreadOnly();
    void gathersForItsOwnHubOnly();
};

void TestHub::postsAtOnce() {
    Threads r;
    r.hub.post(0, r.noting(QStringLiteral("a")));
    QCOMPARE(r.noted(), QStringList({QStringLiteral("a")}));
    QCOMPARE(r.hub.figures().wakeups.value(), 0); // counted for fan-outs, which this is none of
}

void TestHub::gathersForOneCrossing() {
    Threads r;
    {
        const Hub::Gathering together(r.hub);
        r.hub.post(1, r.noting(QStringLiteral("a")));
        r.hub.post(1, r.noting(QStringLiteral("b")));
        // Both threads go on, and have not heard of it.
        QCOMPARE(r.noted(), QStringList());
        r.hub.post(1, r.noting(QStringLiteral("c")));
        QCOMPARE(r.hub.figures().wakeups.value(), 0);
    }
    QCOMPARE(r.noted(), QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
    QCOMPARE(r.hub.figures().wakeups.value(), 1); // of the thread that it concerned, and not of the other

    // It ends with its scope.
    r.hub.post(1, r.noting(QStringLiteral("d")));
    QCOMPARE(r.noted().constLast(), QStringLiteral("d"));
    { const Hub::Gathering nothing(r.hub); }
    r.settle();
    QCOMPARE(r.hub.figures().wakeups.value(), 1);
}

void TestHub::gathersOnItsOwnThreadOnly() {
    Threads r;
    const Hub::Gathering together(r.hub);
    r.hub.post(0, r.noting(QStringLiteral("kept")));
    std::thread([&] { r.hub.post(0, r.noting(QStringLiteral("from elsewhere"))); }).join();
    QCOMPARE(r.noted(), QStringList({QStringLiteral("from elsewhere")}));
}

void TestHub::gathersForItsOwnHubOnly() {
    Threads r;
    Hub other(r.guard);
    r.start(other);
    const Hub::Gathering together(r.hub);
    other.post(0, r.noting(QStringLiteral("of the other")));
    QCOMPARE(r.noted(), QStringList({QStringLiteral("of the other")}));
}

QTEST_GUILESS_MAIN(TestHub)
#include "tst_hub.moc"

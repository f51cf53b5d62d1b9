// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/gossip.h"
#include "server/gateway/presence_book.h"
#include "shared/codec.h"

#include <QTest>

#include <memory>

using namespace parlor;
using namespace parlor::gateway;
using namespace std::chrono_literals;

/// Who is there, worked out by several gateways that hear each other, on a clock that the tests turn.
class TestPresenceBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void manyDevicesMakeOnePresence();
    void aReconnectIsNoEvent();
    void aReconnectElsewhereIsNoEvent();
    void goingIsToldAfterTheGrace();
    void aKilledGatewaysUsersGo();
    void anEndingGatewaysUsersGo();
    void aStartingGatewayLearnsWhoIsThere();
    void aLostBroadcastIsMadeUpFor();
    void aSnapshotWithAHoleDoesNotCount();
    void programsWithoutASocket();
    void lastSeenIsWrittenNowAndThen();
    void gatewaysAreBounded();
    void gossipRoundTrips_data();
    void gossipRoundTrips();
    void badGossipIsPassedOver_data();
    void badGossipIsPassedOver();
};

namespace {

using enum PresenceStatus;

/// Gateways that hear each other at once, on a clock of their own.
struct Net {
    struct Node {
        QByteArray name;
        PresenceBook book{PresenceTimes{}};
        bool deaf = false;
        PresenceBook::Due last;
    };

    explicit Net(int count) {
        for (int i = 0; i < count; ++i)
            add();
    }
    Node& add() {
        nodes.push_back(std::make_unique<Node>());
        nodes.back()->name = QByteArray::number(nodes.size());
        return *nodes.back();
    }
    Node& operator[](std::size_t i) { return *nodes.at(i); }
    void kill(std::size_t i) { nodes.at(i)->name.clear(); }
    /// One turn of each after `step`.
    void turn(std::chrono::milliseconds step = 1s) {
        now += step;
        wall = wall.addMSecs(step.count());
        for (auto& node : nodes) {
            if (node->name.isEmpty())
                continue;
            node->last = node->book.due(now, wall);
            for (const gossip::Message& message : node->last.broadcasts)
                tell(*node, message);
        }
    }
    void tell(const Node& from, const gossip::Message& message) {
        // As it comes over the wire.
        const auto read = gossip::decode(gossip::encode(message));
        QVERIFY(read);
        for (auto& other : nodes) {
            if (other.get() != &from && !other->name.isEmpty() && !other->deaf)
                other->book.heard(from.name, *read, now);
        }
    }
    /// What that node tells within `turns` of them.
    QList<Presence> told(std::size_t node, int turns) {
        QList<Presence> result;
        for (int i = 0; i < turns; ++i) {
            turn();
            for (const PresenceBook::Change& change : nodes.at(node)->last.changes)
                result.append(change.now);
        }
        return result;
    }

    std::vector<std::unique_ptr<Node>> nodes;
    PresenceBook::Time now{100h};
    QDateTime wall = utcNow();
};

QList<PresenceStatus> statusesOf(const QList<Presence>& told) {
    QList<PresenceStatus> result;
    for (const Presence& one : told)
        result.append(one.status);
    return result;
}

} // namespace

void TestPresenceBook::manyDevicesMakeOnePresence() {
    Net net(2);
    const UserId user = UserId::create();
    net[0].book.setDevice(user, 1, Away);
    QVERIFY(statusesOf(net.told(1, 2)) == QList{Away});
    net[1].book.setDevice(user, 2, Online);
    QVERIFY(statusesOf(net.told(0, 2)) == QList{Online});
    net[0].book.setDevice(user, 3, DoNotDisturb);
    QVERIFY(statusesOf(net.told(1, 2)) == QList{DoNotDisturb});
    net[0].book.removeDevice(user, 3);
    QVERIFY(statusesOf(net.told(1, 2)) == QList{Online});
    net[1].book.removeDevice(user, 2);
    QVERIFY(statusesOf(net.told(1, 2)) == QList{Away});
    QVERIFY(net[0].book.statusOf(user) == Away);
    QVERIFY(net[1].book.statusOf(user) == Away);
}

void TestPresenceBook::aReconnectIsNoEvent() {
    Net net(2);
    const UserId user = UserId::create();
    net[0].book.setDevice(user, 1, Online);
    QCOMPARE(net.told(1, 2).size(), 1);
    net[0].book.removeDevice(user, 1);
    QVERIFY(net.told(0, 2).isEmpty());
    QVERIFY(net[0].book.statusOf(user) == Online);
    net[0].book.setDevice(user, 2, Online);
    QVERIFY(net.told(0, 10).isEmpty());
    // Within one turn nobody else even hears of it.
    net[0].book.removeDevice(user, 2);
    net[0].book.setDevice(user, 3, Online);
    net.turn();
    QVERIFY(net[0].last.broadcasts.empty() ||
            !std::holds_alternative<gossip::Delta>(net[0].last.broadcasts.front()));
}

void TestPresenceBook::aReconnectElsewhereIsNoEvent() {
    Net net(3);
    const UserId user = UserId::create();
    net[0].book.setDevice(user, 1, Online);
    QCOMPARE(net.told(2, 2).size(), 1);
    net[0].book.removeDevice(user, 1);
    QVERIFY(net.told(2, 2).isEmpty());
    net[1].book.setDevice(user, 1, Online);
    QVERIFY(net.told(2, 10).isEmpty());
    QVERIFY(net[2].book.statusOf(user) == Online);
}

void TestPresenceBook::goingIsToldAfterTheGrace() {
    Net net(2);
    const UserId user = UserId::create();
    net[0].book.setDevice(user, 1, Online);
    QCOMPARE(net.told(1, 2).size(), 1);
    net[0].book.removeDevice(user, 1);
    const QDateTime left = net.wall;
    const auto told = net.told(1, 10);
    QVERIFY(statusesOf(told) == QList{Offline});
    QVERIFY(told.constFirst().lastSeen);
    QVERIFY(left.msecsTo(*told.constFirst().lastSeen) <= 2000);
    // Nobody is kept who is not there.
    QCOMPARE(net[0].book.size(), 0);
    QCOMPARE(net[1].book.size(), 0);
}

void TestPresenceBook::aKilledGatewaysUsersGo() {
    Net net(2);
    const UserId user = UserId::create();
    net[0].book.setDevice(user, 1, Online);
    QCOMPARE(net.told(1, 2).size(), 1);
    net.kill(0);
    QVERIFY(net.told(1, 25).isEmpty()); // it might only be slow
    QVERIFY(statusesOf(net.told(1, 15)) == QList{Offline});
    QCOMPARE(net[1].book.gateways(), 0);
}

void TestPresenceBook::anEndingGatewaysUsersGo() {
    Net net(2);
    const UserId stays = UserId::create();
    const UserId goes = UserId::create();
    net[0].book.setDevice(stays, 1, Online);
    net[0].book.setDevice(goes, 2, Online);
    QCOMPARE(net.told(1, 2).size(), 2);
    net.tell(net[0], gossip::Bye{});
    net.kill(0);
    net[1].book.setDevice(stays, 1, Online);
    const auto told = net.told(1, 8);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.constFirst().userId, goes);
}

void TestPresenceBook::aStartingGatewayLearnsWhoIsThere() {
    Net net(1);
    const UserId user = UserId::create();
    net[0].book.setDevice(user, 1, DoNotDisturb);
    net.turn();
    net.add();
    net.turn(); // it asks
    QVERIFY(statusesOf(net.told(1, 1)) == QList{DoNotDisturb});
}

void TestPresenceBook::aLostBroadcastIsMadeUpFor() {
    Net net(2);
    net.turn();
    const UserId user = UserId::create();
    net[1].deaf = true;
    net[0].book.setDevice(user, 1, Online);
    QVERIFY(net.told(1, 1).isEmpty());
    net[1].deaf = false;
    QVERIFY(statusesOf(net.told(1, 12)) == QList{Online});
    net[1].deaf = true;
    net[0].book.removeDevice(user, 1);
    QVERIFY(net.told(1, 1).isEmpty());
    net[1].deaf = false;
    QVERIFY(statusesOf(net.told(1, 18)) == QList{Offline});
}

void TestPresenceBook::aSnapshotWithAHoleDoesNotCount() {
    Net net(1);
    const UserId one = UserId::create();
    const UserId two = UserId::create();
    PresenceBook& book = net[0].book;
    book.heard("x", gossip::SnapshotPart{0, 2, {{one, Online}}}, net.now);
    book.heard("x", gossip::SnapshotPart{1, 2, {{two, Online}}}, net.now);
    QCOMPARE(net.told(0, 1).size(), 2);
    // Part 1 of 3 is lost: nobody goes by that.
    book.heard("x", gossip::SnapshotPart{0, 3, {{one, Online}}}, net.now);
    book.heard("x", gossip::SnapshotPart{2, 3, {}}, net.now);
    QVERIFY(net.told(0, 10).isEmpty());
    book.heard("x", gossip::SnapshotPart{0, 1, {{one, Online}}}, net.now);
    const auto told = net.told(0, 10);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.constFirst().userId, two);
}

void TestPresenceBook::programsWithoutASocket() {
    Net net(2);
    const UserId user = UserId::create();
    const SessionId session = SessionId::create();
    net[0].book.setLease(user, session, Away, net.now + 60s);
    QVERIFY(statusesOf(net.told(1, 2)) == QList{Away});
    net[0].book.setLease(user, session, Online, net.now + 60s);
    QVERIFY(statusesOf(net.told(1, 50)) == QList{Online});
    QVERIFY(statusesOf(net.told(1, 25)) == QList{Offline});
    net[0].book.setLease(user, session, Online, net.now + 60s);
    QCOMPARE(net.told(1, 2).size(), 1);
    net[0].book.endLease(user, SessionId::create());
    QVERIFY(net.told(1, 10).isEmpty());
    net[0].book.endLease(user, session);
    QVERIFY(statusesOf(net.told(1, 10)) == QList{Offline});
}

void TestPresenceBook::lastSeenIsWrittenNowAndThen() {
    Net net(2);
    const UserId user = UserId::create();
    net[0].book.setDevice(user, 1, Online);
    int writes = 0;
    for (int second = 0; second < 300; ++second) {
        net.turn();
        writes += net[0].last.lastSeen.contains(user) ? 1 : 0;
        QVERIFY(net[1].last.lastSeen.isEmpty()); // not theirs to write
    }
    QVERIFY2(writes >= 3 && writes <= 5, qPrintable(QString::number(writes)));
    net[0].book.removeDevice(user, 1);
    QDateTime written;
    for (int second = 0; second < 10; ++second) {
        net.turn();
        if (net[0].last.lastSeen.contains(user))
            written = net[0].last.lastSeen.value(user);
        QVERIFY(net[1].last.lastSeen.isEmpty());
    }
    QVERIFY(written.isValid());
}

void TestPresenceBook::gatewaysAreBounded() {
    Net net(1);
    for (int i = 0; i < 2 * PresenceBook::gatewaysMax; ++i)
        net[0].book.heard("gateway" + QByteArray::number(i), gossip::SnapshotPart{}, net.now);
    QCOMPARE(net[0].book.gateways(), PresenceBook::gatewaysMax);
    net.turn(31s);
    QCOMPARE(net[0].book.gateways(), 0);
}

void TestPresenceBook::gossipRoundTrips_data() {
    QTest::addColumn<int>("which");
    for (int i = 0; i < 5; ++i)
        QTest::addRow("%d", i) << i;
}

void TestPresenceBook::gossipRoundTrips() {
    QFETCH(int, which);
    const UserId user = UserId::create();
    const std::vector<gossip::Message> messages{
        gossip::Delta{{{user, Offline}, {UserId::create(), Online}, {UserId::create(), DoNotDisturb}}},
        gossip::SnapshotPart{1, 3, {{user, Away}}}, gossip::Hello{}, gossip::Bye{},
        gossip::Typing{RoomId::create(), user, true}};
    const gossip::Message& message = messages.at(std::size_t(which));
    const auto read = gossip::decode(gossip::encode(message));
    QVERIFY(read);
    QVERIFY(*read == message);
}

void TestPresenceBook::badGossipIsPassedOver_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("unknown") << QByteArray(R"({"kind":"later"})");
    QTest::newRow("half an id") << QByteArray(R"({"kind":"presence","online":"AAAA"})");
    QTest::newRow("no base64") << QByteArray(R"({"kind":"presence","online":"!!!!"})");
    QTest::newRow("parts") << QByteArray(R"({"kind":"snapshot","part":2,"parts":2})");
    QTest::newRow("too many parts") << QByteArray(R"({"kind":"snapshot","part":0,"parts":1000000})");
    QTest::newRow("no room") << QByteArray(R"({"kind":"typing","user":"x","typing":true})");
    QTest::newRow("large") << QByteArray(2 * 1024 * 1024, ' ');
}

void TestPresenceBook::badGossipIsPassedOver() {
    QFETCH(QByteArray, value);
    QVERIFY(!gossip::decode(value));
}

QTEST_GUILESS_MAIN(TestPresenceBook)
#include "tst_presence_book.moc"

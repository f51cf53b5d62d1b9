// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/lag_meter.h"

#include <QTest>

#include <thread>

using namespace parlor;
using namespace parlor::gateway;
using namespace std::chrono_literals;

/// The clock is played with: samples are said to be of the past.
class TestLagMeter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isZeroBeforeTheStart();
    void isCaughtUpWithWhatTheLogHeldAtTheStart();
    void growsWhereThereAreNoSamples();
    void isKeptForEachPartition();
    void anUnmetSampleStays();
    void isWaitedForUntilItIsSmall();
};

namespace {

constexpr log::TopicPartition first{log::Topic::Messages, 0};
constexpr log::TopicPartition second{log::Topic::Messages, 1};
constexpr log::TopicPartition users{log::Topic::Users, 0};

LagMeter::Clock::time_point ago(std::chrono::milliseconds time) {
    return LagMeter::Clock::now() - time;
}

} // namespace

void TestLagMeter::isZeroBeforeTheStart() {
    const LagMeter meter(0ms);
    QCOMPARE(meter.lag().count(), 0);
    QVERIFY(!meter.caughtUp());
}

void TestLagMeter::isCaughtUpWithWhatTheLogHeldAtTheStart() {
    LagMeter meter(0ms);
    meter.start({{first, 10}, {users, 5}}, ago(0ms));
    meter.reached({{first, 10}, {users, 4}});
    QVERIFY(!meter.caughtUp());
    meter.sampled({{first, 20}, {users, 5}}, ago(0ms));
    meter.reached({{first, 10}, {users, 5}});
    QVERIFY(meter.caughtUp()); // though the log has more by now
}

void TestLagMeter::growsWhereThereAreNoSamples() {
    LagMeter meter(100ms);
    meter.start({{first, 10}}, ago(60s));
    meter.reached({{first, 10}}); // all that there was, but that was a minute ago
    QVERIFY(meter.lag() > 50s);
    meter.sampled({{first, 10}}, ago(50ms));
    QCOMPARE(meter.lag().count(), 0); // within the slack
}

void TestLagMeter::isKeptForEachPartition() {
    LagMeter meter(100ms);
    meter.start({{first, 10}, {second, 10}, {users, 1}}, ago(60s));
    meter.reached({{first, 10}, {second, 9}, {users, 1}});
    meter.sampled({{first, 10}, {second, 10}, {users, 1}}, ago(0ms));
    QVERIFY(meter.lag(first) < 1s);
    QVERIFY(meter.lag(users) < 1s);
    QVERIFY(meter.lag(second) > 50s);
    QVERIFY(meter.lag(log::Topic::Messages) > 50s);
    QVERIFY(meter.lag(log::Topic::Users) < 1s);
    QVERIFY(meter.lag() > 50s);
    meter.reached({{second, 10}});
    QVERIFY(meter.lag(second) > 50s); // as of the sample that it has met
    meter.sampled({{second, 10}}, ago(0ms));
    QVERIFY(meter.lag(second) < 1s);
}

void TestLagMeter::anUnmetSampleStays() {
    LagMeter meter(0ms);
    meter.start({{first, 0}}, ago(60s));
    meter.sampled({{first, 100}}, ago(30s));
    meter.sampled({{first, 200}}, ago(0ms)); // the end runs on
    meter.reached({{first, 100}});
    QVERIFY(meter.lag() > 29s);
    QVERIFY(meter.lag() < 59s); // 100 was the end thirty seconds ago
}

void TestLagMeter::isWaitedForUntilItIsSmall() {
    LagMeter meter(0ms);
    QVERIFY(!meter.waitUntilCurrent(2s, 1ms)); // before the start nothing is known
    // The log took its time to say where it ends: all of that has been met, but it was long ago.
    meter.start({{first, 10}}, ago(60s));
    QVERIFY(!meter.waitUntilCurrent(2s, 1ms));
    meter.reached({{first, 10}});
    QVERIFY(meter.caughtUp());
    QVERIFY(!meter.waitUntilCurrent(2s, 1ms));
    std::thread sampler([&meter] { meter.sampled({{first, 10}}, ago(0ms)); });
    const bool current = meter.waitUntilCurrent(2s, 30s);
    sampler.join();
    QVERIFY(current);
}

QTEST_GUILESS_MAIN(TestLagMeter)
#include "tst_lag_meter.moc"

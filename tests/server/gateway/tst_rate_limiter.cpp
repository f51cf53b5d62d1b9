// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/rate_limiter.h"

#include <QTest>

using namespace parlor::gateway;
using namespace std::chrono_literals;

class TestRateLimiter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allowsABurstThenTheRate();
    void saysWhenToComeBack();
    void keepsKeysApart();
};

void TestRateLimiter::allowsABurstThenTheRate() {
    TokenBucket bucket(2, 3);
    const auto start = TokenBucket::Clock::now() + 1h;
    QVERIFY(bucket.take(start));
    QVERIFY(bucket.take(start));
    QVERIFY(bucket.take(start));
    QVERIFY(!bucket.take(start));
    QVERIFY(!bucket.take(start + 400ms));
    QVERIFY(bucket.take(start + 500ms));
    QVERIFY(!bucket.take(start + 500ms));
    QVERIFY(!bucket.isFull(start + 1s));
    QVERIFY(bucket.isFull(start + 1h));
    QVERIFY(bucket.take(start + 1h, 3)); // never more than the burst
    QVERIFY(!bucket.take(start + 1h));
}

void TestRateLimiter::saysWhenToComeBack() {
    TokenBucket bucket(0.5, 1);
    const auto start = TokenBucket::Clock::now() + 1h;
    QVERIFY(bucket.take(start));
    QCOMPARE(bucket.secondsUntil(), 2);
    QVERIFY(!bucket.take(start + 1s));
    QVERIFY(bucket.take(start + 2s));
}

void TestRateLimiter::keepsKeysApart() {
    KeyedLimiter<int> limiter(0.001, 2);
    QVERIFY(!limiter.take(1));
    QVERIFY(!limiter.take(1));
    const auto wait = limiter.take(1);
    QVERIFY(wait);
    QVERIFY(*wait > 0);
    QVERIFY(!limiter.take(2));
    for (int key = 100; key < 20'000; ++key)
        QVERIFY(!limiter.take(key));
    QVERIFY(limiter.take(1)); // not forgotten among many others
}

QTEST_GUILESS_MAIN(TestRateLimiter)
#include "tst_rate_limiter.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/rate_limits.h"

#include <QTest>

#include <thread>

using namespace parlor;
using namespace parlor::gateway;
using namespace std::chrono_literals;

class TestRateLimiter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allowsABurstThenTheRate();
    void saysWhenToComeBack();
    void keepsKeysApart();
    void forgetsWhoIsQuiet();
    void aCostAboveTheBurstPassesWhenTheBucketIsFull();
    void isTakenFromByManyThreads();
    void everyKindOfRequestHasItsBudget();
    void offIsOff();
    void costOfOneRequest();
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
    KeyedLimiter<int> limiter({0.001, 2});
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

void TestRateLimiter::forgetsWhoIsQuiet() {
    KeyedLimiter<int> limiter({1'000'000, 1}); // full again after a microsecond
    for (int key = 0; key < 100'000; ++key)
        QVERIFY(!limiter.take(key));
    QVERIFY2(limiter.size() < 10'000, qPrintable(QString::number(limiter.size())));
}

void TestRateLimiter::aCostAboveTheBurstPassesWhenTheBucketIsFull() {
    KeyedLimiter<int> limiter({0.1, 5});
    QVERIFY(!limiter.take(1, 10)); // or it could never pass, whatever the wait
    QCOMPARE(limiter.take(1, 10), std::optional<int>(50));
}

void TestRateLimiter::isTakenFromByManyThreads() {
    KeyedLimiter<int> limiter({0.001, 1000});
    std::atomic<int> passed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 1000; ++n)
                passed += limiter.take(7) ? 0 : 1;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(passed.load(), 1000);
}

void TestRateLimiter::everyKindOfRequestHasItsBudget() {
    RateBudgets budgets;
    budgets.requests = {0.1, 4};
    budgets.messages = {0.1, 2};
    budgets.logins = {0.1, 1};
    budgets.addresses = {0.1, 3};
    RateLimits limits(budgets);
    const UserId ann = UserId::create();
    const QHostAddress home(QStringLiteral("192.0.2.1"));
    QVERIFY(limits.request(ann, 3));
    QVERIFY(limits.request(ann));
    const auto refused = limits.request(ann);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::RateLimited);
    QCOMPARE(refused.error().retryAfter(), std::optional<int>(10));
    QVERIFY(limits.message(ann));
    QVERIFY(limits.message(ann));
    QVERIFY(!limits.message(ann));
    QVERIFY(limits.login(home));
    QVERIFY(!limits.login(home));
    QVERIFY(limits.anonymous(home, 3));
    QVERIFY(!limits.anonymous(home));
    // Nobody else is concerned.
    QVERIFY(limits.request(UserId::create()));
    QVERIFY(limits.login(QHostAddress(QStringLiteral("192.0.2.2"))));
}

void TestRateLimiter::offIsOff() {
    RateBudgets budgets;
    budgets.on = false;
    budgets.messages = {0.001, 1};
    RateLimits limits(budgets);
    for (int i = 0; i < 100; ++i)
        QVERIFY(limits.message(UserId()));
}

// It stands in the way of every message.
void TestRateLimiter::costOfOneRequest() {
    RateLimits limits((RateBudgets()));
    QList<UserId> users;
    for (int i = 0; i < 1024; ++i)
        users.append(UserId::create());
    int next = 0;
    QBENCHMARK {
        QVERIFY(limits.message(users.at(next++ & 1023)) || true);
    }
}

QTEST_GUILESS_MAIN(TestRateLimiter)
#include "tst_rate_limiter.moc"

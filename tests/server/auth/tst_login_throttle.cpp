// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/login_throttle.h"

#include <QTest>

using namespace parlor;
using namespace parlor::auth;
using namespace std::chrono_literals;

class TestLoginThrottle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spentFailuresComeBack();
    void whatIsGivenBackWasNotSpent();
    void restingKeysAreForgotten();
    void memoryIsBounded();
    void addressGroups_data();
    void addressGroups();
    void knownAddressesAreAskedForLate();
    void aStoreThatIsAwaySpendsNothing();

private:
    FailureCounter<int>::Clock clock() {
        return [this] { return m_now; };
    }
    std::chrono::steady_clock::time_point m_now = std::chrono::steady_clock::now();
};

void TestLoginThrottle::spentFailuresComeBack() {
    FailureCounter<int> counter({3, 60s}, clock());
    for (int i = 0; i < 3; ++i)
        QVERIFY(!counter.take(1));
    QCOMPARE(counter.take(1), std::optional(60));
    QVERIFY(!counter.take(2));
    m_now += 45s;
    QCOMPARE(counter.take(1), std::optional(15)); // asking in vain costs nothing
    m_now += 15s;
    QVERIFY(!counter.take(1));
    QVERIFY(counter.take(1));
    m_now += 1h;
    for (int i = 0; i < 3; ++i)
        QVERIFY(!counter.take(1));
    QVERIFY(counter.take(1));
}

void TestLoginThrottle::whatIsGivenBackWasNotSpent() {
    FailureCounter<int> counter({2, 60s}, clock());
    for (int i = 0; i < 10; ++i) {
        QVERIFY(!counter.take(1));
        counter.giveBack(1);
    }
    counter.giveBack(1); // never more than there is
    counter.giveBack(7);
    QVERIFY(!counter.take(1));
    QVERIFY(!counter.take(1));
    QVERIFY(counter.take(1));
}

void TestLoginThrottle::restingKeysAreForgotten() {
    FailureCounter<int> counter({2, 60s}, clock());
    for (int i = 0; i < 4000; ++i)
        counter.take(i);
    m_now += 1h;
    for (int i = 10'000; i < 10'200; ++i)
        counter.take(i);
    QVERIFY2(counter.size() <= 200, qPrintable(QString::number(counter.size())));
}

void TestLoginThrottle::memoryIsBounded() {
    FailureCounter<int> counter({2, 60s}, clock());
    for (int i = 0; i < 3 * counter.keysMax; ++i)
        counter.take(i);
    QVERIFY(counter.size() <= counter.keysMax);
}

void TestLoginThrottle::addressGroups_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("group");
    QTest::newRow("IPv4") << QStringLiteral("192.0.2.7") << QStringLiteral("192.0.2.7");
    QTest::newRow("IPv4 in IPv6") << QStringLiteral("::ffff:192.0.2.7") << QStringLiteral("192.0.2.7");
    QTest::newRow("IPv6") << QStringLiteral("2001:db8:1:2:3:4:5:6") << QStringLiteral("2001:db8:1:2::");
    QTest::newRow("the same network")
        << QStringLiteral("2001:db8:1:2::1") << QStringLiteral("2001:db8:1:2::");
    QTest::newRow("the next network")
        << QStringLiteral("2001:db8:1:3::1") << QStringLiteral("2001:db8:1:3::");
    QTest::newRow("none") << QString() << QString();
}

void TestLoginThrottle::addressGroups() {
    QFETCH(QString, address);
    QFETCH(QString, group);
    QCOMPARE(addressGroup(QHostAddress(address)), group);
}

void TestLoginThrottle::knownAddressesAreAskedForLate() {
    LoginThrottle throttle({{10, 60s}, {3, 60s}, {5, 60s}}, clock());
    int asked = 0;
    const auto known = [&]() -> Result<QStringList> {
        ++asked;
        return QStringList{QStringLiteral("192.0.2.1")};
    };
    const QHostAddress home(QStringLiteral("192.0.2.1"));
    const QHostAddress away(QStringLiteral("198.51.100.1"));
    for (int i = 0; i < 3; ++i)
        QVERIFY(throttle.admit(QStringLiteral("ann"), away, known));
    QCOMPARE(asked, 0);
    const auto refused = throttle.admit(QStringLiteral("Ann"), away, known);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::RateLimited);
    QCOMPARE(asked, 1);
    const auto admitted = throttle.admit(QStringLiteral("ann"), home, known);
    QVERIFY(admitted);
    QVERIFY(!admitted->account);
    // Its success gives the others nothing.
    throttle.succeeded(*admitted);
    QVERIFY(!throttle.admit(QStringLiteral("ann"), away, known));
}

void TestLoginThrottle::aStoreThatIsAwaySpendsNothing() {
    LoginThrottle throttle({{2, 60s}, {1, 60s}, {5, 60s}}, clock());
    const QHostAddress away(QStringLiteral("198.51.100.1"));
    const QHostAddress home(QStringLiteral("192.0.2.1"));
    const auto unavailable = []() -> Result<QStringList> { return fail(ErrorCode::Unavailable); };
    const auto known = []() -> Result<QStringList> { return QStringList{QStringLiteral("192.0.2.1")}; };
    QVERIFY(throttle.admit(QStringLiteral("ann"), away, known));
    for (int i = 0; i < 5; ++i) {
        const auto refused = throttle.admit(QStringLiteral("ann"), home, unavailable);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), ErrorCode::Unavailable);
    }
    QVERIFY(throttle.admit(QStringLiteral("ann"), home, known));
}

QTEST_GUILESS_MAIN(TestLoginThrottle)
#include "tst_login_throttle.moc"

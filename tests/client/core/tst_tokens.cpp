// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/api.h"
#include "tests/client/core/manual_timing.h"
#include "tests/client/core/stub_transport.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTokens : public QObject {
    Q_OBJECT

private:
    static AuthTokens tokens(const QString& access, const QString& refresh, int expiresIn = 900) {
        return {{UserId::create(), u"ada"_s, u"Ada"_s, false}, access, refresh, expiresIn};
    }
    static QString sentRefresh(const StubTransport& transport) {
        return decodeBody<RefreshRequest>(transport.asked.first().request.body)->refreshToken;
    }

private Q_SLOTS:
    void refreshesOnceHoweverManyAsk();
    void storesTheNewTokenBeforeItIsUsed();
    void aCrashBeforeStoringLeavesTheOldToken();
    void expiresOnEitherClock();
    void aRefusalEndsTheSession();
    void aFailureKeepsTheSession_data();
    void aFailureKeepsTheSession();
    void invalidatingAnOldTokenDoesNothing();
    void signingInDuringARefreshWins();
    void clearingDuringARefreshWins();
    void withoutATokenThereIsNoSession();
    void requestsAreRepeatedOnceAfterARefusal();
    void saysWhatAnAnswerMeans_data();
    void saysWhatAnAnswerMeans();
};

void TestTokens::refreshesOnceHoweverManyAsk() {
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    vault.token = u"r1"_s;
    Tokens session(transport, timing, vault);
    QStringList given;
    for (int i = 0; i < 3; ++i)
        session.withAccess(this,
                           [&](const Outcome<QString>& token) { given.append(token.value_or(u"failed"_s)); });
    QCOMPARE(transport.asked.size(), 1);
    QCOMPARE(sentRefresh(transport), u"r1"_s);
    transport.answer(tokens(u"a1"_s, u"r2"_s));
    QCOMPARE(given, QStringList(3, u"a1"_s));
    QCOMPARE(vault.token, u"r2"_s);
    session.withAccess(this, [&](const Outcome<QString>& token) { given.append(*token); });
    QCOMPARE(given.size(), 4);
    QVERIFY(transport.asked.isEmpty());
}

void TestTokens::storesTheNewTokenBeforeItIsUsed() {
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    vault.token = u"r1"_s;
    Tokens session(transport, timing, vault);
    QString given;
    session.withAccess(this, [&](const Outcome<QString>& token) { given = *token; });
    vault.held = true;
    transport.answer(tokens(u"a1"_s, u"r2"_s));
    QVERIFY(given.isEmpty());
    // Who asks meanwhile waits too.
    QString late;
    session.withAccess(this, [&](const Outcome<QString>& token) { late = *token; });
    QVERIFY(late.isEmpty());
    vault.release();
    QCOMPARE(given, u"a1"_s);
    QCOMPARE(late, u"a1"_s);
    QVERIFY(transport.asked.isEmpty());
}

void TestTokens::aCrashBeforeStoringLeavesTheOldToken() {
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    vault.token = u"r1"_s;
    {
        Tokens session(transport, timing, vault);
        session.withAccess(this, [](const Outcome<QString>&) {});
        vault.held = true;
        transport.answer(tokens(u"a1"_s, u"r2"_s));
    }
    StubVault reopened;
    reopened.token = vault.token;
    QCOMPARE(reopened.token, u"r1"_s);
    Tokens session(transport, timing, reopened);
    session.withAccess(this, [](const Outcome<QString>&) {});
    QCOMPARE(sentRefresh(transport), u"r1"_s);
}

void TestTokens::expiresOnEitherClock() {
    for (const bool asleep : {false, true}) {
        StubTransport transport;
        ManualTiming timing;
        StubVault vault;
        Tokens session(transport, timing, vault);
        session.adopt(tokens(u"a1"_s, u"r1"_s, 900), this, [](const Outcome<bool>&) {});
        timing.advance(800s);
        QString given;
        session.withAccess(this, [&](const Outcome<QString>& token) { given = *token; });
        QCOMPARE(given, u"a1"_s);
        asleep ? timing.sleep(2h) : timing.advance(100s);
        session.withAccess(this, [&](const Outcome<QString>& token) { given = *token; });
        QCOMPARE(transport.asked.size(), 1);
        transport.answer(tokens(u"a2"_s, u"r2"_s));
        QCOMPARE(given, u"a2"_s);
    }
}

void TestTokens::aRefusalEndsTheSession() {
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    vault.token = u"r1"_s;
    Tokens session(transport, timing, vault);
    QSignalSpy ended(&session, &Tokens::ended);
    std::optional<Outcome<QString>> answer;
    session.withAccess(this, [&](const Outcome<QString>& token) { answer = token; });
    transport.answer(401, R"({"error":{"code":"unauthenticated","message":"replayed"}})");
    QCOMPARE(answer->error().error.code(), ErrorCode::Unauthenticated);
    QCOMPARE(ended.count(), 1);
    QVERIFY(vault.token.isEmpty());
}

void TestTokens::aFailureKeepsTheSession_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no network") << 0 << QByteArray();
    QTest::newRow("a proxy's page") << 502 << QByteArray("<html>Bad gateway</html>");
    QTest::newRow("a captive portal") << 200 << QByteArray("<html>Welcome to the hotel</html>");
    QTest::newRow("unavailable") << 503
                                 << QByteArray(R"({"error":{"code":"unavailable","message":"later"}})");
    QTest::newRow("limited") << 429 << QByteArray(R"({"error":{"code":"rate_limited","message":"later"}})");
    QTest::newRow("a defect") << 500 << QByteArray(R"({"error":{"code":"internal","message":"oh"}})");
}

void TestTokens::aFailureKeepsTheSession() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    vault.token = u"r1"_s;
    Tokens session(transport, timing, vault);
    QSignalSpy ended(&session, &Tokens::ended);
    std::optional<Outcome<QString>> answer;
    session.withAccess(this, [&](const Outcome<QString>& token) { answer = token; });
    if (status == 0)
        transport.fail(NetworkProblem::Refused);
    else
        transport.answer(status, body);
    QVERIFY(answer && !*answer);
    QCOMPARE(ended.count(), 0);
    QCOMPARE(vault.token, u"r1"_s);
    session.withAccess(this, [&](const Outcome<QString>& token) { answer = token; });
    transport.answer(tokens(u"a1"_s, u"r2"_s));
    QCOMPARE(**answer, u"a1"_s);
}

void TestTokens::invalidatingAnOldTokenDoesNothing() {
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    Tokens session(transport, timing, vault);
    session.adopt(tokens(u"a2"_s, u"r2"_s), this, [](const Outcome<bool>&) {});
    session.invalidate(u"a1"_s);
    QString given;
    session.withAccess(this, [&](const Outcome<QString>& token) { given = *token; });
    QCOMPARE(given, u"a2"_s);
    session.invalidate(u"a2"_s);
    session.withAccess(this, [&](const Outcome<QString>& token) { given = *token; });
    QCOMPARE(transport.asked.size(), 1);
}

void TestTokens::signingInDuringARefreshWins() {
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    vault.token = u"old"_s;
    Tokens session(transport, timing, vault);
    QSignalSpy ended(&session, &Tokens::ended);
    QString given;
    session.withAccess(this, [&](const Outcome<QString>& token) { given = token.value_or(u"failed"_s); });
    session.adopt(tokens(u"a9"_s, u"r9"_s), this, [](const Outcome<bool>&) {});
    QCOMPARE(given, u"a9"_s);
    transport.answer(401, {});
    QCOMPARE(ended.count(), 0);
    QCOMPARE(vault.token, u"r9"_s);
}

void TestTokens::clearingDuringARefreshWins() {
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    vault.token = u"r1"_s;
    Tokens session(transport, timing, vault);
    std::optional<Outcome<QString>> answer;
    session.withAccess(this, [&](const Outcome<QString>& token) { answer = token; });
    QString cleared;
    session.clear(this, [&](const Outcome<QString>& token) { cleared = *token; });
    QVERIFY(answer && !*answer);
    QCOMPARE(cleared, u"r1"_s);
    transport.answer(tokens(u"a1"_s, u"r2"_s));
    QVERIFY(vault.token.isEmpty());
}

void TestTokens::withoutATokenThereIsNoSession() {
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    Tokens session(transport, timing, vault);
    QSignalSpy ended(&session, &Tokens::ended);
    session.withAccess(this, [](const Outcome<QString>& token) { QVERIFY(!token); });
    QCOMPARE(ended.count(), 1);
    QVERIFY(transport.asked.isEmpty());
}

void TestTokens::requestsAreRepeatedOnceAfterARefusal() {
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    Tokens session(transport, timing, vault);
    session.adopt(tokens(u"a1"_s, u"r1"_s), this, [](const Outcome<bool>&) {});
    Api api(transport, session);
    std::optional<Outcome<QByteArray>> answer;
    api.call("GET", u"/x"_s, {}, [&](const Outcome<QByteArray>& body) { answer = body; });
    QCOMPARE(transport.asked.first().request.bearer, u"a1"_s);
    transport.answer(401, {});
    transport.answer(tokens(u"a2"_s, u"r2"_s));
    QCOMPARE(transport.asked.first().request.bearer, u"a2"_s);
    transport.answer(200, "yes");
    QCOMPARE(**answer, QByteArray("yes"));

    answer.reset();
    api.call("GET", u"/x"_s, {}, [&](const Outcome<QByteArray>& body) { answer = body; });
    transport.answer(401, {});
    transport.answer(tokens(u"a3"_s, u"r3"_s));
    transport.answer(401, R"({"error":{"code":"unauthenticated","message":"no"}})");
    QCOMPARE(answer->error().error.code(), ErrorCode::Unauthenticated);
    QVERIFY(transport.asked.isEmpty());
}

void TestTokens::saysWhatAnAnswerMeans_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("retryAfterHeader");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("network");
    QTest::addColumn<int>("retryAfter");
    const int none = int(NetworkProblem::None);
    const int notParlor = int(NetworkProblem::NotParlor);
    QTest::newRow("taken") << 409
                           << QByteArray(
                                  R"({"error":{"code":"taken","message":"in use","field":"username"}})")
                           << -1 << int(ErrorCode::Taken) << none << -1;
    QTest::newRow("limited") << 429
                             << QByteArray(
                                    R"({"error":{"code":"rate_limited","message":"m","retryAfter":7}})")
                             << 3 << int(ErrorCode::RateLimited) << none << 7;
    QTest::newRow("header only") << 503 << QByteArray("<html>") << 3 << int(ErrorCode::Unavailable) << none
                                 << 3;
    QTest::newRow("unknown code") << 418 << QByteArray(R"({"error":{"code":"teapot","message":"m"}})") << -1
                                  << int(ErrorCode::Internal) << none << -1;
    QTest::newRow("somebody else's 404")
        << 404 << QByteArray("<html>") << -1 << int(ErrorCode::Unavailable) << notParlor << -1;
    QTest::newRow("redirect") << 302 << QByteArray() << -1 << int(ErrorCode::Unavailable) << notParlor << -1;
    QTest::newRow("absurd retryAfter")
        << 429 << QByteArray(R"({"error":{"code":"rate_limited","retryAfter":1e300}})") << -1
        << int(ErrorCode::RateLimited) << none << 86'400;
}

void TestTokens::saysWhatAnAnswerMeans() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, retryAfterHeader);
    HttpResponse response{status, body, {}};
    if (retryAfterHeader >= 0)
        response.retryAfter = retryAfterHeader;
    const auto meaning = readResponse(response);
    QVERIFY(!meaning);
    QTEST(int(meaning.error().error.code()), "code");
    QTEST(int(meaning.error().network), "network");
    QTEST(meaning.error().error.retryAfter().value_or(-1), "retryAfter");
}

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"

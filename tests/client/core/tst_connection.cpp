// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/connection.h"
#include "tests/client/core/manual_timing.h"
#include "tests/client/core/stub_transport.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Rig {
    Rig() {
        vault.token = u"r0"_s;
        tokens.adopt({ada, u"a0"_s, u"r0"_s, 900}, &context, [](const Outcome<bool>&) {});
    }
    ConnectionState state() const { return connection.status().state; }
    void event(const ServerFrame& frame, const std::optional<QString>& ref = {}) {
        Q_EMIT transport.textReceived(encode(frame, ref));
    }
    void closed(int code, int httpStatus = 0) {
        Q_EMIT transport.socketClosed(code, httpStatus, networkFailure(NetworkProblem::Disconnected));
    }
    void authenticate() {
        Q_EMIT transport.socketOpened();
        event(server::Authenticated{ada, SessionId::create(), 1});
    }
    void goOnline() {
        connection.start();
        authenticate();
        connection.markSynced();
    }
    /// What was sent last.
    ClientRequest last() { return *decodeClientFrame(transport.sent.last()); }
    qint64 untilRetry() { return timing.utcNow().msecsTo(*connection.status().nextRetry); }

    QObject context;
    User ada{UserId::create(), u"ada"_s, u"Ada"_s, false};
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    Tokens tokens{transport, timing, vault};
    Connection connection{transport, timing, tokens};
};

} // namespace

class TestConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesThroughItsStates();
    void backsOffWithFullJitter();
    void beginsAnewAfterAStableTime();
    void wakesAtOnce();
    void noticesThatTheMachineSlept();
    void probesAnOpenConnectionAfterSleep();
    void noticesADeadPeer();
    void anyFrameIsALifeSign();
    void givesUpOnAServerThatDoesNotAuthenticate();
    void pausesByCloseCode_data();
    void pausesByCloseCode();
    void obeysRetryAfter();
    void refreshesAnExpiredTokenFirst();
    void a4401WithAGoodSessionReconnects();
    void a4401WithoutASessionSignsOut();
    void refusedAgainAndAgainSignsOut();
    void answersGoToTheirRequests();
    void anUnansweredRequestEndsTheConnection();
    void requestsEndWithTheConnection();
    void nonsenseEndsTheConnection();
    void aComplaintDoesNot();
    void stopsAndStarts();
};

void TestConnection::goesThroughItsStates() {
    Rig rig;
    QList<ConnectionState> states;
    connect(&rig.connection, &Connection::statusChanged, this,
            [&](const ConnectionStatus& status) { states.append(status.state); });
    QSignalSpy authenticated(&rig.connection, &Connection::authenticated);
    rig.connection.start();
    QCOMPARE(rig.transport.opened, QStringList{u"a0"_s});
    Q_EMIT rig.transport.socketOpened();
    rig.event(server::Authenticated{rig.ada, SessionId::create(), 1});
    QCOMPARE(authenticated.count(), 1);
    rig.connection.markSynced();
    QCOMPARE(states, (QList{ConnectionState::Connecting, ConnectionState::Authenticating,
                            ConnectionState::Syncing, ConnectionState::Online}));
    rig.connection.markSynced();
    QCOMPARE(states.size(), 4);
}

void TestConnection::backsOffWithFullJitter() {
    Rig rig;
    rig.timing.chance = 0.999999;
    rig.connection.start();
    for (const qint64 ceiling : {500, 1000, 2000, 4000, 8000, 16'000, 30'000, 30'000, 30'000}) {
        rig.closed(0);
        QCOMPARE(rig.state(), ConnectionState::Waiting);
        QVERIFY2(rig.untilRetry() <= ceiling && rig.untilRetry() >= ceiling - 2,
                 qPrintable(QString::number(rig.untilRetry())));
        const qsizetype attempts = rig.transport.opened.size();
        rig.timing.advance(std::chrono::milliseconds(rig.untilRetry() - 1));
        QCOMPARE(rig.transport.opened.size(), attempts);
        rig.timing.advance(1ms);
        QCOMPARE(rig.transport.opened.size(), attempts + 1);
        QCOMPARE(rig.connection.status().reason->network, NetworkProblem::Disconnected);
    }
    for (const auto& [chance, expected] :
         {std::pair(0.5, 15'000), std::pair(0.1, 3'000), std::pair(0.0, 50)}) {
        rig.timing.chance = chance;
        rig.closed(0);
        QCOMPARE(rig.untilRetry(), expected);
        rig.timing.advance(std::chrono::milliseconds(rig.untilRetry()));
    }
}

void TestConnection::beginsAnewAfterAStableTime() {
    Rig rig;
    rig.timing.chance = 0.999999;
    rig.connection.start();
    for (int i = 0; i < 4; ++i) {
        rig.closed(0);
        rig.timing.advance(std::chrono::milliseconds(rig.untilRetry()));
    }
    rig.authenticate();
    rig.connection.markSynced();
    rig.timing.advance(10s); // not long enough
    rig.closed(0);
    QVERIFY(rig.untilRetry() > 7'000);
    rig.timing.advance(std::chrono::milliseconds(rig.untilRetry()));
    rig.authenticate();
    rig.connection.markSynced();
    rig.timing.advance(15s);
    rig.event(server::Ok{}); // alive
    rig.timing.advance(16s);
    QCOMPARE(rig.state(), ConnectionState::Online);
    rig.closed(0);
    QVERIFY(rig.untilRetry() <= 500);
}

void TestConnection::wakesAtOnce() {
    Rig rig;
    rig.connection.start();
    rig.closed(0);
    QCOMPARE(rig.state(), ConnectionState::Waiting);
    rig.connection.wake();
    QCOMPARE(rig.transport.opened.size(), 2);
    rig.closed(0);
    rig.connection.setNetworkReachable(false);
    QCOMPARE(rig.transport.opened.size(), 3); // the machine may be wrong: tried all the same
    rig.closed(0);
    QCOMPARE(rig.connection.status().reason->network, NetworkProblem::NoNetwork);
    rig.connection.setNetworkReachable(true);
    QCOMPARE(rig.transport.opened.size(), 4);
    rig.connection.wake(); // connecting already
    QCOMPARE(rig.transport.opened.size(), 4);
}

void TestConnection::noticesThatTheMachineSlept() {
    Rig rig;
    rig.timing.chance = 0.999999;
    rig.connection.start();
    for (int i = 0; i < 7; ++i) {
        rig.closed(0);
        if (i < 6)
            rig.timing.advance(std::chrono::milliseconds(rig.untilRetry()));
    }
    QCOMPARE(rig.state(), ConnectionState::Waiting);
    const qsizetype attempts = rig.transport.opened.size();
    rig.timing.advance(5s);
    QCOMPARE(rig.transport.opened.size(), attempts);
    rig.timing.sleep(1min); // within the token's life
    rig.timing.advance(5s);
    QCOMPARE(rig.transport.opened.size(), attempts + 1);
}

void TestConnection::probesAnOpenConnectionAfterSleep() {
    Rig rig;
    rig.goOnline();
    rig.transport.sent.clear();
    rig.timing.sleep(8h);
    rig.timing.advance(5s);
    QCOMPARE(rig.transport.sent.size(), 1);
    QVERIFY(std::holds_alternative<client::Ping>(rig.last().frame));
    QCOMPARE(rig.state(), ConnectionState::Online);
    rig.timing.advance(5s);
    QCOMPARE(rig.state(), ConnectionState::Waiting);
    QCOMPARE(rig.connection.status().reason->network, NetworkProblem::Timeout);
}

void TestConnection::noticesADeadPeer() {
    Rig rig;
    rig.goOnline();
    QSignalSpy disconnected(&rig.connection, &Connection::disconnected);
    rig.timing.advance(19s);
    QCOMPARE(rig.transport.sent.size(), 0);
    rig.timing.advance(1s);
    QCOMPARE(rig.transport.sent.size(), 1);
    // Answered: it goes on.
    rig.event(server::Ok{}, rig.last().ref);
    rig.timing.advance(20s);
    QCOMPARE(rig.transport.sent.size(), 2);
    rig.timing.advance(9s);
    QCOMPARE(rig.state(), ConnectionState::Online);
    const int drops = rig.transport.drops;
    rig.timing.advance(1s);
    QCOMPARE(rig.state(), ConnectionState::Waiting);
    QCOMPARE(rig.transport.drops, drops + 1);
    QCOMPARE(disconnected.count(), 1);
}

void TestConnection::anyFrameIsALifeSign() {
    Rig rig;
    rig.goOnline();
    for (int i = 0; i < 10; ++i) {
        rig.timing.advance(15s);
        rig.event(server::Unknown{u"weather"_s});
    }
    QCOMPARE(rig.transport.sent.size(), 0);
    QCOMPARE(rig.state(), ConnectionState::Online);
}

void TestConnection::givesUpOnAServerThatDoesNotAuthenticate() {
    Rig rig;
    rig.connection.start();
    Q_EMIT rig.transport.socketOpened();
    rig.timing.advance(14s);
    QCOMPARE(rig.state(), ConnectionState::Authenticating);
    rig.timing.advance(1s);
    QCOMPARE(rig.state(), ConnectionState::Waiting);
    QCOMPARE(rig.connection.status().reason->network, NetworkProblem::Timeout);
}

void TestConnection::pausesByCloseCode_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    QTest::newRow("breaks") << 0 << 250 << 250;
    QTest::newRow("going away") << 1001 << 1050 << 1050;
    QTest::newRow("too slow") << 4408 << 1050 << 1050;
    QTest::newRow("rate limited") << 4429 << 5250 << 5250;
    QTest::newRow("internal error") << 1011 << 250 << 250;
}

void TestConnection::pausesByCloseCode() {
    QFETCH(int, code);
    QFETCH(int, least);
    QFETCH(int, most);
    Rig rig;
    rig.goOnline();
    rig.closed(code);
    QCOMPARE(rig.state(), ConnectionState::Waiting);
    QVERIFY(rig.untilRetry() >= least && rig.untilRetry() <= most);
    // A different chance, another pause: clients of one server do not come back together.
    Rig other;
    other.timing.chance = 0.9;
    other.goOnline();
    other.closed(code);
    QVERIFY(other.untilRetry() > rig.untilRetry());
}

void TestConnection::obeysRetryAfter() {
    Rig rig;
    rig.connection.start();
    Q_EMIT rig.transport.socketClosed(
        0, 503, {Error(ErrorCode::Unavailable).withRetryAfter(12), NetworkProblem::None});
    QCOMPARE(rig.untilRetry(), 12'000);
}

void TestConnection::refreshesAnExpiredTokenFirst() {
    Rig rig;
    rig.timing.advance(900s);
    rig.connection.start();
    QVERIFY(rig.transport.opened.isEmpty());
    QCOMPARE(rig.transport.asked.size(), 1);
    rig.transport.fail(NetworkProblem::HostNotFound);
    QCOMPARE(rig.state(), ConnectionState::Waiting);
    QCOMPARE(rig.connection.status().reason->network, NetworkProblem::HostNotFound);
    rig.connection.wake();
    rig.transport.answer(AuthTokens{rig.ada, u"a1"_s, u"r1"_s, 900});
    QCOMPARE(rig.transport.opened, QStringList{u"a1"_s});
    QCOMPARE(rig.vault.token, u"r1"_s);
}

void TestConnection::a4401WithAGoodSessionReconnects() {
    Rig rig;
    rig.goOnline();
    rig.closed(4401);
    QCOMPARE(rig.state(), ConnectionState::Connecting);
    QCOMPARE(rig.transport.asked.size(), 1);
    rig.transport.answer(AuthTokens{rig.ada, u"a1"_s, u"r1"_s, 900});
    QCOMPARE(rig.transport.opened.last(), u"a1"_s);
}

void TestConnection::a4401WithoutASessionSignsOut() {
    Rig rig;
    rig.goOnline();
    rig.closed(4401);
    rig.transport.answer(401, R"({"error":{"code":"unauthenticated","message":"revoked"}})");
    QCOMPARE(rig.state(), ConnectionState::SignedOut);
    QCOMPARE(rig.connection.status().reason->error.code(), ErrorCode::Unauthenticated);
    rig.timing.advance(10min);
    QCOMPARE(rig.state(), ConnectionState::SignedOut);
    // Signed in again.
    rig.tokens.adopt({rig.ada, u"a5"_s, u"r5"_s, 900}, this, [](const Outcome<bool>&) {});
    rig.connection.start();
    QCOMPARE(rig.transport.opened.last(), u"a5"_s);
}

void TestConnection::refusedAgainAndAgainSignsOut() {
    Rig rig;
    rig.connection.start();
    for (int i = 0; i < 2; ++i) {
        rig.closed(0, 401);
        rig.transport.answer(AuthTokens{rig.ada, u"a%1"_s.arg(i + 1), u"r"_s, 900});
    }
    rig.closed(4401);
    QCOMPARE(rig.state(), ConnectionState::SignedOut);
    QVERIFY(rig.transport.asked.isEmpty());
}

void TestConnection::answersGoToTheirRequests() {
    Rig rig;
    rig.goOnline();
    QSignalSpy events(&rig.connection, &Connection::eventReceived);
    QStringList answers;
    const auto note = [&](const QString& name) {
        return [&answers, name](const Connection::Answer& answer) {
            answers.append(
                name + (answer ? u" ok"_s
                               : u' ' + QString::fromLatin1(errorInfo(answer.error().error.code()).name)));
        };
    };
    rig.connection.request(client::Ping(), note(u"first"_s));
    const auto firstRef = rig.last().ref;
    rig.connection.request(client::Ping(), note(u"second"_s));
    const auto secondRef = rig.last().ref;
    QVERIFY(firstRef && secondRef && *firstRef != *secondRef);
    rig.event(server::Failure{Error(ErrorCode::Forbidden)}, secondRef);
    rig.event(server::Gap{RoomId::create()});
    rig.event(server::Ok{}, firstRef);
    rig.event(server::Ok{}, firstRef); // nobody asked
    QCOMPARE(answers, (QStringList{u"second forbidden"_s, u"first ok"_s}));
    QCOMPARE(events.count(), 1);
}

void TestConnection::anUnansweredRequestEndsTheConnection() {
    Rig rig;
    rig.goOnline();
    std::optional<Connection::Answer> answer;
    rig.connection.request(client::Ping(), [&](const Connection::Answer& got) { answer = got; });
    for (int i = 0; i < 29; ++i) {
        rig.timing.advance(1s);
        rig.event(server::Unknown{u"weather"_s});
    }
    QVERIFY(!answer);
    rig.timing.advance(1s);
    QCOMPARE(answer->error().network, NetworkProblem::Timeout);
    QCOMPARE(rig.state(), ConnectionState::Waiting);
}

void TestConnection::requestsEndWithTheConnection() {
    Rig rig;
    rig.goOnline();
    int failed = 0;
    for (int i = 0; i < 5; ++i) {
        rig.connection.request(client::Ping(), [&](const Connection::Answer& answer) {
            QCOMPARE(answer.error().network, NetworkProblem::Disconnected);
            QVERIFY(!rig.connection.isOnline());
            ++failed;
        });
    }
    rig.closed(1001);
    QCOMPARE(failed, 5);
    std::optional<Connection::Answer> answer;
    rig.connection.request(client::Ping(), [&](const Connection::Answer& got) { answer = got; });
    QVERIFY(!answer); // not from within the call
    QTRY_VERIFY(answer);
    QVERIFY(!*answer);
}

void TestConnection::nonsenseEndsTheConnection() {
    for (const QByteArray& text :
         {QByteArray("nonsense"), QByteArray("[]"), QByteArray(R"({"type":"message:new","data":{}})")}) {
        Rig rig;
        rig.goOnline();
        Q_EMIT rig.transport.textReceived(text);
        QCOMPARE(rig.state(), ConnectionState::Waiting);
        QCOMPARE(rig.connection.status().reason->network, NetworkProblem::NotParlor);
    }
}

void TestConnection::aComplaintDoesNot() {
    Rig rig;
    rig.goOnline();
    rig.event(server::Failure{Error(ErrorCode::Invalid)});
    rig.event(server::Unknown{u"of the future"_s});
    QCOMPARE(rig.state(), ConnectionState::Online);
}

void TestConnection::stopsAndStarts() {
    Rig rig;
    rig.goOnline();
    rig.connection.stop();
    QCOMPARE(rig.state(), ConnectionState::Offline);
    rig.timing.advance(10min);
    QCOMPARE(rig.transport.opened.size(), 1);
    rig.closed(0);
    QCOMPARE(rig.state(), ConnectionState::Offline);
    rig.tokens.adopt({rig.ada, u"a1"_s, u"r1"_s, 900}, this, [](const Outcome<bool>&) {});
    rig.connection.start();
    QCOMPARE(rig.transport.opened.size(), 2);
    rig.connection.signOut();
    QCOMPARE(rig.state(), ConnectionState::SignedOut);
    QVERIFY(!rig.connection.status().reason);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/chat_device.h"
#include "tests/support/parlord_process.h"

#include <QTest>

using namespace parlor;

/// The limits of rates, which the other tests of the running server turn off: a flood is refused, and only
/// the flood.
class TestFloods : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_parlord = std::make_unique<test::ParlordProcess>();
        m_parlord->set(QStringLiteral("PARLOR_RATE_LIMITS"), QStringLiteral("on"));
        QVERIFY2(m_parlord->start(), m_parlord->errorOutput().constData());
        m_quiet.username = QStringLiteral("quiet");
        m_loud.username = QStringLiteral("loud");
        for (test::TestAccount* account : {&m_quiet, &m_loud}) {
            account->password = QStringLiteral("correct horse battery");
            test::HttpTestClient http(m_parlord->url());
            QCOMPARE(test::registerAccount(http, *account).status, 201);
        }
    }

    void framesBeyondTheLimitAreRefused() {
        test::WsTestClient quiet;
        test::WsTestClient loud;
        QVERIFY(quiet.openAndAuthenticate(m_parlord->url(), m_quiet.tokens.accessToken));
        QVERIFY(loud.openAndAuthenticate(m_parlord->url(), m_loud.tokens.accessToken));
        for (int i = 0; i < 5000; ++i)
            loud.send(client::Ping{});
        const auto* refused = loud.waitFor<server::Failure>();
        QVERIFY(refused || loud.closeCode() == int(CloseCode::RateLimited));
        if (refused) {
            QCOMPARE(refused->error.code(), ErrorCode::RateLimited);
            QVERIFY(refused->error.retryAfter().value_or(0) >= 1);
        }
        const auto answer = quiet.ask(client::Ping{});
        QVERIFY(answer && std::holds_alternative<server::Ok>(*answer));
    }

    void nonsenseBeyondTheLimitClosesTheSocket() {
        test::WsTestClient quiet;
        test::WsTestClient loud;
        QVERIFY(quiet.openAndAuthenticate(m_parlord->url(), m_quiet.tokens.accessToken));
        QVERIFY(loud.openAndAuthenticate(m_parlord->url(), m_loud.tokens.accessToken));
        for (int i = 0; i < 5000; ++i)
            loud.sendRaw(QStringLiteral("nonsense"));
        QVERIFY2(loud.waitClosed(), "5,000 frames of nonsense were answered one by one");
        QCOMPARE(loud.closeCode(), int(CloseCode::RateLimited));
        const auto answer = quiet.ask(client::Ping{});
        QVERIFY(answer && std::holds_alternative<server::Ok>(*answer));
    }

    void guessingPasswordsIsRefused() {
        test::HttpTestClient http(m_parlord->url());
        QHash<int, int> statuses;
        test::HttpAnswer limited;
        for (int i = 0; i < 200; ++i) {
            test::TestAccount guess;
            guess.username = QStringLiteral("loud");
            guess.password = QStringLiteral("guess number %1").arg(i);
            const auto answer = test::logIn(http, guess);
            ++statuses[answer.status];
            if (answer.status == 429)
                limited = answer;
        }
        QVERIFY2(statuses.value(429) > 100,
                 qPrintable(QStringLiteral("%1 of 200 guesses were limited").arg(statuses.value(429))));
        QVERIFY(statuses.value(401) > 0);
        QCOMPARE(statuses.value(401) + statuses.value(429), 200);
        QVERIFY(limited.header("retry-after").toInt() >= 1);
        // Who is logged in already does not notice.
        http.setToken(m_quiet.tokens.accessToken);
        QCOMPARE(http.get("/api/v1/auth/me").status, 200);
    }

    /// Another socket, or HTTP, is no way around the budget of a user; and it is nobody else's.
    void messagesAreCountedByUser() {
        m_parlord->kill9();
        m_parlord->set(QStringLiteral("PARLOR_RATE_MESSAGES"), QStringLiteral("1/h burst 3"));
        QVERIFY(m_parlord->start());
        test::HttpTestClient http(m_parlord->url());
        http.setToken(m_loud.tokens.accessToken);
        const auto made = http.post(
            "/api/v1/rooms", toJson(CreateRoomRequest{QStringLiteral("square"), RoomKind::Public, {}, {}}));
        QCOMPARE(made.status, 201);
        const RoomId room = decodeBody<RoomView>(made.body)->room.id;
        test::WsTestClient sockets[2];
        for (test::WsTestClient& socket : sockets) {
            QVERIFY(socket.openAndAuthenticate(m_parlord->url(), m_loud.tokens.accessToken));
            const auto answer = socket.ask(client::MessageNew{room, MessageType::Text, QStringLiteral("x"),
                                                              TempId::create(), false, std::nullopt});
            QVERIFY(answer && std::holds_alternative<server::MessageSaved>(*answer));
        }
        const QByteArray path = "/api/v1/rooms/" + room.toString().toLatin1() + "/messages";
        const auto send = [&](test::HttpTestClient& as) {
            return as.post(
                path, toJson(SendMessageRequest{QStringLiteral("x"), TempId::create(), false, std::nullopt}));
        };
        QCOMPARE(send(http).status, 201);
        const auto limited = send(http);
        QCOMPARE(limited.status, 429);
        QVERIFY2(limited.header("retry-after").toInt() > 1000, limited.header("retry-after").constData());
        for (test::WsTestClient& socket : sockets) {
            const auto answer = socket.ask(client::MessageNew{room, MessageType::Text, QStringLiteral("x"),
                                                              TempId::create(), false, std::nullopt});
            QVERIFY(answer && std::holds_alternative<server::Failure>(*answer));
            const Error error = std::get<server::Failure>(*answer).error;
            QCOMPARE(error.code(), ErrorCode::RateLimited);
            QVERIFY(error.retryAfter().value_or(0) > 1000);
        }
        // Reading goes on.
        QCOMPARE(http.get(path).status, 200);
        test::HttpTestClient other(m_parlord->url());
        other.setToken(m_quiet.tokens.accessToken);
        QCOMPARE(other.post("/api/v1/rooms/" + room.toString().toLatin1() + "/join", {}).status, 200);
        QCOMPARE(send(other).status, 201);
    }

    void guessingTokensIsRefused() {
        m_parlord->kill9();
        m_parlord->set(QStringLiteral("PARLOR_RATE_ADDRESSES"), QStringLiteral("1/h burst 5"));
        QVERIFY(m_parlord->start());
        test::HttpTestClient http(m_parlord->url());
        http.setToken(QStringLiteral("no.such.token"));
        for (int i = 0; i < 5; ++i)
            QCOMPARE(http.get("/api/v1/auth/me").status, 401);
        const auto limited = http.get("/api/v1/auth/me");
        QCOMPARE(limited.status, 429);
        QVERIFY(limited.header("retry-after").toInt() > 1000);
        // Whoever has a token is known by it, not by the address.
        http.setToken(m_quiet.tokens.accessToken);
        QCOMPARE(http.get("/api/v1/auth/me").status, 200);
        test::WsTestClient socket;
        QVERIFY(socket.openAndAuthenticate(m_parlord->url(), m_quiet.tokens.accessToken));
    }

private:
    std::unique_ptr<test::ParlordProcess> m_parlord;
    test::TestAccount m_quiet;
    test::TestAccount m_loud;
};

QTEST_GUILESS_MAIN(TestFloods)
#include "tst_floods.moc"

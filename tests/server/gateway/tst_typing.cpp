// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/ephemera.h"
#include "server/gateway/typing_book.h"
#include "shared/limits.h"
#include "tests/server/gateway/cluster_fixture.h"

using namespace parlor;
using namespace parlor::gateway;
using namespace parlor::test;
using namespace std::chrono_literals;

/// Who is typing is told to the others in the room, not too often, and is over at last whatever becomes of
/// the client.
class TestTyping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void repeatsAreToldNowAndThen();
    void itIsOverByItself();
    void stoppingIsToldOnce();
    void typistsAreBounded();
    void roomsAreBounded();

    void othersAreTold();
    void byHttp();
    void strangersAreRefused_data();
    void strangersAreRefused();
    void aMessageEndsIt();
    void leavingEndsIt();
    void aKilledGatewaysTypistStops();
    void largeRoomsAreToldNothing();
};

namespace {

struct Talk : Cluster {
    explicit Talk(const QString& kind = QStringLiteral("public"))
        : ada(registerAt(*a, QStringLiteral("ada")))
        , bob(registerAt(*a, QStringLiteral("bob")))
        , eve(registerAt(*a, QStringLiteral("eve")))
        , room(createRoom(*a, ada, kind)) {
        must(store().setMember(room, bob.user.id, RoomRole::Member));
    }
    Person ada;
    Person bob;
    Person eve;
    RoomId room;
};

template <typename T>
qsizetype countOf(const WsTestClient& client) {
    return std::count_if(client.events().cbegin(), client.events().cend(),
                         [](const ServerEvent& event) { return std::holds_alternative<T>(event.frame); });
}

bool isOk(const std::optional<ServerFrame>& answer) {
    return answer && std::holds_alternative<server::Ok>(*answer);
}

constexpr TypingBook::Time start{100h};

} // namespace

void TestTyping::repeatsAreToldNowAndThen() {
    TypingBook book;
    const RoomId room = RoomId::create();
    const UserId user = UserId::create();
    QVERIFY(book.start(room, user, start));
    QVERIFY(!book.start(room, user, start + 1s));
    QVERIFY(!book.start(room, user, start + 2999ms));
    QVERIFY(book.start(room, user, start + 3s));
    QVERIFY(!book.start(room, user, start + 4s));
    // Elsewhere it is another matter.
    QVERIFY(book.start(RoomId::create(), user, start + 4s));
}

void TestTyping::itIsOverByItself() {
    TypingBook book;
    const RoomId room = RoomId::create();
    const UserId user = UserId::create();
    book.start(room, user, start);
    const auto lifetime = std::chrono::seconds(limits::typingSeconds);
    QVERIFY(book.expire(start + lifetime - 1ms).empty());
    const auto over = book.expire(start + lifetime);
    QCOMPARE(over.size(), std::size_t(1));
    QVERIFY(over.front() == std::pair(room, user));
    QVERIFY(book.expire(start + 1h).empty());
    QVERIFY(book.isEmpty());
    // Whoever goes on is not thought to have stopped.
    book.start(room, user, start);
    for (auto at = start; at < start + 60s; at += 2900ms) {
        book.start(room, user, at);
        QVERIFY(book.expire(at).empty());
    }
}

void TestTyping::stoppingIsToldOnce() {
    TypingBook book;
    const RoomId room = RoomId::create();
    const UserId user = UserId::create();
    QVERIFY(!book.stop(room, user));
    book.start(room, user, start);
    QVERIFY(!book.stop(room, UserId::create()));
    QVERIFY(book.stop(room, user));
    QVERIFY(!book.stop(room, user));
    QVERIFY(book.start(room, user, start + 1s));
}

void TestTyping::typistsAreBounded() {
    TypingBook book;
    const RoomId room = RoomId::create();
    const UserId first = UserId::create();
    QVERIFY(book.start(room, first, start));
    for (qsizetype i = 1; i < TypingBook::typistsMax; ++i)
        QVERIFY(book.start(room, UserId::create(), start));
    const UserId another = UserId::create();
    QVERIFY(!book.start(room, another, start));
    QVERIFY(book.stop(room, first));
    QVERIFY(book.start(room, another, start));
}

void TestTyping::roomsAreBounded() {
    TypingBook book;
    const UserId user = UserId::create();
    for (qsizetype i = 0; i < TypingBook::roomsMax; ++i)
        QVERIFY(book.start(RoomId::create(), user, start));
    QVERIFY(!book.start(RoomId::create(), user, start));
    QCOMPARE(qsizetype(book.expire(start + 1h).size()), TypingBook::roomsMax);
    QVERIFY(book.start(RoomId::create(), user, start));
}

void TestTyping::othersAreTold() {
    Talk t;
    WsTestClient ada;
    WsTestClient adaElsewhere;
    WsTestClient bob;
    WsTestClient eve;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(adaElsewhere.openAndAuthenticate(t.b->url(), t.ada.token));
    QVERIFY(bob.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(eve.openAndAuthenticate(t.b->url(), t.eve.token));
    QVERIFY(isOk(ada.ask(client::TypingStart{t.room})));
    QVERIFY(isOk(ada.ask(client::TypingStart{t.room})));
    const auto* started = bob.waitFor<server::TypingStart>();
    QVERIFY(started);
    QCOMPARE(started->roomId, t.room);
    QCOMPARE(started->userId, t.ada.user.id);
    QCOMPARE(started->expiresIn, limits::typingSeconds);
    QVERIFY(isOk(ada.ask(client::TypingStop{t.room})));
    const auto* stopped = bob.waitFor<server::TypingStop>();
    QVERIFY(stopped);
    QCOMPARE(stopped->userId, t.ada.user.id);
    // The repeated start was not told; the typist and strangers were told nothing.
    QCOMPARE(countOf<server::TypingStart>(bob), 1);
    for (WsTestClient* client : {&ada, &adaElsewhere, &eve}) {
        QVERIFY(client->ask(client::Ping{}));
        QCOMPARE(countOf<server::TypingStart>(*client), 0);
        QCOMPARE(countOf<server::TypingStop>(*client), 0);
    }
}

void TestTyping::byHttp() {
    Talk t;
    WsTestClient bob;
    QVERIFY(bob.openAndAuthenticate(t.b->url(), t.bob.token));
    auto http = t.ada.at(*t.a);
    const QByteArray path = t.path(t.room, "/typing");
    QCOMPARE(http.post(path, {}).status, 400);
    QCOMPARE(http.post(path, {{QStringLiteral("typing"), QStringLiteral("yes")}}).status, 400);
    QCOMPARE(http.post(path, {{QStringLiteral("typing"), true}}).status, 204);
    QVERIFY(bob.waitFor<server::TypingStart>());
    QCOMPARE(http.post(path, {{QStringLiteral("typing"), false}}).status, 204);
    QVERIFY(bob.waitFor<server::TypingStop>());
}

void TestTyping::strangersAreRefused_data() {
    QTest::addColumn<QString>("kind");
    QTest::newRow("public") << QStringLiteral("public");
    QTest::newRow("private") << QStringLiteral("private");
}

void TestTyping::strangersAreRefused() {
    QFETCH(QString, kind);
    Talk t(kind);
    WsTestClient bob;
    WsTestClient eve;
    QVERIFY(bob.openAndAuthenticate(t.a->url(), t.bob.token));
    QVERIFY(eve.openAndAuthenticate(t.a->url(), t.eve.token));
    for (const ClientFrame& frame :
         {ClientFrame(client::TypingStart{t.room}), ClientFrame(client::TypingStop{t.room})}) {
        const auto answer = eve.ask(frame);
        QVERIFY(answer);
        const auto* failure = std::get_if<server::Failure>(&*answer);
        QVERIFY(failure);
        QCOMPARE(failure->error.code(), ErrorCode::NotFound);
    }
    QCOMPARE(t.eve.at(*t.a).post(t.path(t.room, "/typing"), {{QStringLiteral("typing"), true}}).status, 404);
    QVERIFY(bob.ask(client::Ping{}));
    QCOMPARE(countOf<server::TypingStart>(bob), 0);
}

void TestTyping::aMessageEndsIt() {
    Talk t;
    WsTestClient ada;
    WsTestClient bob;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(bob.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(isOk(ada.ask(client::TypingStart{t.room})));
    QVERIFY(bob.waitFor<server::TypingStart>());
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("there")).status, 201);
    QVERIFY(bob.waitFor<server::MessageNew>(
        0, [](const server::MessageNew& frame) { return frame.message.content == QLatin1String("there"); }));
    // So the next one is told at once, and stopping is no news.
    QVERIFY(isOk(ada.ask(client::TypingStop{t.room})));
    const qsizetype from = bob.events().size();
    QVERIFY(isOk(ada.ask(client::TypingStart{t.room})));
    QVERIFY(bob.waitFor<server::TypingStart>(from));
    QCOMPARE(countOf<server::TypingStop>(bob), 0);
}

void TestTyping::leavingEndsIt() {
    Talk t;
    WsTestClient ada;
    WsTestClient bob;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(bob.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(isOk(bob.ask(client::TypingStart{t.room})));
    QVERIFY(ada.waitFor<server::TypingStart>());
    QCOMPARE(t.bob.at(*t.b).post(t.path(t.room, "/leave")).status, 204);
    QVERIFY(ada.waitFor<server::TypingStop>());
}

// Nobody is left who could say that it is over.
void TestTyping::aKilledGatewaysTypistStops() {
    Talk t;
    WsTestClient bob;
    QVERIFY(bob.openAndAuthenticate(t.a->url(), t.bob.token));
    t.log().broadcast("killed", gossip::encode(gossip::Typing{t.room, t.ada.user.id, true}));
    QVERIFY(bob.waitFor<server::TypingStart>());
    const auto* stopped = bob.waitFor<server::TypingStop>();
    QVERIFY(stopped);
    QCOMPARE(stopped->userId, t.ada.user.id);
}

void TestTyping::largeRoomsAreToldNothing() {
    Talk t;
    for (int i = 0; i < limits::presenceRoomMax - 1; ++i) {
        const QString name = QStringLiteral("user%1").arg(i);
        const auto user = must(t.store().createUser({UserId::create(), name, {}, name, "hash", false}));
        must(t.store().setMember(t.room, user.value.user.id, RoomRole::Member));
    }
    WsTestClient ada;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(isOk(ada.ask(client::TypingStart{t.room})));
    QCOMPARE(t.a->gateway.ephemera().typing().frames().value(), 0);
}

QTEST_GUILESS_MAIN(TestTyping)
#include "tst_typing.moc"

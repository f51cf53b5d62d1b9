// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/hub.h"
#include "two_gateways_fixture.h"

using namespace parlor;
using namespace parlor::test;
using namespace std::chrono_literals;

/// What a user does on one gateway is known to everybody, whichever gateway they are on.
class TestTwoGateways : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageReachesTheOther();
    void whatOneToldTheOtherFinds_data();
    void whatOneToldTheOtherFinds();
    void aCursorAboveTheHeadIsNoGap();
    void joiningIsSeenOnTheOther();
    void nothingIsLostBetweenSyncAndTheFirstEvent();
    void leavingIsSeenOnTheOther();
    void anOlderMembershipIsIgnored();
    void endedSessionsEndOnTheOther();
    void aReadCursorReachesTheOther();
    void aUserRegisteredElsewhereIsKnown();
    void messagesOfOtherRoomsAreNotDecoded();
    void aMessageWakesThreadsWithMembersOnly();
};

void TestTwoGateways::aMessageReachesTheOther() {
    Talk t;
    WsTestClient adaAtA;
    WsTestClient bobAtB;
    QVERIFY(adaAtA.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(bobAtB.openAndAuthenticate(t.b->url(), t.bob.token));
    const auto answer = adaAtA.ask(t.message(QStringLiteral("hello")));
    QVERIFY(answer);
    const auto* saved = std::get_if<server::MessageSaved>(&*answer);
    QVERIFY(saved);
    const auto* heard = bobAtB.waitFor<server::MessageNew>(0, isText);
    QVERIFY(heard);
    QCOMPARE(heard->message.id, saved->id);
    QCOMPARE(heard->message.seq, saved->seq);
    QCOMPARE(t.contents(t.bob.at(*t.b).get(t.path(t.room, "/messages"))),
             QStringList{QStringLiteral("hello")});
    QVERIFY(t.b->gateway.sender().waitingCount() == 0);
}

void TestTwoGateways::whatOneToldTheOtherFinds_data() {
    QTest::addColumn<QByteArray>("what");
    for (const char* what : {"history", "after", "room", "rooms", "message", "sync"})
        QTest::addRow("%s", what) << QByteArray(what);
}

// The other gateway has not met the message yet when it is asked: it must not answer before it has.
void TestTwoGateways::whatOneToldTheOtherFinds() {
    QFETCH(QByteArray, what);
    Talk t;
    WsTestClient socket;
    QVERIFY(socket.openAndAuthenticate(t.b->url(), t.bob.token));
    const auto first = t.say(*t.a, t.ada, t.room, QStringLiteral("one")).json();
    QTRY_VERIFY(countOf<server::MessageNew>(socket) == 1);
    t.b->log.pauseReading(true);
    const auto second = t.say(*t.a, t.ada, t.room, QStringLiteral("two")).json();
    const auto seqOf = [](const QJsonObject& message) {
        return qint64(message.value(QLatin1String("seq")).toDouble());
    };

    std::optional<HttpAnswer> answer;
    QString ref;
    const int asked = t.b->log.endCalls();
    auto http = t.bob.at(*t.b);
    const auto get = [&](const QByteArray& path) {
        http.requestLater("GET", path, {}, {}, [&answer](const HttpAnswer& got) { answer = got; });
    };
    if (what == "history")
        get(t.path(t.room, "/messages"));
    else if (what == "after")
        get(t.path(t.room, "/messages?after=" + QByteArray::number(seqOf(first))));
    else if (what == "room")
        get(t.path(t.room));
    else if (what == "rooms")
        get("/api/v1/rooms");
    else if (what == "message")
        get("/api/v1/messages/" + second.value(QLatin1String("id")).toString().toLatin1());
    else
        ref = socket.send(client::Sync{t.epoch.number, {{t.room, seqOf(first)}}});
    // A gateway that answers from what it has would have done so by now.
    QVERIFY(eventually([&] { return t.b->log.endCalls() >= asked + 3; }));
    t.b->log.pauseReading(false);

    if (!ref.isEmpty()) {
        const auto reply = socket.waitForAnswer(ref);
        QVERIFY(reply);
        const auto* synced = std::get_if<server::Synced>(&*reply);
        QVERIFY(synced);
        QVERIFY(!synced->rooms.constFirst().gap);
        QCOMPARE(synced->rooms.constFirst().changes.size(), 1);
        QCOMPARE(synced->rooms.constFirst().head, seqOf(second));
        return;
    }
    QVERIFY(eventually([&] { return answer.has_value(); }));
    QCOMPARE(answer->status, 200);
    if (what == "history")
        QCOMPARE(t.contents(*answer), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
    else if (what == "after")
        QCOMPARE(t.contents(*answer), QStringList{QStringLiteral("two")});
    else if (what == "room")
        QCOMPARE(answer->json().value(QLatin1String("unread")).toInt(), 2);
    else if (what == "rooms")
        QCOMPARE(answer->json()
                     .value(QLatin1String("items"))
                     .toArray()
                     .at(0)
                     .toObject()
                     .value(QLatin1String("unread"))
                     .toInt(),
                 2);
    else
        QCOMPARE(answer->json().value(QLatin1String("content")).toString(), QStringLiteral("two"));
}

void TestTwoGateways::aCursorAboveTheHeadIsNoGap() {
    Talk t;
    WsTestClient socket;
    QVERIFY(socket.openAndAuthenticate(t.b->url(), t.bob.token));
    t.b->log.pauseReading(true);
    const auto said = t.say(*t.a, t.ada, t.room, QStringLiteral("one")).json();
    const auto seq = qint64(said.value(QLatin1String("seq")).toDouble());
    const int asked = t.b->log.endCalls();
    const QString syncRef = socket.send(client::Sync{t.epoch.number, {{t.room, seq}}});
    QVERIFY(eventually([&] { return t.b->log.endCalls() >= asked + 2; }));
    t.b->log.pauseReading(false);
    auto reply = socket.waitForAnswer(syncRef);
    QVERIFY(reply && std::holds_alternative<server::Synced>(*reply));
    QVERIFY(!std::get<server::Synced>(*reply).rooms.constFirst().gap);

    // Nor is a read cursor cut down to a head that is only old.
    t.b->log.pauseReading(true);
    const auto next = t.say(*t.a, t.ada, t.room, QStringLiteral("two")).json();
    const auto nextSeq = qint64(next.value(QLatin1String("seq")).toDouble());
    const int askedAgain = t.b->log.endCalls();
    const QString seenRef = socket.send(client::MessageSeen{t.room, nextSeq});
    QVERIFY(eventually([&] { return t.b->log.endCalls() >= askedAgain + 2; }));
    t.b->log.pauseReading(false);
    reply = socket.waitForAnswer(seenRef);
    QVERIFY(reply);
    if (const auto* failure = std::get_if<server::Failure>(&*reply))
        QFAIL(qPrintable(failure->error.message()));
    const auto view = t.bob.at(*t.a).get(t.path(t.room)).json();
    QCOMPARE(qint64(view.value(QLatin1String("seenSeq")).toDouble()), nextSeq);
    QCOMPARE(view.value(QLatin1String("unread")).toInt(), 0);

    // While the tail cannot come up, nobody is told of a gap either.
    t.b->log.setDown(true);
    QVERIFY(eventually([&] { return !t.b->gateway.notReady().isEmpty(); }));
    reply = socket.ask(client::Sync{t.epoch.number, {{t.room, nextSeq + 1}}});
    QVERIFY(reply && std::holds_alternative<server::Failure>(*reply));
    QCOMPARE(std::get<server::Failure>(*reply).error.code(), ErrorCode::Unavailable);
    reply = socket.ask(client::Sync{t.epoch.number, {{t.room, nextSeq}}});
    QVERIFY(reply && std::holds_alternative<server::Synced>(*reply));
    t.b->log.setDown(false);
    QVERIFY(t.b->waitReady());
    reply = socket.ask(client::Sync{t.epoch.number, {{t.room, nextSeq + 1}}});
    QVERIFY(reply && std::holds_alternative<server::Synced>(*reply));
    QVERIFY(std::get<server::Synced>(*reply).rooms.constFirst().gap);
}

void TestTwoGateways::joiningIsSeenOnTheOther() {
    Talk t;
    const Person carol = t.registerAt(*t.b, QStringLiteral("carol"));
    WsTestClient bobAtB;
    WsTestClient carolAtB;
    QVERIFY(bobAtB.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(carolAtB.openAndAuthenticate(t.b->url(), carol.token));
    QCOMPARE(t.join(*t.a, carol, t.room).status, 200);
    // At once, whatever the other gateway has met: the store is asked.
    auto answer = carolAtB.ask(t.message(QStringLiteral("here")));
    QVERIFY(answer && std::holds_alternative<server::MessageSaved>(*answer));
    QVERIFY(bobAtB.waitFor<server::RoomJoin>(
        0, [&](const server::RoomJoin& frame) { return frame.member.user.id == carol.user.id; }));
    QVERIFY(carolAtB.waitFor<server::RoomNew>());
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("welcome")).status, 201);
    QVERIFY(carolAtB.waitFor<server::MessageNew>(0, [](const server::MessageNew& frame) {
        return frame.message.content == QStringLiteral("welcome");
    }));
    QVERIFY(carolAtB.waitFor<server::MessageNew>(
        0, [](const server::MessageNew& frame) { return frame.message.content == QStringLiteral("here"); }));
}

// The store knows of somebody who joins before this gateway's tail does. What is said in the room meanwhile
// reaches nobody here; had the room been synced already, nobody would ask for it again.
void TestTwoGateways::nothingIsLostBetweenSyncAndTheFirstEvent() {
    Talk t;
    const Person carol = t.registerAt(*t.b, QStringLiteral("carol"));
    WsTestClient carolAtB;
    QVERIFY(carolAtB.openAndAuthenticate(t.b->url(), carol.token));
    t.a->log.holdAppends(); // the store has her, the log does not
    auto http = carol.at(*t.a);
    std::optional<HttpAnswer> joined;
    http.requestLater("POST", t.path(t.room, "/join"), {}, {},
                      [&](const HttpAnswer& answer) { joined = answer; });
    QVERIFY(eventually([&] { return t.a->log.heldAppends() > 0; }));
    auto answer = carolAtB.ask(client::Sync{t.epoch.number, {}});
    QVERIFY(answer && std::holds_alternative<server::Synced>(*answer));
    QVERIFY(std::get<server::Synced>(*answer).rooms.isEmpty());
    QCOMPARE(t.say(*t.b, t.ada, t.room, QStringLiteral("in between")).status, 201);
    t.a->log.releaseAppends();
    QVERIFY(carolAtB.waitFor<server::RoomNew>());
    answer = carolAtB.ask(client::Sync{t.epoch.number, {{t.room, 0}}});
    QVERIFY(answer && std::holds_alternative<server::Synced>(*answer));
    const auto& rooms = std::get<server::Synced>(*answer).rooms;
    QCOMPARE(rooms.size(), 1);
    QVERIFY(
        std::any_of(rooms.first().changes.cbegin(), rooms.first().changes.cend(),
                    [](const Message& message) { return message.content == QStringLiteral("in between"); }));
    QVERIFY(eventually([&] { return joined.has_value(); }));
    QCOMPARE(joined->status, 200);
}

void TestTwoGateways::leavingIsSeenOnTheOther() {
    Talk t;
    WsTestClient bobAtB;
    WsTestClient adaAtB;
    QVERIFY(bobAtB.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(adaAtB.openAndAuthenticate(t.b->url(), t.ada.token));
    QCOMPARE(t.bob.at(*t.a).post(t.path(t.room, "/leave")).status, 204);
    QVERIFY(bobAtB.waitFor<server::RoomLeave>());
    QVERIFY(adaAtB.waitFor<server::RoomLeave>());
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("secret")).status, 201);
    QVERIFY(adaAtB.waitFor<server::MessageNew>(0, isText));
    const auto answer = bobAtB.ask(t.message(QStringLiteral("still here")));
    QVERIFY(answer && std::holds_alternative<server::Failure>(*answer));
    QCOMPARE(std::get<server::Failure>(*answer).error.code(), ErrorCode::NotFound);
    QCOMPARE(countOf<server::MessageNew>(bobAtB), 0);
    QCOMPARE(t.bob.at(*t.b).get(t.path(t.room, "/messages")).status, 404);
}

// The relay may bring into the log late what another gateway has overtaken.
void TestTwoGateways::anOlderMembershipIsIgnored() {
    Talk t;
    WsTestClient bobAtB;
    WsTestClient adaAtB;
    QVERIFY(bobAtB.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(adaAtB.openAndAuthenticate(t.b->url(), t.ada.token));
    const qint64 version = must(t.store().membership(t.room, t.bob.user.id))->version;
    const auto change = [&](std::optional<RoomRole> role, qint64 at) {
        t.log().append(log::Topic::Messages, log::keyOf(t.room),
                       log::encode(log::MemberRecord{t.room, t.bob.user, role, at}), [](const auto&) {});
    };
    change(std::nullopt, version + 2);
    change(RoomRole::Moderator, version + 1);
    QVERIFY(bobAtB.waitFor<server::RoomLeave>());
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("secret")).status, 201);
    QVERIFY(adaAtB.waitFor<server::MessageNew>(0, isText));
    QCOMPARE(countOf<server::RoomLeave>(adaAtB), 1);
    QCOMPARE(countOf<server::RoomJoin>(adaAtB), 0);
    QVERIFY(std::holds_alternative<server::Ok>(*bobAtB.ask(client::Ping{})));
    QCOMPARE(countOf<server::MessageNew>(bobAtB), 0);
}

void TestTwoGateways::endedSessionsEndOnTheOther() {
    Talk t;
    WsTestClient bobAtB;
    QVERIFY(bobAtB.openAndAuthenticate(t.b->url(), t.bob.token));
    QCOMPARE(t.bob.at(*t.b).get("/api/v1/rooms").status, 200); // so that it is known there
    QCOMPARE(t.bob.at(*t.a).post("/api/v1/auth/logout").status, 204);
    QVERIFY(bobAtB.waitClosed(2s));
    QCOMPARE(bobAtB.closeCode(), 4401);
    QCOMPARE(t.bob.at(*t.b).get("/api/v1/rooms").status, 401);
    WsTestClient again;
    again.open(t.b->url(), t.bob.token);
    QVERIFY(again.waitClosed());
    QCOMPARE(again.closeCode(), 4401);
}

void TestTwoGateways::aReadCursorReachesTheOther() {
    Talk t;
    WsTestClient bobAtA;
    WsTestClient bobAtB;
    QVERIFY(bobAtA.openAndAuthenticate(t.a->url(), t.bob.token));
    QVERIFY(bobAtB.openAndAuthenticate(t.b->url(), t.bob.token));
    const auto said = t.say(*t.a, t.ada, t.room, QStringLiteral("one")).json();
    const auto seq = qint64(said.value(QLatin1String("seq")).toDouble());
    const auto answer = bobAtA.ask(client::MessageSeen{t.room, seq});
    QVERIFY(answer && std::holds_alternative<server::Ok>(*answer));
    const auto* read = bobAtB.waitFor<server::RoomRead>();
    QVERIFY(read);
    QCOMPARE(read->read.seenSeq, seq);
    QCOMPARE(read->read.unread, 0);
}

void TestTwoGateways::aUserRegisteredElsewhereIsKnown() {
    Cluster cluster;
    const Person ada = cluster.registerAt(*cluster.a, QStringLiteral("ada"));
    QCOMPARE(ada.at(*cluster.b).get("/api/v1/auth/me").status, 200);
    const Person bob = cluster.registerAt(*cluster.b, QStringLiteral("bob"));
    const RoomId room = cluster.createRoom(*cluster.a, ada, QStringLiteral("private"));
    const auto added =
        ada.at(*cluster.a)
            .post(cluster.path(room, "/members"), {{QStringLiteral("userId"), bob.user.id.toString()}});
    QCOMPARE(added.status, 201);
    QCOMPARE(bob.at(*cluster.b).get(cluster.path(room)).status, 200);
    QCOMPARE(bob.at(*cluster.b).get("/api/v1/users?ids=" + ada.user.id.toString().toLatin1()).status, 200);
    QCOMPARE(
        cluster.registerAt(*cluster.a, QStringLiteral("eve")).at(*cluster.b).get(cluster.path(room)).status,
        404);
}

void TestTwoGateways::messagesOfOtherRoomsAreNotDecoded() {
    Talk t;
    WsTestClient bobAtB;
    QVERIFY(bobAtB.openAndAuthenticate(t.b->url(), t.bob.token));
    const RoomId lonely = t.createRoom(*t.a, t.ada, QStringLiteral("private"));
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("heard")).status, 201);
    QVERIFY(bobAtB.waitFor<server::MessageNew>(0, isText));
    const quint64 before = t.b->gateway.tail().figures().delivered.value();
    const quint64 records = t.b->gateway.tail().figures().records.value();
    for (int i = 0; i < 10; ++i)
        QCOMPARE(t.say(*t.a, t.ada, lonely, QStringLiteral("unheard")).status, 201);
    QTRY_COMPARE(t.b->gateway.tail().figures().records.value(), records + 10);
    QCOMPARE(t.b->gateway.tail().figures().delivered.value(), before);
    // And they are there for whoever asks.
    QCOMPARE(t.contents(t.ada.at(*t.b).get(t.path(lonely, "/messages"))).size(), 10);
}

void TestTwoGateways::aMessageWakesThreadsWithMembersOnly() {
    constexpr int talkers = 8; // of whom some are on each of the two threads
    constexpr int messages = 6;
    Cluster cluster;
    std::vector<std::unique_ptr<WsTestClient>> sockets;
    std::vector<RoomId> rooms;
    for (int i = 0; i < talkers; ++i) {
        const Person person = cluster.registerAt(*cluster.a, QStringLiteral("talker%1").arg(i));
        rooms.push_back(cluster.createRoom(*cluster.a, person, QStringLiteral("private")));
        sockets.push_back(std::make_unique<WsTestClient>());
        QVERIFY(sockets.back()->openAndAuthenticate(cluster.a->url(), person.token));
    }
    const quint64 before = cluster.a->gateway.hub().figures().wakeups.value();
    for (int n = 0; n < messages; ++n) {
        for (std::size_t i = 0; i < talkers; ++i) {
            const auto answer = sockets[i]->ask(client::MessageNew{
                rooms[i], MessageType::Text, QStringLiteral("alone"), TempId::create(), false, {}});
            QVERIFY(answer && std::holds_alternative<server::MessageSaved>(*answer));
        }
    }
    // One for each, and some for presence; not two.
    const quint64 woken = cluster.a->gateway.hub().figures().wakeups.value() - before;
    QVERIFY2(woken >= talkers * messages && woken < talkers * messages * 3 / 2,
             qPrintable(QString::number(woken)));
}

QTEST_GUILESS_MAIN(TestTwoGateways)
#include "tst_two_gateways.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/ephemera.h"
#include "server/gateway/hub.h"
#include "server/gateway/receipts.h"
#include "shared/limits.h"
#include "tests/server/gateway/cluster_fixture.h"

using namespace parlor;
using namespace parlor::gateway;
using namespace parlor::test;
using namespace std::chrono_literals;

/// How far members have come is one truth on all gateways, told to small rooms in few frames.
class TestStatuses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void statusesAreTold();
    void manyAtOnceAreOneFrame();
    void aRecordIsNotMadeOfEveryDelivered();
    void cursorsDoNotRunAhead();
    void theMarkerGoesBackAndForth();
    void seenMovesAMarkerThatWasPutBack();
    void whatIsAnsweredIsReadable_data();
    void whatIsAnsweredIsReadable();
    void strangersAreRefused_data();
    void strangersAreRefused();
    void largeRoomsAreToldNothing();
    void whatMovesBesideASyncIsToldAfterIt();
};

namespace {

struct Talk : Cluster {
    explicit Talk(const GatewayConfig& config = quickConfig())
        : Cluster(config)
        , ada(registerAt(*a, QStringLiteral("ada")))
        , bob(registerAt(*a, QStringLiteral("bob")))
        , eve(registerAt(*a, QStringLiteral("eve")))
        , room(createRoom(*a, ada, QStringLiteral("public"))) {
        if (join(*a, bob, room).status != 200)
            qFatal("cannot join");
        for (const char* words : {"one", "two", "three"})
            messages.append(must(fromJson<Message>(say(*a, ada, room, QLatin1String(words)).json())));
    }
    static GatewayConfig quickConfig() {
        GatewayConfig config = clusterConfig();
        config.ephemera.statusTurn = 20ms;
        return config;
    }
    HttpAnswer move(GatewayNode& node, const Person& person, const char* what, qint64 seq) const {
        return person.at(node).post(path(room, QByteArray("/") + what), {{QStringLiteral("seq"), seq}});
    }
    qint64 seq(int message) const { return messages.at(message).seq; }
    MessageReceipts receipts(GatewayNode& node, const Person& person, int message) const {
        const HttpAnswer answer = person.at(node).get(
            "/api/v1/messages/" + messages.at(message).id.toString().toLatin1() + "/receipts");
        if (answer.status != 200)
            qFatal("%s", qPrintable(answer.describe()));
        return must(fromJson<MessageReceipts>(answer.json()));
    }
    MemberCursor cursor(GatewayNode& node, const Person& asker, const Person& whose) const {
        const HttpAnswer answer = asker.at(node).get(path(room, "/cursors"));
        if (answer.status != 200)
            qFatal("%s", qPrintable(answer.describe()));
        for (const QJsonValue& item : answer.json().value(QLatin1String("items")).toArray()) {
            const auto one = must(fromJson<MemberCursor>(item.toObject()));
            if (one.userId == whose.user.id)
                return one;
        }
        return {};
    }
    ReadState readState(GatewayNode& node, const Person& person) const {
        return must(fromJson<RoomView>(person.at(node).get(path(room)).json())).read;
    }

    Person ada;
    Person bob;
    Person eve;
    RoomId room;
    QList<Message> messages;
};

/// What a client knows that merges all that it was told.
MemberCursor told(const WsTestClient& client, const UserId& user) {
    MemberCursor result{user, 0, 0};
    for (const ServerEvent& event : client.events()) {
        const auto* status = std::get_if<server::MessageStatus>(&event.frame);
        if (!status)
            continue;
        for (const MemberCursor& cursor : status->cursors) {
            if (cursor.userId == user) {
                result.delivered = std::max(result.delivered, cursor.delivered);
                result.seen = std::max(result.seen, cursor.seen);
            }
        }
    }
    return result;
}

bool isOk(const std::optional<ServerFrame>& answer) {
    return answer && std::holds_alternative<server::Ok>(*answer);
}

} // namespace

void TestStatuses::statusesAreTold() {
    Talk t;
    WsTestClient ada;
    WsTestClient bob;
    WsTestClient eve;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(bob.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(eve.openAndAuthenticate(t.b->url(), t.eve.token));
    QVERIFY(isOk(bob.ask(client::MessageDelivered{t.room, t.seq(1)})));
    QTRY_COMPARE(told(ada, t.bob.user.id), (MemberCursor{t.bob.user.id, t.seq(1), 0}));
    QVERIFY(isOk(bob.ask(client::MessageSeen{t.room, t.seq(2)})));
    QTRY_COMPARE(told(ada, t.bob.user.id), (MemberCursor{t.bob.user.id, t.seq(2), t.seq(2)}));
    // Their own marker is their own affair.
    QVERIFY(bob.waitFor<server::RoomRead>());
    QVERIFY(!std::any_of(ada.events().cbegin(), ada.events().cend(), [](const ServerEvent& event) {
        return std::holds_alternative<server::RoomRead>(event.frame);
    }));
    QVERIFY(eve.ask(client::Ping{}));
    QCOMPARE(told(eve, t.bob.user.id), (MemberCursor{t.bob.user.id, 0, 0}));
}

void TestStatuses::manyAtOnceAreOneFrame() {
    GatewayConfig config = Talk::quickConfig();
    config.ephemera.statusTurn = 300ms;
    Talk t(config);
    WsTestClient ada;
    QVERIFY(ada.openAndAuthenticate(t.b->url(), t.ada.token));
    QList<UserId> crowd;
    for (int i = 0; i < limits::statusRoomMax - 2; ++i) {
        const QString name = QStringLiteral("user%1").arg(i);
        const auto user = must(t.store().createUser({UserId::create(), name, {}, name, "hash", false}));
        must(t.store().setMember(t.room, user.value.user.id, RoomRole::Member));
        crowd.append(user.value.user.id);
    }
    const auto before = t.b->gateway.hub().figures().deliveries.value();
    for (const UserId& user : std::as_const(crowd))
        t.log().append(log::Topic::Receipts, log::keyOf(user),
                       log::encode(log::SeenRecord{user, t.room, t.seq(2)}), [](const auto&) {});
    QTRY_VERIFY(std::all_of(crowd.cbegin(), crowd.cend(),
                            [&](const UserId& user) { return told(ada, user).seen == t.seq(2); }));
    const auto frames = t.b->gateway.ephemera().statuses().frames().value();
    qInfo("%lld members moved in %llu frames", qlonglong(crowd.size()), frames);
    QVERIFY2(frames <= 5, qPrintable(QString::number(frames)));
    QVERIFY(t.b->gateway.hub().figures().deliveries.value() - before <= 2 * frames + 5);
}

void TestStatuses::aRecordIsNotMadeOfEveryDelivered() {
    Talk t;
    WsTestClient bob;
    QVERIFY(bob.openAndAuthenticate(t.a->url(), t.bob.token));
    for (int i = 0; i < 50; ++i)
        t.messages.append(must(fromJson<Message>(t.say(*t.a, t.ada, t.room, QString::number(i)).json())));
    const auto before = t.a->gateway.receipts().records().value();
    QStringList refs;
    for (const Message& message : std::as_const(t.messages))
        refs.append(bob.send(client::MessageDelivered{t.room, message.seq}));
    for (const QString& ref : std::as_const(refs))
        QVERIFY(isOk(bob.waitForAnswer(ref)));
    const auto records = t.a->gateway.receipts().records().value() - before;
    qInfo("%lld times delivered in %llu records", qlonglong(refs.size()), records);
    QVERIFY2(records >= 1 && records <= 10, qPrintable(QString::number(records)));
    QCOMPARE(t.cursor(*t.b, t.ada, t.bob).delivered, t.messages.constLast().seq);
}

void TestStatuses::cursorsDoNotRunAhead() {
    Talk t;
    QCOMPARE(t.move(*t.a, t.bob, "delivered", limits::integerMax).status, 204);
    QCOMPARE(t.cursor(*t.a, t.ada, t.bob).delivered, t.seq(2));
    QCOMPARE(t.move(*t.b, t.bob, "seen", limits::integerMax).status, 200);
    QCOMPARE(t.cursor(*t.a, t.ada, t.bob).seen, t.seq(2));
    // Nor back.
    QCOMPARE(t.move(*t.a, t.bob, "seen", t.seq(0)).status, 200);
    QCOMPARE(t.move(*t.a, t.bob, "delivered", 0).status, 204);
    QCOMPARE(t.cursor(*t.b, t.ada, t.bob), (MemberCursor{t.bob.user.id, t.seq(2), t.seq(2)}));
    for (const char* what : {"seen", "delivered", "mark"})
        QCOMPARE(t.move(*t.a, t.bob, what, -1).status, 400);
}

void TestStatuses::theMarkerGoesBackAndForth() {
    Talk t;
    WsTestClient laptop;
    WsTestClient phone;
    QVERIFY(laptop.openAndAuthenticate(t.a->url(), t.bob.token));
    QVERIFY(phone.openAndAuthenticate(t.b->url(), t.bob.token));
    QCOMPARE(t.move(*t.a, t.bob, "seen", t.seq(2)).status, 200);
    const HttpAnswer back = t.move(*t.a, t.bob, "mark", t.seq(0));
    QCOMPARE(back.status, 200);
    QCOMPARE(must(fromJson<ReadState>(back.json())).seenSeq, t.seq(0));
    QCOMPARE(must(fromJson<ReadState>(back.json())).unread, 2);
    for (WsTestClient* device : {&laptop, &phone})
        QVERIFY(device->waitFor<server::RoomRead>(
            0, [&](const server::RoomRead& frame) { return frame.read.seenSeq == t.seq(0); }));
    QCOMPARE(t.readState(*t.b, t.bob).unread, 2);
    // What others are told of does not go back.
    QCOMPARE(t.cursor(*t.b, t.ada, t.bob).seen, t.seq(2));
    t.projectAll();
    QCOMPARE(t.readState(*t.b, t.bob).seenSeq, t.seq(0));
    QVERIFY(isOk(phone.ask(client::RoomMark{t.room, t.seq(1)})));
    QCOMPARE(t.readState(*t.a, t.bob).seenSeq, t.seq(1));
    QVERIFY(isOk(phone.ask(client::RoomMark{t.room, 0})));
    QCOMPARE(t.readState(*t.a, t.bob).unread, 3);
    t.projectAll();
    QCOMPARE(t.readState(*t.a, t.bob).unread, 3);
}

void TestStatuses::seenMovesAMarkerThatWasPutBack() {
    Talk t;
    WsTestClient bob;
    QVERIFY(bob.openAndAuthenticate(t.a->url(), t.bob.token));
    // All at once: what is merged is as if it were not.
    const QStringList refs{
        bob.send(client::MessageSeen{t.room, t.seq(2)}), bob.send(client::RoomMark{t.room, 0}),
        bob.send(client::MessageSeen{t.room, t.seq(1)}), bob.send(client::RoomMark{t.room, t.seq(0)})};
    for (const QString& ref : refs)
        QVERIFY(isOk(bob.waitForAnswer(ref)));
    QCOMPARE(t.readState(*t.b, t.bob).seenSeq, t.seq(0));
    QCOMPARE(t.cursor(*t.b, t.ada, t.bob).seen, t.seq(2));
    QVERIFY(isOk(bob.ask(client::MessageSeen{t.room, t.seq(1)})));
    QCOMPARE(t.readState(*t.b, t.bob).seenSeq, t.seq(1));
    t.projectAll();
    QCOMPARE(t.readState(*t.b, t.bob).seenSeq, t.seq(1));
    QCOMPARE(t.cursor(*t.b, t.ada, t.bob).seen, t.seq(2));
}

void TestStatuses::whatIsAnsweredIsReadable_data() {
    QTest::addColumn<bool>("projected");
    QTest::newRow("in the tail") << false;
    QTest::newRow("in the store") << true;
}

void TestStatuses::whatIsAnsweredIsReadable() {
    QFETCH(bool, projected);
    Talk t;
    const auto settle = [&] {
        if (projected)
            t.projectAll();
    };
    settle();
    QCOMPARE(t.receipts(*t.b, t.ada, 1), (MessageReceipts{1, 0, 0, {}, {}}));
    QCOMPARE(t.move(*t.a, t.bob, "delivered", t.seq(1)).status, 204);
    settle();
    QCOMPARE(t.receipts(*t.b, t.ada, 1), (MessageReceipts{1, 1, 0, {}, {t.bob.user.id}}));
    QCOMPARE(t.receipts(*t.b, t.ada, 2), (MessageReceipts{1, 0, 0, {}, {}}));
    QCOMPARE(t.move(*t.a, t.bob, "seen", t.seq(1)).status, 200);
    settle();
    QCOMPARE(t.receipts(*t.b, t.ada, 1), (MessageReceipts{1, 1, 1, {t.bob.user.id}, {}}));
    QCOMPARE(t.cursor(*t.b, t.ada, t.bob), (MemberCursor{t.bob.user.id, t.seq(1), t.seq(1)}));
}

void TestStatuses::strangersAreRefused_data() {
    QTest::addColumn<QByteArray>("what");
    for (const char* what : {"seen", "delivered", "mark", "cursors", "receipts", "sockets"})
        QTest::newRow(what) << QByteArray(what);
}

void TestStatuses::strangersAreRefused() {
    QFETCH(QByteArray, what);
    Talk t;
    auto http = t.eve.at(*t.a);
    if (what == "cursors") {
        QCOMPARE(http.get(t.path(t.room, "/cursors")).status, 404);
    } else if (what == "receipts") {
        const QByteArray id = t.messages.constFirst().id.toString().toLatin1();
        QCOMPARE(http.get("/api/v1/messages/" + id + "/receipts").status, 404);
    } else if (what == "sockets") {
        WsTestClient eve;
        QVERIFY(eve.openAndAuthenticate(t.a->url(), t.eve.token));
        for (const ClientFrame& frame :
             {ClientFrame(client::MessageSeen{t.room, 1}), ClientFrame(client::MessageDelivered{t.room, 1}),
              ClientFrame(client::RoomMark{t.room, 1})}) {
            const auto answer = eve.ask(frame);
            const auto* failure = answer ? std::get_if<server::Failure>(&*answer) : nullptr;
            QVERIFY(failure);
            QCOMPARE(failure->error.code(), ErrorCode::NotFound);
        }
    } else {
        QCOMPARE(t.move(*t.a, t.eve, what.constData(), 1).status, 404);
    }
}

void TestStatuses::largeRoomsAreToldNothing() {
    Talk t;
    for (int i = 0; i < limits::statusRoomMax; ++i) {
        const QString name = QStringLiteral("user%1").arg(i);
        const auto user = must(t.store().createUser({UserId::create(), name, {}, name, "hash", false}));
        must(t.store().setMember(t.room, user.value.user.id, RoomRole::Member));
    }
    WsTestClient ada;
    WsTestClient bob;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(bob.openAndAuthenticate(t.a->url(), t.bob.token));
    QVERIFY(isOk(bob.ask(client::MessageSeen{t.room, t.seq(1)})));
    QVERIFY(bob.waitFor<server::RoomRead>()); // told after the cursor was met
    QVERIFY(isOk(bob.ask(client::MessageSeen{t.room, t.seq(2)})));
    QCOMPARE(t.a->gateway.ephemera().statuses().frames().value(), 0);
    QCOMPARE(t.ada.at(*t.a).get(t.path(t.room, "/cursors")).status, 409);
    // Asked of one message, the server still tells.
    QVERIFY(t.receipts(*t.a, t.ada, 0).seen >= 1);
}

// What the answer says may have been read before, and comes last.
void TestStatuses::whatMovesBesideASyncIsToldAfterIt() {
    Talk t;
    WsTestClient bob;
    QVERIFY(bob.openAndAuthenticate(t.a->url(), t.bob.token));
    const auto told = [&](qsizetype from) {
        return bob.waitFor<server::RoomRead>(
            from, [&](const server::RoomRead& frame) { return frame.read.seenSeq == t.seq(1); });
    };
    // Who wants to know the present waits for the log's end.
    t.a->log.blockEnd(true);
    QVERIFY(eventually([&] { return t.a->busyThreads() == 0; }));
    const QString sync = bob.send(client::Sync{t.epoch.number, {{t.room, 0}}});
    QVERIFY(eventually([&] { return t.a->busyThreads() == 1; }));
    QCOMPARE(t.move(*t.b, t.bob, "seen", t.seq(1)).status, 200);
    QVERIFY(told(0));
    t.a->log.blockEnd(false);
    const auto synced = bob.waitForAnswer(sync);
    QVERIFY(synced && std::holds_alternative<server::Synced>(*synced));
    qsizetype answered = 0;
    while (bob.events().at(answered).ref != sync)
        ++answered;
    QVERIFY(told(answered + 1));
}

QTEST_GUILESS_MAIN(TestStatuses)
#include "tst_statuses.moc"

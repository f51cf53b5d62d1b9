// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/ephemera.h"
#include "server/gateway/gossip.h"
#include "server/gateway/hub.h"
#include "tests/server/gateway/cluster_fixture.h"

using namespace parlor;
using namespace parlor::gateway;
using namespace parlor::test;
using namespace std::chrono_literals;

/// Who is there is told to those who share a room, once, whichever gateways they are on and however these
/// end.
class TestPresence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comingAndGoingAreTold();
    void onlyThoseWhoShareARoomAreAnswered();
    void statusesAreChosen();
    void aPlayedGatewayThatIsKilled();
    void anEndedSessionGoes();
    void aStormIsFewFrames();
    void largeRoomsAreToldNothing();
};

namespace {

using enum PresenceStatus;

GatewayConfig quickConfig() {
    GatewayConfig config = Cluster::clusterConfig();
    config.ephemera.presenceTurn = 50ms;
    config.ephemera.statusTurn = 20ms;
    config.ephemera.presence = {200ms, 100ms, 1500ms, 60s};
    return config;
}

/// Ada and Bob share a room; Eve is a stranger.
struct Talk : Cluster {
    explicit Talk(const GatewayConfig& config = quickConfig())
        : Cluster(config)
        , ada(registerAt(*a, QStringLiteral("ada")))
        , bob(registerAt(*a, QStringLiteral("bob")))
        , eve(registerAt(*a, QStringLiteral("eve")))
        , room(createRoom(*a, ada, QStringLiteral("public"))) {
        if (join(*a, bob, room).status != 200)
            qFatal("cannot join");
    }
    /// People in the room who are on no gateway.
    QList<UserId> crowd(int count) {
        QList<UserId> users;
        for (int i = 0; i < count; ++i) {
            const QString name = QStringLiteral("user%1").arg(i);
            const auto user = must(store().createUser({UserId::create(), name, {}, name, "hash", false}));
            must(store().setMember(room, user.value.user.id, RoomRole::Member));
            users.append(user.value.user.id);
        }
        return users;
    }
    /// A gateway that is only played.
    void broadcast(const gossip::Message& message) { log().broadcast("played", gossip::encode(message)); }

    Person ada;
    Person bob;
    Person eve;
    RoomId room;
};

template <typename Frame>
auto about(const UserId& user) {
    return [user](const Frame& frame) {
        return std::any_of(frame.users.cbegin(), frame.users.cend(),
                           [&](const Presence& one) { return one.userId == user; });
    };
}

template <typename Frame>
qsizetype usersTold(const WsTestClient& client) {
    qsizetype users = 0;
    for (const ServerEvent& event : client.events()) {
        if (const auto* frame = std::get_if<Frame>(&event.frame))
            users += frame->users.size();
    }
    return users;
}

QJsonArray itemsOf(const HttpAnswer& answer) {
    return answer.json().value(QLatin1String("items")).toArray();
}

QByteArray idsOf(const QList<UserId>& users) {
    QByteArrayList ids;
    for (const UserId& user : users)
        ids.append(user.toString().toLatin1());
    return ids.join(',');
}

} // namespace

void TestPresence::comingAndGoingAreTold() {
    Talk t;
    WsTestClient ada;
    WsTestClient eve;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(eve.openAndAuthenticate(t.a->url(), t.eve.token));
    WsTestClient bob;
    QVERIFY(bob.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(ada.waitFor<server::PresenceOnline>(0, about<server::PresenceOnline>(t.bob.user.id)));
    QVERIFY(bob.ask(client::PresenceSet{Away}));
    const auto* update = ada.waitFor<server::PresenceUpdate>(0, about<server::PresenceUpdate>(t.bob.user.id));
    QVERIFY(update);
    QVERIFY(update->users.constFirst().status == Away);
    bob.drop();
    const auto* offline =
        ada.waitFor<server::PresenceOffline>(0, about<server::PresenceOffline>(t.bob.user.id));
    QVERIFY(offline);
    QVERIFY(offline->users.constFirst().lastSeen);
    // It is kept, and told by whichever gateway.
    const HttpAnswer answer = t.ada.at(*t.b).get("/api/v1/users/presence?ids=" + idsOf({t.bob.user.id}));
    QCOMPARE(answer.status, 200);
    QCOMPARE(itemsOf(answer).size(), 1);
    const auto presence = must(fromJson<Presence>(itemsOf(answer).at(0).toObject()));
    QVERIFY(presence.status == Offline);
    QVERIFY(presence.lastSeen);
    // A stranger heard of none of it.
    QVERIFY(eve.ask(client::Ping{}));
    QCOMPARE(usersTold<server::PresenceOnline>(eve), 0);
    QCOMPARE(usersTold<server::PresenceOffline>(eve), 0);
}

void TestPresence::onlyThoseWhoShareARoomAreAnswered() {
    Talk t;
    WsTestClient ada;
    WsTestClient eve;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(eve.openAndAuthenticate(t.b->url(), t.eve.token));
    const QList<UserId> everybody{t.ada.user.id, t.bob.user.id, t.eve.user.id, UserId::create()};
    const auto asked = [&](WsTestClient& client) {
        QSet<QString> ids;
        const auto answer = client.ask(client::PresenceGet{everybody});
        if (const auto* ok = answer ? std::get_if<server::Ok>(&*answer) : nullptr) {
            for (const QJsonValue& user : ok->data.value(QLatin1String("users")).toArray())
                ids.insert(user.toObject().value(QLatin1String("userId")).toString());
        }
        return ids;
    };
    QCOMPARE(asked(ada), (QSet<QString>{t.ada.user.id.toString(), t.bob.user.id.toString()}));
    QCOMPARE(asked(eve), QSet<QString>{t.eve.user.id.toString()});
    QCOMPARE(itemsOf(t.eve.at(*t.a).get("/api/v1/users/presence?ids=" + idsOf(everybody))).size(), 1);
    // Whoever leaves is a stranger again.
    QCOMPARE(t.bob.at(*t.b).post(t.path(t.room, "/leave")).status, 204);
    QCOMPARE(asked(ada), QSet<QString>{t.ada.user.id.toString()});
    // Limits and wrong ids.
    for (const QByteArray& query :
         {QByteArray(), QByteArray("?ids=x"), "?ids=" + idsOf(QList<UserId>(101, t.bob.user.id))})
        QCOMPARE(t.ada.at(*t.a).get("/api/v1/users/presence" + query).status, 400);
}

void TestPresence::statusesAreChosen() {
    Talk t;
    WsTestClient ada;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    auto http = t.bob.at(*t.b);
    for (const char* body : {R"({"status":"offline"})", R"({"status":"asleep"})", R"({})", "[]"}) {
        const HttpAnswer refused =
            http.request("PATCH", "/api/v1/users/me/presence", body, "application/json");
        QCOMPARE(refused.status, 400);
    }
    const HttpAnswer set =
        http.request("PATCH", "/api/v1/users/me/presence", R"({"status":"dnd"})", "application/json");
    QCOMPARE(set.status, 200);
    QVERIFY(must(fromJson<Presence>(set.json())).status == DoNotDisturb);
    const auto* online = ada.waitFor<server::PresenceOnline>(0, about<server::PresenceOnline>(t.bob.user.id));
    QVERIFY(online);
    // Logging out ends what the program said.
    QCOMPARE(http.post("/api/v1/auth/logout").status, 204);
    QVERIFY(ada.waitFor<server::PresenceOffline>(0, about<server::PresenceOffline>(t.bob.user.id)));
}

// A gateway that says something and is then heard no more: its users go when its lease is over.
void TestPresence::aPlayedGatewayThatIsKilled() {
    Talk t;
    WsTestClient ada;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    t.broadcast(gossip::SnapshotPart{0, 1, {{t.bob.user.id, Online}}});
    QVERIFY(ada.waitFor<server::PresenceOnline>(0, about<server::PresenceOnline>(t.bob.user.id)));
    QVERIFY(ada.waitFor<server::PresenceOffline>(0, about<server::PresenceOffline>(t.bob.user.id)));
}

void TestPresence::anEndedSessionGoes() {
    Talk t;
    WsTestClient ada;
    WsTestClient bob;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(bob.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(ada.waitFor<server::PresenceOnline>(0, about<server::PresenceOnline>(t.bob.user.id)));
    QCOMPARE(t.bob.at(*t.a).post("/api/v1/auth/logout").status, 204);
    QVERIFY(ada.waitFor<server::PresenceOffline>(0, about<server::PresenceOffline>(t.bob.user.id)));
}

void TestPresence::aStormIsFewFrames() {
    GatewayConfig config = quickConfig();
    config.ephemera.presenceTurn = 500ms;
    config.ephemera.presence = PresenceTimes{};
    Talk t(config);
    constexpr int people = 900;
    const QList<UserId> crowd = t.crowd(people);
    WsTestClient ada;
    WsTestClient bob;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(bob.openAndAuthenticate(t.a->url(), t.bob.token));
    QVERIFY(ada.waitFor<server::PresenceOnline>(0, about<server::PresenceOnline>(t.bob.user.id)));
    const PresenceFigures& figures = t.a->gateway.ephemera().presence().figures();
    const quint64 framesBefore = figures.frames.value();
    const quint64 deliveriesBefore = t.a->gateway.hub().figures().deliveries.value();
    const auto everybody = [&](PresenceStatus status) {
        for (const UserId& user : crowd)
            t.broadcast(gossip::Delta{{{user, status}}});
    };
    everybody(Online);
    QTRY_VERIFY_WITH_TIMEOUT(usersTold<server::PresenceOnline>(bob) >= people + 1, 30'000);
    // Two in each turn that the broadcasts were spread over, as one frame names 500 people at most.
    const quint64 frames = figures.frames.value() - framesBefore;
    const quint64 deliveries = t.a->gateway.hub().figures().deliveries.value() - deliveriesBefore;
    qInfo("%d people came in %llu frames, %llu deliveries to 2 sessions", people, frames, deliveries);
    QVERIFY2(frames <= 20, qPrintable(QString::number(frames)));
    QVERIFY2(deliveries <= 2 * frames + 2, qPrintable(QString::number(deliveries)));
    // All of them lose their connections and come back; what is told of Bob was heard after that.
    everybody(Offline);
    everybody(Online);
    t.broadcast(gossip::Delta{{{t.bob.user.id, DoNotDisturb}}});
    QVERIFY(ada.waitFor<server::PresenceUpdate>(0, about<server::PresenceUpdate>(t.bob.user.id)));
    QCOMPARE(figures.frames.value() - framesBefore, frames + 1);
    QCOMPARE(usersTold<server::PresenceOffline>(bob), 0);
}

void TestPresence::largeRoomsAreToldNothing() {
    Talk t;
    t.crowd(limits::presenceRoomMax - 1);
    WsTestClient ada;
    WsTestClient bob;
    QVERIFY(ada.openAndAuthenticate(t.a->url(), t.ada.token));
    QVERIFY(bob.openAndAuthenticate(t.a->url(), t.bob.token));
    // Asked, the server answers; what is told in between would have come.
    QVERIFY(ada.ask(client::PresenceSet{Away}));
    const auto& presence = t.a->gateway.ephemera().presence();
    QTRY_VERIFY(presence.figures().changes.value() >= 2);
    QVERIFY(bob.ask(client::Ping{}));
    QCOMPARE(presence.figures().frames.value(), 0);
    QCOMPARE(usersTold<server::PresenceOnline>(bob), 0);
    QCOMPARE(itemsOf(t.bob.at(*t.a).get("/api/v1/users/presence?ids=" + idsOf({t.ada.user.id}))).size(), 1);
}

QTEST_GUILESS_MAIN(TestPresence)
#include "tst_presence.moc"

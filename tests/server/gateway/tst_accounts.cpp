// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/gateway/cluster_fixture.h"

using namespace parlor;
using namespace parlor::test;

/// What happens to an account on one gateway is so on the other, too.
class TestAccounts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deactivationEndsSessionsEverywhere();
    void deletionEndsSessionsEverywhere();
    void aRevokedSessionEndsEverywhere();
    void profilesReachEverybodyEverywhere();
    void anOlderProfileIsNotTold();
    void administrationIsForAdministrators_data();
    void administrationIsForAdministrators();
    void wrongInputIsRefused_data();
    void wrongInputIsRefused();
    void addressesAreThoseOfTheClients();

private:
    static QByteArray userPath(const Person& person) {
        return "/api/v1/users/" + person.user.id.toString().toLatin1();
    }
    static HttpAnswer send(const Person& person, const GatewayNode& node, const QByteArray& method,
                           const QByteArray& path, const QByteArray& body = {}) {
        return person.at(node).request(method, path, body,
                                       body.isEmpty() ? QByteArray() : QByteArray("application/json"));
    }
};

namespace {

/// The first to register administers the server.
struct Town : Cluster {
    Town()
        : admin(registerAt(*a, QStringLiteral("admin")))
        , bob(registerAt(*a, QStringLiteral("bob")))
        , eve(registerAt(*b, QStringLiteral("eve"))) {}
    Person admin;
    Person bob;
    Person eve;
};

bool endsWith4401(WsTestClient& socket) {
    return socket.waitClosed() && socket.closeCode() == int(CloseCode::Unauthorized);
}

} // namespace

void TestAccounts::deactivationEndsSessionsEverywhere() {
    Town t;
    WsTestClient atA;
    WsTestClient atB;
    WsTestClient eve;
    QVERIFY(atA.openAndAuthenticate(t.a->url(), t.bob.token));
    QVERIFY(atB.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(eve.openAndAuthenticate(t.b->url(), t.eve.token));
    const HttpAnswer answer = send(t.admin, *t.a, "PATCH", userPath(t.bob), R"({"active":false})");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value(QLatin1String("deactivated")), QJsonValue(true));
    QVERIFY(endsWith4401(atA));
    QVERIFY(endsWith4401(atB));
    // At once where it was done, and as soon as the other has heard of it.
    QCOMPARE(t.bob.at(*t.a).get("/api/v1/auth/me").status, 401);
    QCOMPARE(t.bob.at(*t.b).get("/api/v1/auth/me").status, 401);
    WsTestClient again;
    QVERIFY(!again.openAndAuthenticate(t.b->url(), t.bob.token));
    const auto* told = eve.waitFor<server::UserUpdate>(
        0, [&](const server::UserUpdate& frame) { return frame.user.id == t.bob.user.id; });
    QVERIFY(told);
    QVERIFY(told->user.deactivated);
    QVERIFY(eve.ask(client::Ping{}));
    // A gateway that has never seen the session does not take it either.
    GatewayNode late(t.log(), t.store(), Cluster::clusterConfig());
    QVERIFY(late.start());
    QVERIFY(late.waitReady());
    QCOMPARE(t.bob.at(late).get("/api/v1/auth/me").status, 401);
}

void TestAccounts::deletionEndsSessionsEverywhere() {
    Town t;
    const RoomId room = Cluster::createRoom(*t.a, t.admin, QStringLiteral("public"));
    QCOMPARE(Cluster::join(*t.b, t.bob, room).status, 200);
    WsTestClient atB;
    WsTestClient admin;
    QVERIFY(atB.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(admin.openAndAuthenticate(t.b->url(), t.admin.token));
    QCOMPARE(send(t.admin, *t.a, "DELETE", userPath(t.bob)).status, 204);
    QVERIFY(endsWith4401(atB));
    QCOMPARE(t.bob.at(*t.b).get("/api/v1/auth/me").status, 401);
    QVERIFY(admin.waitFor<server::RoomLeave>(
        0, [&](const server::RoomLeave& frame) { return frame.userId == t.bob.user.id; }));
    const auto* told = admin.waitFor<server::UserUpdate>();
    QVERIFY(told && told->user.deleted);
    const HttpAnswer tomb = t.eve.at(*t.b).get(userPath(t.bob));
    QCOMPARE(tomb.status, 200);
    QCOMPARE(tomb.json().value(QLatin1String("displayName")).toString(), QStringLiteral("Deleted user"));
    QCOMPARE(send(t.admin, *t.b, "DELETE", userPath(t.bob)).status, 404);
}

void TestAccounts::aRevokedSessionEndsEverywhere() {
    Town t;
    HttpTestClient http(t.b->url());
    const HttpAnswer second =
        http.post("/api/v1/auth/login", {{QStringLiteral("login"), QStringLiteral("bob")},
                                         {QStringLiteral("password"), QStringLiteral("correct horse")}});
    QCOMPARE(second.status, 200);
    const Person phone{t.bob.user, second.json().value(QLatin1String("accessToken")).toString()};
    WsTestClient laptopSocket;
    WsTestClient phoneSocket;
    QVERIFY(laptopSocket.openAndAuthenticate(t.a->url(), t.bob.token));
    QVERIFY(phoneSocket.openAndAuthenticate(t.b->url(), phone.token));
    const QString session =
        phone.at(*t.b).get("/api/v1/auth/session").json().value(QLatin1String("id")).toString();
    QCOMPARE(send(t.eve, *t.a, "DELETE", "/api/v1/auth/sessions/" + session.toLatin1()).status, 404);
    QCOMPARE(send(t.bob, *t.a, "DELETE", "/api/v1/auth/sessions/" + session.toLatin1()).status, 204);
    QVERIFY(endsWith4401(phoneSocket));
    QCOMPARE(phone.at(*t.b).get("/api/v1/auth/me").status, 401);
    QVERIFY(laptopSocket.ask(client::Ping{}));
    // And all of them by a logout with a body.
    QCOMPARE(t.bob.at(*t.b).post("/api/v1/auth/logout", {{QStringLiteral("all"), true}}).status, 204);
    QVERIFY(endsWith4401(laptopSocket));
}

void TestAccounts::profilesReachEverybodyEverywhere() {
    Town t;
    std::vector<std::unique_ptr<WsTestClient>> sockets;
    for (GatewayNode* node : {t.a.get(), t.b.get()}) {
        for (const Person* person : {&t.admin, &t.bob, &t.eve}) {
            sockets.push_back(std::make_unique<WsTestClient>());
            QVERIFY(sockets.back()->openAndAuthenticate(node->url(), person->token));
        }
    }
    const HttpAnswer answer =
        send(t.bob, *t.a, "PATCH", "/api/v1/users/me", R"({"displayName":"Bob B.","statusText":"here"})");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value(QLatin1String("email")).toString(), QStringLiteral("bob@example.org"));
    for (const auto& socket : sockets) {
        const auto* told = socket->waitFor<server::UserUpdate>();
        QVERIFY(told);
        QCOMPARE(told->user.id, t.bob.user.id);
        QCOMPARE(told->user.displayName, QStringLiteral("Bob B."));
        QCOMPARE(told->user.statusText, QStringLiteral("here"));
    }
}

// Two gateways change a user at the same moment, and the log has the later change first.
void TestAccounts::anOlderProfileIsNotTold() {
    Town t;
    WsTestClient socket;
    QVERIFY(socket.openAndAuthenticate(t.b->url(), t.eve.token));
    const auto append = [&](const QString& name, qint64 version) {
        User user = t.bob.user;
        user.displayName = name;
        t.log().append(log::Topic::Users, log::keyOf(user.id), log::encode(log::UserRecord{user, version}),
                       [](const auto&) {});
    };
    append(QStringLiteral("new"), 7);
    append(QStringLiteral("old"), 6);
    append(QStringLiteral("newest"), 8);
    QVERIFY(socket.waitFor<server::UserUpdate>(0, [](const server::UserUpdate& frame) {
        return frame.user.displayName == QLatin1String("newest");
    }));
    QStringList told;
    for (const ServerEvent& event : socket.events()) {
        if (const auto* frame = std::get_if<server::UserUpdate>(&event.frame))
            told.append(frame->user.displayName);
    }
    QCOMPARE(told, (QStringList{QStringLiteral("new"), QStringLiteral("newest")}));
}

void TestAccounts::administrationIsForAdministrators_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("create") << QByteArray("POST") << QByteArray("/api/v1/users")
                            << QByteArray(R"({"username":"x1","email":"x@y.z","password":"correct horse"})");
    QTest::newRow("change") << QByteArray("PATCH") << QByteArray("/api/v1/users/{id}") << QByteArray("{}");
    QTest::newRow("delete") << QByteArray("DELETE") << QByteArray("/api/v1/users/{id}") << QByteArray();
    QTest::newRow("audit") << QByteArray("GET") << QByteArray("/api/v1/audit") << QByteArray();
}

void TestAccounts::administrationIsForAdministrators() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    Town t;
    path.replace("{id}", t.eve.user.id.toString().toLatin1());
    QCOMPARE(send(t.bob, *t.a, method, path, body).status, 403);
    HttpTestClient anonymous(t.a->url());
    QCOMPARE(anonymous.request(method, path, body, "application/json").status, 401);
    // It ends with the next request, also on the other gateway.
    QCOMPARE(send(t.admin, *t.a, "PATCH", userPath(t.bob), R"({"administrator":true})").status, 200);
    QVERIFY(send(t.bob, *t.b, "GET", "/api/v1/audit").status == 200);
    QCOMPARE(send(t.admin, *t.a, "PATCH", userPath(t.bob), R"({"administrator":false})").status, 200);
    QCOMPARE(send(t.bob, *t.b, method, path, body).status, 403);
    QVERIFY(send(t.admin, *t.b, method, path, body).status < 300);
}

void TestAccounts::wrongInputIsRefused_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* name, const char* method, const char* path, const char* body, int status,
                        const char* field) {
        QTest::newRow(name) << QByteArray(method) << QByteArray("/api/v1/") + path << QByteArray(body)
                            << status << QString::fromLatin1(field);
    };
    row("no number", "GET", "audit?before=x", "", 400, "before");
    row("limit", "GET", "audit?limit=101", "", 400, "limit");
    row("sessions: limit", "GET", "auth/sessions?limit=0", "", 400, "limit");
    row("sessions: cursor", "GET", "auth/sessions?after=x", "", 400, "after");
    row("sessions: no id", "DELETE", "auth/sessions/x", "", 404, "");
    row("search: cursor", "GET", "users/search?q=a&after=x", "", 400, "after");
    row("search: NUL", "GET", "users/search?q=a%00b", "", 400, "q");
    row("directory: NUL", "GET", "users?after=%00", "", 400, "after");
    const QByteArray longText = "users/search?q=" + QByteArray(300, 'x');
    row("search: long", "GET", longText.constData(), "", 400, "q");
    const QByteArray longName = "rooms/public?q=" + QByteArray(257, 'x');
    row("rooms: long", "GET", longName.constData(), "", 400, "q");
    const QByteArray emojis = "rooms/public?q=" + QByteArray("%F0%9F%91%8D").repeated(257);
    row("rooms: long in code points", "GET", emojis.constData(), "", 400, "q");
    row("rooms: NUL", "GET", "rooms/public?q=a%00b", "", 400, "q");
    row("logout: type", "POST", "auth/logout", R"({"all":"yes"})", 400, "all");
    row("password: missing", "POST", "auth/password", R"({"newPassword":"correct horse"})", 400,
        "currentPassword");
    row("password: short", "POST", "auth/password", R"({"currentPassword":"x","newPassword":"y"})", 400,
        "newPassword");
    row("password: wrong", "POST", "auth/password",
        R"({"currentPassword":"wrong one","newPassword":"correct horse"})", 403, "currentPassword");
    row("profile: type", "PATCH", "users/me", R"({"displayName":7})", 400, "displayName");
    row("profile: blank", "PATCH", "users/me", R"({"displayName":" "})", 400, "displayName");
    row("profile: zone", "PATCH", "users/me", R"({"timeZone":"a b"})", 400, "timeZone");
    row("create: email", "POST", "users", R"({"username":"x1","email":"x","password":"correct horse"})", 400,
        "email");
    row("create: taken", "POST", "users", R"({"username":"bob","email":"x@y.z","password":"correct horse"})",
        409, "username");
    row("change: no id", "PATCH", "users/x", "{}", 404, "");
    row("change: nobody", "PATCH", "users/3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01", "{}", 404, "");
    row("change: nobody's password", "PATCH", "users/3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01",
        R"({"password":"correct horse"})", 404, "");
    row("change: type", "PATCH", "users/3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01", R"({"active":1})", 400,
        "active");
    row("delete: nobody", "DELETE", "users/3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01", "", 404, "");
}

void TestAccounts::wrongInputIsRefused() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QString, field);
    Town t;
    const HttpAnswer answer = send(t.admin, *t.a, method, path, body);
    QVERIFY2(answer.status == status, qPrintable(answer.describe()));
    QCOMPARE(answer.json().value(QLatin1String("error")).toObject().value(QLatin1String("field")).toString(),
             field);
    QCOMPARE(t.admin.at(*t.a).get("/api/v1/auth/me").status, 200);
}

void TestAccounts::addressesAreThoseOfTheClients() {
    Town t;
    const QJsonObject session = t.bob.at(*t.a).get("/api/v1/auth/session").json();
    QCOMPARE(session.value(QLatin1String("address")).toString(), QStringLiteral("127.0.0.1"));
    QCOMPARE(session.value(QLatin1String("current")), QJsonValue(true));
    QCOMPARE(send(t.admin, *t.a, "PATCH", userPath(t.bob), R"({"displayName":"B"})").status, 200);
    const QJsonArray log =
        t.admin.at(*t.b).get("/api/v1/audit").json().value(QLatin1String("items")).toArray();
    QCOMPARE(log.size(), 1);
    const QJsonObject entry = log.first().toObject();
    QCOMPARE(entry.value(QLatin1String("address")).toString(), QStringLiteral("127.0.0.1"));
    QCOMPARE(entry.value(QLatin1String("actor")).toString(), t.admin.user.id.toString());
    QCOMPARE(entry.value(QLatin1String("target")).toString(), t.bob.user.id.toString());
}

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"

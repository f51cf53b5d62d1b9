// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/http.h"

#include <QTest>

using namespace parlor::net;

class TestRouter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matches_data();
    void matches();
};

void TestRouter::matches_data() {
    using Outcome = Router::Match::Outcome;
    QTest::addColumn<Method>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<QByteArray>("tag");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("allow");

    const QByteArray none;
    const auto found = Outcome::Found;
    QTest::newRow("root") << Method::Get << QByteArray("/") << found << QByteArray("root") << none
                          << QByteArray("GET, HEAD, OPTIONS");
    QTest::newRow("literal") << Method::Get << QByteArray("/rooms") << found << QByteArray("rooms") << none
                             << QByteArray("GET, HEAD, POST, OPTIONS");
    QTest::newRow("post") << Method::Post << QByteArray("/rooms") << found << QByteArray("create") << none
                          << QByteArray("GET, HEAD, POST, OPTIONS");
    QTest::newRow("literal beats parameter")
        << Method::Get << QByteArray("/rooms/public") << found << QByteArray("public") << none
        << QByteArray("GET, HEAD, OPTIONS");
    QTest::newRow("parameter") << Method::Get << QByteArray("/rooms/x") << found << QByteArray("room")
                               << QByteArray("x") << QByteArray("GET, HEAD, PUT, PATCH, OPTIONS");
    QTest::newRow("back from a literal that leads nowhere")
        << Method::Get << QByteArray("/rooms/public/members") << found << QByteArray("members")
        << QByteArray("public") << QByteArray("GET, HEAD, OPTIONS");
    QTest::newRow("encoded slash stays in its segment")
        << Method::Get << QByteArray("/rooms/a%2Fb") << found << QByteArray("room") << QByteArray("a/b")
        << QByteArray("GET, HEAD, PUT, PATCH, OPTIONS");
    QTest::newRow("encoded literal") << Method::Get << QByteArray("/%72ooms") << found << QByteArray("rooms")
                                     << none << QByteArray("GET, HEAD, POST, OPTIONS");
    QTest::newRow("head by get") << Method::Head << QByteArray("/rooms") << found << QByteArray("rooms")
                                 << none << QByteArray("GET, HEAD, POST, OPTIONS");
    QTest::newRow("put by patch") << Method::Put << QByteArray("/rooms/x") << found << QByteArray("change")
                                  << QByteArray("x") << QByteArray("GET, HEAD, PUT, PATCH, OPTIONS");
    QTest::newRow("empty parameter") << Method::Get << QByteArray("/rooms/") << Outcome::NotFound << none
                                     << none << none;
    QTest::newRow("too deep") << Method::Get << QByteArray("/rooms/x/y") << Outcome::NotFound << none << none
                              << none;
    QTest::newRow("prefix only") << Method::Get << QByteArray("/room") << Outcome::NotFound << none << none
                                 << none;
    QTest::newRow("case matters") << Method::Get << QByteArray("/Rooms") << Outcome::NotFound << none << none
                                  << none;
    QTest::newRow("wrong method") << Method::Delete << QByteArray("/rooms") << Outcome::MethodNotAllowed
                                  << none << none << QByteArray("GET, HEAD, POST, OPTIONS");
    QTest::newRow("options") << Method::Options << QByteArray("/rooms/public") << Outcome::MethodNotAllowed
                             << none << none << QByteArray("GET, HEAD, OPTIONS");
}

void TestRouter::matches() {
    QFETCH(const Method, method);
    QFETCH(const QByteArray, path);
    QFETCH(const Router::Match::Outcome, outcome);
    QFETCH(const QByteArray, tag);
    QFETCH(const QByteArray, id);
    QFETCH(const QByteArray, allow);

    QByteArray called;
    QByteArray got;
    Router router;
    const auto add = [&](Method m, const QByteArray& pattern, const char* name) {
        router.addAsync(
            m, pattern,
            [&called, &got, name, pattern](const HttpRequest&, const PathArgs& args, const HttpReply&) {
                called = name;
                if (pattern.contains('{'))
                    got = args.value("id");
            });
    };
    add(Method::Get, "/", "root");
    add(Method::Get, "/rooms", "rooms");
    add(Method::Post, "/rooms", "create");
    add(Method::Get, "/rooms/public", "public");
    add(Method::Get, "/rooms/{id}", "room");
    add(Method::Patch, "/rooms/{id}", "change");
    add(Method::Get, "/rooms/{id}/members", "members");

    const Router::Match match = router.match(method, path);
    QCOMPARE(match.outcome, outcome);
    QCOMPARE(match.allow, allow);
    if (outcome == Router::Match::Outcome::Found) {
        (*match.handler)({}, match.args, {});
        QCOMPARE(called, tag);
        QCOMPARE(got, id);
    }
}

QTEST_APPLESS_MAIN(TestRouter)
#include "tst_router.moc"

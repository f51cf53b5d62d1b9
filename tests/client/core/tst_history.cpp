// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/client/core/core_fixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// Pages of history beside the stream that brings what comes after them.
class TestHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksForPagesThatReachTheStream();
};

void TestHistory::asksForPagesThatReachTheStream() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const User bob = server.addUser(u"bob"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id, bob.id});
    Message last;
    for (int i = 0; i < 80; ++i)
        last = server.post(room.id, bob.id, QString::number(i));
    const auto path = [&](qint64 asOf) {
        return u"/api/v1/rooms/%1/messages?limit=50&asOf=%2"_s.arg(room.id.toString()).arg(asOf);
    };
    // The first server that is asked has not come that far: it refuses, and is asked again.
    server.failRequests(path(last.seq), Error(ErrorCode::Unavailable));
    auto core = home.makeCore(server);
    QVERIFY(await<User>(
        [&](QObject* context, Done<User> done) { core->signIn(u"ada"_s, u"password"_s, context, done); }));
    QTRY_COMPARE_WITH_TIMEOUT(core->reader()->newest(room.id, 100).size(), 50, 20'000);
    QCOMPARE(server.requests(path(last.seq)), 2);

    // An older page must not lack an edit either that the stream has brought already.
    last = server.post(room.id, bob.id, u"live"_s);
    QTRY_COMPARE_WITH_TIMEOUT(core->reader()->newest(room.id, 1).first().content, u"live"_s, 20'000);
    const qint64 first = core->reader()->newest(room.id, 100).first().seq;
    QVERIFY(await<OlderMessages>([&](QObject* context, Done<OlderMessages> done) {
        core->loadOlder(room.id, first, 50, context, done);
    }));
    QCOMPARE(server.requests(path(last.seq) + u"&before=%1"_s.arg(first)), 1);
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/words.h"
#include "tests/client/models/models_fixture.h"

#include <QClipboard>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhichFieldIsWrong() {
        World w(false);
        SignInForm& form = *w.app->signInForm();
        QTRY_COMPARE(form.serverState(), u"found"_s);
        form.signIn(u"mara"_s, u"wrong password"_s);
        QVERIFY(form.isBusy());
        QTRY_VERIFY(form.errors().contains(u"password"_s));
        QVERIFY(!form.isBusy());
        QVERIFY(!w.app->session());
        form.signIn(QString(), QString());
        QVERIFY(form.errors().contains(u"login"_s) && form.errors().contains(u"password"_s));
        form.clearError(u"login"_s);
        QVERIFY(!form.errors().contains(u"login"_s));
        form.signUp(u"x"_s, QString(), u"x@example.org"_s, u"long enough"_s);
        QTRY_VERIFY(form.errors().contains(u"username"_s));
        form.signUp(u"mara"_s, QString(), u"m@example.org"_s, u"long enough"_s);
        QTRY_VERIFY(!form.isBusy() && form.errors().contains(u"username"_s));
        form.signUp(u"nora"_s, u"Nora"_s, u"nora@example.org"_s, u"short"_s);
        QVERIFY(form.errors().contains(u"password"_s));
        form.signUp(u"nora"_s, u"Nora"_s, u"nora@example.org"_s, u"long enough"_s);
        QTRY_VERIFY(w.app->session());
        QVERIFY(!w.app->signInForm());
        QTRY_COMPARE(w.app->session()->displayName(), u"Nora"_s);
    }

    void tellsThatThereIsNoServer() {
        World w(false);
        SignInForm& form = *w.app->signInForm();
        QTRY_COMPARE(form.serverState(), u"found"_s);
        form.setServer(u"not an address"_s);
        form.checkServer();
        QCOMPARE(form.serverState(), u"missing"_s);
        QVERIFY(form.errors().contains(u"server"_s));
        w.server.setReachable(false);
        form.setServer(u"other.example"_s);
        QVERIFY(!form.errors().contains(u"server"_s));
        form.checkServer();
        QTRY_COMPARE(form.serverState(), u"missing"_s);
        QCOMPARE(form.errors().value(u"server"_s).toString(), words::networkProblem(NetworkProblem::Refused));
    }

    void showsItsCacheBeforeAnyNetwork() {
        World w;
        w.fill(w.harbour, 3);
        w.open(w.harbour);
        QTRY_COMPARE(w.timeline().count(), 3);
        w.server.setReachable(false);
        w.restart();
        QTRY_VERIFY(w.session() && w.session()->isReady());
        QCOMPARE(w.session()->roomName(), u"harbour"_s);
        QCOMPARE(w.shown(), QStringList({u"message 2"_s, u"message 1"_s, u"message 0"_s}));
        QVERIFY(!w.session()->isOnline());
    }

    void knowsTheServersNameOffline() {
        World w;
        QTRY_VERIFY(w.session()->serverName() != u"fake.example"_s);
        const QString name = w.session()->serverName();
        w.server.setReachable(false);
        w.restart();
        QCOMPARE(w.session()->serverName(), name);
        // Who has never heard it asks when the server is there.
        w.home.profile->setServerName(w.session()->accountId(), {});
        w.restart();
        QTRY_VERIFY(w.session()->isReady());
        QCOMPARE(w.session()->serverName(), u"fake.example"_s);
        QSignalSpy changed(w.session(), &Session::accountChanged);
        w.server.setReachable(true);
        QTRY_COMPARE_WITH_TIMEOUT(w.session()->serverName(), name, 30'000);
        QVERIFY(!changed.isEmpty());
    }

    void aServerThatIsDeadDelaysNoOther() {
        FakeServer other;
        const User there = other.addUser(u"mara"_s, u"Mara Lindqvist"_s);
        const Room pier = other.addRoom(u"pier"_s, {there.id});
        World w;
        w.open(w.harbour);
        w.app.reset();
        w.home.reopen();
        Core::Options options;
        options.transport = [here = w.server.factory(), elsewhere = other.factory()](const QUrl& server) {
            return server.host() == "other.example"_L1 ? elsewhere(server) : here(server);
        };
        w.app =
            std::make_unique<App>(*w.home.profile, *w.home.credentials, options, u"https://other.example"_s);
        w.app->start();
        Session* const dead = w.session();
        QTRY_VERIFY_WITH_TIMEOUT(dead->isOnline(), 20'000);
        // It is dead before the other one is there, and stays so.
        w.server.setReachable(false);
        QTRY_VERIFY_WITH_TIMEOUT(!dead->isOnline(), 20'000);
        w.app->addAccount();
        w.app->signInForm()->signIn(u"mara"_s, u"password"_s);
        QTRY_VERIFY_WITH_TIMEOUT(w.session() != dead && w.session()->isOnline(), 20'000);
        Session* const alive = w.session();
        QCOMPARE(w.app->accounts()->count(), 2);

        // Each has its own rooms, and what is written goes to its own server.
        QTRY_VERIFY(alive->rooms()->contains(pier.id));
        QVERIFY(!alive->rooms()->contains(w.harbour.id) && !dead->rooms()->contains(pier.id));
        const auto kept = await<OutboxEntry>([&](QObject* context, auto done) {
            dead->core().sendMessage(w.harbour.id, u"kept"_s, std::nullopt, context, done);
        });
        QVERIFY(kept);
        const auto said = await<OutboxEntry>([&](QObject* context, auto done) {
            alive->core().sendMessage(pier.id, u"said"_s, std::nullopt, context, done);
        });
        QVERIFY(said);
        QTRY_COMPARE_WITH_TIMEOUT(texts(other.messages(pier.id)), QStringList{u"said"_s}, 20'000);
        QVERIFY(w.server.messages(w.harbour.id).isEmpty());
        w.server.setReachable(true);
        dead->retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(texts(w.server.messages(w.harbour.id)), QStringList{u"kept"_s}, 20'000);
        QCOMPARE(other.messages(pier.id).size(), 1);
    }

    void makesRooms() {
        World w;
        QSignalSpy created(w.session(), &Session::roomCreated);
        QSignalSpy failed(w.session(), &Session::createFailed);
        w.session()->createRoom(u" garden "_s, true, u"Plants"_s);
        QTRY_COMPARE(created.count(), 1);
        QTRY_COMPARE(w.session()->roomName(), u"garden"_s);
        QVERIFY(w.session()->isRoomPrivate());
        QCOMPARE(w.session()->roomTopic(), u"Plants"_s);
        w.session()->createRoom(QString(81, u'x'), false, QString());
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.at(0).at(0).toString(), u"name"_s);
    }

    void findsJoinsAndLeavesRooms() {
        World w;
        const Room open = w.server.addRoom(u"open"_s, {w.ines.id});
        PublicRoomsModel& found = *w.session()->publicRooms();
        found.refresh();
        QTRY_COMPARE(found.count(), 2);
        found.setSearch(u"ope"_s);
        QTRY_COMPARE(World::column(found, PublicRoomsModel::NameRole), QStringList{u"open"_s});
        QVERIFY(!found.index(0).data(PublicRoomsModel::JoinedRole).toBool());
        QSignalSpy joined(&found, &PublicRoomsModel::joined);
        found.join(open.id.toString());
        QTRY_COMPARE(joined.count(), 1);
        QTRY_COMPARE(w.session()->roomName(), u"open"_s);
        QVERIFY(found.index(0).data(PublicRoomsModel::JoinedRole).toBool());

        w.session()->roomActs()->perform(u"leave"_s, open.id.toString());
        QTRY_VERIFY(w.session()->roomId().isEmpty());
        QVERIFY(!w.server.isMember(open.id, w.mara.id));

        w.server.failRequests(u"/api/v1/rooms/public"_s, Error(ErrorCode::Unavailable), 3);
        found.refresh();
        QTRY_VERIFY(!found.error().isEmpty());
    }

    void knowsThatThereIsNoRoomOnceItWasTold() {
        World w(false);
        w.server.deleteRoom(w.harbour.id);
        w.server.deleteRoom(w.board.id);
        w.server.setDelay(100);
        w.app->signInForm()->signIn(u"mara"_s, u"password"_s);
        QTRY_VERIFY(w.session() && w.session()->isReady());
        QVERIFY(!w.session()->isOnline());
        QVERIFY(!w.session()->areRoomsKnown());
        const QSignalSpy told(w.session(), &Session::roomsKnownChanged);
        QTRY_VERIFY(w.session()->isOnline());
        QVERIFY(w.session()->areRoomsKnown());
        QCOMPARE(told.count(), 1);
        // From then on it is known without the server.
        w.server.setReachable(false);
        w.restart();
        QTRY_VERIFY(w.session() && w.session()->isReady());
        QVERIFY(w.session()->areRoomsKnown());
        QVERIFY(!w.session()->isOnline());
    }

    void tellsOfARoomThatWasTakenAway() {
        World w;
        w.open(w.board);
        const LostRoom& lost = *w.session()->lostRoom();
        w.session()->composer()->setText(u"half a thought"_s);
        w.server.removeMember(w.board.id, w.mara.id);
        QTRY_VERIFY(w.session()->roomId().isEmpty());
        QCOMPARE(lost.name(), u"board"_s);
        QCOMPARE(lost.text(), u"half a thought"_s);
        w.session()->lostRoom()->copy();
        QVERIFY(lost.isCopied());
        QCOMPARE(QGuiApplication::clipboard()->text(), u"half a thought"_s);
        // Another room is open: that is over.
        w.open(w.harbour);
        QVERIFY(lost.name().isEmpty());
        QVERIFY(lost.text().isEmpty());
        w.server.deleteRoom(w.harbour.id);
        QTRY_COMPARE(lost.name(), u"harbour"_s);
        QVERIFY(lost.text().isEmpty());
    }

    void tellsNothingOfARoomThatOneLeft() {
        World w;
        const Room open = w.server.addRoom(u"open"_s, {w.ines.id, w.mara.id});
        QTRY_COMPARE(w.rooms().total(), 3);
        w.server.failRequests(u"/api/v1/rooms/"_s + open.id.toString() + u"/leave"_s,
                              Error(ErrorCode::Forbidden));
        w.open(open);
        RoomActs& acts = *w.session()->roomActs();
        acts.perform(u"leave"_s, open.id.toString());
        QTRY_VERIFY(!acts.error().isEmpty());
        acts.perform(u"leave"_s, open.id.toString());
        QTRY_VERIFY(w.session()->roomId().isEmpty());
        QVERIFY(w.session()->lostRoom()->name().isEmpty());
        // Back again, and removed by another.
        w.server.addMember(open.id, w.mara.id);
        QTRY_COMPARE(w.rooms().total(), 3);
        w.open(open);
        w.server.removeMember(open.id, w.mara.id);
        QTRY_COMPARE(w.session()->lostRoom()->name(), u"open"_s);
    }

    void showsWhoJoinsAndLeaves() {
        World w;
        w.open(w.board);
        MembersModel& members = *w.session()->members();
        QTRY_COMPARE(members.count(), 2);
        w.server.addMember(w.board.id, w.tom.id);
        QTRY_COMPARE(members.count(), 3);
        w.server.removeMember(w.board.id, w.tom.id);
        QTRY_COMPARE(members.count(), 2);

        w.server.setReachable(false);
        QTRY_VERIFY(!w.session()->isOnline());
        w.server.addMember(w.board.id, w.tom.id); // not told
        w.server.setReachable(true);
        QTRY_COMPARE_WITH_TIMEOUT(members.count(), 3, 30'000);
    }

    void beginsAnEndedSessionAnew() {
        World w;
        w.open(w.harbour);
        w.server.revokeSessions(w.mara.id);
        QTRY_VERIFY_WITH_TIMEOUT(w.session()->isSignedOut(), 20'000);
        QVERIFY(!w.session()->notice().isEmpty());
        w.app->signInAgain();
        QVERIFY(w.app->signInForm()->isAgain());
        QCOMPARE(w.app->signInForm()->login(), u"mara"_s);
        w.app->signInForm()->signIn(u"mara"_s, u"password"_s);
        QTRY_VERIFY_WITH_TIMEOUT(w.session()->isOnline(), 20'000);
        QVERIFY(!w.app->signInForm());
        QCOMPARE(w.app->accounts()->count(), 1);
    }

    void forgetsTheAccountOnSigningOut() {
        World w;
        w.session()->signOut();
        QTRY_VERIFY(w.app->signInForm());
        QVERIFY(!w.app->session());
        QTRY_COMPARE(w.home.profile->accounts().size(), 0);
    }

    void wordsEveryFailure() {
        for (int code = 0; code <= static_cast<int>(ErrorCode::PositionMoved); ++code)
            QVERIFY(!words::failure({Error(static_cast<ErrorCode>(code)), NetworkProblem::None}).isEmpty());
        for (int problem = 1; problem <= static_cast<int>(NetworkProblem::Other); ++problem)
            QVERIFY(!words::networkProblem(static_cast<NetworkProblem>(problem)).isEmpty());
        ConnectionStatus status;
        status.state = ConnectionState::Waiting;
        const QDateTime now = QDateTime::currentDateTimeUtc();
        status.nextRetry = now.addSecs(12);
        QCOMPARE(words::connection(status, now),
                 u"Not connected. Your messages are kept and will be sent. Trying again in 12 s."_s);
        status.state = ConnectionState::Online;
        QVERIFY(words::connection(status, now).isEmpty());
    }
};

QTEST_MAIN(TestSession)
#include "tst_session.moc"

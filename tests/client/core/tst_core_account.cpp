// SPDX-License-Identifier: GPL-3.0-or-later
// An account's life, as its user interface sees it, against the fake server.
#include "client/core/cache.h"
#include "client/core/sqlite.h"
#include "tests/client/core/core_fixture.h"

#include <QFile>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

class TestCoreAccount : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void signsUpAndIn();
    void refusesBadForms();
    void refusesASecondSignInOfOneUser();
    void paintsFromTheCacheWithoutNetwork();
    void signsOutAndInAgain();
    void aRevokedSessionSignsOut();
    void keepsTheOutboxWhenTheCacheIsDamaged();
    void looksThroughTheCacheOnceItIsShown();
};

void TestCoreAccount::signsUpAndIn() {
    Home home;
    FakeServer server;
    auto core = home.makeCore(server);
    QSignalSpy opened(core.get(), &Core::opened);
    const SignUp form{u"ada"_s, u"ada@example.org"_s, u"correct horse"_s, u"Ada Lovelace"_s};
    const auto user =
        await<User>([&](QObject* context, Done<User> done) { core->signUp(form, context, done); });
    QVERIFY(user.has_value());
    QCOMPARE(user->username, u"ada"_s);
    QCOMPARE(user->displayName, u"Ada Lovelace"_s);
    QCOMPARE(opened.count(), 1);
    QVERIFY(core->reader() && core->reader()->isOpen());
    QTRY_VERIFY(isOnline(*core));
    QCOMPARE(home.profile->accounts().size(), 1);
    QCOMPARE(core->credentialStorage(), CredentialStorage::File);

    // The next run needs no password.
    const Account account = core->account();
    core.reset();
    home.reopen();
    QCOMPARE(home.profile->accounts(), QList<Account>{account});
    core = home.makeCore(server, account);
    core->open();
    QTRY_VERIFY(isOnline(*core));
    QCOMPARE(server.refreshes(), 1);

    const auto info = await<ServerInfo>(
        [&](QObject* context, Done<ServerInfo> done) { core->fetchServerInfo(context, done); });
    QVERIFY(info.has_value());
}

void TestCoreAccount::refusesBadForms() {
    Home home;
    FakeServer server;
    server.addUser(u"ada"_s);
    auto core = home.makeCore(server);
    const auto signUp = [&](const SignUp& form) {
        return await<User>([&](QObject* context, Done<User> done) { core->signUp(form, context, done); });
    };
    const QString email = u"a@example.org"_s;
    const QString password = u"long enough"_s;
    QCOMPARE(signUp({u"A d a"_s, email, password, {}}).error().error.field(), u"username"_s);
    QCOMPARE(signUp({u"ada"_s, u"nonsense"_s, password, {}}).error().error.field(), u"email"_s);
    QCOMPARE(signUp({u"ada"_s, email, u"short"_s, {}}).error().error.field(), u"password"_s);
    QCOMPARE(server.requests(u"/"_s), 0);
    QCOMPARE(signUp({u"ada"_s, email, password, {}}).error().error.code(), ErrorCode::Taken);
    QCOMPARE(signIn(*core, u"ada"_s, u"wrong password"_s).error().error.code(), ErrorCode::Unauthenticated);
    QCOMPARE(signIn(*core, u"ada"_s, {}).error().error.field(), u"password"_s);
    server.setReachable(false, NetworkProblem::Tls);
    QCOMPARE(signIn(*core).error().network, NetworkProblem::Tls);
    QVERIFY(home.profile->accounts().isEmpty());
    QVERIFY(!core->reader());

    const auto sent = send(*core, RoomId::create(), u"hello"_s);
    QCOMPARE(sent.error().error.code(), ErrorCode::Unauthenticated);
}

void TestCoreAccount::refusesASecondSignInOfOneUser() {
    Home home;
    FakeServer server;
    server.addUser(u"ada"_s);
    server.addUser(u"bob"_s);
    auto first = home.makeCore(server);
    QVERIFY(signIn(*first));
    auto second = home.makeCore(server);
    QCOMPARE(signIn(*second).error().error.code(), ErrorCode::Conflict);
    QCOMPARE(signIn(*first, u"bob"_s).error().error.code(), ErrorCode::Conflict);
    QCOMPARE(home.profile->accounts().size(), 1);
    QVERIFY(signIn(*second, u"bob"_s));
    QCOMPARE(home.profile->accounts().size(), 2);
}

void TestCoreAccount::paintsFromTheCacheWithoutNetwork() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const User bob = server.addUser(u"bob"_s, u"Bob"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id, bob.id});
    server.post(room.id, bob.id, u"one"_s);
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_COMPARE(texts(core->reader()->newest(room.id, 10)), QStringList{u"one"_s});
    QTRY_VERIFY(core->reader()->user(bob.id));
    const Account account = core->account();
    core.reset();
    home.reopen();

    server.setReachable(false, NetworkProblem::HostNotFound);
    core = home.makeCore(server, account);
    QSignalSpy opened(core.get(), &Core::opened);
    core->open();
    QVERIFY(opened.wait());
    QCOMPARE(core->reader()->rooms().size(), 1);
    QCOMPARE(core->reader()->rooms().first().room.name, u"General"_s);
    QCOMPARE(texts(core->reader()->newest(room.id, 10)), QStringList{u"one"_s});
    QCOMPARE(core->reader()->user(bob.id)->displayName, u"Bob"_s);
    QTRY_COMPARE(core->status().state, ConnectionState::Waiting);
    QCOMPARE(core->status().reason->network, NetworkProblem::HostNotFound);
    QVERIFY(core->status().nextRetry);

    server.setReachable(true);
    core->retryConnection();
    QTRY_VERIFY(isOnline(*core));
}

void TestCoreAccount::signsOutAndInAgain() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id});
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));
    const auto out = await<bool>([&](QObject* context, Done<bool> done) { core->signOut(context, done); });
    QVERIFY(out && *out);
    QTRY_COMPARE(core->status().state, ConnectionState::SignedOut);
    QVERIFY(!core->status().reason);
    QCOMPARE(core->reader()->rooms().size(), 1); // kept
    QTRY_COMPARE(server.openSockets(), 0);
    QVERIFY(send(*core, room.id, u"for later"_s));
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));
    QTRY_COMPARE(texts(server.messages(room.id)), QStringList{u"for later"_s});

    const QString id = core->account().id;
    const QString directory = home.profile->accountDirectory(id);
    core.reset();
    QVERIFY(QFile::exists(directory));
    QVERIFY(home.profile->remove(id));
    QVERIFY(!QFile::exists(directory));
}

void TestCoreAccount::aRevokedSessionSignsOut() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    server.addRoom(u"General"_s, {ada.id});
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));
    server.revokeSessions(ada.id);
    QTRY_COMPARE(core->status().state, ConnectionState::SignedOut);
    QCOMPARE(core->status().reason->error.code(), ErrorCode::Unauthenticated);
    QCOMPARE(core->reader()->rooms().size(), 1);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));
}

void TestCoreAccount::keepsTheOutboxWhenTheCacheIsDamaged() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const User bob = server.addUser(u"bob"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id, bob.id});
    server.post(room.id, bob.id, u"hello"_s);
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_COMPARE(core->reader()->newest(room.id, 10).size(), 1);
    server.setReachable(false);
    QTRY_COMPARE(core->status().state, ConnectionState::Waiting);
    QVERIFY(send(*core, room.id, u"unsent"_s));
    const Account account = core->account();
    const QString directory = home.profile->accountDirectory(account.id);
    core.reset();
    home.reopen();

    QFile cache(directory + u'/' + Cache::fileName());
    QVERIFY(cache.open(QIODevice::ReadWrite));
    cache.write(QByteArray(4096, 'x'));
    cache.close();
    core = home.makeCore(server, account);
    QSignalSpy opened(core.get(), &Core::opened);
    core->open();
    QVERIFY(opened.wait());
    QVERIFY(core->reader()->rooms().isEmpty());
    QCOMPARE(texts(core->reader()->outbox(room.id)), QStringList{u"unsent"_s});
    server.setReachable(true);
    core->retryConnection();
    QTRY_COMPARE(texts(core->reader()->newest(room.id, 10)), (QStringList{u"hello"_s, u"unsent"_s}));
    QVERIFY(QFile::exists(directory + u"/cache.damaged-1"_s));
}

void TestCoreAccount::looksThroughTheCacheOnceItIsShown() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id});
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));
    server.setReachable(false);
    QTRY_COMPARE(core->status().state, ConnectionState::Waiting);
    QVERIFY(send(*core, room.id, u"unsent"_s));
    const Account account = core->account();
    const QString directory = home.profile->accountDirectory(account.id);
    core.reset();
    home.reopen();
    server.setReachable(true);

    // As after a crash that left the search's index in pieces, which nobody notices who does not look.
    {
        auto file = Sqlite::open(directory + u'/' + Cache::fileName(), Sqlite::Access::ReadWrite);
        QVERIFY(file && (*file)->exec(u"DELETE FROM message_text_data"_s));
        QFile flag(directory + u"/cache.in-use"_s);
        QVERIFY(flag.open(QIODevice::WriteOnly));
    }
    core = home.makeCore(server, account);
    QSignalSpy opened(core.get(), &Core::opened);
    core->open();
    QVERIFY(opened.wait());
    QCOMPARE(core->reader()->rooms().size(), 1);
    // A second time, begun anew, and no server was asked in between.
    QVERIFY(opened.wait());
    QCOMPARE(server.openSockets(), 0);
    QVERIFY(QFile::exists(directory + u"/cache.damaged-1"_s));
    QTRY_VERIFY(isOnline(*core));
    QTRY_COMPARE(texts(core->reader()->newest(room.id, 10)), QStringList{u"unsent"_s});
    core.reset();

    // And what is in order after all is used as it is.
    {
        QFile flag(directory + u"/cache.in-use"_s);
        QVERIFY(flag.open(QIODevice::WriteOnly));
    }
    home.reopen();
    core = home.makeCore(server, account);
    core->open();
    QTRY_VERIFY(isOnline(*core));
    core.reset();
    QVERIFY(!QFile::exists(directory + u"/cache.in-use"_s));
}

QTEST_GUILESS_MAIN(TestCoreAccount)
#include "tst_core_account.moc"

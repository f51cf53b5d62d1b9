// SPDX-License-Identifier: GPL-3.0-or-later
// Rooms and messages as the user interface sees them, against the fake server.
#include "client/core/demo_conversation.h"
#include "shared/limits.h"
#include "tests/client/core/core_fixture.h"

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

class TestCore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsHistoryAndLiveMessages();
    void sendsAndReceives();
    void keepsWhatIsWrittenOffline();
    void aLostAcknowledgementIsOneLine();
    void aRefusedMessageIsKeptRetriedAndDiscarded();
    void keepsTheOrderOfARoom();
    void createsFindsJoinsAndLeavesRooms();
    void loadsOlderMessagesToTheBeginning();
    void countsUnreadAndMarksSeen();
    void tellsWhatWasSeenOffline();
    void learnsWhoOthersAre();
    void theDemoIsAlive();
};

void TestCore::showsHistoryAndLiveMessages() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const User bob = server.addUser(u"bob"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id, bob.id});
    for (int i = 0; i < 80; ++i)
        server.post(room.id, bob.id, QString::number(i));
    auto core = home.makeCore(server);
    QSignalSpy changes(core.get(), &Core::messagesChanged);
    QVERIFY(signIn(*core));
    QTRY_COMPARE(core->reader()->newest(room.id, 100).size(), 50);
    QCOMPARE(core->reader()->newest(room.id, 100).first().content, u"30"_s);
    QVERIFY(!core->reader()->extent(room.id).complete);
    QVERIFY(!core->reader()->extent(room.id).fetching);

    // The cache shows the page before its signal has come over from the core's thread.
    QTRY_VERIFY(std::any_of(changes.cbegin(), changes.cend(), [](const QVariantList& change) {
        return change.first().value<MessagesChange>().upserted.size() == 50;
    }));
    changes.clear();
    server.post(room.id, bob.id, u"live"_s);
    QTRY_COMPARE(changes.count(), 1);
    const auto change = changes.first().first().value<MessagesChange>();
    QCOMPARE(texts(change.upserted), QStringList{u"live"_s});
    QCOMPARE(core->reader()->newest(room.id, 1).first().content, u"live"_s);
}

void TestCore::sendsAndReceives() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const User bob = server.addUser(u"bob"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id, bob.id});
    auto first = home.makeCore(server);
    auto second = home.makeCore(server);
    QVERIFY(signIn(*first));
    QVERIFY(signIn(*second, u"bob"_s));
    QTRY_VERIFY(isOnline(*first) && isOnline(*second));

    QSignalSpy outbox(first.get(), &Core::outboxChanged);
    const auto entry = send(*first, room.id, u"hello"_s);
    QVERIFY(entry);
    QCOMPARE(entry->state, OutboxState::Pending);
    QTRY_COMPARE(texts(second->reader()->newest(room.id, 10)), QStringList{u"hello"_s});
    QTRY_COMPARE(texts(first->reader()->newest(room.id, 10)), QStringList{u"hello"_s});
    QCOMPARE(first->reader()->newest(room.id, 1).first().id, entry->messageId);
    QTRY_VERIFY(first->reader()->outbox(room.id).isEmpty());
    QTRY_COMPARE(outbox.count(), 2);
    QCOMPARE(outbox.first().first().value<OutboxChange>().upserted.first().tempId, entry->tempId);
    QCOMPARE(outbox.last().first().value<OutboxChange>().removed, QList<TempId>{entry->tempId});
    QCOMPARE(server.sent().size(), 1);
    QVERIFY(!server.sent().first().retry);
}

void TestCore::keepsWhatIsWrittenOffline() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id});
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));
    server.setReachable(false);
    QTRY_COMPARE(core->status().state, ConnectionState::Waiting);
    QVERIFY(send(*core, room.id, u"one"_s));
    QVERIFY(send(*core, room.id, u"two"_s));
    QCOMPARE(texts(core->reader()->outbox(room.id)), (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(core->reader()->room(room.id)->pending, 2);

    const Account account = core->account();
    core.reset();
    home.reopen();
    core = home.makeCore(server, account);
    QSignalSpy opened(core.get(), &Core::opened);
    core->open();
    QVERIFY(opened.wait());
    QCOMPARE(texts(core->reader()->outbox(room.id)), (QStringList{u"one"_s, u"two"_s}));
    server.setReachable(true);
    core->retryConnection();
    QTRY_VERIFY(core->reader()->outbox(room.id).isEmpty());
    QCOMPARE(texts(server.messages(room.id)), (QStringList{u"one"_s, u"two"_s}));
    QTRY_COMPARE(texts(core->reader()->newest(room.id, 10)), (QStringList{u"one"_s, u"two"_s}));
}

void TestCore::aLostAcknowledgementIsOneLine() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id});
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));
    server.loseAcknowledgements();
    QVERIFY(send(*core, room.id, u"once"_s));
    QTRY_COMPARE(server.messages(room.id).size(), 1);
    core->retryConnection();
    QTRY_VERIFY(core->reader()->outbox(room.id).isEmpty());
    QCOMPARE(server.messages(room.id).size(), 1);
    QCOMPARE(texts(core->reader()->newest(room.id, 10)), QStringList{u"once"_s});
}

void TestCore::aRefusedMessageIsKeptRetriedAndDiscarded() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id});
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));
    server.refuseMessages(Error(ErrorCode::Forbidden), 2);
    QVERIFY(send(*core, room.id, u"no"_s));
    QVERIFY(send(*core, room.id, u"nor this"_s));
    QTRY_COMPARE(core->reader()->room(room.id)->failed, 2);
    const QList<OutboxEntry> failed = core->reader()->outbox(room.id);
    QCOMPARE(failed.first().state, OutboxState::Failed);
    QCOMPARE(failed.first().error->code(), ErrorCode::Forbidden);

    core->retryMessage(failed.first().tempId);
    QTRY_COMPARE(texts(server.messages(room.id)), QStringList{u"no"_s});
    QVERIFY(server.sent().first().retry);
    QCOMPARE(server.sent().first().tempId, failed.first().tempId);
    core->discardMessage(failed.last().tempId);
    QTRY_VERIFY(core->reader()->outbox(room.id).isEmpty());
    QCOMPARE(server.messages(room.id).size(), 1);

    const auto blank = send(*core, room.id, u"  "_s);
    QCOMPARE(blank.error().error.code(), ErrorCode::Invalid);
    const auto long_ = send(*core, room.id, QString(limits::messageContentMax + 1, u'x'));
    QVERIFY(!long_);
    QVERIFY(core->reader()->outbox(room.id).isEmpty());
}

void TestCore::keepsTheOrderOfARoom() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id});
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));
    // The first is put off; the second must not overtake it.
    server.refuseMessages(Error(ErrorCode::Unavailable), 2);
    QStringList expected;
    for (int i = 0; i < 20; ++i) {
        expected.append(QString::number(i));
        core->sendMessage(room.id, expected.last(), {}, nullptr, {});
    }
    QTRY_COMPARE_WITH_TIMEOUT(server.messages(room.id).size(), 20, 20'000);
    QCOMPARE(texts(server.messages(room.id)), expected);
    QTRY_COMPARE(texts(core->reader()->newest(room.id, 50)), expected);
}

void TestCore::createsFindsJoinsAndLeavesRooms() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const User bob = server.addUser(u"bob"_s);
    const Room open = server.addRoom(u"Open house"_s, {bob.id});
    server.post(open.id, bob.id, u"before you came"_s);
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(isOnline(*core));

    const auto made = await<Room>([&](QObject* context, Done<Room> done) {
        core->createRoom({u"Mine"_s, RoomKind::Private, u"a topic"_s}, context, done);
    });
    QVERIFY(made);
    QVERIFY(core->reader()->room(made->id));
    QCOMPARE(core->reader()->room(made->id)->role, RoomRole::Owner);
    QVERIFY(send(*core, made->id, u"first"_s));
    QTRY_COMPARE(server.messages(made->id).size(), 2); // that it was made, and this
    const auto bad = await<Room>([&](QObject* context, Done<Room> done) {
        core->createRoom({u""_s, RoomKind::Private, {}}, context, done);
    });
    QCOMPARE(bad.error().error.field(), u"name"_s);

    const auto found = await<Page<PublicRoom>>([&](QObject* context, Done<Page<PublicRoom>> done) {
        core->publicRooms(u"house & home"_s, {}, context, done);
    });
    QVERIFY(found && found->items.isEmpty());
    const auto list = await<Page<PublicRoom>>([&](QObject* context, Done<Page<PublicRoom>> done) {
        core->publicRooms(u"house"_s, {}, context, done);
    });
    QCOMPARE(list->items.size(), 1);
    QVERIFY(!list->items.first().joined);

    QVERIFY(
        await<RoomId>([&](QObject* context, Done<RoomId> done) { core->joinRoom(open.id, context, done); }));
    QVERIFY(core->reader()->room(open.id));
    QTRY_COMPARE(texts(core->reader()->newest(open.id, 10)),
                 (QStringList{u"before you came"_s, u"ada joined"_s}));
    QVERIFY(core->reader()->extent(open.id).complete);
    const auto members = await<Page<Member>>(
        [&](QObject* context, Done<Page<Member>> done) { core->members(open.id, {}, context, done); });
    QCOMPARE(members->items.size(), 2);
    const auto people = await<Page<User>>(
        [&](QObject* context, Done<Page<User>> done) { core->searchUsers(u"bo"_s, context, done); });
    QCOMPARE(people->items.size(), 1);
    QVERIFY(await<Member>(
        [&](QObject* context, Done<Member> done) { core->addMember(made->id, bob.id, context, done); }));
    QVERIFY(server.isMember(made->id, bob.id));

    QSignalSpy removed(core.get(), &Core::roomRemoved);
    QVERIFY(
        await<RoomId>([&](QObject* context, Done<RoomId> done) { core->leaveRoom(open.id, context, done); }));
    QVERIFY(!core->reader()->room(open.id));
    QCOMPARE(removed.count(), 1);
    // And a room that somebody else takes one out of.
    server.removeMember(made->id, ada.id);
    QTRY_VERIFY(!core->reader()->room(made->id));
}

void TestCore::loadsOlderMessagesToTheBeginning() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const User bob = server.addUser(u"bob"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id, bob.id});
    for (int i = 0; i < 130; ++i)
        server.post(room.id, bob.id, QString::number(i));
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_COMPARE(core->reader()->newest(room.id, 200).size(), 50);

    QList<Message> shown = core->reader()->newest(room.id, 200);
    int rounds = 0;
    for (bool more = true; more && rounds < 10; ++rounds) {
        const auto older = await<OlderMessages>([&](QObject* context, Done<OlderMessages> done) {
            core->loadOlder(room.id, shown.first().seq, 30, context, done);
        });
        QVERIFY(older);
        shown = older->messages + shown;
        more = older->more;
    }
    QCOMPARE(shown.size(), 130);
    for (int i = 0; i < 130; ++i)
        QCOMPARE(shown.at(i).content, QString::number(i));
    QCOMPARE(core->reader()->newest(room.id, 200), shown);
    QVERIFY(core->reader()->extent(room.id).complete);

    // All of it is cached now.
    server.setReachable(false);
    const auto again = await<OlderMessages>([&](QObject* context, Done<OlderMessages> done) {
        core->loadOlder(room.id, shown.at(10).seq, 100, context, done);
    });
    QCOMPARE(again->messages.size(), 10);
    QVERIFY(!again->more);
}

void TestCore::countsUnreadAndMarksSeen() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const User bob = server.addUser(u"bob"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id, bob.id});
    for (int i = 0; i < 5; ++i)
        server.post(room.id, bob.id, QString::number(i));
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_COMPARE(core->reader()->newest(room.id, 10).size(), 5);
    QCOMPARE(core->reader()->room(room.id)->read.unread, 5);

    const Message sixth = server.post(room.id, bob.id, u"5"_s);
    QTRY_COMPARE(core->reader()->room(room.id)->read.unread, 6);
    const QList<Message> shown = core->reader()->newest(room.id, 10);
    core->markSeen(room.id, shown.at(2).seq);
    QTRY_COMPARE(core->reader()->room(room.id)->read.unread, 3);
    QCOMPARE(core->reader()->room(room.id)->read.seenSeq, shown.at(2).seq);
    QTRY_COMPARE(server.readState(room.id, ada.id).seenSeq, shown.at(2).seq);
    core->markSeen(room.id, shown.at(1).seq); // never backwards
    core->markSeen(room.id, sixth.seq);
    QTRY_COMPARE(core->reader()->room(room.id)->read.unread, 0);
    QTRY_COMPARE(server.readState(room.id, ada.id).unread, 0);
    QTRY_COMPARE(core->reader()->room(room.id)->read.unread, 0);

    // Mine are not unread to me; another device's reading counts here too.
    QVERIFY(send(*core, room.id, u"mine"_s));
    server.post(room.id, bob.id, u"again"_s);
    QTRY_COMPARE(core->reader()->room(room.id)->read.unread, 1);
    server.setSeen(room.id, ada.id, server.head(room.id));
    QTRY_COMPARE(core->reader()->room(room.id)->read.unread, 0);
}

void TestCore::tellsWhatWasSeenOffline() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const User bob = server.addUser(u"bob"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id, bob.id});
    const Message message = server.post(room.id, bob.id, u"read me"_s);
    auto core = home.makeCore(server);
    QVERIFY(signIn(*core));
    QTRY_COMPARE(core->reader()->newest(room.id, 10).size(), 1);
    server.setReachable(false);
    QTRY_COMPARE(core->status().state, ConnectionState::Waiting);
    core->markSeen(room.id, message.seq);
    QTRY_COMPARE(core->reader()->room(room.id)->read.unread, 0);

    const Account account = core->account();
    core.reset();
    home.reopen();
    server.setReachable(true);
    core = home.makeCore(server, account);
    core->open();
    QTRY_COMPARE(server.readState(room.id, ada.id).seenSeq, message.seq);
    QTRY_VERIFY(isOnline(*core));
    QCOMPARE(core->reader()->room(room.id)->read.unread, 0);
}

void TestCore::learnsWhoOthersAre() {
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id});
    QList<User> others;
    for (int i = 0; i < 120; ++i) {
        others.append(server.addUser(u"user%1"_s.arg(i), u"User %1"_s.arg(i)));
        server.addMember(room.id, others.last().id);
        server.post(room.id, others.last().id, u"hi"_s);
    }
    auto core = home.makeCore(server);
    QSignalSpy users(core.get(), &Core::usersChanged);
    QVERIFY(signIn(*core));
    QTRY_VERIFY(core->reader()->user(others.last().id));
    QCOMPARE(core->reader()->user(others.last().id)->displayName, u"User 119"_s);
    QVERIFY(users.count() > 0);
    server.renameUser(others.last().id, u"Somebody else"_s);
    QTRY_COMPARE(core->reader()->user(others.last().id)->displayName, u"Somebody else"_s);
    server.renameUser(ada.id, u"Countess"_s);
    server.dropConnections();
    core->retryConnection();
    QTRY_COMPARE(core->account().user->displayName, u"Countess"_s);
    QCOMPARE(home.profile->accounts().first().user->displayName, u"Countess"_s);
}

void TestCore::theDemoIsAlive() {
    Home home;
    DemoConversation demo;
    auto core = home.makeCore(demo.server());
    QVERIFY(signIn(*core, DemoConversation::login(), DemoConversation::password()));
    QTRY_VERIFY(isOnline(*core));
    // Eight rooms, three people, and notes to oneself.
    QCOMPARE(core->reader()->rooms().size(), 12);
    QTRY_VERIFY(std::ranges::none_of(core->reader()->rooms(), [&](const RoomSummary& room) {
        return core->reader()->extent(room.room.id).fetching;
    }));
    QSignalSpy changes(core.get(), &Core::messagesChanged);
    demo.say();
    QTRY_VERIFY(changes.count() > 0);
    const auto said = changes.count();
    demo.start(0.01);
    QTRY_VERIFY(changes.count() > said + 2);
    const RoomId general =
        demo.server().messages(changes.first().first().value<MessagesChange>().roomId).first().roomId;
    QVERIFY(send(*core, general, u"hello team"_s));
    QTRY_VERIFY(core->reader()->outbox(general).isEmpty());
}

QTEST_GUILESS_MAIN(TestCore)
#include "tst_core.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Every call of Core that asks the server, against a real one: what it answers, how it is refused, and what
// the cache shows of it.
#include "shared/limits.h"
#include "tests/client/core/person.h"
#include "tests/support/parlord_process.h"

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

namespace {

const QString password = u"correct horse battery"_s;

/// Somebody at a device.
struct Caller : tests::Person {
    using tests::Person::Person;
    bool signIn() {
        const auto user = await<User>(
            [&](QObject* context, Done<User> done) { core->signIn(username, password, context, done); });
        return user && online();
    }
    RoomId newRoom(const QString& name, RoomKind kind = RoomKind::Public, const QList<UserId>& members = {}) {
        const auto room = ask<Room>(&Core::createRoom, CreateRoomRequest{name, kind, {}, members});
        return room ? room->id : RoomId();
    }
    /// Sends, and waits until it is in the cache.
    Message say(const RoomId& room, const QString& text, std::optional<MessageId> replyTo = {}) {
        const auto kept = ask<OutboxEntry>(&Core::sendMessage, room, text, replyTo);
        return kept && settled(room) ? message(kept->messageId) : Message();
    }
    std::optional<RoomSummary> room(const RoomId& id) const { return core->reader()->room(id); }
};

ErrorCode codeOf(const auto& outcome) {
    return outcome ? ErrorCode::Internal : outcome.error().error.code();
}
QString fieldOf(const auto& outcome) {
    return outcome ? u"no error"_s : outcome.error().error.field();
}

} // namespace

class TestCalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void changesRooms();
    void deletesRooms();
    void opensDirectRooms();
    void managesMembers();
    void bansAndUnbans();
    void changesTheProfile();
    void changesThePasswordAndEndsOtherSessions();
    void listsAndRevokesSessions();
    void readsAroundASeqAndATime();
    void readsThreadsPinsVersionsAndReceipts();
    void searches();
    void seesWhoIsThereAndHowFarTheyHaveRead();
    void clearsTheCache();
    void tellsWhenTheServerIsAway();

private:
    using Window = void (Core::*)(const RoomId&, qint64, int, QObject*, Done<MessageWindow>);
    using WindowAt = void (Core::*)(const RoomId&, const QDateTime&, int, QObject*, Done<MessageWindow>);

    test::ParlordProcess m_parlord;
    std::unique_ptr<Caller> m_anna;
    std::unique_ptr<Caller> m_ben;
};

void TestCalls::initTestCase() {
    QVERIFY2(m_parlord.start(), m_parlord.errorOutput().constData());
    m_anna = std::make_unique<Caller>(m_parlord.url(), u"anna"_s);
    m_ben = std::make_unique<Caller>(m_parlord.url(), u"ben"_s);
    QVERIFY(m_anna->signUp());
    QVERIFY(m_ben->signUp());
}

void TestCalls::changesRooms() {
    const RoomId room = m_anna->newRoom(u"Kitchen"_s, RoomKind::Public, {m_ben->id()});
    QTRY_VERIFY(m_ben->room(room));
    QCOMPARE(m_ben->room(room)->memberCount, 2);
    UpdateRoomRequest change;
    change.name = u"Kitchen and garden"_s;
    change.topic = u"What is for lunch"_s;
    change.kind = RoomKind::Private;
    const auto changed = m_anna->ask<Room>(&Core::updateRoom, room, change);
    QVERIFY(changed);
    QCOMPARE(m_anna->room(room)->room, *changed);
    QCOMPARE(changed->topic, u"What is for lunch"_s);
    QTRY_COMPARE(m_ben->room(room)->room, *changed);

    QVERIFY(codeOf(m_ben->ask<Room>(&Core::updateRoom, room, change)) == ErrorCode::Forbidden);
    QVERIFY(codeOf(m_ben->ask<Room>(&Core::updateRoom, RoomId::create(), change)) == ErrorCode::NotFound);
    UpdateRoomRequest blank;
    blank.name = u"  "_s;
    QCOMPARE(fieldOf(m_anna->ask<Room>(&Core::updateRoom, room, blank)), u"name"_s);
    blank.name.reset();
    blank.topic = QString(limits::topicMax + 1, u'x');
    QCOMPARE(fieldOf(m_anna->ask<Room>(&Core::updateRoom, room, blank)), u"topic"_s);

    UpdateRoomRequest archive;
    archive.archived = true;
    QVERIFY(m_anna->ask<Room>(&Core::updateRoom, room, archive));
    QTRY_VERIFY(m_ben->room(room)->room.archived);
    QVERIFY(codeOf(m_anna->ask<Room>(&Core::updateRoom, room, change)) == ErrorCode::Conflict);
}

void TestCalls::deletesRooms() {
    const RoomId room = m_anna->newRoom(u"Short"_s, RoomKind::Public, {m_ben->id()});
    QTRY_VERIFY(m_ben->room(room));
    QVERIFY(codeOf(m_ben->ask<RoomId>(&Core::deleteRoom, room)) == ErrorCode::Forbidden);
    QVERIFY(m_anna->ask<RoomId>(&Core::deleteRoom, room));
    QVERIFY(!m_anna->room(room));
    QTRY_VERIFY(!m_ben->room(room));
    QVERIFY(codeOf(m_anna->ask<RoomId>(&Core::deleteRoom, room)) == ErrorCode::NotFound);
}

void TestCalls::opensDirectRooms() {
    const auto room = m_anna->ask<RoomId>(&Core::openDirect, m_ben->id());
    QVERIFY(room);
    const QList<UserId> both = m_anna->room(*room)->room.direct;
    QVERIFY(both.size() == 2 && both.contains(m_anna->id()) && both.contains(m_ben->id()));
    QVERIFY(m_anna->room(*room)->room.kind == RoomKind::Direct);
    QCOMPARE(m_anna->ask<RoomId>(&Core::openDirect, m_ben->id()), room);
    QCOMPARE(m_ben->ask<RoomId>(&Core::openDirect, m_anna->id()), room);
    const auto notes = m_anna->ask<RoomId>(&Core::openDirect, m_anna->id());
    QVERIFY(notes);
    QCOMPARE(m_anna->room(*notes)->room.direct, QList<UserId>{m_anna->id()});
    QVERIFY(codeOf(m_anna->ask<RoomId>(&Core::openDirect, UserId::create())) == ErrorCode::NotFound);
}

void TestCalls::managesMembers() {
    const RoomId room = m_anna->newRoom(u"Staff"_s, RoomKind::Private);
    QCOMPARE(m_anna->room(room)->memberCount, 1);
    const auto added = m_anna->ask<Member>(&Core::addMember, room, m_ben->id());
    QVERIFY(added && added->role == RoomRole::Member);
    QTRY_COMPARE(m_anna->room(room)->memberCount, 2);
    QTRY_VERIFY(m_ben->room(room));
    QVERIFY(codeOf(m_ben->ask<Member>(&Core::setRole, room, m_ben->id(), RoomRole::Owner)) ==
            ErrorCode::Forbidden);
    const auto promoted = m_anna->ask<Member>(&Core::setRole, room, m_ben->id(), RoomRole::Moderator);
    QVERIFY(promoted && promoted->role == RoomRole::Moderator);
    QTRY_VERIFY(m_ben->room(room)->role == RoomRole::Moderator);
    // A new role is no new member, and back to a plain one neither.
    QVERIFY(m_anna->ask<Member>(&Core::setRole, room, m_ben->id(), RoomRole::Member));
    QTRY_VERIFY(m_ben->room(room)->role == RoomRole::Member);
    QCOMPARE(m_anna->room(room)->memberCount, 2);
    QVERIFY(codeOf(m_anna->ask<Member>(&Core::setRole, room, m_anna->id(), RoomRole::Member)) ==
            ErrorCode::Conflict);
    QVERIFY(codeOf(m_anna->ask<Member>(&Core::setRole, room, UserId::create(), RoomRole::Member)) ==
            ErrorCode::NotFound);
    QVERIFY(codeOf(m_ben->ask<UserId>(&Core::removeMember, room, m_anna->id())) == ErrorCode::Forbidden);
    QCOMPARE(m_anna->ask<UserId>(&Core::removeMember, room, m_ben->id()), m_ben->id());
    QTRY_VERIFY(!m_ben->room(room));
    QTRY_COMPARE(m_anna->room(room)->memberCount, 1);
    const auto members = m_anna->ask<Page<Member>>(&Core::members, room, std::optional<QString>());
    QVERIFY(members && members->items.size() == 1);
}

void TestCalls::bansAndUnbans() {
    const RoomId room = m_anna->newRoom(u"Quiet"_s, RoomKind::Public, {m_ben->id()});
    QTRY_VERIFY(m_ben->room(room));
    QVERIFY(codeOf(m_ben->ask<UserId>(&Core::ban, room, m_anna->id())) == ErrorCode::Forbidden);
    QVERIFY(codeOf(m_anna->ask<UserId>(&Core::ban, room, m_anna->id())) == ErrorCode::Invalid);
    QCOMPARE(m_anna->ask<UserId>(&Core::ban, room, m_ben->id()), m_ben->id());
    QTRY_VERIFY(!m_ben->room(room));
    QVERIFY(codeOf(m_ben->ask<RoomId>(&Core::joinRoom, room)) == ErrorCode::Forbidden);
    const auto bans = m_anna->ask<Page<Ban>>(&Core::bans, room, std::optional<QString>());
    QVERIFY(bans && bans->items.size() == 1);
    QCOMPARE(bans->items.first().user.id, m_ben->id());
    QCOMPARE(bans->items.first().by, m_anna->id());
    QVERIFY(codeOf(m_ben->ask<Page<Ban>>(&Core::bans, room, std::optional<QString>())) ==
            ErrorCode::NotFound);
    QCOMPARE(m_anna->ask<UserId>(&Core::unban, room, m_ben->id()), m_ben->id());
    QVERIFY(m_ben->ask<RoomId>(&Core::joinRoom, room));
}

void TestCalls::changesTheProfile() {
    UpdateProfileRequest change;
    change.displayName = u"Anna Bär"_s;
    change.statusText = u"In the garden"_s;
    change.timeZone = u"Europe/Berlin"_s;
    const auto user = m_anna->ask<User>(&Core::updateProfile, change);
    QVERIFY(user);
    QCOMPARE(user->statusText, u"In the garden"_s);
    QCOMPARE(m_anna->core->reader()->user(m_anna->id()), *user);
    QTRY_COMPARE(m_anna->core->account().user, *user);
    QTRY_COMPARE(m_ben->core->reader()->user(m_anna->id()), *user);
    change.displayName = u"\n"_s;
    QCOMPARE(fieldOf(m_anna->ask<User>(&Core::updateProfile, change)), u"displayName"_s);
    change.displayName.reset();
    change.statusText = QString(limits::statusTextMax + 1, u'x');
    QCOMPARE(fieldOf(m_anna->ask<User>(&Core::updateProfile, change)), u"statusText"_s);
}

void TestCalls::changesThePasswordAndEndsOtherSessions() {
    Caller carla(m_parlord.url(), u"carla"_s);
    QVERIFY(carla.signUp());
    Caller phone(m_parlord.url(), u"carla"_s);
    QVERIFY(phone.signIn());
    const auto wrong = carla.ask<bool>(&Core::changePassword, u"not it at all"_s, u"battery staple"_s);
    QVERIFY(codeOf(wrong) == ErrorCode::Forbidden);
    QCOMPARE(fieldOf(wrong), u"currentPassword"_s);
    QCOMPARE(fieldOf(carla.ask<bool>(&Core::changePassword, password, u"short"_s)), u"newPassword"_s);
    QCOMPARE(fieldOf(carla.ask<bool>(&Core::changePassword, QString(), u"battery staple"_s)),
             u"currentPassword"_s);
    QVERIFY(carla.ask<bool>(&Core::changePassword, password, u"battery staple"_s));
    QTRY_VERIFY(phone.core->status().state == ConnectionState::SignedOut);
    QVERIFY(isOnline(*carla.core));
}

void TestCalls::listsAndRevokesSessions() {
    Caller phone(m_parlord.url(), u"ben"_s);
    QVERIFY(phone.signIn());
    const auto sessions = m_ben->ask<Page<SessionInfo>>(&Core::sessions);
    QVERIFY(sessions);
    QCOMPARE(sessions->items.size(), 2);
    const auto other = std::find_if(sessions->items.begin(), sessions->items.end(),
                                    [](const SessionInfo& session) { return !session.current; });
    QVERIFY(other != sessions->items.end());
    QCOMPARE(m_ben->ask<SessionId>(&Core::revokeSession, other->id), other->id);
    QTRY_VERIFY(phone.core->status().state == ConnectionState::SignedOut);
    QVERIFY(codeOf(m_ben->ask<SessionId>(&Core::revokeSession, SessionId::create())) == ErrorCode::NotFound);
}

void TestCalls::readsAroundASeqAndATime() {
    const RoomId room = m_anna->newRoom(u"Long"_s);
    QList<Message> said;
    for (int i = 0; i < 70; ++i)
        said.append(m_anna->say(room, u"line %1"_s.arg(i)));
    // Anna has all of it. Ben, who begins anew, has only the newest page and asks the server.
    QVERIFY(m_ben->ask<RoomId>(&Core::joinRoom, room));
    QVERIFY(m_ben->ask<bool>(&Core::clearCache));
    QVERIFY(m_ben->online());
    m_ben->core->showRoom(room);
    QTRY_VERIFY(!m_ben->core->reader()->newest(room, 1).isEmpty());
    QVERIFY(m_ben->core->reader()->extent(room).floor > said.at(15).seq);
    for (Caller* person : {m_anna.get(), m_ben.get()}) {
        const auto window = person->ask<MessageWindow>(Window(&Core::loadAround), room, said.at(10).seq, 6);
        QVERIFY(window);
        QCOMPARE(texts(window->messages), (QStringList{u"line 7"_s, u"line 8"_s, u"line 9"_s, u"line 10"_s,
                                                       u"line 11"_s, u"line 12"_s}));
        QCOMPARE(window->target, said.at(10).seq);
        QVERIFY(window->more && window->moreAfter);
        const auto newer = person->ask<MessageWindow>(&Core::loadNewer, room, said.at(12).seq, 3);
        QVERIFY(newer);
        QCOMPARE(texts(newer->messages), (QStringList{u"line 13"_s, u"line 14"_s, u"line 15"_s}));
        QVERIFY(newer->moreAfter);
        const auto last = person->ask<MessageWindow>(&Core::loadNewer, room, said.last().seq, 3);
        QVERIFY(last && !last->moreAfter);
        const auto at =
            person->ask<MessageWindow>(WindowAt(&Core::loadAround), room, said.at(14).createdAt, 4);
        QVERIFY2(at, at ? "" : qPrintable(at.error().error.message()));
        QCOMPARE(at->target, said.at(14).seq);
        const auto begin = person->ask<MessageWindow>(WindowAt(&Core::loadAround), room,
                                                      said.first().createdAt.addDays(-1), 10);
        QVERIFY(begin && !begin->more && begin->moreAfter);
        const auto end = person->ask<MessageWindow>(WindowAt(&Core::loadAround), room,
                                                    said.last().createdAt.addDays(1), 10);
        QVERIFY(end && !end->messages.isEmpty() && !end->moreAfter);
    }
    QVERIFY(codeOf(m_ben->ask<MessageWindow>(Window(&Core::loadAround), RoomId::create(), 5, 6)) ==
            ErrorCode::NotFound);
    QCOMPARE(m_ben->ask<Message>(&Core::fetchMessage, said.at(3).id)->content, u"line 3"_s);
    QVERIFY(codeOf(m_ben->ask<Message>(&Core::fetchMessage, MessageId::create())) == ErrorCode::NotFound);
}

void TestCalls::readsThreadsPinsVersionsAndReceipts() {
    const RoomId room = m_anna->newRoom(u"Threads"_s, RoomKind::Public, {m_ben->id()});
    QTRY_VERIFY(m_ben->room(room));
    const Message root = m_anna->say(room, u"who comes?"_s);
    const std::optional<qint64> newest;
    QVERIFY(m_ben->ask<OlderMessages>(&Core::thread, room, root.id, newest, 10)->messages.isEmpty());
    m_ben->say(room, u"me"_s, root.id);
    const Message second = m_anna->say(room, u"me too"_s, root.id);
    const auto thread = m_ben->ask<OlderMessages>(&Core::thread, room, root.id, newest, 1);
    QVERIFY(thread && thread->more);
    QCOMPARE(texts(thread->messages), QStringList{u"me too"_s});
    const auto older =
        m_ben->ask<OlderMessages>(&Core::thread, room, root.id, std::optional<qint64>(second.seq), 5);
    QVERIFY(older && !older->more);
    QCOMPARE(texts(older->messages), QStringList{u"me"_s});
    QTRY_COMPARE(texts(m_ben->core->reader()->thread(root.id, 10)), (QStringList{u"me"_s, u"me too"_s}));
    QVERIFY(codeOf(m_ben->ask<OlderMessages>(&Core::thread, room, MessageId::create(), newest, 5)) ==
            ErrorCode::NotFound);

    m_anna->core->setPinned(room, root.id, true);
    QTRY_COMPARE(texts(m_ben->core->reader()->pinned(room)), QStringList{u"who comes?"_s});
    QCOMPARE(texts(*m_ben->ask<QList<Message>>(&Core::pins, room)), QStringList{u"who comes?"_s});
    QVERIFY(codeOf(m_ben->ask<QList<Message>>(&Core::pins, RoomId::create())) == ErrorCode::NotFound);

    QVERIFY(m_anna->ask<OutboxEntry>(&Core::editMessage, room, root.id, u"who comes along?"_s));
    QTRY_COMPARE(m_ben->core->reader()->message(root.id)->content, u"who comes along?"_s);
    const auto versions = m_ben->ask<Page<MessageVersion>>(&Core::versions, root.id);
    QVERIFY(versions && versions->items.size() == 1);
    QCOMPARE(versions->items.first().content, u"who comes?"_s);
    QVERIFY(codeOf(m_ben->ask<Page<MessageVersion>>(&Core::versions, MessageId::create())) ==
            ErrorCode::NotFound);

    m_ben->core->markSeen(room, second.seq);
    const auto seenByBen = [&] {
        const auto receipts = m_anna->ask<MessageReceipts>(&Core::receipts, root.id);
        return receipts && receipts->members == 1 && receipts->seenBy == QList<UserId>{m_ben->id()};
    };
    QTRY_VERIFY(seenByBen());
    QVERIFY(codeOf(m_anna->ask<MessageReceipts>(&Core::receipts, MessageId::create())) ==
            ErrorCode::NotFound);
}

void TestCalls::searches() {
    const RoomId room = m_anna->newRoom(u"The Library"_s, RoomKind::Public, {m_ben->id()});
    QTRY_VERIFY(m_ben->room(room));
    m_anna->say(room, u"the heron has landed"_s);
    m_ben->say(room, u"a heron: https://example.org/heron"_s);
    const auto find = [&](const SearchQuery& query) {
        const auto answer = m_anna->ask<SearchAnswer>(&Core::search, query, std::optional<QString>());
        QStringList found;
        for (const SearchHit& hit : answer ? answer->items : QList<SearchHit>())
            found.prepend(hit.message.content.section(u' ', 0, 0));
        return found;
    };
    SearchQuery query;
    query.words = u"heron"_s;
    QTRY_COMPARE(find(query), (QStringList{u"the"_s, u"a"_s}));
    query.room = room;
    QCOMPARE(find(query).size(), 2);
    query.from = m_ben->id();
    QCOMPARE(find(query), QStringList{u"a"_s});
    query.from.reset();
    query.hasLink = true;
    QCOMPARE(find(query), QStringList{u"a"_s});
    query.hasLink = false;
    query.after = QDate::currentDate();
    query.before = QDate::currentDate().addDays(1);
    QCOMPARE(find(query).size(), 2);
    query.after = QDate::currentDate().addDays(1);
    query.before.reset();
    QCOMPARE(find(query).size(), 0);
    query.after.reset();
    query.before = QDate::currentDate();
    QCOMPARE(find(query).size(), 0);
    query.before.reset();

    query.room = RoomId::create();
    const auto stranger = m_anna->ask<SearchAnswer>(&Core::search, query, std::optional<QString>());
    QVERIFY(codeOf(stranger) == ErrorCode::Invalid);
    QCOMPARE(fieldOf(stranger), u"q"_s);
    QCOMPARE(fieldOf(m_anna->ask<SearchAnswer>(&Core::search, SearchQuery(), std::optional<QString>())),
             u"q"_s);
    query.room.reset();
    query.from = UserId::create();
    QCOMPARE(fieldOf(m_anna->ask<SearchAnswer>(&Core::search, query, std::optional<QString>())), u"from"_s);
}

void TestCalls::seesWhoIsThereAndHowFarTheyHaveRead() {
    const RoomId room = m_anna->newRoom(u"Lounge"_s, RoomKind::Public, {m_ben->id()});
    QTRY_VERIFY(m_ben->room(room));
    m_anna->core->wantPresence({m_ben->id()});
    QTRY_VERIFY(m_anna->core->presence(m_ben->id()).status == PresenceStatus::Online);
    m_ben->core->setPresence(PresenceStatus::DoNotDisturb);
    QTRY_VERIFY(m_anna->core->presence(m_ben->id()).status == PresenceStatus::DoNotDisturb);
    m_ben->core->setPresence(PresenceStatus::Online);
    QVERIFY(m_anna->core->presence(UserId::create()).status == PresenceStatus::Offline);

    m_ben->core->setTyping(room, true);
    QTRY_COMPARE(m_anna->core->typing(room), QList<UserId>{m_ben->id()});
    m_ben->core->setTyping(room, false);
    QTRY_COMPARE(m_anna->core->typing(room), QList<UserId>());

    const Message said = m_anna->say(room, u"hello"_s);
    m_anna->core->showRoom(room);
    const auto seen = [&] {
        const QList<MemberCursor> cursors = m_anna->core->memberCursors(room);
        return cursors.size() == 1 && cursors.first().userId == m_ben->id() ? cursors.first().seen : -1;
    };
    QTRY_VERIFY(seen() >= 0);
    QVERIFY(seen() < said.seq);
    m_ben->core->markSeen(room, said.seq);
    QTRY_VERIFY(seen() >= said.seq);
}

void TestCalls::clearsTheCache() {
    const RoomId room = m_ben->newRoom(u"Attic"_s);
    m_ben->say(room, u"an old thing"_s);
    m_ben->core->setDraft(room, {}, u"not yet said"_s);
    QTRY_COMPARE(m_ben->core->reader()->draft(room), u"not yet said"_s);
    QVERIFY(m_ben->core->storageSize() > 0);
    QSignalSpy opened(m_ben->core.get(), &Core::opened);
    QVERIFY(m_ben->ask<bool>(&Core::clearCache));
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(m_ben->core->reader()->draft(room), u"not yet said"_s);
    QVERIFY(m_ben->online());
    m_ben->core->showRoom(room);
    QTRY_COMPARE(texts(m_ben->core->reader()->newest(room, 1)), QStringList{u"an old thing"_s});
}

void TestCalls::tellsWhenTheServerIsAway() {
    const RoomId room = m_anna->newRoom(u"Last"_s);
    const Message root = m_anna->say(room, u"root"_s);
    m_anna->say(room, u"reply"_s, root.id);
    m_parlord.kill9();
    const std::optional<qint64> newest;
    // What is cached is told from there.
    QCOMPARE(texts(m_anna->ask<OlderMessages>(&Core::thread, room, root.id, newest, 10)->messages),
             QStringList{u"reply"_s});
    QVERIFY(m_anna->ask<QList<Message>>(&Core::pins, room)->isEmpty());
    QCOMPARE(m_anna->ask<Message>(&Core::fetchMessage, root.id)->content, u"root"_s);
    SearchQuery query;
    query.words = u"root"_s;
    QCOMPARE(texts(m_anna->core->reader()->search(query, 10)), QStringList{u"root"_s});
    // What is not is a failure of the network.
    for (const auto& failed :
         {m_anna->ask<SearchAnswer>(&Core::search, query, std::optional<QString>()).has_value(),
          m_anna->ask<Page<SessionInfo>>(&Core::sessions).has_value(),
          m_anna->ask<RoomId>(&Core::openDirect, m_ben->id()).has_value(),
          m_anna->ask<RoomId>(&Core::deleteRoom, room).has_value()})
        QVERIFY(!failed);
    const auto bans = m_anna->ask<Page<Ban>>(&Core::bans, room, std::optional<QString>());
    QVERIFY(!bans && bans.error().network != NetworkProblem::None);
    QVERIFY(m_anna->room(room)); // still there
}

QTEST_GUILESS_MAIN(TestCalls)
#include "tst_calls.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/client/models/models_fixture.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>

using namespace Qt::StringLiterals;
using namespace parlor;
using parlor::tests::World;

namespace {

QVariantMap who(const User& user, const QString& role = u"member"_s) {
    return {{u"userId"_s, user.id.toString()}, {u"name"_s, user.displayName}, {u"role"_s, role}};
}

/// A world in which mara has that role in the harbour, and Tom is there too.
struct Harbour : World {
    explicit Harbour(RoomRole role)
        : World(false) {
        server.addMember(harbour.id, tom.id);
        server.setRole(harbour.id, ines.id, RoomRole::Owner);
        server.setRole(harbour.id, mara.id, role);
        signIn();
        open(harbour);
        id = harbour.id.toString();
    }
    RoomActs& acts() const { return *session()->roomActs(); }
    bool possible(const QString& act, const QVariantMap& member = {}) const {
        return acts().describe(act, id, member).value(u"possible"_s).toBool();
    }
    QString text(const QString& act, const QVariantMap& member = {}) const {
        return acts().describe(act, id, member).value(u"text"_s).toString();
    }
    QString whyNot(const QString& act, const QVariantMap& member = {}) const {
        return acts().describe(act, id, member).value(u"whyNot"_s).toString();
    }
    QString id;
};

} // namespace

class TestRooms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void allowsWhatTheTableOfTheProtocolAllows() {
        const auto allowed = [](RoomRole role) {
            Harbour w(role);
            QStringList acts;
            for (const QString& act : {u"leave"_s, u"archive"_s, u"delete"_s}) {
                if (w.possible(act))
                    acts.append(act);
            }
            for (const QString& act :
                 {u"remove"_s, u"ban"_s, u"unban"_s, u"makeModerator"_s, u"makeOwner"_s}) {
                if (w.possible(act, who(w.tom)))
                    acts.append(act);
                if (w.possible(act, who(w.tom, u"moderator"_s)))
                    acts.append(act + u"+"_s);
            }
            return acts;
        };
        QCOMPARE(allowed(RoomRole::Member), QStringList({u"leave"_s}));
        QCOMPARE(allowed(RoomRole::Moderator),
                 QStringList({u"leave"_s, u"remove"_s, u"ban"_s, u"unban"_s, u"unban+"_s}));
        QCOMPARE(allowed(RoomRole::Owner),
                 QStringList({u"leave"_s, u"archive"_s, u"delete"_s, u"remove"_s, u"remove+"_s, u"ban"_s,
                              u"ban+"_s, u"unban"_s, u"unban+"_s, u"makeModerator"_s, u"makeModerator+"_s,
                              u"makeOwner"_s, u"makeOwner+"_s}));
    }

    void saysWhatWillHappen() {
        Harbour w(RoomRole::Owner);
        QVERIFY(w.text(u"remove"_s, who(w.tom)).startsWith(u"Tom Okafor will no longer"_s));
        QVERIFY(w.text(u"remove"_s, who(w.tom)).contains(u"come back if they join again"_s));
        QVERIFY(w.text(u"ban"_s, who(w.tom)).contains(u"lifts the ban"_s));
        QVERIFY(w.text(u"leave"_s).contains(u"join"_s));
        QCOMPARE(w.acts().describe(u"delete"_s, w.id).value(u"typed"_s).toString(), u"harbour"_s);
        QVERIFY(w.whyNot(u"remove"_s, who(w.mara)).contains(u"leave"_s));
        // A name is only ever a name.
        const QVariantMap odd{{u"userId"_s, w.tom.id.toString()}, {u"name"_s, u"100 %1 %2"_s}};
        QVERIFY(w.text(u"ban"_s, odd).startsWith(u"100 %1 %2 will"_s));
        QVERIFY(!w.acts().describe(u"explode"_s, w.id).contains(u"title"_s));
        QVERIFY(!w.acts().describe(u"leave"_s, u"not a room"_s).contains(u"title"_s));
    }

    void explainsTheLastOwner() {
        Harbour w(RoomRole::Owner);
        w.server.setRole(w.harbour.id, w.ines.id, RoomRole::Member);
        w.session()->members()->refresh();
        QTRY_COMPARE(w.session()->members()->owners(), 1);
        QVERIFY(!w.possible(u"leave"_s));
        QVERIFY(w.whyNot(u"leave"_s).contains(u"only owner"_s));
        QVERIFY(!w.possible(u"makeMember"_s, who(w.mara, u"owner"_s)));
        // Where it is not known beforehand, the server's answer is worded alike.
        w.server.failRequests(u"/api/v1/rooms/"_s, Error(ErrorCode::Conflict));
        w.acts().perform(u"leave"_s, w.id);
        QVERIFY(w.acts().isBusy());
        QTRY_VERIFY(w.acts().error().contains(u"only owner"_s));
        QVERIFY(w.server.isMember(w.harbour.id, w.mara.id));
    }

    void removesBansAndLetsIn() {
        Harbour w(RoomRole::Owner);
        QSignalSpy done(&w.acts(), &RoomActs::done);
        w.acts().perform(u"ban"_s, w.id, who(w.tom));
        QTRY_COMPARE(done.count(), 1);
        QVERIFY(!w.server.isMember(w.harbour.id, w.tom.id));
        BansModel& bans = *w.session()->bans();
        bans.load(w.id);
        QTRY_COMPARE(World::column(bans, BansModel::NameRole), QStringList{u"Tom Okafor"_s});
        QVERIFY(bans.index(0).data(BansModel::DetailRole).toString().startsWith(u"Banned by you"_s));

        w.session()->members()->add({w.tom.id.toString()});
        QTRY_VERIFY(w.session()->members()->addError().contains(u"ban"_s));
        w.acts().perform(u"unban"_s, w.id, who(w.tom));
        QTRY_COMPARE(done.count(), 2);
        bans.forget(w.tom.id.toString());
        QCOMPARE(bans.count(), 0);
        w.session()->members()->clearAddError();
        w.session()->members()->add({w.tom.id.toString()});
        QTRY_VERIFY(w.server.isMember(w.harbour.id, w.tom.id));

        w.acts().perform(u"makeModerator"_s, w.id, who(w.tom));
        QTRY_COMPARE(done.count(), 3);
        w.session()->members()->refresh();
        QTRY_VERIFY(World::column(*w.session()->members(), MembersModel::RoleRole).contains(u"moderator"_s));

        w.acts().perform(u"remove"_s, w.id, who(w.tom, u"moderator"_s));
        QTRY_COMPARE(done.count(), 4);
        QVERIFY(!w.server.isMember(w.harbour.id, w.tom.id));
    }

    void archivesOpensAndDeletes() {
        Harbour w(RoomRole::Owner);
        QSignalSpy done(&w.acts(), &RoomActs::done);
        w.acts().perform(u"archive"_s, w.id);
        QTRY_COMPARE(done.count(), 1);
        QTRY_VERIFY(w.session()->isRoomArchived());
        QVERIFY(w.whyNot(u"ban"_s, who(w.tom)).contains(u"archived"_s));
        w.acts().perform(u"unarchive"_s, w.id);
        QTRY_COMPARE(done.count(), 2);
        QTRY_VERIFY(!w.session()->isRoomArchived());
        w.acts().perform(u"delete"_s, w.id);
        QTRY_COMPARE(done.count(), 3);
        QTRY_VERIFY(!w.rooms().contains(w.harbour.id));
        QTRY_VERIFY(w.session()->roomId().isEmpty());
    }

    void savesWhatIsDifferent() {
        Harbour w(RoomRole::Owner);
        RoomInfo& room = *w.session()->roomSettings();
        room.setRoomId(w.id);
        QSignalSpy saved(&room, &RoomInfo::saved);
        room.save(u" harbour "_s, u"Ships"_s, false);
        QCOMPARE(saved.count(), 1);
        QCOMPARE(w.server.requests(u"/api/v1/rooms/"_s + w.id + u"?"_s), 0);
        room.save(u""_s, u"Ships"_s, false);
        QVERIFY(room.errors().contains(u"name"_s));
        room.save(QString(81, u'x'), u"Ships"_s, false);
        QTRY_VERIFY(!room.isBusy() && room.errors().contains(u"name"_s));
        room.save(u"port"_s, u"Boats"_s, true);
        QTRY_COMPARE(saved.count(), 2);
        QTRY_COMPARE(room.name(), u"port"_s);
        QTRY_VERIFY(room.isPrivate());
        QCOMPARE(room.topic(), u"Boats"_s);
        QVERIFY(room.errors().isEmpty());

        w.server.removeMember(w.harbour.id, w.mara.id);
        QTRY_COMPARE(room.roomId(), QString());
    }

    void tellsWhyNot() {
        Harbour w(RoomRole::Member);
        RoomInfo& room = *w.session()->roomSettings();
        room.setRoomId(w.id);
        QVERIFY(!room.mayEdit() && !room.mayChangeKind() && !room.mayDelete() && !room.mayBan());
        QVERIFY(room.mayAddMembers());
        QCOMPARE(room.whyNotEdit(), u"Only owners and moderators of the room can change this."_s);
        QCOMPARE(room.whyNotChangeKind(), u"Only owners of the room can change this."_s);
        const Room direct = w.server.addDirect(w.mara.id, w.ines.id);
        QTRY_COMPARE(w.rooms().nameOf(direct.id), u"Ines Duarte"_s);
        room.setRoomId(direct.id.toString());
        QVERIFY(room.isDirect());
        QCOMPARE(room.name(), u"Ines Duarte"_s);
        QVERIFY(!w.session()
                     ->roomActs()
                     ->describe(u"leave"_s, direct.id.toString())
                     .value(u"possible"_s)
                     .toBool());
    }

    void keepsPreferencesAndReadState() {
        Harbour w(RoomRole::Member);
        RoomInfo& room = *w.session()->roomMenu();
        room.setRoomId(w.board.id.toString());
        room.setFavourite(true);
        room.setMuted(true);
        room.setNotify(u"mentions"_s);
        room.setNotify(u"nonsense"_s);
        QCOMPARE(room.notify(), u"mentions"_s);
        QTRY_VERIFY(w.rooms().summary(w.board.id)->preferences.favourite);
        QTRY_VERIFY(w.rooms().summary(w.board.id)->preferences.notify == NotifyRule::Mentions);

        QSignalSpy refused(&room, &RoomInfo::refused);
        QVERIFY(!room.markUnread());
        QTRY_COMPARE(refused.count(), 1);
        w.server.post(w.board.id, w.ines.id, u"one"_s);
        w.server.post(w.board.id, w.ines.id, u"two"_s);
        QTRY_COMPARE(w.rooms().summary(w.board.id)->read.unread, 2);
        room.markRead();
        QTRY_COMPARE(w.rooms().summary(w.board.id)->read.unread, 0);
        QTRY_COMPARE(w.server.readState(w.board.id, w.mara.id).unread, 0);
        QVERIFY(room.markUnread());
        QTRY_COMPARE(w.rooms().summary(w.board.id)->read.unread, 1);
        QTRY_COMPARE(w.server.readState(w.board.id, w.mara.id).unread, 1);

        room.copyLink();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 u"parlor://fake.example/room/"_s + w.board.id.toString());
    }

    // The cache need not have it: the marker is the server's.
    void marksAsUnreadWhatIsNotCached() {
        World w(false);
        w.server.post(w.board.id, w.ines.id, u"one"_s);
        w.server.post(w.board.id, w.ines.id, u"two"_s);
        w.server.setSeen(w.board.id, w.mara.id, w.server.head(w.board.id));
        // The newest page does not come.
        w.server.failRequests(u"/api/v1/rooms/%1/messages?limit=50"_s.arg(w.board.id.toString()),
                              Error(ErrorCode::Unavailable), 1'000);
        w.signIn();
        RoomInfo& room = *w.session()->roomMenu();
        room.setRoomId(w.board.id.toString());
        QVERIFY(w.session()->core().reader()->newest(w.board.id, 10).isEmpty());
        QVERIFY(!room.markUnread());
        QTRY_COMPARE(w.server.readState(w.board.id, w.mara.id).unread, 1);
    }

    void groupsMembersByPresence() {
        Harbour w(RoomRole::Member);
        MembersModel& members = *w.session()->members();
        QTRY_COMPARE(members.count(), 3);
        QVERIFY(members.isWhole());
        QTRY_COMPARE(World::column(members, MembersModel::NameRole).constFirst(), u"Mara Lindqvist"_s);
        w.server.setPresence(w.tom.id, PresenceStatus::Away);
        QTRY_COMPARE(World::column(members, MembersModel::SectionRole),
                     QStringList({u"present"_s, u"present"_s, u"absent"_s}));
        QTRY_COMPARE(World::column(members, MembersModel::NameRole),
                     QStringList({u"Mara Lindqvist"_s, u"Tom Okafor"_s, u"Ines Duarte"_s}));
        members.setSearch(u"DUAR"_s);
        QCOMPARE(World::column(members, MembersModel::NameRole), QStringList{u"Ines Duarte"_s});
        members.setSearch(u"nobody"_s);
        QCOMPARE(members.count(), 0);
        members.setSearch({});
        QCOMPARE(members.count(), 3);
        QCOMPARE(members.total(), 3);
    }

    void pagesThroughACrowd() {
        World w(false);
        const Room crowd = w.server.addRoom(u"crowd"_s, {w.mara.id});
        for (int i = 0; i < 1500; ++i)
            w.server.addMember(crowd.id, w.server.addUser(u"p%1"_s.arg(i, 4, 10, QChar(u'0'))).id);
        w.signIn();
        w.open(crowd);
        // One of its own: the tester of the session's fetches every page by itself.
        MembersModel members(w.session()->core());
        members.setRoom(crowd.id);
        QTRY_VERIFY(members.total() > 0);
        QVERIFY(!members.isWhole());
        QVERIFY(members.total() <= 100);
        const int first = members.total();
        const QSignalSpy reset(&members, &QAbstractItemModel::modelReset);
        members.fetchMore({});
        QTRY_VERIFY(members.total() > first);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(members.headCount(), 1501);
        // Far beyond what is loaded: the server finds them.
        const int loaded = members.total();
        members.setSearch(u"p14"_s);
        QVERIFY(members.isLoading());
        QTRY_VERIFY_WITH_TIMEOUT(members.count() == 100 && !members.isLoading(), 20'000);
        QCOMPARE(members.at(99).value(u"username"_s).toString(), u"p1499"_s);
        QVERIFY(!members.canFetchMore({}));
        members.setSearch(u"p0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(members.count() == 100 && !members.isLoading(), 20'000);
        QVERIFY(members.canFetchMore({}));
        members.fetchMore({});
        QTRY_COMPARE(members.count(), 200);
        QCOMPARE(members.at(199).value(u"username"_s).toString(), u"p0199"_s);
        w.server.failRequests(u"/api/v1/rooms/"_s, Error(ErrorCode::Unavailable));
        members.setSearch(u"p1499"_s);
        QTRY_VERIFY(!members.error().isEmpty());
        members.setSearch({});
        QCOMPARE(members.count(), loaded);
        // To the end, without one that moves: it stays in the server's order.
        QSignalSpy later(&members, &QAbstractItemModel::modelReset);
        while (members.canFetchMore({})) {
            members.fetchMore({});
            QTRY_VERIFY_WITH_TIMEOUT(!members.isLoading(), 20'000);
        }
        QVERIFY(members.isWhole());
        QCOMPARE(members.count(), 1501);
        QCOMPARE(later.count(), 0);
        QStringList names;
        for (int row = 0; row < members.count(); ++row)
            names.append(members.at(row).value(u"username"_s).toString());
        QVERIFY(std::is_sorted(names.cbegin(), names.cend()));
        // Who comes and goes moves one row, and the rest stays.
        w.server.addMember(crowd.id, w.ines.id);
        QTRY_COMPARE(members.at(0).value(u"username"_s).toString(), u"ines"_s);
        QCOMPARE(members.count(), 1502);
        QCOMPARE(later.count(), 0);
    }

    void keepsTheMembersWhileFetchingAnew() {
        Harbour w(RoomRole::Member);
        MembersModel& members = *w.session()->members();
        QTRY_COMPARE(members.count(), 3);
        const QSignalSpy reset(&members, &QAbstractItemModel::modelReset);
        const QSignalSpy removed(&members, &QAbstractItemModel::rowsRemoved);
        w.server.removeMember(w.harbour.id, w.tom.id);
        QTRY_COMPARE(members.count(), 2);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(reset.count(), 0);
        w.server.failRequests(u"/api/v1/rooms/"_s, Error(ErrorCode::Unavailable));
        members.refresh();
        QTRY_VERIFY(!members.error().isEmpty());
        QCOMPARE(members.count(), 2);
    }

    void makesARoomWithPeople() {
        World w;
        QSignalSpy created(w.session(), &Session::roomCreated);
        w.session()->createRoom(u"garden"_s, true, {}, {w.tom.id.toString()});
        QTRY_COMPARE(created.count(), 1);
        const auto id = RoomId::parse(created.at(0).at(0).toString());
        QVERIFY(id && w.server.isMember(*id, w.tom.id));
    }
};

QTEST_MAIN(TestRooms)
#include "tst_rooms.moc"

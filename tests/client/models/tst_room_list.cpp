// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/profile.h"
#include "tests/client/models/models_fixture.h"

#include <QLocale>

using namespace Qt::StringLiterals;
using namespace parlor;
using parlor::tests::World;

namespace {

/// The list as one reads it: headings in capitals, collapsed ones with a "+".
QStringList listed(const World& w) {
    QStringList lines;
    const RoomListModel& rooms = w.rooms();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        const QModelIndex index = rooms.index(row);
        const QString name = index.data(RoomListModel::NameRole).toString();
        if (!index.data(RoomListModel::HeadingRole).toBool())
            lines.append(name);
        else
            lines.append(name.toUpper() +
                         (index.data(RoomListModel::CollapsedRole).toBool() ? u"+"_s : u""_s));
    }
    return lines;
}

QVariant of(const World& w, const Room& room, int role) {
    return w.rooms().index(w.rooms().rowOf(room.id.toString())).data(role);
}

void prefer(World& w, const Room& room, const RoomPreferences& preferences) {
    w.session()->core().setPreferences(room.id, preferences);
}

} // namespace

class TestRoomList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void putsRoomsIntoSections() {
        World w(false);
        const Room direct = w.server.addDirect(w.mara.id, w.ines.id);
        const Room notes = w.server.addDirect(w.mara.id, w.mara.id);
        const Room old = w.server.addRoom(u"old"_s, {w.mara.id});
        w.server.setArchived(old.id, true);
        w.signIn();
        QTRY_COMPARE(listed(w), QStringList({u"DIRECT MESSAGES"_s, u"Ines Duarte"_s, u"Notes to yourself"_s,
                                             u"ROOMS"_s, u"board"_s, u"harbour"_s, u"ARCHIVED+"_s}));
        QCOMPARE(w.rooms().total(), 5);
        QVERIFY(of(w, direct, RoomListModel::DirectRole).toBool());
        QCOMPARE(of(w, direct, RoomListModel::PeerRole).toString(), w.ines.id.toString());
        QCOMPARE(w.rooms().directRoom(w.ines.id), direct.id);
        QCOMPARE(w.rooms().directRoom(w.mara.id), notes.id);
        QVERIFY(of(w, w.board, RoomListModel::PrivateRole).toBool());

        prefer(w, w.harbour, {.favourite = true});
        QTRY_COMPARE(listed(w).mid(0, 3), QStringList({u"FAVOURITES"_s, u"harbour"_s, u"DIRECT MESSAGES"_s}));
        w.server.post(direct.id, w.ines.id, u"hi"_s);
        w.server.post(w.harbour.id, w.ines.id, u"hi"_s);
        QTRY_COMPARE(listed(w),
                     QStringList({u"UNREAD"_s, u"harbour"_s, u"Ines Duarte"_s, u"DIRECT MESSAGES"_s,
                                  u"Notes to yourself"_s, u"ROOMS"_s, u"board"_s, u"ARCHIVED+"_s}));
        w.server.renameUser(w.ines.id, u"Zoe"_s);
        QTRY_COMPARE(of(w, direct, RoomListModel::NameRole).toString(), u"Zoe"_s);
        QTRY_COMPARE(w.rooms().unreadRooms(), 2);
    }

    void sortsUnreadByMentionsThenTime() {
        World w;
        const Room anchor = w.server.addRoom(u"anchor"_s, {w.mara.id, w.ines.id});
        QTRY_COMPARE(w.rooms().total(), 3);
        w.server.post(anchor.id, w.ines.id, u"@mara look"_s);
        QTRY_COMPARE(of(w, anchor, RoomListModel::MentionsRole).toInt(), 1);
        w.server.post(w.board.id, w.ines.id, u"one"_s, QDateTime::currentDateTimeUtc().addSecs(10));
        w.server.post(w.harbour.id, w.ines.id, u"two"_s, QDateTime::currentDateTimeUtc().addSecs(20));
        QTRY_COMPARE(listed(w), QStringList({u"UNREAD"_s, u"anchor"_s, u"harbour"_s, u"board"_s}));
        QCOMPARE(w.rooms().mentions(), 1);
        QCOMPARE(w.rooms().neighbour(QString(), 1, true), anchor.id.toString());
        QCOMPARE(w.rooms().neighbour(anchor.id.toString(), 1), w.harbour.id.toString());
        QCOMPARE(w.rooms().neighbour(w.board.id.toString(), 1), QString());
    }

    void keepsTheOpenOneInItsPlaceUntilAnotherIsOpened() {
        World w;
        w.server.post(w.harbour.id, w.ines.id, u"hi"_s);
        QTRY_COMPARE(listed(w), QStringList({u"UNREAD"_s, u"harbour"_s, u"ROOMS"_s, u"board"_s}));
        const QSignalSpy reset(&w.rooms(), &QAbstractItemModel::modelReset);
        w.open(w.harbour);
        w.session()->core().markSeen(w.harbour.id, w.server.head(w.harbour.id));
        QTRY_COMPARE(of(w, w.harbour, RoomListModel::UnreadRole).toInt(), 0);
        QCOMPARE(listed(w), QStringList({u"UNREAD"_s, u"harbour"_s, u"ROOMS"_s, u"board"_s}));
        w.open(w.board);
        QCOMPARE(listed(w), QStringList({u"ROOMS"_s, u"board"_s, u"harbour"_s}));
        QCOMPARE(reset.count(), 0);
    }

    void keepsMutedRoomsQuiet() {
        World w;
        prefer(w, w.harbour, {.muted = true});
        QTRY_VERIFY(of(w, w.harbour, RoomListModel::MutedRole).toBool());
        w.server.post(w.harbour.id, w.ines.id, u"noise"_s);
        QTRY_COMPARE(of(w, w.harbour, RoomListModel::UnreadRole).toInt(), 1);
        QCOMPARE(listed(w), QStringList({u"ROOMS"_s, u"board"_s, u"harbour"_s}));
        QCOMPARE(w.rooms().unreadRooms(), 0);
        w.server.post(w.harbour.id, w.ines.id, u"@mara"_s);
        QTRY_COMPARE(w.rooms().mentions(), 1);
        prefer(w, w.harbour, {});
        QTRY_COMPARE(listed(w), QStringList({u"UNREAD"_s, u"harbour"_s, u"ROOMS"_s, u"board"_s}));
    }

    void collapsesAndRemembers() {
        World w;
        w.open(w.harbour);
        w.rooms().setCollapsed(u"rooms"_s, true);
        // The open one stays.
        QCOMPARE(listed(w), QStringList({u"ROOMS+"_s, u"harbour"_s}));
        w.session()->openRoom({});
        QCOMPARE(listed(w), QStringList({u"ROOMS+"_s}));
        prefer(w, w.board, {.muted = true});
        w.server.post(w.board.id, w.ines.id, u"@mara"_s);
        QTRY_COMPARE(w.rooms().index(0).data(RoomListModel::MentionsRole).toInt(), 1);
        w.server.addRoom(u"new"_s, {w.mara.id});
        QTRY_COMPARE(w.rooms().total(), 3);
        QCOMPARE(listed(w), QStringList({u"ROOMS+"_s}));

        w.restart();
        QTRY_VERIFY(w.session() && w.session()->isReady());
        w.watch();
        w.session()->openRoom({});
        QCOMPARE(listed(w), QStringList({u"ROOMS+"_s}));
        w.rooms().setCollapsed(u"rooms"_s, false);
        QCOMPARE(listed(w), QStringList({u"ROOMS"_s, u"board"_s, u"harbour"_s, u"new"_s}));
        w.rooms().setCollapsed(u"nonsense"_s, true);
        QCOMPARE(w.rooms().count(), 4);
    }

    void dropsTheHeadingOfAnEmptySection() {
        World w;
        const Room direct = w.server.addDirect(w.mara.id, w.tom.id);
        QTRY_COMPARE(w.rooms().total(), 3);
        QTRY_COMPARE(listed(w).constFirst(), u"DIRECT MESSAGES"_s);
        prefer(w, direct, {.favourite = true});
        QTRY_COMPARE(listed(w),
                     QStringList({u"FAVOURITES"_s, u"Tom Okafor"_s, u"ROOMS"_s, u"board"_s, u"harbour"_s}));
        w.server.removeMember(w.board.id, w.mara.id);
        w.server.removeMember(w.harbour.id, w.mara.id);
        QTRY_COMPARE(listed(w), QStringList({u"FAVOURITES"_s, u"Tom Okafor"_s}));
    }

    void showsDraftsAndPresence() {
        World w;
        const Room direct = w.server.addDirect(w.mara.id, w.tom.id);
        QTRY_VERIFY(w.rooms().contains(direct.id));
        w.session()->core().setDraft(w.harbour.id, {}, u"half"_s);
        QTRY_VERIFY(of(w, w.harbour, RoomListModel::DraftRole).toBool());
        w.server.setPresence(w.tom.id, PresenceStatus::DoNotDisturb);
        QTRY_COMPARE(of(w, direct, RoomListModel::PresenceRole).toString(), u"dnd"_s);
        QCOMPARE(of(w, w.harbour, RoomListModel::PresenceRole).toString(), QString());
    }

    void movesOneRowAmongTwoThousand() {
        World w(false);
        for (int i = 0; i < 2000; ++i)
            w.server.addRoom(u"room %1"_s.arg(i, 4, 10, QChar(u'0')), {w.mara.id, w.ines.id});
        w.app->signInForm()->signIn(u"mara"_s, u"password"_s);
        QTRY_VERIFY_WITH_TIMEOUT(w.session() && w.session()->isReady() && w.rooms().total() == 2002, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(w.session()->isOnline(), 60'000);
        const QString last = w.rooms().roomAt(w.rooms().count() - 1);
        const QSignalSpy moved(&w.rooms(), &QAbstractItemModel::rowsMoved);
        const QSignalSpy reset(&w.rooms(), &QAbstractItemModel::modelReset);
        w.server.post(*RoomId::parse(last), w.ines.id, u"hi"_s);
        QTRY_COMPARE(w.rooms().rowOf(last), 1);
        QCOMPARE(moved.count(), 1);
        QCOMPARE(reset.count(), 0);

        // Nor does going through rooms lay the list out anew: the one that is left may leave its section.
        for (int i = 0; i < 200; ++i)
            w.rooms().setOpenRoom(*RoomId::parse(w.rooms().roomAt(1 + i % 2 * 1000)));
        QVERIFY(moved.count() <= 1 + 200);
        QCOMPARE(reset.count(), 0);
    }
};

QTEST_MAIN(TestRoomList)
#include "tst_room_list.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/outbox_store.h"
#include "client/core/sqlite.h"
#include "tests/qml/room_menu.h"

#include <QClipboard>
#include <QDir>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// The room list and the menu of a room: by mouse and by keys alone.
class TestRoomList : public WindowTest {
    Q_OBJECT

private Q_SLOTS:
    void opensTheMenuOfARoomByTheRightButton() {
        World w;
        Shown s(w);
        openRoomMenu(s, u"room-harbour"_s);
        s.click(u"menuFavourite"_s);
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->preferences.favourite);
        QVERIFY(s.waitFor(u"section-favourites"_s));
        openRoomMenu(s, u"room-harbour"_s);
        s.click(u"menuMute"_s);
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->preferences.muted);
        openRoomMenu(s, u"room-harbour"_s);
        s.click(u"menuNotify-mentions"_s);
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->preferences.notify == NotifyRule::Mentions);
        openRoomMenu(s, u"room-harbour"_s);
        QVERIFY(s.waitFor(u"menuNotify-mentions"_s));
        QVERIFY(s.item(u"menuNotify-mentions"_s)->property("checked").toBool());
        QVERIFY(!s.item(u"menuNotify-default"_s)->property("checked").toBool());
        s.click(u"menuCopyLink"_s);
        QVERIFY(QGuiApplication::clipboard()->text().endsWith(w.harbour.id.toString()));
        QTRY_VERIFY(!s.item(u"menuCopyLink"_s));
        QCOMPARE(w.session()->roomName(), QString());
    }

    void worksTheListByKeysAlone() {
        World w;
        w.server.post(w.harbour.id, w.ines.id, u"hi"_s);
        Shown s(w);
        QTRY_COMPARE(w.rooms().unreadRooms(), 1);
        focusList(s);
        s.key(Qt::Key_Home);
        // Unread, harbour, Rooms, board.
        s.key(Qt::Key_Down);
        s.key(Qt::Key_Menu);
        QVERIFY(s.waitFor(u"menuFavourite"_s));
        s.key(Qt::Key_Down);
        s.key(Qt::Key_Down);
        s.key(Qt::Key_Down);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(w.server.readState(w.harbour.id, w.mara.id).unread, 0);
        QTRY_VERIFY(!s.item(u"menuFavourite"_s));
        QTRY_COMPARE(w.rooms().count(), 3); // Rooms, board, harbour
        s.key(Qt::Key_Home);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(w.rooms().count(), 1);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(w.rooms().count(), 3);
        s.key(Qt::Key_Down);
        s.key(Qt::Key_F10, Qt::ShiftModifier);
        QVERIFY(s.waitFor(u"menuLeaveRoom"_s));
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.item(u"menuLeaveRoom"_s));
        s.key(Qt::Key_Return);
        QTRY_COMPARE(w.session()->roomName(), u"board"_s);
    }

    void opensTheSameMenuFromTheHeader() {
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            QGuiApplication::setLayoutDirection(direction);
            World w;
            w.server.post(w.harbour.id, w.ines.id, u"hi"_s);
            Shown s(w);
            w.open(w.harbour);
            QTRY_COMPARE(s.focused(), u"composerInput"_s);
            QTRY_COMPARE(w.rooms().unreadRooms(), 0);
            s.click(u"roomMenu"_s);
            QVERIFY(s.waitFor(u"menuLeaveRoom"_s));
            // Below its button, at the edge of the window that the button is at.
            const QRectF button = onScreen(s, u"roomMenu"_s);
            const QRectF entry = onScreen(s, u"menuFavourite"_s);
            QVERIFY(entry.top() > button.bottom() && entry.top() < button.bottom() + 20);
            if (direction == Qt::LeftToRight)
                QVERIFY(entry.right() > button.right() - 20 && entry.right() <= button.right());
            else
                QVERIFY(entry.left() < button.left() + 20 && entry.left() >= button.left());
            // The button that opened it closes it.
            s.click(u"roomMenu"_s);
            QTRY_VERIFY(!s.item(u"menuLeaveRoom"_s));
            QCOMPARE(s.focused(), u"composerInput"_s);
            s.click(u"roomMenu"_s);
            s.click(u"menuFavourite"_s);
            QTRY_VERIFY(w.rooms().summary(w.harbour.id)->preferences.favourite);
            QTRY_COMPARE(s.focused(), u"composerInput"_s);
            s.click(u"roomMenu"_s);
            s.click(u"menuRead"_s);
            QTRY_COMPARE(w.server.readState(w.harbour.id, w.mara.id).unread, 1);
            s.click(u"roomMenu"_s);
            s.click(u"menuSettings"_s);
            QVERIFY(s.waitFor(u"settingsName"_s));
        }
    }

    void worksTheHeadersMenuByKeysAlone() {
        World w;
        Shown s(w);
        w.open(w.harbour);
        QVERIFY(s.waitFor(u"roomMenu"_s));
        s.item(u"roomMenu"_s)->forceActiveFocus(Qt::TabFocusReason);
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"menuLeaveRoom"_s));
        s.key(Qt::Key_Escape);
        QTRY_COMPARE(s.focused(), u"roomMenu"_s);
        s.key(Qt::Key_Space);
        QVERIFY(s.waitFor(u"menuLeaveRoom"_s));
        s.key(Qt::Key_Down);
        s.key(Qt::Key_Down);
        s.key(Qt::Key_Return);
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->preferences.muted);
        QTRY_COMPARE(s.focused(), u"roomMenu"_s);
    }

    void beginsAMenuAtEitherEnd() {
        World w;
        const Room direct = w.server.addDirect(w.mara.id, w.ines.id);
        Shown s(w);
        QTRY_VERIFY(w.rooms().contains(direct.id));
        const auto open = [&](const Room& room) {
            w.open(room);
            QVERIFY(s.waitFor(u"roomMenu"_s));
            s.item(u"roomMenu"_s)->forceActiveFocus(Qt::TabFocusReason);
            s.key(Qt::Key_Return);
            QVERIFY(s.waitFor(u"menuFavourite"_s));
        };
        open(w.harbour);
        s.key(Qt::Key_Up);
        QTRY_COMPARE(s.focused(), u"menuLeaveRoom"_s);
        // And round: past headings and lines.
        s.key(Qt::Key_Down);
        QCOMPARE(s.focused(), u"menuFavourite"_s);
        s.key(Qt::Key_Up);
        QCOMPARE(s.focused(), u"menuLeaveRoom"_s);
        s.key(Qt::Key_Home);
        QCOMPARE(s.focused(), u"menuFavourite"_s);
        s.key(Qt::Key_Down);
        QCOMPARE(s.focused(), u"menuMute"_s);
        s.key(Qt::Key_End);
        QCOMPARE(s.focused(), u"menuLeaveRoom"_s);
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.item(u"menuFavourite"_s));
        open(w.harbour);
        s.key(Qt::Key_Down);
        QTRY_COMPARE(s.focused(), u"menuFavourite"_s);
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.item(u"menuFavourite"_s));
        // Of what is not shown there it takes nothing.
        open(direct);
        s.key(Qt::Key_Up);
        QTRY_COMPARE(s.focused(), u"menuCopyLink"_s);
        s.key(Qt::Key_Down);
        QCOMPARE(s.focused(), u"menuFavourite"_s);
    }

    void tellsWhatAMenuCouldNotDo() {
        World w;
        Shown s(w);
        const Room quiet = w.server.addRoom(u"quiet"_s, {w.mara.id});
        QTRY_VERIFY(w.rooms().contains(quiet.id));
        w.open(quiet);
        // Nobody else has written here.
        s.click(u"roomMenu"_s);
        s.click(u"menuRead"_s);
        QVERIFY(s.waitFor(u"toast"_s));
        QCOMPARE(s.item(u"toast"_s)->property("text").toString(), u"Nobody else has written here."_s);
        QVERIFY(s.item(u"toast"_s)->property("danger").toBool());
        // Nor can it be asked about what is not cached.
        const Room far = w.server.addRoom(u"far"_s, {w.mara.id});
        QTRY_VERIFY(w.rooms().contains(far.id));
        w.server.failRequests(u"/api/v1/rooms/%1/messages"_s.arg(far.id.toString()),
                              Error(ErrorCode::Unavailable), 9);
        openRoomMenu(s, u"room-far"_s);
        s.click(u"menuRead"_s);
        QTRY_VERIFY(s.item(u"toast"_s)->property("text").toString() != u"Nobody else has written here."_s);
    }

    void tellsThatWhatWasWrittenElsewhereWasNotKept() {
        World w;
        Shown s(w);
        w.open(w.harbour);
        QTRY_COMPARE(s.focused(), u"composerInput"_s);
        const QString directory = w.home.profile->accountDirectory(w.session()->accountId());
        const auto outbox =
            Sqlite::open(QDir(directory).filePath(OutboxStore::fileName()), Sqlite::Access::ReadWrite);
        QVERIFY(outbox);
        QVERIFY((*outbox)->exec(u"BEGIN IMMEDIATE"_s));
        s.type(u"hello"_s);
        s.key(Qt::Key_Return);
        w.open(w.board);
        // SQLite waits for the lock first.
        QTRY_VERIFY_WITH_TIMEOUT(s.item(u"toast"_s), 20'000);
        QCOMPARE(s.item(u"toast"_s)->property("text").toString(), u"Not sent. Your message is kept here."_s);
        QVERIFY((*outbox)->exec(u"ROLLBACK"_s));
        w.open(w.harbour);
        QTRY_COMPARE(w.session()->composer()->text(), u"hello"_s);
    }

    void collapsesASectionByAPress() {
        World w;
        Shown s(w);
        s.click(u"section-rooms"_s);
        QTRY_COMPARE(w.rooms().count(), 1);
        s.click(u"section-rooms"_s);
        QTRY_COMPARE(w.rooms().count(), 3);
    }

private:
    /// Once everything is laid out.
    static QRectF onScreen(const Shown& s, const QString& name) {
        s.window->grabWindow();
        return Shown::box(s.item(name));
    }
    static void focusList(const Shown& s) {
        QVERIFY(s.waitFor(u"roomView"_s));
        s.item(u"roomView"_s)->forceActiveFocus(Qt::TabFocusReason);
    }
};

QTEST_MAIN(TestRoomList)
#include "tst_room_list.moc"

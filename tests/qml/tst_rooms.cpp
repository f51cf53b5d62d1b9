// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/outbox_store.h"
#include "client/core/sqlite.h"
#include "tests/qml/window_fixture.h"

#include <QClipboard>
#include <QDir>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// The room list, the switcher, and what is done to rooms: by mouse and by keys alone.
class TestRooms : public WindowTest {
    Q_OBJECT

private Q_SLOTS:
    void opensTheMenuOfARoomByTheRightButton() {
        World w;
        Shown s(w);
        rightClick(s, u"room-harbour"_s);
        s.click(u"menuFavourite"_s);
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->preferences.favourite);
        QVERIFY(s.waitFor(u"section-favourites"_s));
        rightClick(s, u"room-harbour"_s);
        s.click(u"menuMute"_s);
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->preferences.muted);
        rightClick(s, u"room-harbour"_s);
        s.click(u"menuNotify-mentions"_s);
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->preferences.notify == NotifyRule::Mentions);
        rightClick(s, u"room-harbour"_s);
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
        rightClick(s, u"room-far"_s);
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

    void jumpsToARoomAndAPerson() {
        World w;
        Shown s(w);
        s.click(u"switchButton"_s);
        QTRY_COMPARE(s.focused(), u"switcherFieldInput"_s);
        s.type(u"boa"_s);
        QVERIFY(s.waitFor(u"jump-board"_s));
        s.click(u"jump-board"_s);
        QTRY_COMPARE(w.session()->roomName(), u"board"_s);

        s.key(Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(s.focused(), u"switcherFieldInput"_s);
        s.type(u"tom"_s);
        QVERIFY(s.waitFor(u"jump-Tom Okafor"_s));
        s.key(Qt::Key_Return);
        QTRY_COMPARE(w.session()->roomName(), u"Tom Okafor"_s);
        QTRY_VERIFY(!s.item(u"switcherField"_s));
        QTRY_COMPARE(s.focused(), u"composerInput"_s);

        s.key(Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(s.focused(), u"switcherFieldInput"_s);
        s.type(u"zzz"_s);
        QVERIFY(s.waitFor(u"switcherNothing"_s));
        QVERIFY(s.waitFor(u"switcherSearch"_s));
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.item(u"switcherField"_s));
    }

    void tellsInTheSwitcherThatAPersonCannotBeReached() {
        World w;
        w.fill(w.harbour, 1);
        Shown s(w);
        s.key(Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(s.focused(), u"switcherFieldInput"_s);
        s.type(u"tom"_s);
        QVERIFY(s.waitFor(u"jump-Tom Okafor"_s));
        w.server.failRequests(u"/api/v1/rooms/direct"_s, Error(ErrorCode::Unavailable));
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"switcherError"_s));
        QVERIFY(s.item(u"switcherField"_s));
    }

    void makesARoomWithPeopleByKeys() {
        World w;
        Shown s(w);
        s.key(Qt::Key_N, Qt::ControlModifier);
        QTRY_COMPARE(s.focused(), u"roomNameInput"_s);
        s.type(u"garden"_s);
        s.key(Qt::Key_Tab);
        s.type(u"Plants"_s);
        s.key(Qt::Key_Tab); // kind
        s.key(Qt::Key_Right);
        s.key(Qt::Key_Tab);
        QTRY_COMPARE(s.focused(), u"newRoomPeopleFieldInput"_s);
        s.type(u"tom"_s);
        QVERIFY(s.waitFor(u"pick-tom"_s));
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"chip-tom"_s));
        s.type(u"ines"_s);
        QVERIFY(s.waitFor(u"pick-ines"_s));
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"chip-ines"_s));
        s.key(Qt::Key_Backspace);
        QTRY_VERIFY(!s.item(u"chip-ines"_s));
        s.key(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(w.session()->roomName(), u"garden"_s, 10'000);
        const RoomId room = *RoomId::parse(w.session()->roomId());
        QVERIFY(w.server.isMember(room, w.tom.id));
        QVERIFY(!w.server.isMember(room, w.ines.id));
        QVERIFY(w.session()->isRoomPrivate());
        QCOMPARE(w.session()->roomTopic(), u"Plants"_s);
    }

    void keepsWhatWasTypedWhenARoomCannotBeMade() {
        World w;
        Shown s(w);
        s.key(Qt::Key_N, Qt::ControlModifier);
        QTRY_COMPARE(s.focused(), u"roomNameInput"_s);
        w.server.failRequests(u"/api/v1/rooms"_s, Error(ErrorCode::Unavailable));
        s.type(u"garden"_s);
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"createError"_s));
        QCOMPARE(s.item(u"roomName"_s)->property("text").toString(), u"garden"_s);
        s.click(u"createSubmit"_s);
        QTRY_COMPARE_WITH_TIMEOUT(w.session()->roomName(), u"garden"_s, 10'000);
    }

    void changesARoomsSettings() {
        World w;
        Shown s(w);
        openSettings(s, u"harbour"_s);
        QTRY_COMPARE(s.focused(), u"settingsNameInput"_s);
        s.key(Qt::Key_A, Qt::ControlModifier);
        s.type(u"port"_s);
        s.click(u"segment-private"_s);
        QVERIFY(s.item(u"roomKindHelp"_s)->property("text").toString().startsWith(u"Nobody else"_s));
        s.click(u"segment-nothing"_s);
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->preferences.notify == NotifyRule::Nothing);
        w.server.failRequests(u"/api/v1/rooms/"_s, Error(ErrorCode::Unavailable));
        s.click(u"settingsSave"_s);
        QVERIFY(s.waitFor(u"roomSettingsError"_s));
        QCOMPARE(s.item(u"settingsName"_s)->property("text").toString(), u"port"_s);
        s.click(u"settingsSave"_s);
        QTRY_VERIFY(!s.item(u"settingsName"_s));
        QTRY_COMPARE(w.rooms().nameOf(w.harbour.id), u"port"_s);
        QVERIFY(w.rooms().summary(w.harbour.id)->room.kind == RoomKind::Private);
    }

    void showsWhatAMemberMayNotChange() {
        World w(false);
        w.server.setRole(w.harbour.id, w.ines.id, RoomRole::Owner);
        w.server.setRole(w.harbour.id, w.mara.id, RoomRole::Member);
        w.signIn();
        Shown s(w);
        openSettings(s, u"harbour"_s);
        QVERIFY(s.item(u"settingsName"_s)->property("readOnly").toBool());
        QVERIFY(s.item(u"settingsName"_s)->property("help").toString().contains(u"owners and moderators"_s));
        QVERIFY(!s.item(u"settingsSave"_s));
        QVERIFY(!s.item(u"settingsDelete"_s));
        QVERIFY(!s.item(u"settingsArchive"_s));
        QVERIFY(!s.item(u"roomKind"_s)->isEnabled());
        QVERIFY(s.item(u"settingsLeave"_s));
    }

    void deletesARoomOnlyAfterItsNameWasTyped() {
        World w;
        Shown s(w);
        openSettings(s, u"harbour"_s);
        s.click(u"settingsDelete"_s);
        QTRY_COMPARE(s.focused(), u"confirmWordInput"_s);
        QVERIFY(!s.item(u"confirmAccept"_s)->isEnabled());
        s.type(u"harbou"_s);
        s.key(Qt::Key_Return);
        QVERIFY(!w.session()->roomActs()->isBusy());
        s.type(u"r"_s);
        s.key(Qt::Key_Return);
        QTRY_VERIFY(!w.rooms().contains(w.harbour.id));
        QTRY_VERIFY(!s.item(u"confirmWord"_s));
    }

    void archivesAndOpensAgain() {
        World w;
        Shown s(w);
        openSettings(s, u"board"_s);
        s.click(u"settingsArchive"_s);
        s.click(u"confirmAccept"_s);
        QTRY_VERIFY(w.rooms().summary(w.board.id)->room.archived);
        QVERIFY(s.waitFor(u"section-archived"_s));
        QCOMPARE(w.rooms().rowOf(w.board.id.toString()), -1);
        s.click(u"section-archived"_s);
        QTRY_VERIFY(w.rooms().rowOf(w.board.id.toString()) > 0);
        openSettings(s, u"board"_s);
        s.click(u"settingsArchive"_s);
        s.click(u"confirmAccept"_s);
        QTRY_VERIFY(!w.rooms().summary(w.board.id)->room.archived);
    }

    void leavesAfterAQuestionAndTellsTheOnlyOwner() {
        World w;
        w.open(w.harbour);
        Shown s(w);
        QTRY_VERIFY(w.session()->members()->isWhole());
        rightClick(s, u"room-harbour"_s);
        s.click(u"menuLeaveRoom"_s);
        QVERIFY(s.waitFor(u"confirmText"_s));
        QVERIFY(s.item(u"confirmText"_s)->property("text").toString().contains(u"only owner"_s));
        QVERIFY(!s.item(u"confirmAccept"_s));
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.item(u"confirmText"_s));
        w.server.setRole(w.harbour.id, w.ines.id, RoomRole::Owner);
        w.session()->members()->refresh();
        QTRY_COMPARE(w.session()->members()->owners(), 2);
        rightClick(s, u"room-harbour"_s);
        s.click(u"menuLeaveRoom"_s);
        QVERIFY(s.waitFor(u"confirmAccept"_s));
        // The keyboard is on the button that does nothing.
        QCOMPARE(s.focused(), u"confirmCancel"_s);
        s.key(Qt::Key_Tab);
        s.key(Qt::Key_Return);
        QTRY_VERIFY(!w.server.isMember(w.harbour.id, w.mara.id));
        QTRY_VERIFY(s.item(u"noRoom"_s));
    }

    void fitsFourHundredPixelsInBothDirections() {
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            QGuiApplication::setLayoutDirection(direction);
            World w;
            const Room wide = w.server.addRoom(QString(64, u'W'), {w.mara.id});
            Shown s(w, QSize(400, 700));
            QTRY_VERIFY(w.rooms().contains(wide.id));
            QVERIFY(s.waitFor(u"room-"_s + wide.name));
            openSettings(s, wide.name);
            for (const QString& name : {u"settingsName"_s, u"roomKind"_s, u"roomNotify"_s, u"settingsSave"_s,
                                        u"settingsDelete"_s}) {
                const QRectF box = Shown::box(s.item(name));
                QVERIFY2(box.left() >= 0 && box.right() <= 400, qPrintable(name));
            }
            s.key(Qt::Key_Escape);
            QTRY_VERIFY(!s.item(u"settingsName"_s));
        }
    }

private:
    /// Once everything is laid out.
    static QRectF onScreen(const Shown& s, const QString& name) {
        s.window->grabWindow();
        return Shown::box(s.item(name));
    }
    static void rightClick(const Shown& s, const QString& name) {
        s.click(name, Qt::RightButton);
        QVERIFY(s.waitFor(u"menuFavourite"_s));
    }
    static void openSettings(const Shown& s, const QString& room) {
        rightClick(s, u"room-"_s + room);
        s.click(u"menuSettings"_s);
        QVERIFY(s.waitFor(u"settingsName"_s));
    }
    static void focusList(const Shown& s) {
        QVERIFY(s.waitFor(u"roomView"_s));
        s.item(u"roomView"_s)->forceActiveFocus(Qt::TabFocusReason);
    }
};

QTEST_MAIN(TestRooms)
#include "tst_rooms.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/room_menu.h"

#include <QClipboard>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// The switcher, and the dialogs in which rooms are made, changed and left: by mouse and by keys alone.
class TestRoomDialogs : public WindowTest {
    Q_OBJECT

private Q_SLOTS:
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
        openRoomMenu(s, u"room-harbour"_s);
        s.click(u"menuLeaveRoom"_s);
        QVERIFY(s.waitFor(u"confirmText"_s));
        QVERIFY(s.item(u"confirmText"_s)->property("text").toString().contains(u"only owner"_s));
        QVERIFY(!s.item(u"confirmAccept"_s));
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.item(u"confirmText"_s));
        w.server.setRole(w.harbour.id, w.ines.id, RoomRole::Owner);
        w.session()->members()->refresh();
        QTRY_COMPARE(w.session()->members()->owners(), 2);
        openRoomMenu(s, u"room-harbour"_s);
        s.click(u"menuLeaveRoom"_s);
        QVERIFY(s.waitFor(u"confirmAccept"_s));
        // The keyboard is on the button that does nothing.
        QCOMPARE(s.focused(), u"confirmCancel"_s);
        s.key(Qt::Key_Tab);
        s.key(Qt::Key_Return);
        QTRY_VERIFY(!w.server.isMember(w.harbour.id, w.mara.id));
        QTRY_VERIFY(s.item(u"noRoom"_s));
    }

    void tellsWhereARoomWentThatWasTakenAway() {
        World w;
        w.open(w.board);
        Shown s(w, QSize(400, 640));
        QVERIFY(s.waitFor(u"composerInput"_s));
        QTRY_COMPARE(s.focused(), u"composerInput"_s);
        s.type(u"half a thought"_s);
        w.server.removeMember(w.board.id, w.mara.id);
        QVERIFY(s.waitFor(u"lostRoom"_s));
        QVERIFY(s.item(u"lostRoom"_s)->property("title").toString().contains(u"board"_s));
        QVERIFY(!s.item(u"noRoom"_s));
        // Beside each other, and below each other where large letters leave no room for that.
        const QRectF window(0, 0, 400, 640);
        QVERIFY(window.contains(Shown::box(s.item(u"lostRoomBack"_s))));
        QVERIFY(window.contains(Shown::box(s.item(u"lostRoomCopy"_s))));
        QCOMPARE(s.item(u"lostRoomBack"_s)->y(), s.item(u"lostRoomCopy"_s)->y());
        w.app->settings()->setTextSize(150);
        s.window->grabWindow();
        QTRY_VERIFY(s.item(u"lostRoomBack"_s)->y() < s.item(u"lostRoomCopy"_s)->y());
        QVERIFY(window.contains(Shown::box(s.item(u"lostRoomBack"_s))));
        QVERIFY(window.contains(Shown::box(s.item(u"lostRoomCopy"_s))));
        s.click(u"lostRoomCopy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"half a thought"_s);
        s.click(u"lostRoomBack"_s);
        QTRY_VERIFY(s.item(u"roomView"_s));
        s.click(u"room-harbour"_s);
        QTRY_COMPARE(w.session()->roomName(), u"harbour"_s);
        QTRY_VERIFY(!s.item(u"lostRoom"_s));
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
    static void openSettings(const Shown& s, const QString& room) {
        openRoomMenu(s, u"room-"_s + room);
        s.click(u"menuSettings"_s);
        QVERIFY(s.waitFor(u"settingsName"_s));
    }
};

QTEST_MAIN(TestRoomDialogs)
#include "tst_room_dialogs.moc"

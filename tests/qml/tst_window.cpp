// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/timeline_fixture.h"

#include <QSet>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

class TestWindow : public WindowTest {
    Q_OBJECT

private Q_SLOTS:
    void signsInByKeyboardAfterAWrongPassword() {
        World w(false);
        Shown s(w);
        QTRY_COMPARE(s.focused(), u"loginInput"_s);
        s.type(u"mara"_s);
        s.key(Qt::Key_Tab);
        QCOMPARE(s.focused(), u"passwordInput"_s);
        s.type(u"not it"_s);
        s.key(Qt::Key_Return);
        QTRY_VERIFY(!s.item(u"password"_s)->property("error").toString().isEmpty());
        QTRY_COMPARE(s.focused(), u"passwordInput"_s);
        // What was typed is selected: typing replaces it.
        s.type(u"password"_s);
        QCOMPARE(s.item(u"password"_s)->property("error").toString(), QString());
        s.key(Qt::Key_A, Qt::ControlModifier);
        s.type(u"not it"_s);
        s.key(Qt::Key_Return);
        QTRY_VERIFY(!s.item(u"password"_s)->property("error").toString().isEmpty());
        // A new account has another password: nothing is wrong with it yet.
        s.click(u"segment-signUp"_s);
        QCOMPARE(s.item(u"password"_s)->property("error").toString(), QString());
        s.click(u"segment-signIn"_s);
        s.click(u"passwordInput"_s);
        s.key(Qt::Key_A, Qt::ControlModifier);
        s.type(u"password"_s);
        s.click(u"passwordReveal"_s);
        QCOMPARE(s.item(u"passwordInput"_s)->property("displayText").toString(), u"password"_s);
        s.click(u"submit"_s);
        QTRY_VERIFY_WITH_TIMEOUT(w.session() && w.session()->isOnline(), 20'000);
        QTRY_VERIFY(s.item(u"roomView"_s));
        QVERIFY(!s.item(u"submit"_s));
    }

    void fitsTheScreen_data() {
        QTest::addColumn<QRect>("kept");
        QTest::addColumn<QSizeF>("screen");
        QTest::addColumn<QSize>("expected");
        QTest::newRow("the usual size") << QRect() << QSizeF(1920, 1040) << QSize(1280, 800);
        QTest::newRow("a small screen") << QRect() << QSizeF(1024, 560) << QSize(1024, 560);
        QTest::newRow("last on a large one")
            << QRect(0, 0, 1800, 1000) << QSizeF(1366, 728) << QSize(1366, 728);
        QTest::newRow("as it was left") << QRect(0, 0, 900, 700) << QSizeF(1366, 728) << QSize(900, 700);
        QTest::newRow("smaller than it can be") << QRect() << QSizeF(320, 200) << QSize(400, 420);
        QTest::newRow("no screen known") << QRect() << QSizeF() << QSize(1280, 800);
    }
    void fitsTheScreen() {
        QFETCH(QRect, kept);
        QFETCH(QSizeF, screen);
        QFETCH(QSize, expected);
        World w(false);
        if (kept.isValid())
            w.app->settings()->setWindow(kept);
        QQmlEngine engine;
        useQmlModules(engine);
        QQmlComponent files(&engine, mainWindowUrl());
        const std::unique_ptr<QObject> made(
            files.createWithInitialProperties({{u"app"_s, QVariant::fromValue(w.app.get())},
                                               {u"screenSize"_s, screen},
                                               {u"visible"_s, false}}));
        const auto* const window = qobject_cast<QQuickWindow*>(made.get());
        QVERIFY2(window, qPrintable(files.errorString()));
        QCOMPARE(window->size(), expected);
    }

    // As one sees them: from the accounts to what adds one, and from there down.
    void tabGoesDownTheRail() {
        World w;
        Shown s(w);
        QVERIFY(s.waitFor(u"account-0"_s));
        s.item(u"account-0"_s)->forceActiveFocus(Qt::TabFocusReason);
        for (const QString& next : {u"addAccount"_s, u"settingsButton"_s, u"ownButton"_s}) {
            s.key(Qt::Key_Tab);
            QCOMPARE(s.focused(), next);
        }
        const auto top = [&](const QString& name) { return s.item(name)->mapToScene(QPointF(0, 0)).y(); };
        QVERIFY(top(u"account-0"_s) < top(u"addAccount"_s));
        QVERIFY(top(u"addAccount"_s) < top(u"settingsButton"_s));
    }

    void makesAnAccount() {
        World w(false);
        Shown s(w);
        s.click(u"segment-signUp"_s);
        s.click(u"usernameInput"_s);
        s.type(u"Nora!"_s);
        s.click(u"submit"_s);
        QTRY_VERIFY(!s.item(u"email"_s)->property("error").toString().isEmpty());
        s.click(u"usernameInput"_s);
        s.key(Qt::Key_A, Qt::ControlModifier);
        s.type(u"nora"_s);
        s.click(u"emailInput"_s);
        s.type(u"nora@example.org"_s);
        s.click(u"passwordInput"_s);
        s.type(u"long enough"_s);
        s.key(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(w.session() && w.session()->isReady(), 20'000);
        QTRY_VERIFY(s.item(u"noRoom"_s));
        QVERIFY(s.item(u"welcomeCreate"_s));
    }

    void saysNothingOfRoomsBeforeTheServerDid() {
        World w(false);
        Shown s(w);
        QTRY_COMPARE(w.app->signInForm()->serverState(), u"found"_s);
        w.server.setDelay(150);
        w.app->signInForm()->signIn(u"mara"_s, u"password"_s);
        QVERIFY(s.waitFor(u"roomsWaiting"_s));
        QVERIFY(!w.session()->isOnline());
        QVERIFY(!s.item(u"noRoom"_s));
        QVERIFY(s.waitFor(u"noRoom"_s));
        QVERIFY(s.waitFor(u"room-harbour"_s));
        QVERIFY(!s.item(u"roomsWaiting"_s));
    }

    void tellsThatTheServerIsNotThere() {
        World w(false);
        w.server.setReachable(false);
        Shown s(w);
        w.app->signInForm()->checkServer();
        QTRY_VERIFY(!s.item(u"server"_s)->property("error").toString().isEmpty());
    }

    void makesARoomAndSendsByKeyboard() {
        World w;
        Shown s(w);
        s.key(Qt::Key_N, Qt::ControlModifier);
        QTRY_COMPARE(s.focused(), u"roomNameInput"_s);
        s.key(Qt::Key_Return);
        QTRY_VERIFY(!s.item(u"roomName"_s)->property("error").toString().isEmpty());
        s.type(u"garden"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(w.session()->roomName(), u"garden"_s, 10'000);
        QTRY_COMPARE(s.focused(), u"composerInput"_s);
        s.type(u"first line"_s);
        s.key(Qt::Key_Return, Qt::ShiftModifier);
        s.type(u"second"_s);
        QCOMPARE(s.item(u"composerInput"_s)->property("text").toString(), u"first line\nsecond"_s);
        s.key(Qt::Key_Return);
        QCOMPARE(s.item(u"composerInput"_s)->property("text").toString(), QString());
        QCOMPARE(s.focused(), u"composerInput"_s);
        QTRY_COMPARE(w.at(0, TimelineModel::ContentRole).toString(), u"first line\nsecond"_s);
        QTRY_COMPARE(w.at(0, TimelineModel::StateRole).toString(), u"saved"_s);
        // Nothing is written now, so nothing is sent.
        const int count = w.timeline().count();
        s.key(Qt::Key_Return);
        QCOMPARE(w.timeline().count(), count);
    }

    void retriesWhatWasRefused() {
        World w;
        w.open(w.harbour);
        Shown s(w);
        w.server.refuseMessages(Error(ErrorCode::Forbidden));
        s.click(u"composerInput"_s);
        s.type(u"again"_s);
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"retry"_s));
        QVERIFY(s.waitFor(u"discard"_s));
        s.click(u"retry"_s);
        QTRY_COMPARE(w.at(0, TimelineModel::StateRole).toString(), u"saved"_s);
        QTRY_VERIFY(!s.item(u"retry"_s));
    }

    void saysThatItIsNotConnected() {
        World w;
        w.open(w.harbour);
        Shown s(w);
        w.server.setReachable(false);
        QVERIFY(s.waitFor(u"connectionNotice"_s));
        s.click(u"composerInput"_s);
        s.type(u"kept"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(w.at(0, TimelineModel::StateRole).toString(), u"pending"_s);
        w.server.setReachable(true);
        w.session()->retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(w.at(0, TimelineModel::StateRole).toString(), u"saved"_s, 20'000);
        QTRY_VERIFY(!s.item(u"connectionNotice"_s));
    }

    void theLineAboutTheConnectionIsAsHighAsItsText() {
        World w;
        w.open(w.harbour);
        w.app->settings()->setTextSize(150);
        Shown s(w, {400, 640});
        QVERIFY(s.waitFor(u"composerInput"_s));
        w.server.setReachable(false);
        QVERIFY(s.waitFor(u"connectionNotice"_s));
        s.window->grabWindow();
        const QQuickItem* const notice = s.item(u"connectionNotice"_s);
        QVERIFY(notice->height() > 0);
        QCOMPARE(notice->parentItem()->height(), notice->height());
    }

    void findsAndJoinsARoom() {
        World w;
        w.server.addRoom(u"open"_s, {w.ines.id}, RoomKind::Public, u"For all"_s);
        Shown s(w);
        s.click(u"findRooms"_s);
        QVERIFY(s.waitFor(u"join-open"_s));
        s.click(u"join-open"_s);
        QTRY_COMPARE(w.session()->roomName(), u"open"_s);
        QTRY_VERIFY(!s.item(u"join-open"_s));
    }

    void switchesRoomsByKeys() {
        World w;
        Shown s(w);
        s.key(Qt::Key_Down, Qt::AltModifier);
        QTRY_COMPARE(w.session()->roomName(), u"board"_s);
        s.key(Qt::Key_Down, Qt::AltModifier);
        QTRY_COMPARE(w.session()->roomName(), u"harbour"_s);
        s.key(Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(w.session()->roomName(), u"board"_s);
        s.key(Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(s.focused(), u"switcherFieldInput"_s);
        s.type(u"harb"_s);
        QTRY_COMPARE(w.session()->switcher()->count(), 1);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(w.session()->roomName(), u"harbour"_s);
        QTRY_COMPARE(s.focused(), u"composerInput"_s);
        QVERIFY(!s.item(u"switcherField"_s));
        // Whatever had the keyboard last: a room is opened to be written in.
        s.key(Qt::Key_Tab);
        QTRY_COMPARE(s.focused(), u"emojiButton"_s);
        s.key(Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(w.session()->roomName(), u"board"_s);
        QTRY_COMPARE(s.focused(), u"composerInput"_s);
    }

    void remembersTheWindowAndTheRoom() {
        World w;
        w.open(w.harbour);
        {
            Shown s(w, QSize(900, 640));
            QTRY_COMPARE(s.window->contentItem()->width(), 900.0);
            s.window->close();
        }
        w.restart();
        QTRY_VERIFY_WITH_TIMEOUT(w.session() && w.session()->isOnline(), 20'000);
        Shown s(w, QSize());
        QCOMPARE(s.window->size(), QSize(900, 640));
        QCOMPARE(w.session()->roomName(), u"harbour"_s);
        QTRY_COMPARE(s.focused(), u"composerInput"_s);
    }

    void worksInOneColumn() {
        World w;
        Shown s(w, QSize(400, 700));
        QVERIFY(s.waitFor(u"roomView"_s));
        QVERIFY(!s.item(u"composerInput"_s));
        s.key(Qt::Key_Down, Qt::AltModifier);
        QVERIFY(s.waitFor(u"composerInput"_s));
        QTRY_VERIFY(!s.item(u"roomView"_s));
        s.click(u"back"_s);
        QVERIFY(s.waitFor(u"roomView"_s));
        QVERIFY(!s.item(u"composerInput"_s));
        s.window->resize(1000, 700);
        QVERIFY(s.waitFor(u"composerInput"_s));
        QVERIFY(s.item(u"roomView"_s));
        QVERIFY(!s.item(u"back"_s));
    }

    void mirrorsForRightToLeft() {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        World w;
        w.open(w.harbour);
        w.server.post(w.harbour.id, w.ines.id, u"left to right"_s);
        w.server.post(w.harbour.id, w.ines.id, u"\u0645\u0631\u062D\u0628\u0627"_s);
        Shown s(w);
        QTRY_COMPARE(w.timeline().count(), 2);
        QQuickItem* const rooms = s.item(u"roomView"_s);
        QQuickItem* const composer = s.item(u"composerInput"_s);
        QVERIFY(rooms->mapToScene(QPointF(0, 0)).x() > composer->mapToScene(QPointF(0, 0)).x());
        QCOMPARE(s.pixel(1279, 400), QColor(u"#E4E7EA"_s));
        // A message's own direction decides on which side it stands.
        QList<int> alignments;
        const std::function<void(QQuickItem*)> collect = [&](QQuickItem* item) {
            if (item->objectName() == u"messageText"_s)
                alignments.append(item->property("effectiveHorizontalAlignment").toInt());
            for (QQuickItem* child : item->childItems())
                collect(child);
        };
        QTRY_VERIFY((alignments.clear(), collect(s.window->contentItem()), alignments.size() == 2));
        QVERIFY(alignments.contains(Qt::AlignLeft) && alignments.contains(Qt::AlignRight));
        // Arabic letters have no italics.
        w.server.remove(w.server.messages(w.harbour.id).constFirst().id);
        QVERIFY(s.waitFor(u"deletedLine"_s));
        QVERIFY(!s.item(u"deletedLine"_s)->property("font").value<QFont>().italic());
    }

    void paintsTheRegionsInBothThemes() {
        World w;
        w.fill(w.harbour, 30);
        w.open(w.harbour);
        w.app->settings()->setTheme(u"light"_s);
        Shown s(w);
        QTRY_COMPARE(w.timeline().count(), 30);
        const MessageView v(s);
        QTRY_VERIFY(v.middle());
        QCOMPARE(s.pixel(2, 400), QColor(u"#E4E7EA"_s));
        QCOMPARE(s.pixel(330, 400), QColor(u"#F3F4F6"_s));
        QCOMPARE(s.pixel(345, 400), QColor(u"#FFFFFF"_s));
        // What a message says is written in the ink of the theme, and the open room is marked.
        const QImage picture = s.window->grabWindow();
        const auto* const text = v.middle()->property("messageBody").value<QQuickItem*>();
        const QImage message = picture.copy(Shown::box(text).toAlignedRect());
        int inked = 0;
        for (int x = 0; x < message.width(); ++x) {
            for (int y = 0; y < message.height(); ++y)
                inked += message.pixelColor(x, y) == QColor(u"#191D22"_s) ? 1 : 0;
        }
        QVERIFY2(inked > 20, qPrintable(QString::number(inked)));
        const QImage list = picture.copy(64, 0, 272, 800);
        bool marked = false;
        for (int y = 0; y < list.height(); ++y)
            marked = marked || list.pixelColor(20, y) == QColor(u"#DDF1EE"_s);
        QVERIFY(marked);

        s.key(Qt::Key_Comma, Qt::ControlModifier);
        s.click(u"segment-dark"_s);
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.item(u"segment-dark"_s));
        QCOMPARE(s.pixel(2, 400), QColor(u"#101215"_s));
        QCOMPARE(s.pixel(330, 400), QColor(u"#16191D"_s));
        QCOMPARE(s.pixel(345, 400), QColor(u"#1C2025"_s));
        QCOMPARE(w.app->settings()->theme(), u"dark"_s);
    }

    void signsOut() {
        World w;
        Shown s(w);
        s.click(u"settingsButton"_s);
        s.click(u"page-account"_s);
        QVERIFY(s.waitFor(u"storage"_s));
        QVERIFY(s.item(u"storage"_s)->property("text").toString().contains(u"no keyring"_s));
        s.click(u"signOut"_s);
        s.click(u"confirmAccept"_s);
        QTRY_COMPARE(s.focused(), u"loginInput"_s);
        QVERIFY(!s.item(u"roomView"_s));
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"

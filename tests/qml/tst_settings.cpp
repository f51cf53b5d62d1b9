// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/client/attention/recording_notifier.h"
#include "tests/qml/window_fixture.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// The settings by mouse and by keyboard, and what closing the window does.
class TestSettings : public WindowTest {
    Q_OBJECT

    struct Opened {
        RecordingDesktop desktop;
        World w{true, desktop.take()};
        Shown s;
        Attention& attention = *w.app->attention();

        explicit Opened(const QSize& size = QSize(1000, 760))
            : s(w, size) {
            s.key(Qt::Key_Comma, Qt::ControlModifier);
            QVERIFY(s.waitFor(u"page-appearance"_s));
        }
        QString text(const QString& name) const {
            const QQuickItem* const item = s.item(name);
            return item ? item->property("text").toString() : QString();
        }
        /// In sight and large enough to be pressed.
        bool reachable(const QString& name) const {
            const QQuickItem* const item = s.item(name);
            const QQuickItem* const page = s.item(u"settingsPage"_s);
            return item && page && item->height() >= 24 && item->width() > 40;
        }
    };

private Q_SLOTS:
    void everyPageOpens() {
        Opened o;
        for (const QString& page : {u"notifications"_s, u"profile"_s, u"account"_s, u"storage"_s, u"keys"_s,
                                    u"about"_s, u"appearance"_s}) {
            o.s.click(u"page-"_s + page);
            QQuickItem* const shown = o.s.item(u"settingsPage"_s);
            QVERIFY2(shown && shown->height() > 30, qPrintable(page));
        }
        o.s.key(Qt::Key_Escape);
        QTRY_VERIFY(!o.s.item(u"settingsPage"_s));
    }

    void byKeyboardAlone() {
        Opened o;
        QTRY_COMPARE(o.s.focused(), u"page-appearance"_s);
        o.s.key(Qt::Key_Tab);
        QCOMPARE(o.s.focused(), u"theme"_s);
        o.s.key(Qt::Key_Right);
        QCOMPARE(o.w.app->settings()->theme(), u"light"_s);
        o.s.key(Qt::Key_Tab);
        QCOMPARE(o.s.focused(), u"density"_s);
        o.s.key(Qt::Key_Right);
        QVERIFY(o.w.app->settings()->isCompact());
        o.s.key(Qt::Key_Tab, Qt::ShiftModifier);
        o.s.key(Qt::Key_Tab, Qt::ShiftModifier);
        QCOMPARE(o.s.focused(), u"page-appearance"_s);
        o.s.key(Qt::Key_Down);
        QCOMPARE(o.s.focused(), u"page-notifications"_s);
        o.s.key(Qt::Key_Tab);
        QCOMPARE(o.s.focused(), u"testNotification"_s);
        o.s.key(Qt::Key_Space);
        QCOMPARE(o.desktop.notifier->shownOnes.size(), 1);
        o.s.key(Qt::Key_Tab);
        QCOMPARE(o.s.focused(), u"notifyRule"_s);
        o.s.key(Qt::Key_Left);
        QCOMPARE(o.attention.settings()->rule(), u"all"_s);
        o.s.key(Qt::Key_Tab);
        QCOMPARE(o.s.focused(), u"keywordsInput"_s);
        o.s.type(u"ops, release"_s);
        o.s.key(Qt::Key_Tab);
        QCOMPARE(o.attention.settings()->keywords(), u"ops, release"_s);
        QCOMPARE(o.s.focused(), u"quiet"_s);
        o.s.key(Qt::Key_Tab);
        QCOMPARE(o.s.focused(), u"preview"_s);
        // What the keyboard has come to is in sight.
        QQuickItem* const preview = o.s.item(u"preview"_s);
        const qreal bottom = preview->mapToScene(QPointF(0, preview->height())).y();
        QVERIFY2(bottom < o.s.window->height() - 20, qPrintable(QString::number(bottom)));
        o.s.key(Qt::Key_Return);
        QVERIFY(!o.attention.settings()->isPreview());
        o.s.key(Qt::Key_Escape);
        QTRY_VERIFY(!o.s.item(u"preview"_s));
    }

    void textGrows() {
        Opened o;
        QQuickItem* const density = o.s.item(u"density"_s);
        QVERIFY(density);
        const qreal before = density->height();
        o.s.key(Qt::Key_Tab);
        o.s.key(Qt::Key_Tab);
        o.s.key(Qt::Key_Tab);
        QCOMPARE(o.s.focused(), u"textSize"_s);
        for (int i = 0; i < 5; ++i)
            o.s.key(Qt::Key_Right);
        QCOMPARE(o.w.app->settings()->textSize(), 150);
        QTRY_COMPARE(density->height(), before * 1.5);
        for (int i = 0; i < 9; ++i)
            o.s.key(Qt::Key_Left);
        QCOMPARE(o.w.app->settings()->textSize(), 90);
        // What is not offered is not kept: there would be no way back.
        o.w.app->settings()->setTextSize(9000);
        QCOMPARE(o.w.app->settings()->textSize(), 150);
        o.w.app->settings()->setTextSize(100);
        QTRY_COMPARE(density->height(), before);
    }

    void keywordsAreKeptByEscapeToo() {
        Opened o;
        o.s.click(u"page-notifications"_s);
        o.s.click(u"keywordsInput"_s);
        o.s.type(u"lighthouse"_s);
        o.s.key(Qt::Key_Escape);
        QTRY_COMPARE(o.attention.settings()->keywords(), u"lighthouse"_s);
    }

    void saysWhatHinders_data() {
        QTest::addColumn<int>("obstacle");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("advice");
        QTest::addColumn<bool>("testable");
        QTest::newRow("nothing") << int(NotifyObstacle::None) << u"can be shown"_s << u"Send one"_s << true;
        QTest::newRow("no service") << int(NotifyObstacle::NoService) << u"Nothing here"_s << u"dunst"_s
                                    << false;
        QTest::newRow("hangs") << int(NotifyObstacle::NotAnswering) << u"does not answer"_s
                               << u"start the service"_s << true;
        QTest::newRow("denied") << int(NotifyObstacle::Denied) << u"does not let"_s << u"Allow"_s << false;
        QTest::newRow("quiet") << int(NotifyObstacle::DesktopQuiet) << u"keeps them back"_s
                               << u"Turn that off"_s << true;
        QTest::newRow("unknown") << int(NotifyObstacle::Unknown) << u"Asking"_s << u"not answered"_s << true;
    }
    void saysWhatHinders() {
        QFETCH(int, obstacle);
        QFETCH(QString, state);
        QFETCH(QString, advice);
        QFETCH(bool, testable);
        Opened o;
        o.s.click(u"page-notifications"_s);
        o.desktop.notifier->setObstacle(static_cast<NotifyObstacle>(obstacle));
        QTRY_VERIFY2(o.text(u"notifyState"_s).contains(state), qPrintable(o.text(u"notifyState"_s)));
        QVERIFY2(o.text(u"notifyAdvice"_s).contains(advice), qPrintable(o.text(u"notifyAdvice"_s)));
        o.s.click(u"testNotification"_s);
        QCOMPARE(o.desktop.notifier->shownOnes.size(), testable ? 1 : 0);
        if (obstacle == int(NotifyObstacle::None))
            QTRY_VERIFY(o.text(u"notifyState"_s).contains(u"shows it now"_s));
    }

    void doNotDisturb() {
        Opened o;
        o.s.click(u"page-notifications"_s);
        o.s.click(u"segment-1h"_s);
        QVERIFY(o.attention.isQuiet());
        QVERIFY(o.s.waitFor(u"quietNow"_s));
        QVERIFY(o.text(u"notifyState"_s).contains(u"Do not disturb"_s));
        QVERIFY(o.text(u"notifyAdvice"_s).contains(u"Until"_s));
    }

    void withoutATray() {
        Opened o;
        o.desktop.tray->available = false;
        Q_EMIT o.desktop.tray->availableChanged();
        o.s.click(u"page-notifications"_s);
        QVERIFY(o.s.waitFor(u"closeToTray"_s));
        QVERIFY(!o.s.item(u"closeToTray"_s)->isEnabled());
        QVERIFY(!o.s.item(u"closeToTray"_s)->property("checked").toBool());
    }

    void inOneColumn() {
        Opened o(QSize(400, 640));
        QVERIFY(!o.s.item(u"theme"_s));
        QTRY_COMPARE(o.s.focused(), u"page-appearance"_s);
        o.s.key(Qt::Key_Down);
        QVERIFY(!o.s.item(u"testNotification"_s));
        o.s.key(Qt::Key_Return);
        QVERIFY(o.s.waitFor(u"testNotification"_s));
        QVERIFY(!o.s.item(u"page-appearance"_s));
        o.s.click(u"dialogBack"_s);
        QVERIFY(o.s.waitFor(u"page-appearance"_s));
        QTRY_COMPARE(o.s.focused(), u"page-notifications"_s);
        o.s.click(u"page-keys"_s);
        QVERIFY(!o.s.item(u"page-appearance"_s));
        o.s.key(Qt::Key_Escape);
        QTRY_VERIFY(!o.s.item(u"dialogBack"_s));
        // It begins with the list again.
        o.s.key(Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(o.s.waitFor(u"page-appearance"_s));
    }

    void closingTheWindow() {
        RecordingDesktop desktop;
        World w{true, desktop.take()};
        Shown s(w);
        QSignalSpy quit(w.app.get(), &App::quitWanted);
        s.window->close();
        QTRY_VERIFY(!s.window->isVisible());
        QCOMPARE(quit.size(), 0);
        QCOMPARE(desktop.notifier->shownOnes.size(), 1);
        QTRY_COMPARE(w.app->attention()->watched(), QString());
        s.window->show();
        w.app->attention()->settings()->setCloseToTray(false);
        s.window->close();
        QCOMPARE(quit.size(), 1);
        QCOMPARE(desktop.notifier->shownOnes.size(), 1);
    }

    void whatIsInViewIsWatched() {
        Opened o;
        o.s.key(Qt::Key_Escape);
        QTRY_VERIFY(!o.s.item(u"settingsPage"_s));
        o.w.open(o.w.harbour);
        const QString key = o.w.session()->accountId() + u'/' + o.w.harbour.id.toString();
        QTRY_COMPARE(o.attention.watched(), key);
        // In one column the list may be before the room.
        o.s.window->resize(500, 700);
        QTRY_VERIFY(o.s.window->contentItem()->width() == 500);
        o.s.click(u"back"_s);
        QTRY_COMPARE(o.attention.watched(), QString());
    }

    void aLinkThatLeadsNowhere() {
        World w;
        Shown s(w);
        for (const Qt::Key key : {Qt::Key_Escape, Qt::Key_Return}) {
            w.app->openLink(u"parlor://fake.example/nowhere"_s);
            QVERIFY(s.waitFor(u"explanationClose"_s));
            QTRY_COMPARE(s.focused(), u"explanationClose"_s);
            s.key(key);
            QTRY_VERIFY(!s.item(u"explanationClose"_s));
        }
    }

    void aLinkToARoomThatOneIsNotIn() {
        World w;
        const Room open = w.server.addRoom(u"open"_s, {w.ines.id});
        Shown s(w);
        const QString link = u"parlor://fake.example/room/"_s + open.id.toString();
        w.app->openLink(link);
        QVERIFY(s.waitFor(u"confirmAccept"_s));
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.item(u"confirmAccept"_s));
        QVERIFY(!w.server.isMember(open.id, w.mara.id));
        w.app->openLink(link);
        QVERIFY(s.waitFor(u"confirmAccept"_s));
        QTRY_COMPARE(s.focused(), u"confirmAccept"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(w.session()->roomName(), u"open"_s, 20'000);
    }
};

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"

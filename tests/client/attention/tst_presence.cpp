// SPDX-License-Identifier: GPL-3.0-or-later
// Whether somebody is there, and what the desktop sees of Parlor when nobody looks: tray and autostart.
#include "client/attention/autostart.h"
#include "client/attention/idle_watch.h"
#include "client/attention/system_tray.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QKeyEvent>
#include <QMenu>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace parlor;

class TestPresence : public QObject {
    Q_OBJECT

    static void pressKey() {
        QObject somebody;
        QKeyEvent key(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier);
        QCoreApplication::sendEvent(&somebody, &key);
    }
    static int pixels(const QImage& image, QRgb colour) {
        int found = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                found += image.pixel(x, y) == colour ? 1 : 0;
        return found;
    }

private Q_SLOTS:
    void awayAfterAWhile() {
        IdleWatch watch;
        QSignalSpy changed(&watch, &IdleWatch::awayChanged);
        watch.setLimit(std::chrono::milliseconds(100));
        QVERIFY(!watch.isAway());
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(watch.isAway());
        pressKey();
        QVERIFY(!watch.isAway());
        QTRY_VERIFY(watch.isAway());
        // Never, then.
        watch.setLimit(std::chrono::milliseconds(0));
        QVERIFY(!watch.isAway());
        QCOMPARE(changed.size(), 4);
    }

    void keysPutItOff() {
        IdleWatch watch;
        QSignalSpy changed(&watch, &IdleWatch::awayChanged);
        watch.setLimit(std::chrono::milliseconds(400));
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 900) {
            pressKey();
            QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        }
        QCOMPARE(changed.size(), 0);
        QTRY_COMPARE(changed.size(), 1);
    }

    void awayWhileLocked() {
        IdleWatch watch;
        watch.setLocked(true);
        QVERIFY(watch.isAway());
        pressKey();
        QVERIFY(watch.isAway());
        watch.setLocked(false);
        QVERIFY(!watch.isAway());
    }

    void theCountIsOnTheIcon() {
        const QRgb unread = 0xFF0A7264;
        const QRgb mention = 0xFFA15B0A;
        const QRgb quiet = 0xFF5C6570;
        const QImage plain = trayImage({}, false, 64);
        QCOMPARE(pixels(plain, unread) + pixels(plain, mention) + pixels(plain, quiet), 0);
        const QImage some = trayImage({7, 0}, false, 64);
        QVERIFY(pixels(some, unread) > 300);
        QCOMPARE(pixels(some, mention), 0);
        QVERIFY(pixels(trayImage({7, 1}, false, 64), mention) > 300);
        QVERIFY(pixels(trayImage({}, true, 64), quiet) > 200);
        QVERIFY(trayImage({7, 0}, false, 64) != trayImage({8, 0}, false, 64));
        QCOMPARE(trayImage({100, 0}, false, 64), trayImage({5000, 0}, false, 64));
        // The number is inside, however small the icon is.
        for (const int side : {16, 22, 32})
            QCOMPARE(trayImage({100, 0}, true, side).size(), QSize(side, side));
    }

    void withoutATray() {
        SystemTray tray;
        QVERIFY(!tray.isAvailable());
        tray.setShown(true);
        tray.setBadge({3, 1});
        tray.setQuiet(true);
        QVERIFY(!tray.canShowBalloons());
        TrayNotifier notifier(tray);
        QVERIFY(notifier.obstacle() == NotifyObstacle::NoService);
        notifier.show({});
        notifier.withdraw({});
    }

    void startsWithTheSession() {
        QTemporaryDir home;
        qputenv("XDG_CONFIG_HOME", home.path().toLocal8Bit());
        Autostart usual(u"default"_s);
        Autostart work(u"work"_s);
        QVERIFY(!usual.isOn());
        QVERIFY(usual.setOn(false));
        QVERIFY(usual.setOn(true));
        QVERIFY(work.setOn(true));
        QVERIFY(usual.isOn());
        const QDir directory(home.path() + u"/autostart"_s);
        QCOMPARE(directory.entryList(QDir::Files),
                 QStringList({u"org.parlorchat.Parlor-work.desktop"_s, u"org.parlorchat.Parlor.desktop"_s}));
        QFile file(directory.filePath(u"org.parlorchat.Parlor-work.desktop"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY2(text.contains(u"\nExec=\"%1\" --minimised --profile \"work\"\n"_s.arg(
                     QCoreApplication::applicationFilePath())),
                 qPrintable(text));
        QVERIFY(work.setOn(false));
        QVERIFY(!work.isOn());
        QVERIFY(usual.isOn());
    }
};

QTEST_MAIN(TestPresence)
#include "tst_presence.moc"

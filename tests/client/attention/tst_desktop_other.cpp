// SPDX-License-Identifier: GPL-3.0-or-later
// What Parlor has on macOS and Windows, compiled and run here too: nobody would see it break otherwise.
#include "client/attention/desktop.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;

class TestDesktopOther : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasEverything() {
        const Desktop desktop = makeDesktop();
        QVERIFY(desktop.tray && desktop.notifier && desktop.badge && desktop.lock);
        // By the tray alone, and there is none on the offscreen platform.
        QVERIFY(!desktop.tray->isAvailable());
        QVERIFY(desktop.notifier->abilities() == NotifierAbilities());
        QVERIFY(desktop.notifier->obstacle() == NotifyObstacle::NoService);
        QSignalSpy shown(desktop.notifier.get(), &Notifier::shown);
        Notification notification;
        notification.key = QStringLiteral("key");
        desktop.notifier->show(notification);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown.at(0).at(0).toString(), QStringLiteral("key"));
        desktop.notifier->withdraw(QStringLiteral("key"));
        desktop.badge->setCount(3);
        desktop.badge->setCount(0);
    }
};

QTEST_MAIN(TestDesktopOther)
#include "tst_desktop_other.moc"

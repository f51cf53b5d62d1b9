// SPDX-License-Identifier: GPL-3.0-or-later
// On a real bus, with a service of the test's own on it.
#include "client/attention/dbus_notifier.h"
#include "tests/client/attention/private_bus.h"

#include <QDBusArgument>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace parlor;
using namespace parlor::tests;

class TestDBusNotifier : public QObject {
    Q_OBJECT

    static Notification notification(const QString& key = u"room"_s, const QString& body = u"hello"_s) {
        Notification one;
        one.key = key;
        one.title = u"Ines in harbour"_s;
        one.body = body;
        one.canReply = true;
        one.sound = true;
        return one;
    }
    std::unique_ptr<PrivateBus> m_bus;
    int m_connections = 0;
    QStringList m_names;

    QDBusConnection connection() {
        m_names.append(u"connection-%1"_s.arg(++m_connections));
        return m_bus->connect(m_names.constLast());
    }

private Q_SLOTS:
    void initTestCase() {
        QGuiApplication::setApplicationDisplayName(u"Parlor"_s);
        QGuiApplication::setDesktopFileName(u"org.parlorchat.Parlor"_s);
    }
    void init() { m_bus = std::make_unique<PrivateBus>(); }
    void cleanup() {
        for (const QString& name : std::as_const(m_names))
            QDBusConnection::disconnectFromBus(name);
        m_names.clear();
        m_bus.reset();
    }

    void showsWhatItIsGiven() {
        FakeService service(connection());
        DBusNotifier notifier(connection());
        QVERIFY(notifier.obstacle() == NotifyObstacle::Unknown);
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        QTRY_COMPARE(notifier.abilities().service, u"fake"_s);
        QSignalSpy shown(&notifier, &Notifier::shown);
        Notification one = notification(u"room"_s, u"<b>1 < 2</b> & \"more\""_s);
        one.image = QImage(100, 50, QImage::Format_RGB32);
        one.image.fill(Qt::red);
        notifier.show(one);
        QTRY_COMPARE(shown.size(), 1);
        const FakeService::Call& call = service.calls.constFirst();
        QCOMPARE(call.application, u"Parlor"_s);
        QCOMPARE(call.icon, u"org.parlorchat.Parlor"_s);
        QCOMPARE(call.summary, u"Ines in harbour"_s);
        QCOMPARE(call.body, u"&lt;b&gt;1 &lt; 2&lt;/b&gt; &amp; &quot;more&quot;"_s);
        QCOMPARE(call.actions, QStringList({u"default"_s, u"Open"_s}));
        QCOMPARE(call.hints.value(u"category"_s).toString(), u"im.received"_s);
        QCOMPARE(call.hints.value(u"desktop-entry"_s).toString(), u"org.parlorchat.Parlor"_s);
        QVERIFY(call.hints.value(u"suppress-sound"_s).toBool());
        QCOMPARE(call.timeout, -1);
        const auto image = call.hints.value(u"image-data"_s).value<QDBusArgument>();
        QCOMPARE(image.currentSignature(), u"(iiibiiay)"_s);
        int width = 0;
        int height = 0;
        int stride = 0;
        bool alpha = false;
        int bits = 0;
        int channels = 0;
        QByteArray data;
        image.beginStructure();
        image >> width >> height >> stride >> alpha >> bits >> channels >> data;
        image.endStructure();
        QCOMPARE(QSize(width, height), QSize(64, 32));
        QCOMPARE(data.size(), stride * height);
        QCOMPARE(data.first(4), QByteArray("\xFF\x00\x00\xFF", 4));
    }

    void usesWhatTheServiceCan() {
        FakeService service(connection());
        service.capabilities = {u"body"_s, u"actions"_s, u"inline-reply"_s, u"sound"_s};
        DBusNotifier notifier(connection());
        QTRY_VERIFY(notifier.abilities().reply && notifier.abilities().sound);
        notifier.show(notification(u"room"_s, u"1 < 2"_s));
        QTRY_COMPARE(service.calls.size(), 1);
        const FakeService::Call& call = service.calls.constFirst();
        // Without body-markup it would show the escapes.
        QCOMPARE(call.body, u"1 < 2"_s);
        QVERIFY(call.actions.contains(u"inline-reply"_s));
        QCOMPARE(call.hints.value(u"sound-name"_s).toString(), u"message-new-instant"_s);
    }

    void onePerKey() {
        FakeService service(connection());
        DBusNotifier notifier(connection());
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        service.hang = true;
        notifier.show(notification(u"a"_s, u"1"_s));
        QTRY_COMPARE(service.calls.size(), 1);
        // While the first is not answered, the last of what follows waits for its id.
        for (const QString& body : {u"2"_s, u"3"_s, u"4"_s})
            notifier.show(notification(u"a"_s, body));
        notifier.show(notification(u"b"_s, u"other"_s));
        QTRY_COMPARE(service.calls.size(), 2);
        service.answerAll();
        QTRY_COMPARE(service.calls.size(), 3);
        QCOMPARE(service.calls.at(2).body, u"4"_s);
        QCOMPARE(service.calls.at(2).replaces, service.calls.at(0).id);
        QCOMPARE(service.calls.at(1).replaces, 0U);
    }

    void withdraws() {
        FakeService service(connection());
        DBusNotifier notifier(connection());
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        QSignalSpy shown(&notifier, &Notifier::shown);
        notifier.show(notification());
        QTRY_COMPARE(shown.size(), 1);
        notifier.withdraw(u"other"_s);
        notifier.withdraw(u"room"_s);
        QTRY_COMPARE(service.closedIds, QList<uint>{1});
        // Also one that the service has not answered for yet.
        service.hang = true;
        notifier.show(notification());
        QTRY_COMPARE(service.calls.size(), 2);
        QCOMPARE(service.calls.at(1).replaces, 0U);
        notifier.withdraw(u"room"_s);
        service.answerAll();
        QTRY_COMPARE(service.closedIds, QList<uint>({1, 2}));
    }

    void tellsOfClicksAndReplies() {
        FakeService service(connection());
        service.capabilities.append(u"inline-reply"_s);
        DBusNotifier notifier(connection());
        QTRY_VERIFY(notifier.abilities().reply);
        QSignalSpy activated(&notifier, &Notifier::activated);
        QSignalSpy replied(&notifier, &Notifier::replied);
        QSignalSpy closed(&notifier, &Notifier::closed);
        QSignalSpy shown(&notifier, &Notifier::shown);
        notifier.show(notification(u"a"_s));
        notifier.show(notification(u"b"_s));
        QTRY_COMPARE(shown.size(), 2);
        Q_EMIT service.ActionInvoked(99, u"default"_s);
        Q_EMIT service.ActivationToken(2, u"token"_s);
        Q_EMIT service.ActionInvoked(2, u"default"_s);
        QTRY_COMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0), QVariantList({u"b"_s, QByteArray("token")}));
        Q_EMIT service.ActionInvoked(1, u"default"_s);
        QTRY_COMPARE(activated.size(), 2);
        QCOMPARE(activated.at(1), QVariantList({u"a"_s, QByteArray()}));
        Q_EMIT service.NotificationReplied(1, u" "_s);
        Q_EMIT service.NotificationReplied(1, u"on my way"_s);
        QTRY_COMPARE(replied.size(), 1);
        QCOMPARE(replied.at(0), QVariantList({u"a"_s, u"on my way"_s}));
        // Expired is in the desktop's list still; dismissed is gone.
        Q_EMIT service.NotificationClosed(1, 1);
        Q_EMIT service.NotificationClosed(2, 2);
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(closed.at(0).at(0).toString(), u"b"_s);
        notifier.show(notification(u"a"_s));
        notifier.show(notification(u"b"_s));
        QTRY_COMPARE(service.calls.size(), 4);
        QCOMPARE(service.calls.at(2).replaces, 1U);
        QCOMPARE(service.calls.at(3).replaces, 0U);
    }

    void nobodyThereThenSomebodyThenNobody() {
        DBusNotifier notifier(connection());
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::NoService);
        notifier.show(notification());
        QSignalSpy closed(&notifier, &Notifier::closed);
        QTRY_COMPARE(closed.size(), 1);
        QSignalSpy shown(&notifier, &Notifier::shown);
        {
            FakeService service(connection());
            QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
            notifier.show(notification());
            QTRY_COMPARE(shown.size(), 1);
        }
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::NoService);
        QCOMPARE(closed.size(), 2);
        // The next service knows nothing of the ids of the one before.
        FakeService service(connection());
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        notifier.show(notification());
        QTRY_COMPARE(shown.size(), 2);
        QCOMPARE(service.calls.at(0).replaces, 0U);
    }

    void hangsAndGoesOn() {
        FakeService service(connection());
        DBusNotifier notifier(connection());
        notifier.setPatience(50ms);
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        QSignalSpy shown(&notifier, &Notifier::shown);
        QSignalSpy closed(&notifier, &Notifier::closed);
        QSignalSpy activated(&notifier, &Notifier::activated);
        service.hang = true;
        notifier.show(notification(u"a"_s, u"1"_s));
        notifier.show(notification(u"b"_s, u"read meanwhile"_s));
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::NotAnswering);
        notifier.show(notification(u"a"_s, u"2"_s));
        notifier.withdraw(u"b"_s);
        QCOMPARE(service.calls.size(), 2);
        QCOMPARE(closed.size(), 0);
        service.answerAll();
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        // What it was given is known: it is brought up to date, taken away, clicked.
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(service.calls.at(2).body, u"2"_s);
        QCOMPARE(service.calls.at(2).replaces, service.calls.at(0).id);
        QTRY_COMPARE(service.closedIds, QList<uint>{service.calls.at(1).id});
        Q_EMIT service.ActionInvoked(service.calls.at(0).id, u"default"_s);
        QTRY_COMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).toString(), u"a"_s);
    }

    void hangsFromTheStart() {
        FakeService service(connection());
        service.hang = true;
        DBusNotifier notifier(connection());
        notifier.setPatience(50ms);
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::NotAnswering);
        QSignalSpy shown(&notifier, &Notifier::shown);
        notifier.show(notification(u"a"_s, u"<img src=x>"_s));
        notifier.show(notification(u"b"_s));
        notifier.withdraw(u"b"_s);
        service.answerAll();
        QTRY_COMPARE(shown.size(), 1);
        QVERIFY(notifier.obstacle() == NotifyObstacle::None);
        // Not before it was known that this one reads marks in a text.
        QCOMPARE(service.calls.size(), 1);
        QCOMPARE(service.calls.at(0).body, u"&lt;img src=x&gt;"_s);
    }

    void endsWhileItHangs() {
        const QDBusConnection first = connection();
        auto hanging = std::make_unique<FakeService>(first);
        DBusNotifier notifier(connection());
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        QSignalSpy shown(&notifier, &Notifier::shown);
        QSignalSpy closed(&notifier, &Notifier::closed);
        QSignalSpy activated(&notifier, &Notifier::activated);
        hanging->hang = true;
        notifier.show(notification(u"other"_s));
        notifier.show(notification());
        QTRY_COMPARE(hanging->calls.size(), 2);
        // Its name goes, and it is still there.
        QDBusConnection(first).unregisterService(u"org.freedesktop.Notifications"_s);
        QTRY_COMPARE(closed.size(), 2);
        FakeService next(connection());
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        next.hang = true;
        notifier.show(notification());
        QTRY_COMPARE(next.calls.size(), 1);
        // What it answers now is of no bubble. The call sees to it that the bus has it before what follows.
        hanging->answerAll();
        const QDBusMessage id = QDBusMessage::createMethodCall(
            u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, u"GetId"_s);
        QCOMPARE(first.call(id).type(), QDBusMessage::ReplyMessage);
        next.answerAll();
        QTRY_COMPARE(shown.size(), 1);
        Q_EMIT next.ActionInvoked(2, u"default"_s);
        Q_EMIT next.ActionInvoked(1, u"default"_s);
        QTRY_COMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).toString(), u"room"_s);
        QCOMPARE(shown.size(), 1);
    }

    void begunByBeingAsked() {
        // MATE's service, for one, ends when it has nothing to show, and the bus begins it with the next.
        m_bus = std::make_unique<PrivateBus>(u"org.freedesktop.Notifications"_s);
        DBusNotifier notifier(connection());
        {
            const FakeService service(connection());
            QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        }
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::NoService);
        QSignalSpy shown(&notifier, &Notifier::shown);
        QSignalSpy closed(&notifier, &Notifier::closed);
        QSignalSpy activated(&notifier, &Notifier::activated);
        notifier.show(notification(u"room"_s, u"1 < 2"_s));
        FakeService service(connection());
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(closed.size(), 0);
        QCOMPARE(service.calls.at(0).body, u"1 &lt; 2"_s);
        Q_EMIT service.ActionInvoked(1, u"default"_s);
        QTRY_COMPARE(activated.size(), 1);
    }

    void refusals() {
        FakeService service(connection());
        DBusNotifier notifier(connection());
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        QSignalSpy closed(&notifier, &Notifier::closed);
        service.error = u"org.freedesktop.Notifications.MaxNotificationsExceeded"_s;
        notifier.show(notification());
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(notifier.obstacle() == NotifyObstacle::None);
        service.error.clear();
        QSignalSpy shown(&notifier, &Notifier::shown);
        notifier.show(notification());
        QTRY_COMPARE(shown.size(), 1);
    }

    void theDesktopIsQuiet() {
        FakeService service(connection());
        service.inhibited = true;
        DBusNotifier notifier(connection());
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::DesktopQuiet);
        service.setInhibited(false);
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        service.setInhibited(true);
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::DesktopQuiet);
    }

    void noBusAtAll() {
        const QDBusConnection nowhere =
            QDBusConnection::connectToBus(u"unix:path=/nowhere/at/all"_s, u"nowhere"_s);
        QVERIFY(!nowhere.isConnected());
        DBusNotifier notifier(nowhere);
        QVERIFY(notifier.obstacle() == NotifyObstacle::NoService);
        notifier.show(notification());
        notifier.withdraw(u"room"_s);
        notifier.refresh();
        QVERIFY(notifier.obstacle() == NotifyObstacle::NoService);
        QDBusConnection::disconnectFromBus(u"nowhere"_s);
    }

    void theBusDies() {
        auto service = std::make_unique<FakeService>(connection());
        DBusNotifier notifier(connection());
        QTRY_VERIFY(notifier.obstacle() == NotifyObstacle::None);
        m_bus.reset();
        notifier.show(notification());
        notifier.withdraw(u"room"_s);
        notifier.refresh();
        QCoreApplication::processEvents();
    }
};

QTEST_MAIN(TestDBusNotifier)
#include "tst_dbus_notifier.moc"

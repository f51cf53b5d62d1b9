// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/dbus_notifier.h"
#include "client/attention/desktop.h"
#include "client/attention/system_tray.h"

#include <QDBusMessage>
#include <QGuiApplication>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

/// com.canonical.Unity.LauncherEntry: what Plasma, Unity, Dash to Dock and others listen to.
class LauncherBadge : public IconBadge {
public:
    explicit LauncherBadge(const QDBusConnection& bus)
        : m_bus(bus) {}
    ~LauncherBadge() override { setCount(0); }

    void setCount(int count) override {
        if (!m_bus.isConnected() || count == m_count)
            return;
        m_count = count;
        QDBusMessage signal = QDBusMessage::createSignal(u"/org/parlorchat/Parlor"_s,
                                                         u"com.canonical.Unity.LauncherEntry"_s, u"Update"_s);
        signal.setArguments({u"application://%1.desktop"_s.arg(QGuiApplication::desktopFileName()),
                             QVariantMap{{u"count"_s, qint64(count)}, {u"count-visible"_s, count > 0}}});
        m_bus.send(signal);
    }

private:
    QDBusConnection m_bus;
    int m_count = 0;
};

} // namespace

Desktop makeDesktop() {
    const QDBusConnection bus = QDBusConnection::sessionBus();
    Desktop desktop;
    desktop.tray = std::make_unique<SystemTray>();
    desktop.notifier = std::make_unique<DBusNotifier>(bus);
    desktop.badge = std::make_unique<LauncherBadge>(bus);
    desktop.lock = std::make_unique<ScreenLock>();
    // GNOME has a name of its own for it.
    for (const QString& desktopName : {u"freedesktop"_s, u"gnome"_s})
        QDBusConnection(bus).connect({}, {}, u"org.%1.ScreenSaver"_s.arg(desktopName), u"ActiveChanged"_s,
                                     desktop.lock.get(), SIGNAL(changed(bool)));
    return desktop;
}

} // namespace parlor

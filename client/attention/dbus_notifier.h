// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/notifier.h"

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QHash>
#include <QSet>
#include <QVariantMap>

class QDBusMessage;
class QDBusPendingCallWatcher;

namespace parlor {

/// The notifications of the freedesktop.org desktops (Desktop Notifications Specification 1.2, and the reply
/// field of Plasma): org.freedesktop.Notifications on the session bus. The service may be missing, begin
/// late, be replaced or hang: all calls are asynchronous, with an end.
class DBusNotifier : public Notifier {
    Q_OBJECT
public:
    explicit DBusNotifier(const QDBusConnection& bus, QObject* parent = nullptr);

    void show(const Notification& notification) override;
    void withdraw(const QString& key) override;
    NotifierAbilities abilities() const override { return m_abilities; }
    NotifyObstacle obstacle() const override { return m_obstacle; }
    void refresh() override;

private Q_SLOTS:
    // By the names of the signals on the bus.
    void onActionInvoked(uint id, const QString& action);
    void onReplied(uint id, const QString& text);
    void onClosed(uint id, uint reason);
    void onActivationToken(uint id, const QString& token);
    void onPropertiesChanged(const QString& interface, const QVariantMap& changed, const QStringList& gone);

private:
    struct Bubble {
        uint id = 0; ///< the service's; 0 while it has not answered
        bool asking = false;
        bool withdrawn = false;           ///< while it was asked for
        std::optional<Notification> next; ///< came while the one before was asked for
    };
    void ask(const QString& key, const Notification& notification);
    void answered(const QString& key, const QDBusMessage& answer);
    void close(uint id);
    QString keyOf(uint id) const;
    void serviceGone();
    void findInhibited();
    void setState(NotifyObstacle obstacle, const NotifierAbilities& abilities);
    void call(const QDBusMessage& message, const std::function<void(const QDBusMessage&)>& done);
    void updateObstacle();

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    QHash<QString, Bubble> m_bubbles;
    QByteArray m_token;
    uint m_tokenFor = 0;
    NotifierAbilities m_abilities;
    bool m_markup = false;
    bool m_actions = false;
    bool m_found = false;
    NotifyObstacle m_failure = NotifyObstacle::None; ///< why it was not found
    bool m_inhibited = false;
    bool m_paused = false; ///< dunst's word for it
    NotifyObstacle m_obstacle = NotifyObstacle::Unknown;
};

} // namespace parlor

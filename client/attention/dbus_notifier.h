// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/notifier.h"

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QHash>
#include <QTimer>
#include <QVariantMap>

#include <chrono>

class QDBusMessage;
class QDBusPendingCallWatcher;

namespace parlor {

/// The notifications of the freedesktop.org desktops (Desktop Notifications Specification 1.2, and the reply
/// field of Plasma): org.freedesktop.Notifications on the session bus. The service may be missing, begin
/// late, be replaced or hang: all calls are asynchronous. One that hangs is waited for, and told of
/// (NotifyObstacle::NotAnswering): what it was given it shows when it goes on, and that can be clicked then.
class DBusNotifier : public Notifier {
    Q_OBJECT
public:
    explicit DBusNotifier(const QDBusConnection& bus, QObject* parent = nullptr);

    void show(const Notification& notification) override;
    void withdraw(const QString& key) override;
    NotifierAbilities abilities() const override { return m_abilities; }
    NotifyObstacle obstacle() const override { return m_obstacle; }
    void refresh() override;
    /// How long a service may take to answer before it hangs.
    void setPatience(std::chrono::milliseconds patience) { m_patience.setInterval(patience); }

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
        std::optional<Notification> next; ///< waits for the one before, or for what the service can
    };
    void ask(const QString& key, const Notification& notification);
    void askNext(const QString& key);
    void answered(const QString& key, const QDBusMessage& answer);
    void close(uint id);
    QString keyOf(uint id) const;
    void serviceGone();
    void findInhibited();
    void call(const QDBusMessage& message, const std::function<void(const QDBusMessage&)>& done);
    void found(const QStringList& capabilities);
    void notFound(NotifyObstacle why);
    void updateObstacle();

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    QHash<QString, Bubble> m_bubbles;
    QByteArray m_token;
    uint m_tokenFor = 0;
    NotifierAbilities m_abilities;
    bool m_markup = false;
    bool m_actions = false;
    bool m_finding = false; ///< asked what it can, and not told
    bool m_found = false;
    NotifyObstacle m_failure = NotifyObstacle::Unknown; ///< why it was not found
    int m_unanswered = 0;                               ///< calls
    QTimer m_patience;                                  ///< runs while there are some, anew with each answer
    bool m_hangs = false;
    int m_ended = 0; ///< services that have: their answers are nobody's
    bool m_inhibited = false;
    bool m_paused = false; ///< dunst's word for it
    NotifyObstacle m_obstacle = NotifyObstacle::Unknown;
};

} // namespace parlor

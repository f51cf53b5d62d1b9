// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/autostart.h"
#include "client/attention/bubbles.h"
#include "client/attention/desktop.h"
#include "client/attention/idle_watch.h"
#include "client/models/notification_settings.h"

#include <QHash>
#include <QObject>
#include <QQmlEngine>
#include <QTimer>

#include <functional>

namespace parlor {

class AccountAttention;
class AccountsModel;
class Profile;
class Session;

/// All that calls the user, for all accounts: notifications, tray, badges, do not disturb, being away. GUI
/// thread.
class Attention : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by App")
    Q_PROPERTY(parlor::NotificationSettings* settings READ settings CONSTANT FINAL)
    /// Messages, of all accounts; what every badge shows.
    Q_PROPERTY(int unread READ unread NOTIFY countChanged FINAL)
    Q_PROPERTY(int mentions READ mentions NOTIFY countChanged FINAL)

    /// One is not to be disturbed, and until when ("Until 15:30"); the text is empty if one may be.
    Q_PROPERTY(bool quiet READ isQuiet NOTIFY quietChanged FINAL)
    Q_PROPERTY(QString quietText READ quietText NOTIFY quietChanged FINAL)

    /// Why no notification would be seen: "" if one would; "unknown", "noService", "notAnswering", "denied",
    /// "desktopQuiet" (the desktop's own do not disturb), "quiet" (Parlor's).
    Q_PROPERTY(QString obstacle READ obstacle NOTIFY obstacleChanged FINAL)
    Q_PROPERTY(bool canSound READ canSound NOTIFY obstacleChanged FINAL)
    /// What shows the notifications, by its own name; may be empty.
    Q_PROPERTY(QString service READ service NOTIFY obstacleChanged FINAL)
    /// How the test went: "", "sent" (the desktop has not answered), "shown".
    Q_PROPERTY(QString test READ test NOTIFY testChanged FINAL)

    Q_PROPERTY(bool trayAvailable READ isTrayAvailable NOTIFY trayChanged FINAL)
    /// What closing the window does: it leaves Parlor in the tray.
    Q_PROPERTY(bool staysInTray READ staysInTray NOTIFY trayChanged FINAL)

    Q_PROPERTY(bool canStartWithSession READ canStartWithSession CONSTANT FINAL)
    Q_PROPERTY(bool startsWithSession READ startsWithSession WRITE setStartsWithSession NOTIFY
                   startsWithSessionChanged FINAL)

    /// "account/room" that is before the user's eyes: shown, in the active window. Set by the window.
    Q_PROPERTY(QString watched READ watched WRITE setWatched NOTIFY watchedChanged FINAL)

public:
    /// Draws the picture of somebody: of their name and id.
    using Faces = std::function<QImage(const QString& name, const QString& id)>;

    /// `profile` and `accounts` outlive it. There is no desktop at first (makeNoDesktop()).
    Attention(Profile& profile, AccountsModel& accounts, QObject* parent = nullptr);
    ~Attention() override;
    void setFaces(Faces faces) { m_faces = std::move(faces); }
    /// Whom to call the user by. Before anything has arrived: what another desktop shows is forgotten.
    void setDesktop(Desktop desktop);

    NotificationSettings* settings() { return &m_settings; }
    Bubbles& bubbles() { return m_bubbles; }
    int unread() const { return m_count.unread; }
    int mentions() const { return m_count.mentions; }
    bool isQuiet() const { return m_quiet; }
    QString quietText() const;
    QString obstacle() const;
    bool canSound() const { return m_desktop.notifier->abilities().sound; }
    QString service() const { return m_desktop.notifier->abilities().service; }
    QString test() const { return m_test; }
    bool isTrayAvailable() const { return m_desktop.tray->isAvailable(); }
    bool staysInTray() const { return m_settings.isCloseToTray() && isTrayAvailable(); }
    static bool canStartWithSession() { return Autostart::isSupported(); }
    bool startsWithSession() const { return m_autostart.isOn(); }
    void setStartsWithSession(bool starts);
    QString watched() const { return m_watched; }
    void setWatched(const QString& watched);

    /// "30m", "1h", "tomorrow", "always" or "off".
    Q_INVOKABLE void setQuiet(const QString& span);
    void setQuietSpan(QuietSpan span);
    /// Shows one that says that it works.
    Q_INVOKABLE void testNotification();
    /// Looks again at what may keep notifications from being seen.
    Q_INVOKABLE void refresh();
    /// The window goes and Parlor stays in the tray: the first time, the user is told so.
    Q_INVOKABLE void noteHidden();

Q_SIGNALS:
    void countChanged();
    void quietChanged();
    void obstacleChanged();
    void testChanged();
    void trayChanged();
    void startsWithSessionChanged();
    void watchedChanged();
    /// A notification was clicked: `session` and the room are still there. Null message: just the room.
    void placeWanted(parlor::Session* session, const parlor::RoomId& room,
                     const std::optional<parlor::MessageId>& message);
    /// The window is to come forward. `activation` lets it on Wayland; may be empty.
    void raiseWanted(const QByteArray& activation);
    void quitWanted();

private:
    void add(Session* session);
    void drop(Session* session);
    void recount();
    void showCount();
    void onArrived(AccountAttention& account, const Arrival& arrival, const RoomSummary& room);
    void onActivated(const QString& key, const QByteArray& activation);
    void onReplied(const QString& key, const QString& text);
    void applySettings();
    void updateQuiet();
    void tellPresence();
    AccountAttention* accountOf(const QString& key) const;
    Session* sessionOf(const AccountAttention* account) const;

    NotificationSettings m_settings;
    AccountsModel& m_accounts;
    Desktop m_desktop;
    Bubbles m_bubbles;
    IdleWatch m_idle;
    Autostart m_autostart;
    QHash<Session*, AccountAttention*> m_watching;
    BadgeCount m_count;
    BadgeCount m_shownCount;
    QTimer m_countTimer;
    QTimer m_quietTimer;
    QString m_watched;
    QString m_test;
    Faces m_faces;
    bool m_quiet = false;
    bool m_trayShown = false;
};

} // namespace parlor

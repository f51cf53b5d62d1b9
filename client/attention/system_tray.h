// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/notifier.h"
#include "client/attention/tray.h"

#include <QIcon>
#include <QTimer>

#include <memory>

class QAction;
class QMenu;
class QSystemTrayIcon;

namespace parlor {

/// By QSystemTrayIcon: needs a QApplication. Makes the icon when it is first shown. A desktop may get its
/// tray after the program has started, and lose it: looked at now and then.
class SystemTray : public Tray {
    Q_OBJECT
public:
    explicit SystemTray(QObject* parent = nullptr);
    ~SystemTray() override;

    bool isAvailable() const override { return m_available; }
    void setShown(bool shown) override;
    void setBadge(const BadgeCount& count) override;
    void setQuiet(bool quiet) override;

    /// A balloon at the icon, for TrayNotifier.
    void showBalloon(const QString& title, const QString& body, const QIcon& icon);
    bool canShowBalloons() const;

Q_SIGNALS:
    void balloonClicked();

private:
    void build();
    void update();
    void look();

    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<QSystemTrayIcon> m_icon;
    QAction* m_quietOff = nullptr;
    QTimer m_timer;
    BadgeCount m_count;
    bool m_quiet = false;
    bool m_shown = false;
    bool m_available = false;
};

/// The program's icon with a count on it; `side` in pixels. Three digits and more are "99+"; mentions have
/// their own colour. No count is the plain icon, `quiet` a moon in its corner.
QImage trayImage(const BadgeCount& count, bool quiet, int side);

/// Where nothing better is to be had: balloons of the tray icon. There is one at a time, and no reply.
class TrayNotifier : public Notifier {
    Q_OBJECT
public:
    /// `tray` outlives it.
    explicit TrayNotifier(SystemTray& tray, QObject* parent = nullptr);

    void show(const Notification& notification) override;
    void withdraw(const QString& key) override;
    NotifierAbilities abilities() const override { return {}; }
    NotifyObstacle obstacle() const override;
    void refresh() override;

private:
    SystemTray& m_tray;
    QString m_last;
};

} // namespace parlor

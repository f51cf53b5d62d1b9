// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/desktop.h"

#include <QStringList>

namespace parlor::tests {

/// Shows nothing and remembers all.
class RecordingNotifier : public Notifier {
    Q_OBJECT
public:
    void show(const Notification& notification) override {
        shownOnes.append(notification);
        Q_EMIT shown(notification.key);
    }
    void withdraw(const QString& key) override { withdrawn.append(key); }
    NotifierAbilities abilities() const override { return can; }
    NotifyObstacle obstacle() const override { return hindrance; }
    void refresh() override { ++refreshes; }
    void setObstacle(NotifyObstacle obstacle) {
        hindrance = obstacle;
        Q_EMIT stateChanged();
    }

    QList<Notification> shownOnes;
    QStringList withdrawn;
    NotifierAbilities can;
    NotifyObstacle hindrance = NotifyObstacle::None;
    int refreshes = 0;
};

class RecordingTray : public Tray {
    Q_OBJECT
public:
    bool isAvailable() const override { return available; }
    void setShown(bool on) override { shown = on; }
    void setBadge(const BadgeCount& to) override { count = to; }
    void setQuiet(bool on) override { quiet = on; }

    bool available = true;
    bool shown = false;
    bool quiet = false;
    BadgeCount count;
};

class RecordingBadge : public IconBadge {
public:
    void setCount(int to) override { count = to; }
    int count = 0;
};

/// A desktop whose parts a test looks at; they live as long as what has taken it.
struct RecordingDesktop {
    Desktop take() {
        return {std::unique_ptr<Tray>(tray), std::unique_ptr<Notifier>(notifier),
                std::unique_ptr<IconBadge>(badge), std::unique_ptr<ScreenLock>(lock)};
    }
    RecordingTray* tray = new RecordingTray;
    RecordingNotifier* notifier = new RecordingNotifier;
    RecordingBadge* badge = new RecordingBadge;
    ScreenLock* lock = new ScreenLock;
};

} // namespace parlor::tests

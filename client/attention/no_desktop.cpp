// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/desktop.h"

namespace parlor {

namespace {

class NoTray : public Tray {
public:
    bool isAvailable() const override { return false; }
    void setShown(bool) override {}
    void setBadge(const BadgeCount&) override {}
    void setQuiet(bool) override {}
};

class NoNotifier : public Notifier {
public:
    void show(const Notification&) override {}
    void withdraw(const QString&) override {}
    NotifierAbilities abilities() const override { return {}; }
    NotifyObstacle obstacle() const override { return NotifyObstacle::NoService; }
    void refresh() override {}
};

class NoBadge : public IconBadge {
public:
    void setCount(int) override {}
};

} // namespace

Desktop makeNoDesktop() {
    return {std::make_unique<NoTray>(), std::make_unique<NoNotifier>(), std::make_unique<NoBadge>(),
            std::make_unique<ScreenLock>()};
}

} // namespace parlor

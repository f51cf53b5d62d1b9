// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/desktop.h"
#include "client/attention/system_tray.h"

#include <QGuiApplication>

namespace parlor {

namespace {

/// The dock of macOS; Windows has none that Qt could draw on.
class ApplicationBadge : public IconBadge {
public:
    void setCount(int count) override {
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
        qGuiApp->setBadgeNumber(count);
#else
        Q_UNUSED(count)
#endif
    }
};

} // namespace

Desktop makeDesktop() {
    auto tray = std::make_unique<SystemTray>();
    Desktop desktop;
    desktop.notifier = std::make_unique<TrayNotifier>(*tray);
    desktop.tray = std::move(tray);
    desktop.badge = std::make_unique<ApplicationBadge>();
    desktop.lock = std::make_unique<ScreenLock>();
    return desktop;
}

} // namespace parlor

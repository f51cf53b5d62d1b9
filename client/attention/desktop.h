// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/notifier.h"
#include "client/attention/tray.h"

#include <QObject>

#include <memory>

namespace parlor {

/// Tells when the screen is locked, where the desktop does. GUI thread.
class ScreenLock : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
Q_SIGNALS:
    void changed(bool locked);
};

/// What the desktop that Parlor runs on has. Never null, any of them.
struct Desktop {
    std::unique_ptr<Tray> tray;
    std::unique_ptr<Notifier> notifier;
    std::unique_ptr<IconBadge> badge;
    std::unique_ptr<ScreenLock> lock;
};

/// The one place that knows of platforms (desktop_linux.cpp, desktop_other.cpp). Needs a QApplication.
Desktop makeDesktop();
/// One that has nothing of it: for pictures and tests. Needs no more than a QCoreApplication.
Desktop makeNoDesktop();

} // namespace parlor

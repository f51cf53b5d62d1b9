// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/notifier.h"
#include "client/attention/tray.h"

#include <memory>

namespace parlor {

/// What the desktop that Parlor runs on has. Never null, any of them.
struct Desktop {
    std::unique_ptr<Tray> tray;
    std::unique_ptr<Notifier> notifier;
    std::unique_ptr<IconBadge> badge;
};

/// The one place that knows of platforms (desktop_linux.cpp, desktop_other.cpp). Needs a QApplication.
Desktop makeDesktop();
/// One that has nothing of it: for pictures and tests. Needs no more than a QCoreApplication.
Desktop makeNoDesktop();

} // namespace parlor

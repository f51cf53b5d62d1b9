// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/wait.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QTimer>

namespace parlor::test {

bool waitUntil(const std::function<bool()>& condition, std::chrono::milliseconds deadline) {
    const QDeadlineTimer end(deadline);
    // Only there to end the wait for events: without it a deadline in silence would never be noticed.
    QTimer alarm;
    alarm.setSingleShot(true);
    alarm.start(deadline);
    while (!condition()) {
        if (end.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return true;
}

} // namespace parlor::test

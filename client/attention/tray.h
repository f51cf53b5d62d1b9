// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/rules.h"

#include <QObject>

namespace parlor {

/// For how long one is not to be disturbed.
enum class QuietSpan { HalfHour, Hour, Tomorrow, Always, Off };

/// Parlor's place beside the clock: a picture with what is unread, and a small menu. GUI thread.
class Tray : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Whether the desktop has such a place now; availableChanged() tells of a change.
    virtual bool isAvailable() const = 0;
    /// Shows the icon, where there is a place.
    virtual void setShown(bool shown) = 0;
    virtual void setBadge(const BadgeCount& count) = 0;
    /// The icon and the menu tell that one is not to be disturbed.
    virtual void setQuiet(bool quiet) = 0;

Q_SIGNALS:
    void availableChanged();
    void openWanted();
    void quietWanted(parlor::QuietSpan span);
    void quitWanted();
};

/// The count on the program's icon in the dock or the task bar. GUI thread.
class IconBadge {
public:
    IconBadge() = default;
    virtual ~IconBadge() = default;
    Q_DISABLE_COPY_MOVE(IconBadge)
    virtual void setCount(int count) = 0;
};

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QTimeZone>

namespace parlor {

/// The instant `msecs` after 1970 in UTC. The one place that knows of the two ways to say so: Qt 6.5 has a
/// light QTimeZone::UTC and warns of the older Qt::UTC; before, QTimeZone::utc() is much dearer. Any thread.
inline QDateTime utcFromMsecs(qint64 msecs) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QDateTime::fromMSecsSinceEpoch(msecs, QTimeZone(QTimeZone::UTC));
#else
    return QDateTime::fromMSecsSinceEpoch(msecs, Qt::UTC);
#endif
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/settings.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace parlor::admin {

/// One line of the log, without its newline: time (UTC), level, category and message as key=value pairs, the
/// message quoted with its control characters escaped, so that no message can look like two. Pure; any
/// thread.
QByteArray logLine(const QDateTime& time, LogLevel level, const QByteArray& category, const QString& message);

/// Sends all of Qt's messages of this level and above to stderr as such lines, each by one write. Call once
/// on the main thread; a second call changes the level.
void startLogging(LogLevel level);

} // namespace parlor::admin

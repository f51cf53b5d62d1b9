// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/settings.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QPair>
#include <QString>

namespace parlor::admin {

/// One event of the log.
struct LogEntry {
    QDateTime time;
    LogLevel level = LogLevel::Info;
    QByteArray category;
    QString message;
    /// What the thread was working for (LogContext): "request", "connection".
    QList<QPair<QByteArray, QByteArray>> fields = {};
};

/// One line of the log, without its newline: time (UTC), level, category, fields and message as key=value
/// pairs, the message quoted with its control characters escaped, so that no message can look like two. Pure;
/// any thread.
QByteArray textLine(const LogEntry& entry);
/// The same as one JSON object, without a newline in it.
QByteArray jsonLine(const LogEntry& entry);

/// Sends all of Qt's messages of this level and above to stderr as such lines, each by one write. Call once
/// on the main thread; a second call changes both.
void startLogging(LogLevel level, bool json = false);

} // namespace parlor::admin

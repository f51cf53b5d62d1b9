// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/logging.h"

#include <QLoggingCategory>

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace parlor::admin {

namespace {

std::atomic<LogLevel> leastLevel = LogLevel::Info;

LogLevel levelOf(QtMsgType type) {
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return LogLevel::Error;
}

const char* nameOf(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        break;
    }
    return "error";
}

QByteArray quoted(const QString& message) {
    QByteArray text = "\"";
    for (const char c : message.toUtf8()) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            text += '\\';
            text += c;
        } else if (c == '\n') {
            text += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            text += "\\x" + QByteArray(1, c).toHex();
        } else {
            text += c;
        }
    }
    return text + '"';
}

void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    const LogLevel level = levelOf(type);
    if (level < leastLevel.load(std::memory_order_relaxed))
        return;
    const QByteArray line = logLine(QDateTime::currentDateTimeUtc(), level,
                                    context.category ? context.category : "default", message) +
                            '\n';
    // stderr has no buffer: one fwrite() is one write(), so that lines of several threads do not mix.
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

} // namespace

QByteArray logLine(const QDateTime& time, LogLevel level, const QByteArray& category,
                   const QString& message) {
    return "time=" + time.toUTC().toString(Qt::ISODateWithMs).toLatin1() + " level=" + nameOf(level) +
           " category=" + category + " message=" + quoted(message);
}

void startLogging(LogLevel level) {
    leastLevel = level;
    // Below the handler too, so that what nobody sees costs nothing to word.
    QLoggingCategory::setFilterRules(level == LogLevel::Debug ? QStringLiteral("parlor.*.debug=true")
                                                              : QStringLiteral("*.debug=false"));
    qInstallMessageHandler(handleMessage);
}

} // namespace parlor::admin

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/logging.h"

#include "server/metrics/log_context.h"

#include <QLoggingCategory>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace parlor::admin {

namespace {

std::atomic<LogLevel> leastLevel = LogLevel::Info;
std::atomic<bool> asJson = false;

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

/// In double quotes, as one line; `control` words what no line may hold.
template <typename Control>
QByteArray quoted(const QByteArray& utf8, Control control) {
    QByteArray text = "\"";
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            text += '\\';
            text += c;
        } else if (c == '\n') {
            text += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            text += control(QByteArray(1, c).toHex());
        } else {
            text += c;
        }
    }
    return text + '"';
}

QByteArray quotedText(const QByteArray& utf8) {
    return quoted(utf8, [](const QByteArray& hex) { return "\\x" + hex; });
}

QByteArray quotedJson(const QByteArray& utf8) {
    return quoted(utf8, [](const QByteArray& hex) { return "\\u00" + hex; });
}

bool isPlain(const QByteArray& value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
               c == '_' || c == '-' || c == ':';
    });
}

QByteArray timeText(const QDateTime& time) {
    return time.toUTC().toString(Qt::ISODateWithMs).toLatin1();
}

void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    const LogLevel level = levelOf(type);
    if (level < leastLevel.load(std::memory_order_relaxed))
        return;
    const LogEntry entry{QDateTime::currentDateTimeUtc(), level,
                         context.category ? context.category : "default", message, LogContext::fields()};
    const QByteArray line =
        (asJson.load(std::memory_order_relaxed) ? jsonLine(entry) : textLine(entry)) + '\n';
    // stderr has no buffer: one fwrite() is one write(), so that lines of several threads do not mix.
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

} // namespace

QByteArray textLine(const LogEntry& entry) {
    QByteArray line =
        "time=" + timeText(entry.time) + " level=" + nameOf(entry.level) + " category=" + entry.category;
    for (const auto& [key, value] : entry.fields)
        line += ' ' + key + '=' + (isPlain(value) ? value : quotedText(value));
    return line + " message=" + quotedText(entry.message.toUtf8());
}

QByteArray jsonLine(const LogEntry& entry) {
    QByteArray line = "{\"time\":\"" + timeText(entry.time) + "\",\"level\":\"" + nameOf(entry.level) +
                      "\",\"category\":" + quotedJson(entry.category);
    for (const auto& [key, value] : entry.fields)
        line += ",\"" + key + "\":" + quotedJson(value);
    return line + ",\"message\":" + quotedJson(entry.message.toUtf8()) + '}';
}

void startLogging(LogLevel level, bool json) {
    leastLevel = level;
    asJson = json;
    // Below the handler too, so that what nobody sees costs nothing to word.
    QLoggingCategory::setFilterRules(level == LogLevel::Debug ? QStringLiteral("parlor.*.debug=true")
                                                              : QStringLiteral("*.debug=false"));
    qInstallMessageHandler(handleMessage);
}

} // namespace parlor::admin

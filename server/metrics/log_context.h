// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>

namespace parlor {

/// Says what the calling thread is working for, as long as the object lives: every line that is logged on
/// this thread meanwhile carries it as a field. Made on the stack; contexts nest.
class LogContext {
public:
    /// `key` is a literal of lower-case letters. `value` may come from outside; empty: no field.
    LogContext(const char* key, const QByteArray& value);
    /// Becomes text only if a line is written, so that it may stand on every path.
    LogContext(const char* key, quint64 number);
    ~LogContext();
    LogContext(const LogContext&) = delete;
    LogContext& operator=(const LogContext&) = delete;

    /// Those of the calling thread, the outermost first; of those with one key the innermost.
    static QList<QPair<QByteArray, QByteArray>> fields();

private:
    const char* const m_key;
    const QByteArray m_text;
    const quint64 m_number;
    LogContext* const m_outer;
};

} // namespace parlor

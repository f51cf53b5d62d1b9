// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/log_context.h"

#include <algorithm>

namespace parlor {

namespace {

thread_local LogContext* innermost = nullptr;

} // namespace

LogContext::LogContext(const char* key, const QByteArray& value)
    : m_key(key)
    , m_text(value)
    , m_number(0)
    , m_outer(innermost) {
    innermost = this;
}

LogContext::LogContext(const char* key, quint64 number)
    : m_key(key)
    , m_number(number)
    , m_outer(innermost) {
    innermost = this;
}

LogContext::~LogContext() {
    innermost = m_outer;
}

QList<QPair<QByteArray, QByteArray>> LogContext::fields() {
    QList<QPair<QByteArray, QByteArray>> all;
    for (const LogContext* context = innermost; context; context = context->m_outer) {
        const QByteArray value =
            context->m_number > 0 ? QByteArray::number(context->m_number) : context->m_text;
        const bool known = std::any_of(
            all.cbegin(), all.cend(), [context](const auto& field) { return field.first == context->m_key; });
        if (!value.isEmpty() && !known)
            all.prepend({context->m_key, value});
    }
    return all;
}

} // namespace parlor

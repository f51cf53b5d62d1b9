// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/publisher.h"

#include <QLoggingCategory>

#include <condition_variable>
#include <memory>
#include <mutex>

namespace parlor::gateway {

namespace {

Q_LOGGING_CATEGORY(lcPublisher, "parlor.publisher")

constexpr std::chrono::seconds publishDeadline{5};

// Outcome of several appends, shared with callbacks that may come after the wait was given up.
struct Pending {
    std::mutex mutex;
    std::condition_variable changed;
    qsizetype missing = 0;
    QList<log::Appended> appended;
    std::optional<Error> error;
};

} // namespace

Publisher::Publisher(store::Store& store, log::Log& log, Tail& tail)
    : m_store(store)
    , m_log(log)
    , m_tail(tail) {}

Result<void> Publisher::checkWritable(const RoomId& room, std::chrono::milliseconds maxLag) const {
    if (const auto failure = m_tail.failure())
        return fail(
            Error(ErrorCode::Unavailable, QStringLiteral("This server no longer follows its event log."))
                .withRetryAfter(5));
    if (m_tail.full())
        return fail(
            Error(ErrorCode::Unavailable, QStringLiteral("The server has fallen behind in storing messages."))
                .withRetryAfter(2));
    if (!m_tail.caughtUp() || m_tail.lag(room) > maxLag)
        return fail(
            Error(ErrorCode::Unavailable, QStringLiteral("The server has fallen behind its event log."))
                .withRetryAfter(1));
    return {};
}

Result<void> Publisher::publish(const QList<store::OutboxRow>& rows) {
    if (rows.isEmpty())
        return {};
    const auto deadline = std::chrono::steady_clock::now() + publishDeadline;
    const auto pending = std::make_shared<Pending>();
    pending->missing = rows.size();
    for (const store::OutboxRow& row : rows) {
        m_log.append(row.topic, row.key, row.value, [pending](Result<log::Appended> result) {
            const std::lock_guard lock(pending->mutex);
            --pending->missing;
            if (result)
                pending->appended.append(*result);
            else
                pending->error = result.error();
            pending->changed.notify_all();
        });
    }
    QList<log::Appended> appended;
    {
        std::unique_lock lock(pending->mutex);
        if (!pending->changed.wait_until(lock, deadline, [&] { return pending->missing == 0; }))
            return fail(ErrorCode::Unavailable,
                        QStringLiteral("The event log does not answer. The change will follow."));
        if (pending->error)
            return fail(*pending->error);
        appended = pending->appended;
    }
    QList<qint64> ids;
    for (const store::OutboxRow& row : rows)
        ids.append(row.id);
    if (auto deleted = m_store.deleteOutbox(ids); !deleted)
        qCWarning(lcPublisher) << "outbox rows will be sent again:" << deleted.error();
    for (const log::Appended& one : appended) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (!m_tail.waitFor(one.where, one.offset, std::max(left, std::chrono::milliseconds(0))))
            return fail(ErrorCode::Unavailable,
                        QStringLiteral("The server has fallen behind its event log."));
    }
    return {};
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/log_trimmer.h"

#include <algorithm>

namespace parlor::worker {

LogTrimmer::LogTrimmer(log::Log& log, store::Store& store, std::chrono::hours age)
    : m_log(log)
    , m_store(store)
    , m_age(age) {}

void LogTrimmer::start(std::chrono::milliseconds interval) {
    m_task = std::make_unique<PeriodicTask>("log trimmer", interval, [this] {
        if (const auto trimmed = trim(QDateTime::currentDateTimeUtc()); !trimmed)
            qWarning("The event log could not be trimmed: %s", qUtf8Printable(trimmed.error().message()));
    });
    m_task->start();
}

void LogTrimmer::stop() {
    m_task.reset();
}

Result<void> LogTrimmer::trim(const QDateTime& now) {
    const auto epoch = m_store.epoch();
    if (!epoch)
        return fail(epoch.error());
    if (epoch->logIdentity != m_log.identity())
        return {};
    const auto snapshot = m_store.snapshot();
    if (!snapshot)
        return fail(snapshot.error());
    const auto young = m_log.positionsBefore(now.addSecs(-std::chrono::seconds(m_age).count()));
    if (!young)
        return fail(young.error());
    const auto begin = m_log.begin();
    if (!begin)
        return fail(begin.error());
    log::Positions below;
    for (auto it = snapshot->positions.begin(); it != snapshot->positions.end(); ++it) {
        const qint64 position = std::min(it.value(), young->value(it.key(), 0));
        if (position > begin->value(it.key(), 0))
            below[it.key()] = position;
    }
    return below.isEmpty() ? Result<void>() : m_log.trim(below);
}

} // namespace parlor::worker

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/end_sampler.h"

#include "shared/named_thread.h"

#include <QLoggingCategory>

namespace parlor::gateway {

namespace {

Q_LOGGING_CATEGORY(lcSampler, "parlor.tail")

} // namespace

EndSampler::EndSampler(log::Log& log, std::chrono::milliseconds interval)
    : m_log(log)
    , m_interval(interval) {}

EndSampler::~EndSampler() {
    stop();
}

void EndSampler::start(Sampled sampled) {
    m_sampled = std::move(sampled);
    m_thread = namedThread("end sampler", [this] { run(); });
}

void EndSampler::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_changed.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
}

std::optional<log::Positions> EndSampler::fresh(std::chrono::milliseconds deadline) {
    std::unique_lock lock(m_mutex);
    if (m_finished > 0 && !m_last)
        return std::nullopt;
    // One that is under way may have been answered before this call: only the next one counts.
    const quint64 next = m_begun + 1;
    m_wanted = true;
    m_changed.notify_all();
    const bool answered =
        m_changed.wait_for(lock, deadline, [&] { return m_stopping || m_finished >= next; });
    return answered && m_finished >= next ? m_last : std::nullopt;
}

void EndSampler::run() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        m_wanted = false;
        ++m_begun;
        lock.unlock();
        const Clock::time_point at = Clock::now();
        auto end = m_log.end();
        if (end)
            m_sampled(*end, at);
        lock.lock();
        if (!end && (m_finished == 0 || m_last))
            qCWarning(lcSampler) << "the log does not tell its end, trying again:" << end.error();
        m_last = end ? std::optional(std::move(*end)) : std::nullopt;
        m_finished = m_begun;
        m_changed.notify_all();
        m_changed.wait_for(lock, m_interval, [this] { return m_stopping || (m_wanted && m_last); });
    }
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/lag_meter.h"

#include <algorithm>

namespace parlor::gateway {

void LagMeter::start(const log::Positions& end, Clock::time_point at) {
    const std::lock_guard lock(m_mutex);
    for (auto it = end.cbegin(); it != end.cend(); ++it)
        m_partitions.insert(it.key(), {0, it.value(), it.value(), at, at});
}

void LagMeter::sampled(const log::Positions& end, Clock::time_point at) {
    const std::lock_guard lock(m_mutex);
    for (auto it = m_partitions.begin(); it != m_partitions.end(); ++it) {
        const auto sample = end.constFind(it.key());
        // A sample that has not been met stays: a newer one would only hide how old it is.
        if (sample == end.cend() || it->reached < it->sample)
            continue;
        it->sample = *sample;
        it->sampledAt = at;
        settle(*it);
    }
    m_changed.notify_all();
}

void LagMeter::reached(const log::Positions& positions) {
    const std::lock_guard lock(m_mutex);
    bool all = true;
    for (auto it = m_partitions.begin(); it != m_partitions.end(); ++it) {
        it->reached = std::max(it->reached, positions.value(it.key(), 0));
        settle(*it);
        all = all && it->reached >= it->first;
    }
    m_caughtUp = m_caughtUp || all;
    m_changed.notify_all();
}

void LagMeter::settle(Partition& partition) {
    if (partition.reached >= partition.sample)
        partition.upToDateAt = std::max(partition.upToDateAt, partition.sampledAt);
}

bool LagMeter::caughtUp() const {
    const std::lock_guard lock(m_mutex);
    return m_caughtUp;
}

bool LagMeter::waitUntilCurrent(std::chrono::milliseconds maxLag, std::chrono::milliseconds deadline) const {
    std::unique_lock lock(m_mutex);
    const auto isCurrent = [&] { return m_caughtUp && mostLag() <= maxLag; };
    m_changed.wait_for(lock, deadline, [&] { return m_ended || isCurrent(); });
    return isCurrent();
}

void LagMeter::end() {
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    m_changed.notify_all();
}

std::chrono::milliseconds LagMeter::lagOf(const Partition& partition, Clock::time_point now) const {
    const auto behind = std::chrono::duration_cast<std::chrono::milliseconds>(now - partition.upToDateAt);
    return std::max(std::chrono::milliseconds(0), behind - m_slack);
}

std::chrono::milliseconds LagMeter::lag(const log::TopicPartition& where) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_partitions.constFind(where);
    return found == m_partitions.cend() ? std::chrono::milliseconds(0) : lagOf(*found, Clock::now());
}

std::chrono::milliseconds LagMeter::lag(log::Topic topic) const {
    const auto now = Clock::now();
    std::chrono::milliseconds most{0};
    const std::lock_guard lock(m_mutex);
    for (auto it = m_partitions.cbegin(); it != m_partitions.cend(); ++it) {
        if (it.key().topic == topic)
            most = std::max(most, lagOf(*it, now));
    }
    return most;
}

std::chrono::milliseconds LagMeter::lag() const {
    const std::lock_guard lock(m_mutex);
    return mostLag();
}

std::chrono::milliseconds LagMeter::mostLag() const {
    const auto now = Clock::now();
    std::chrono::milliseconds most{0};
    for (const Partition& partition : m_partitions)
        most = std::max(most, lagOf(partition, now));
    return most;
}

} // namespace parlor::gateway

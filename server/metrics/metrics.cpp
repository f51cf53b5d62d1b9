// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/metrics.h"

#include <algorithm>

namespace parlor::metrics {

std::size_t shardIndex() noexcept {
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t index = next.fetch_add(1, std::memory_order_relaxed) % shardCount;
    return index;
}

quint64 Counter::value() const noexcept {
    quint64 sum = 0;
    for (const Shard& shard : m_shards)
        sum += shard.value.load(std::memory_order_relaxed);
    return sum;
}

Histogram::Histogram(std::vector<double> bounds)
    : m_bounds(std::move(bounds)) {
    Q_ASSERT(std::is_sorted(m_bounds.begin(), m_bounds.end()));
    for (Shard& shard : m_shards)
        shard.counts = std::make_unique<std::atomic<quint64>[]>(m_bounds.size() + 1);
}

void Histogram::observe(double value) noexcept {
    Shard& shard = m_shards[shardIndex()];
    const auto bucket = std::lower_bound(m_bounds.begin(), m_bounds.end(), value) - m_bounds.begin();
    shard.counts[std::size_t(bucket)].fetch_add(1, std::memory_order_relaxed);
    shard.sum.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Values Histogram::values() const {
    Values values;
    values.counts.resize(m_bounds.size() + 1);
    for (const Shard& shard : m_shards) {
        for (std::size_t i = 0; i < values.counts.size(); ++i)
            values.counts[i] += shard.counts[i].load(std::memory_order_relaxed);
        values.sum += shard.sum.load(std::memory_order_relaxed);
    }
    return values;
}

std::vector<double> Histogram::latencyBounds() {
    return {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

std::vector<double> Histogram::sizeBounds() {
    return {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};
}

} // namespace parlor::metrics

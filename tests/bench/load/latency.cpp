// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/latency.h"

#include <algorithm>
#include <bit>
#include <ctime>

namespace parlor::load {

int Latency::bucketOf(uint64_t value) {
    if (value < (1u << stepBits))
        return int(value);
    const int shift = int(std::bit_width(value)) - 1 - stepBits;
    return ((shift + 1) << stepBits) + int((value >> shift) & ((1u << stepBits) - 1));
}

int64_t Latency::edgeOf(int bucket) {
    if (bucket < (1 << stepBits))
        return bucket;
    const int shift = (bucket >> stepBits) - 1;
    const uint64_t first = (uint64_t(1) << stepBits) + uint64_t(bucket & ((1 << stepBits) - 1));
    return int64_t(((first + 1) << shift) - 1);
}

void Latency::add(int64_t nanoseconds) {
    const int64_t value = std::max<int64_t>(nanoseconds, 0);
    ++m_counts[size_t(std::min(bucketOf(uint64_t(value)), buckets - 1))];
    ++m_count;
    m_maximum = std::max(m_maximum, value);
}

void Latency::add(const Latency& other) {
    for (size_t i = 0; i < m_counts.size(); ++i)
        m_counts[i] += other.m_counts[i];
    m_count += other.m_count;
    m_maximum = std::max(m_maximum, other.m_maximum);
}

void Latency::clear() {
    *this = Latency();
}

int64_t Latency::percentile(double share) const {
    if (m_count == 0)
        return 0;
    const auto wanted = std::max<int64_t>(1, int64_t(share * double(m_count) + 0.5));
    int64_t seen = 0;
    for (size_t i = 0; i < m_counts.size(); ++i) {
        seen += m_counts[i];
        if (seen >= wanted)
            return std::min(edgeOf(int(i)), m_maximum);
    }
    return m_maximum;
}

int64_t now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace parlor::load

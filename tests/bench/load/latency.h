// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace parlor::load {

/// Times in nanoseconds, counted in buckets that are at most 1/64 of their value wide. Adding costs a few
/// instructions and no memory; the maximum is exact. One thread.
class Latency {
public:
    void add(int64_t nanoseconds);
    void add(const Latency& other);
    void clear();

    int64_t count() const { return m_count; }
    /// The upper edge of the bucket in which `share` (0 to 1) of all times are reached, in nanoseconds; 0 if
    /// there are none.
    int64_t percentile(double share) const;
    int64_t maximum() const { return m_maximum; }

private:
    static constexpr int stepBits = 6; // 64 buckets for each power of two
    static constexpr int buckets = (64 - stepBits) << stepBits;
    static int bucketOf(uint64_t value);
    static int64_t edgeOf(int bucket);

    std::array<uint32_t, buckets> m_counts{};
    int64_t m_count = 0;
    int64_t m_maximum = 0;
};

/// The monotonic clock, in nanoseconds.
int64_t now();

} // namespace parlor::load

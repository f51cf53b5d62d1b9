// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>
#include <optional>

namespace parlor::gateway {

/// A token bucket: `burst` at once, `perSecond` in the long run. Not thread-safe.
class TokenBucket {
public:
    using Clock = std::chrono::steady_clock;

    TokenBucket(double perSecond, double burst)
        : m_perSecond(perSecond)
        , m_burst(burst)
        , m_tokens(burst) {}

    /// Takes `cost` tokens if they are there; otherwise takes none.
    bool take(Clock::time_point now, double cost = 1) {
        const double elapsed = std::chrono::duration<double>(now - m_at).count();
        m_tokens = std::min(m_burst, m_tokens + std::max(0.0, elapsed) * m_perSecond);
        m_at = now;
        if (m_tokens < cost)
            return false;
        m_tokens -= cost;
        return true;
    }
    /// Seconds, at least 1, until take(cost) can succeed.
    int secondsUntil(double cost = 1) const {
        return std::max(1, static_cast<int>(std::ceil((cost - m_tokens) / m_perSecond)));
    }
    /// As if it had never been used: may be forgotten.
    bool isFull(Clock::time_point now) const {
        return m_tokens + std::chrono::duration<double>(now - m_at).count() * m_perSecond >= m_burst;
    }

private:
    double m_perSecond;
    double m_burst;
    double m_tokens;
    Clock::time_point m_at = Clock::now();
};

/// One bucket for each key (an address, a user). Any thread. Forgets buckets that have filled up again, so
/// that its memory is bounded by what is active.
template <typename Key>
class KeyedLimiter {
public:
    KeyedLimiter(double perSecond, double burst)
        : m_perSecond(perSecond)
        , m_burst(burst) {}

    /// Nothing if the request may pass, otherwise the seconds to wait.
    std::optional<int> take(const Key& key) {
        const auto now = TokenBucket::Clock::now();
        const std::lock_guard lock(m_mutex);
        if (m_buckets.size() >= m_purgeAt) {
            m_buckets.removeIf([&](const auto& item) { return item.value().isFull(now); });
            m_purgeAt = std::max<qsizetype>(minimumPurge, 2 * m_buckets.size());
        }
        auto bucket = m_buckets.find(key);
        if (bucket == m_buckets.end())
            bucket = m_buckets.insert(key, TokenBucket(m_perSecond, m_burst));
        if (bucket->take(now))
            return std::nullopt;
        return bucket->secondsUntil();
    }

private:
    static constexpr qsizetype minimumPurge = 4096;
    const double m_perSecond;
    const double m_burst;
    std::mutex m_mutex;
    qsizetype m_purgeAt = minimumPurge;
    QHash<Key, TokenBucket> m_buckets;
};

} // namespace parlor::gateway

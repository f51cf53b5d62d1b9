// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/rate_budget.h"

#include <QHash>

#include <algorithm>
#include <array>
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

/// One bucket for each key (an address, a user). Any thread; keys are spread over locks of their own. Forgets
/// buckets that have filled up again, so that its memory is bounded by what is active.
template <typename Key>
class KeyedLimiter {
public:
    explicit KeyedLimiter(const RateBudget& budget)
        : m_budget(budget) {}

    /// Nothing if the request may pass, otherwise the seconds to wait. Who asks for more than the burst at
    /// once may when the bucket is full.
    std::optional<int> take(const Key& key, double cost = 1) {
        cost = std::min(cost, m_budget.burst);
        const auto now = TokenBucket::Clock::now();
        Stripe& stripe = m_stripes[qHash(key, seed) % m_stripes.size()];
        const std::lock_guard lock(stripe.mutex);
        if (stripe.buckets.size() >= stripe.purgeAt) {
            stripe.buckets.removeIf([&](const auto& item) { return item.value().isFull(now); });
            stripe.purgeAt = std::max<qsizetype>(minimumPurge, 2 * stripe.buckets.size());
        }
        auto bucket = stripe.buckets.find(key);
        if (bucket == stripe.buckets.end())
            bucket = stripe.buckets.insert(key, TokenBucket(m_budget.perSecond, m_budget.burst));
        if (bucket->take(now, cost))
            return std::nullopt;
        return bucket->secondsUntil(cost);
    }

    /// Buckets that are kept now. For tests.
    qsizetype size() const {
        qsizetype sum = 0;
        for (const Stripe& stripe : m_stripes) {
            const std::lock_guard lock(stripe.mutex);
            sum += stripe.buckets.size();
        }
        return sum;
    }

private:
    static constexpr qsizetype minimumPurge = 256;
    static constexpr size_t seed =
        0x9e3779b9; ///< not that of the tables inside, or each would fill few slots
    struct Stripe {
        mutable std::mutex mutex;
        qsizetype purgeAt = minimumPurge;
        QHash<Key, TokenBucket> buckets;
    };
    const RateBudget m_budget;
    std::array<Stripe, 16> m_stripes;
};

} // namespace parlor::gateway

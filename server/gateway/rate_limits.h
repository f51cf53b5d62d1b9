// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/rate_limiter.h"
#include "server/rate_budget.h"
#include "shared/ids.h"
#include "shared/result.h"

#include <QHostAddress>

namespace parlor::gateway {

/// What one user or address may ask this gateway for, whatever way it comes: HTTP or any number of sockets.
/// Each call takes from a budget, or is RateLimited with the seconds to wait and takes nothing. Any thread;
/// a lock that is held for one look-up.
class RateLimits {
public:
    explicit RateLimits(const RateBudgets& budgets)
        : m_on(budgets.on)
        , m_requests(budgets.requests)
        , m_messages(budgets.messages)
        , m_logins(budgets.logins)
        , m_addresses(budgets.addresses) {}

    /// A request by HTTP or socket; `cost` in usual requests.
    Result<void> request(const UserId& user, double cost = 1) { return take(m_requests, user, cost); }
    /// A message, or a change of one.
    Result<void> message(const UserId& user) { return take(m_messages, user, 1); }
    /// Registering or logging in.
    Result<void> login(const QHostAddress& address) { return take(m_logins, address, 1); }
    /// Anything else of somebody who is not known.
    Result<void> anonymous(const QHostAddress& address, double cost = 1) {
        return take(m_addresses, address, cost);
    }

private:
    template <typename Key>
    Result<void> take(KeyedLimiter<Key>& limiter, const Key& key, double cost) {
        if (!m_on)
            return {};
        if (const auto wait = limiter.take(key, cost))
            return fail(Error(ErrorCode::RateLimited).withRetryAfter(*wait));
        return {};
    }

    const bool m_on;
    KeyedLimiter<UserId> m_requests;
    KeyedLimiter<UserId> m_messages;
    KeyedLimiter<QHostAddress> m_logins;
    KeyedLimiter<QHostAddress> m_addresses;
};

} // namespace parlor::gateway

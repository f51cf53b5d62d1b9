// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QHash>
#include <QHostAddress>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <mutex>
#include <optional>

namespace parlor::auth {

/// `burst` failures at once, one more after each `refill`.
struct FailureBudget {
    double burst = 10;
    std::chrono::seconds refill{60};
};

/// How often a password may be wrong. Of one login from one address; of one login from everywhere, which
/// binds only those addresses that the account was never signed in from; of somebody who changes their own.
/// NIST SP 800-63B, 5.2.2, wants no more than 100 in a row: a password of eight characters does not fall to
/// these in years, and who mistypes does not meet them.
struct LoginBudgets {
    FailureBudget pair{10, std::chrono::seconds(60)};
    FailureBudget account{50, std::chrono::seconds(60)};
    FailureBudget passwordChange{5, std::chrono::seconds(60)};
};

/// Counts failures by a key. What was spent comes back with time, so that a key that rests is forgotten; of
/// more than `keysMax` keys all are, which bounds the memory against those who can make up names faster than
/// they are forgotten. Any thread.
template <typename Key>
class FailureCounter {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;
    static constexpr qsizetype keysMax = 100'000; // about 10 MB

    FailureCounter(FailureBudget budget, Clock clock)
        : m_budget(budget)
        , m_clock(std::move(clock)) {}

    /// Takes one failure in advance; the seconds to wait if there is none left.
    std::optional<int> take(const Key& key) {
        const auto now = m_clock();
        const std::lock_guard lock(m_mutex);
        if (m_spent.size() >= m_purgeAt)
            purge(now);
        Spent& spent = m_spent[key];
        settle(spent, now);
        if (spent.count + 1 > m_budget.burst) {
            const double missing = spent.count + 1 - m_budget.burst;
            return std::max(1, int(std::ceil(missing * double(m_budget.refill.count()))));
        }
        spent.count += 1;
        return std::nullopt;
    }
    /// It was no failure after all.
    void giveBack(const Key& key) {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_spent.find(key); found != m_spent.end())
            found->count = std::max(0.0, found->count - 1);
    }
    qsizetype size() const {
        const std::lock_guard lock(m_mutex);
        return m_spent.size();
    }

private:
    struct Spent {
        double count = 0;
        std::chrono::steady_clock::time_point at = {};
    };

    void settle(Spent& spent, std::chrono::steady_clock::time_point now) const {
        const double seconds = std::chrono::duration<double>(now - spent.at).count();
        spent.count = std::max(0.0, spent.count - seconds / double(m_budget.refill.count()));
        spent.at = now;
    }
    void purge(std::chrono::steady_clock::time_point now) {
        m_spent.removeIf([&](const auto& item) {
            Spent spent = item.value();
            settle(spent, now);
            return spent.count == 0;
        });
        if (m_spent.size() >= keysMax)
            m_spent.clear();
        m_purgeAt = std::clamp<qsizetype>(2 * m_spent.size(), purgeMin, keysMax);
    }

    static constexpr qsizetype purgeMin = 4096;
    const FailureBudget m_budget;
    const Clock m_clock;
    mutable std::mutex m_mutex;
    qsizetype m_purgeAt = purgeMin;
    QHash<Key, Spent> m_spent;
};

/// Slows down who guesses passwords without locking out whose they are: their own address has a budget of
/// its own, and an address that the account was signed in from before is not bound by what others spend. What
/// it answers depends on the text of the login only, whether there is such an account or not. Any thread.
class LoginThrottle {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;
    /// The addresses that the account was signed in from; asked only when others have spent its budget.
    using KnownAddresses = std::function<Result<QStringList>()>;

    explicit LoginThrottle(const LoginBudgets& budgets, Clock clock = &std::chrono::steady_clock::now);

    /// What was taken in advance for one attempt.
    struct Ticket {
        QString pair;
        std::optional<QString> account; ///< none: of a known address, when others had spent the account's
    };
    /// RateLimited (retryAfter) or what `known` fails with; otherwise a failure is taken in advance, which
    /// succeeded() gives back.
    Result<Ticket> admit(const QString& login, const QHostAddress& address, const KnownAddresses& known);
    void succeeded(const Ticket& ticket);

private:
    FailureCounter<QString> m_pairs;
    FailureCounter<QString> m_accounts;
};

/// What counts as one address: of IPv6 the network of 64 bits, because every customer has at least that many
/// to choose from.
QString addressGroup(const QHostAddress& address);

} // namespace parlor::auth

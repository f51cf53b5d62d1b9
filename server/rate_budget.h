// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace parlor {

/// How much one user or address may ask for: `burst` at once, `perSecond` in the long run.
struct RateBudget {
    double perSecond = 0; ///< above 0
    double burst = 0;     ///< 1 or more
    friend bool operator==(const RateBudget&, const RateBudget&) = default;
};

/// The budgets of a gateway. The defaults are far above what people and well-made clients need.
struct RateBudgets {
    bool on = true;               ///< off: for load tests only
    RateBudget requests{50, 500}; ///< HTTP requests and frames of one user; some cost more than 1
    RateBudget messages{10, 100}; ///< messages of one user, and changes of messages
    RateBudget logins{1, 60};     ///< registering and logging in, per address
    /// Whatever else comes without a valid token, per address; a whole office may share one.
    RateBudget addresses{50, 1000};
    friend bool operator==(const RateBudgets&, const RateBudgets&) = default;
};

} // namespace parlor

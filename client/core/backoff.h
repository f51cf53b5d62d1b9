// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/timing.h"

#include <algorithm>
#include <chrono>

namespace parlor {

/// Exponential backoff with full jitter: the n-th pause in a row is uniform between a small floor and
/// min(cap, base * 2^n), so that a thousand clients of a server that comes back do not come at once.
/// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
class Backoff {
public:
    static constexpr std::chrono::milliseconds base{500};
    static constexpr std::chrono::milliseconds cap{30'000};
    static constexpr std::chrono::milliseconds floor{50};

    std::chrono::milliseconds next(Timing& timing) {
        const auto ceiling = std::min<qint64>(cap.count(), base.count() << std::min(m_failures, 16));
        ++m_failures;
        const auto pause = qint64(timing.random() * double(ceiling));
        return std::max(floor, std::chrono::milliseconds(pause));
    }
    void reset() { m_failures = 0; }
    int failures() const { return m_failures; }

private:
    int m_failures = 0;
};

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <chrono>
#include <deque>

namespace parlor::worker {

/// How far a projection is behind the log, from samples of the log's end. Time is given by the caller. Not
/// thread-safe.
class LagMeter {
public:
    using Clock = std::chrono::steady_clock;

    explicit LagMeter(Clock::time_point now = Clock::now())
        : m_reachedAt(now) {}

    /// The log's end, of at least the partitions that are projected.
    void sampled(const log::Positions& end, Clock::time_point now);
    /// Where the projection stands, of just the partitions that are projected here.
    void moved(const log::Positions& positions);

    /// Records not projected yet, by partition, as of the last sample; offsets that hold nothing count too.
    /// Empty before the first sample.
    QMap<log::TopicPartition, qint64> records() const;
    /// Zero when all is projected that the last sample saw. Else the time since the newest sample that is
    /// reached, or since this began: the oldest unprojected record came later than that, unless it was there
    /// before this began.
    Clock::duration behind(Clock::time_point now) const;

private:
    struct Sample {
        Clock::time_point at;
        log::Positions end;
    };
    bool reached(const log::Positions& end) const;
    void forget();

    log::Positions m_positions;
    log::Positions m_end;       ///< of the last sample
    std::deque<Sample> m_ahead; ///< not reached yet, oldest first
    Clock::time_point m_reachedAt;
};

} // namespace parlor::worker

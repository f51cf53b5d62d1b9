// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace parlor::gateway {

/// How far the tail is behind the log's end, in time, for each partition: the time since when it was last
/// known to have everything. The end is a sample, because under load the end itself always runs ahead; where
/// no samples come any more, the lag grows. Any thread.
class LagMeter {
public:
    using Clock = std::chrono::steady_clock;

    /// `slack`: the time between two samples, which is no lag.
    explicit LagMeter(std::chrono::milliseconds slack)
        : m_slack(slack) {}

    /// `end` was the log's end at `at`.
    void start(const log::Positions& end, Clock::time_point at);
    void sampled(const log::Positions& end, Clock::time_point at);
    /// The tail has met everything below `positions`.
    void reached(const log::Positions& positions);

    /// The tail has ended.
    void end();

    /// True once everything below the end that start() named has been met.
    bool caughtUp() const;
    /// Blocks until that is so and lag() is at most `maxLag`; false at the deadline, or at once when
    /// nothing will be met any more.
    bool waitUntilCurrent(std::chrono::milliseconds maxLag, std::chrono::milliseconds deadline) const;
    /// Zero before the start.
    std::chrono::milliseconds lag(const log::TopicPartition& where) const;
    /// The greatest of the topic's partitions.
    std::chrono::milliseconds lag(log::Topic topic) const;
    /// The greatest of all.
    std::chrono::milliseconds lag() const;

private:
    struct Partition {
        qint64 reached = 0;
        qint64 first = 0;  ///< the end at the start
        qint64 sample = 0; ///< the end at sampledAt, not met yet or met since upToDateAt
        Clock::time_point sampledAt;
        Clock::time_point upToDateAt;
    };
    static void settle(Partition& partition);
    std::chrono::milliseconds lagOf(const Partition& partition, Clock::time_point now) const;
    std::chrono::milliseconds mostLag() const;

    const std::chrono::milliseconds m_slack;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    QMap<log::TopicPartition, Partition> m_partitions;
    bool m_caughtUp = false;
    bool m_ended = false;
};

} // namespace parlor::gateway

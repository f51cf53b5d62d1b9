// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"

#include <atomic>
#include <chrono>
#include <deque>

namespace parlor::worker {

/// Keeps account of the records that are put aside, raises the alarm for each of them, and sees to it that a
/// database which refuses everything does not have the whole log put aside. One thread, except count().
class Parking {
public:
    struct Limits {
        int refusedInARow = 100; ///< refused records without a single accepted one in between
        int refusedPerHour = 1000;
        std::chrono::milliseconds confirm{1000}; ///< that a record must go on being refused
        int alarmsPerMinute = 30; ///< lines in the server's log; what is beyond is told as a number
    };

    Parking() = default;
    explicit Parking(Limits limits)
        : m_limits(limits) {}

    /// Whether one more refused record may be put aside when `refused` wait for it already. What nobody can
    /// read is always put aside: it says itself that it is no record.
    bool allows(int refused) const;
    /// Whether `record`, refused alone just now, was so already when this was first asked of it, at least
    /// `confirm` ago: a database that is out of order for a moment is no reason to park anything.
    bool confirmed(const log::Record& record);
    /// allows() said no: for a minute, or until the store accepts something, nothing more is allowed, so that
    /// a database that is out of order is asked seldom.
    void close();
    /// The store has `records` now, `refused` of them because it refused them as data. `accepted`: it took
    /// others in the same transaction.
    void committed(const QList<store::ParkedRecord>& records, int refused, bool accepted);
    /// Since the start. Any thread.
    qint64 count() const { return m_count; }

private:
    using Clock = std::chrono::steady_clock;
    void alarm(const store::ParkedRecord& record);

    const Limits m_limits;
    int m_inARow = 0;
    std::deque<Clock::time_point> m_refusedAt; ///< within the last hour
    Clock::time_point m_closedUntil;
    std::pair<log::TopicPartition, qint64> m_suspect{{}, -1};
    Clock::time_point m_suspectSince;
    Clock::time_point m_minuteBegan;
    int m_alarms = 0; ///< in that minute
    qint64 m_untold = 0;
    std::atomic<qint64> m_count{0};
};

} // namespace parlor::worker

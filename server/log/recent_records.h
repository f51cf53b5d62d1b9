// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace parlor::log {

/// What readers and writer of an embedded log share: the end, what was trimmed, and the newest records, so
/// that a reader that keeps up never asks SQLite. Every member is guarded by `mutex`.
class RecentRecords {
public:
    RecentRecords(qint64 end, Positions trimmed, qsizetype maxBytes);

    std::mutex mutex;
    std::condition_variable changed; ///< the end moved, or a reader was woken

    qint64 end() const { return m_end; }
    const Positions& trimmed() const { return m_trimmed; }
    /// Nothing (also: no other topic's record) is missing here from this offset on.
    qint64 first() const { return m_first; }

    /// Appends committed records, in order. `end` is the offset after the last. The caller notifies once it
    /// has let go of `mutex`: who is woken takes that at once.
    void publish(const QList<Record>& records, qint64 end);
    void setTrimmed(const Positions& trimmed);
    /// LogTrimmed or BeyondEnd for a position that cannot be read.
    Result<void> check(const Positions& positions) const;
    /// Takes from `from` >= first() on at most `max` records that `positions` asks for; returns the offset
    /// after the last one looked at.
    qint64 collect(qint64 from, const Positions& positions, int max, QList<Record>& out) const;

private:
    static qsizetype cost(const Record& record);

    std::deque<Record> m_records;
    qsizetype m_bytes = 0;
    const qsizetype m_maxBytes;
    qint64 m_first;
    qint64 m_end;
    Positions m_trimmed;
};

} // namespace parlor::log

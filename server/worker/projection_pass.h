// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/store/store.h"
#include "server/worker/parking.h"

#include <functional>
#include <utility>
#include <vector>

namespace parlor::worker {

struct ProjectionFigures {
    qint64 records = 0; ///< parked ones included
    qint64 transactions = 0;
    std::chrono::nanoseconds decoding{0};
    std::chrono::nanoseconds projecting{0}; ///< in the store
};

/// One run of the projection from where the store stands: fetch() collects records, flush() puts them into
/// the store with the new position. One thread, except wake().
class ProjectionPass {
public:
    /// Reads epoch and positions from the store and opens the log's `partitions` there. Conflict when the
    /// store's epoch is not of this log (ensureEpoch() comes first); PositionMoved when a new epoch begins
    /// just then; LogTrimmed, BeyondEnd as the log says. `log`, `store` and `parking` must outlive it.
    static Result<std::unique_ptr<ProjectionPass>> open(log::Log& log, store::Store& store, Parking& parking,
                                                        const QList<log::TopicPartition>& partitions);

    /// Reads at most `max` more records; returns how many are waiting for flush(). PositionMoved when the log
    /// was trimmed because another projector is far ahead of this one.
    Result<qsizetype> fetch(int max, std::chrono::milliseconds wait);
    qsizetype waiting() const { return m_records.size(); } ///< records for flush()
    qsizetype bytes() const { return m_bytes; }            ///< of their keys and values
    /// Whether flush() has something to do: records, or a position that moved over offsets without records.
    bool moved() const { return !m_records.isEmpty() || m_reader->positions() != m_projected; }
    /// Projects what was fetched. What nobody can read is parked, and so is a record that the store refuses
    /// alone (Internal from Store::project): it is found by halves. After a retryable error it may be called
    /// again; after PositionMoved the pass is over. NewerFormat: nothing was projected. Internal: the store
    /// refuses a record, but whether it goes on doing so is not confirmed yet (the same call again tells), or
    /// it refuses more than Parking allows; the records that count against it were not parked. `between` is
    /// called again and again while it works, and may rest.
    Result<void> flush(std::function<void()> between = {});
    /// Of its partitions, after the last successful transaction.
    const log::Positions& projected() const { return m_projected; }
    qint64 epoch() const { return m_epoch.number; }
    /// What was committed and what it took since the last call.
    ProjectionFigures takeFigures() { return std::exchange(m_figures, {}); }
    /// Ends a waiting fetch(). Any thread.
    void wake() { m_reader->wake(); }

private:
    /// What becomes of a fetched record.
    enum class Fate : char {
        Project,
        Unreadable,
        Refused, ///< by the store
    };

    ProjectionPass(store::Store& store, Parking& parking, store::Epoch epoch,
                   std::unique_ptr<log::LogReader> reader);
    Result<void> decode();
    /// One transaction with the first `count` records, which are forgotten then.
    Result<void> project(qsizetype count);
    Result<void> isolate();
    Result<void> park(qsizetype count, const Error& reason);
    log::Positions positionsAfter(qsizetype count) const;
    qsizetype itemsAmong(qsizetype count) const;
    /// The fewest records that hold `items` items.
    qsizetype recordsWith(qsizetype items) const;

    store::Store& m_store;
    Parking& m_parking;
    const store::Epoch m_epoch;
    const std::unique_ptr<log::LogReader> m_reader;
    log::Positions m_projected;
    // Fetched and not yet projected, in the order of the log; of the first m_fates.size() it is known what
    // becomes of them, and they are in one of the two other lists.
    QList<log::Record> m_records;
    qsizetype m_bytes = 0; ///< of m_records
    std::vector<Fate> m_fates;
    QList<store::ProjectionItem> m_items;
    QList<store::ParkedRecord> m_parked;
    ProjectionFigures m_figures;
    std::function<void()> m_between; ///< of flush()
};

} // namespace parlor::worker

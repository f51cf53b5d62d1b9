// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/store/store.h"
#include "server/worker/parked_records.h"

namespace parlor::worker {

/// One run of the projection from where the store stands: fetch() collects records, flush() puts them into
/// the store with the new position. One thread, except wake().
class ProjectionPass {
public:
    /// Reads epoch and positions from the store and opens the log there. Conflict when the store's epoch is
    /// not of this log (ensureEpoch() comes first); LogTrimmed, BeyondEnd as the log says.
    static Result<std::unique_ptr<ProjectionPass>> open(log::Log& log, store::Store& store,
                                                        ParkedRecords& parked);

    /// Reads at most `max` more records; returns how many are waiting for flush().
    Result<qsizetype> fetch(int max, std::chrono::milliseconds wait);
    /// Projects what was fetched. After a retryable error it may be called again; after PositionMoved the
    /// pass is over. NewerFormat: nothing was projected.
    Result<void> flush();
    /// Positions of the last successful flush().
    const log::Positions& projected() const { return m_projected; }
    /// Ends a waiting fetch(). Any thread.
    void wake() { m_reader->wake(); }

private:
    ProjectionPass(store::Store& store, ParkedRecords& parked, store::Epoch epoch,
                   std::unique_ptr<log::LogReader> reader);
    Result<void> decode();

    store::Store& m_store;
    ParkedRecords& m_parked;
    const store::Epoch m_epoch;
    const std::unique_ptr<log::LogReader> m_reader;
    log::Positions m_projected;
    QList<log::Record> m_records;         ///< fetched, not yet decoded
    QList<store::ProjectionItem> m_items; ///< decoded, not yet projected
};

} // namespace parlor::worker

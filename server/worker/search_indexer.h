// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "server/worker/periodic_task.h"

#include <atomic>

namespace parlor::worker {

struct SearchIndexerOptions {
    int batchMax = 500; ///< messages in one transaction: on SQLite others wait for it, some 20 ms
    std::chrono::milliseconds interval{250}; ///< between two looks for what is new
    std::chrono::milliseconds breath{2};     ///< between two transactions, for those who wait to write
};

/// Takes messages from the store into its search index, on a thread of its own and from a position of its
/// own: indexing costs ten times the projection, which must not wait for it. What is not indexed yet is found
/// all the same, only not as quickly.
class SearchIndexer {
public:
    /// `store` must outlive it.
    explicit SearchIndexer(store::Store& store, SearchIndexerOptions options = {});

    /// Works while `mine` says so (on a thread of its own): of several workers one is enough.
    void start(std::function<bool()> mine = {});
    /// Finishes the transaction under way. Idempotent.
    void stop();

    /// Of this one, since the start. Any thread.
    qint64 indexed() const { return m_indexed; }
    /// Messages that are not indexed yet, at most; 0 while another one works. Any thread.
    qint64 behind() const { return m_behind; }
    /// Whether the last transaction failed. Any thread.
    bool failing() const { return m_failing; }

private:
    void run();

    store::Store& m_store;
    const SearchIndexerOptions m_options;
    std::function<bool()> m_mine;
    std::atomic<qint64> m_indexed = 0;
    std::atomic<qint64> m_behind = 0;
    std::atomic<bool> m_failing = false;
    std::unique_ptr<PeriodicTask> m_task;
};

} // namespace parlor::worker

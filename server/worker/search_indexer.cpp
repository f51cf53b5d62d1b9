// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/search_indexer.h"

namespace parlor::worker {

SearchIndexer::SearchIndexer(store::Store& store, SearchIndexerOptions options)
    : m_store(store)
    , m_options(options) {}

void SearchIndexer::start(std::function<bool()> mine) {
    m_mine = std::move(mine);
    m_task = std::make_unique<PeriodicTask>("search indexer", m_options.interval, [this] { run(); });
    m_task->start();
}

void SearchIndexer::stop() {
    if (m_task)
        m_task->stop();
}

void SearchIndexer::run() {
    while (!m_task->stopping()) {
        if (m_mine && !m_mine()) {
            m_behind = 0;
            return;
        }
        const auto progress = m_store.indexMessages(m_options.batchMax);
        if (!progress) {
            if (!m_failing.exchange(true))
                qWarning("Indexing for the search will be tried again: %s",
                         qUtf8Printable(progress.error().message()));
            return;
        }
        m_failing = false;
        m_indexed += progress->indexed;
        m_behind = progress->behind;
        if (progress->indexed == 0)
            return;
        std::this_thread::sleep_for(m_options.breath);
    }
}

} // namespace parlor::worker

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/metrics/metrics.h"
#include "server/store/store.h"
#include "server/worker/periodic_task.h"

#include <memory>

namespace parlor::worker {
class Projector;
class OutboxRelay;
class SearchIndexer;
} // namespace parlor::worker

namespace parlor {

/// The metrics of one life of the process: its own, and those of the parts that are told to it. Its functions
/// on one thread; what is told must live until forget() or the end of this object.
class ProcessMetrics {
public:
    /// `role` as in the settings.
    explicit ProcessMetrics(const QByteArray& role);
    ~ProcessMetrics();
    ProcessMetrics(const ProcessMetrics&) = delete;
    ProcessMetrics& operator=(const ProcessMetrics&) = delete;

    metrics::Registry& registry() { return m_registry; }
    /// Keeps registrations of others (a server's, a gateway's, a log's) until forget().
    void keep(metrics::Registrations registrations);
    void add(const store::Store& store);
    void add(const worker::Projector& projector);
    void add(const worker::OutboxRelay& relay);
    void add(const worker::SearchIndexer& indexer);
    /// Asks the store now and then how many records are parked. For workers: it must not be asked by all.
    void watchParked(store::Store& store);
    /// Everything but the process's own.
    void forget();

private:
    void addProcess(const QByteArray& role);
    void collect(const char* name, const char* help, metrics::Type type, std::function<double()> value,
                 const metrics::Labels& labels = {});

    metrics::Registry m_registry;
    metrics::Registrations m_own;
    metrics::Gauge m_parked;
    std::unique_ptr<worker::PeriodicTask> m_parkedWatch;
    metrics::Registrations m_kept;
};

} // namespace parlor

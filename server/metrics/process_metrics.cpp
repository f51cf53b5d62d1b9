// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/process_metrics.h"

#include "server/worker/outbox_relay.h"
#include "server/worker/projector.h"
#include "server/worker/search_indexer.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#endif

#include <limits>

namespace parlor {

namespace {

using namespace std::chrono_literals;

constexpr auto parkedInterval = 30s;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

double seconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
}

double residentBytes() {
#ifdef Q_OS_LINUX
    QFile file(QStringLiteral("/proc/self/statm")); // size, resident, … in pages
    if (file.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> fields = file.readAll().split(' ');
        return fields.value(1).toDouble() * double(::sysconf(_SC_PAGESIZE));
    }
#endif
    return unknown;
}

double cpuSeconds() {
#ifdef Q_OS_UNIX
    timespec time{};
    if (::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0)
        return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
#endif
    return unknown;
}

double openDescriptors() {
#ifdef Q_OS_LINUX
    return double(QDir(QStringLiteral("/proc/self/fd"))
                      .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
                      .size());
#else
    return unknown;
#endif
}

double descriptorLimit() {
#ifdef Q_OS_UNIX
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        return limit.rlim_cur == RLIM_INFINITY ? std::numeric_limits<double>::infinity()
                                               : double(limit.rlim_cur);
#endif
    return unknown;
}

metrics::Labels labelsOf(const log::TopicPartition& where) {
    return {{"topic", log::topicName(where.topic).toUtf8()},
            {"partition", QByteArray::number(where.partition)}};
}

} // namespace

ProcessMetrics::ProcessMetrics(const QByteArray& role) {
    addProcess(role);
    m_own.swap(m_kept);
}

ProcessMetrics::~ProcessMetrics() {
    forget();
}

void ProcessMetrics::collect(const char* name, const char* help, metrics::Type type,
                             std::function<double()> value, const metrics::Labels& labels) {
    m_kept.push_back(m_registry.collect(name, help, type, std::move(value), labels));
}

void ProcessMetrics::addProcess(const QByteArray& role) {
    // Names without our prefix are those that Prometheus's own clients use for every process.
    static const double started = double(QDateTime::currentMSecsSinceEpoch()) / 1000;
    using metrics::Type;
    collect("process_start_time_seconds", "When the process started, in Unix time.", Type::Gauge,
            [] { return started; });
    collect("process_resident_memory_bytes", "Resident memory.", Type::Gauge, residentBytes);
    collect("process_cpu_seconds_total", "CPU time spent, user and system.", Type::Counter, cpuSeconds);
    collect("process_open_fds", "Open descriptors.", Type::Gauge, openDescriptors);
    collect("process_max_fds", "The limit of open descriptors.", Type::Gauge, descriptorLimit);
    collect(
        "parlor_build_info", "What runs here; always 1.", Type::Gauge, [] { return 1.0; },
        {{"version", QCoreApplication::applicationVersion().toUtf8()}, {"qt", qVersion()}, {"role", role}});
}

void ProcessMetrics::keep(metrics::Registrations registrations) {
    std::ranges::move(registrations, std::back_inserter(m_kept));
}

void ProcessMetrics::add(const store::Store& store) {
    using metrics::Type;
    collect("parlor_store_connections", "Connections to the database.", Type::Gauge,
            [&store] { return double(store.connections().open); });
    collect("parlor_store_connects_total", "Connections to the database that were opened.", Type::Counter,
            [&store] { return double(store.connections().connects); });
    collect("parlor_store_connect_failures_total", "Attempts to connect to the database that failed.",
            Type::Counter, [&store] { return double(store.connections().failures); });
}

void ProcessMetrics::add(const worker::Projector& projector) {
    using metrics::Type;
    collect("parlor_projector_records_total", "Records of the log taken into the store.", Type::Counter,
            [&projector] { return double(projector.status().projected); });
    collect("parlor_projector_parked_total",
            "Records that nobody can read or that the database refuses, put aside.", Type::Counter,
            [&projector] { return double(projector.status().parked); });
    collect("parlor_projector_batches_total", "Transactions of the projector.", Type::Counter,
            [&projector] { return double(projector.status().batches); });
    const char* busy = "Time that the projector spent decoding records and in the store.";
    collect("parlor_projector_busy_seconds_total", busy, Type::Counter,
            [&projector] { return seconds(projector.status().decoding); }, {{"phase", "decoding"}});
    collect("parlor_projector_busy_seconds_total", busy, Type::Counter,
            [&projector] { return seconds(projector.status().projecting); }, {{"phase", "storing"}});
    collect("parlor_projector_last_batch_seconds", "Duration of the last batch.", Type::Gauge,
            [&projector] { return seconds(projector.status().lastBatch); });
    collect("parlor_projector_lag_seconds", "How far the store is behind the log.", Type::Gauge,
            [&projector] { return seconds(projector.status().behind); });
    collect("parlor_projector_failing", "1 while the projector waits to try again, or has given up.",
            Type::Gauge, [&projector] {
                const auto status = projector.status();
                return status.failing || status.stopped ? 1.0 : 0.0;
            });
    m_kept.push_back(m_registry.collectFamily(
        "parlor_projector_lag_records", "Records of the log that are not in the store yet, by partition.",
        Type::Gauge, [&projector] {
            QList<metrics::Sample> samples;
            const auto lag = projector.status().lag;
            for (auto it = lag.cbegin(); it != lag.cend(); ++it)
                samples.append({labelsOf(it.key()), double(it.value())});
            return samples;
        }));
}

void ProcessMetrics::add(const worker::OutboxRelay& relay) {
    collect("parlor_outbox_relayed_total",
            "Changes whose gateway did not live to append them, appended in its stead.",
            metrics::Type::Counter, [&relay] { return double(relay.relayed()); });
}

void ProcessMetrics::add(const worker::SearchIndexer& indexer) {
    using metrics::Type;
    collect("parlor_search_indexed_total", "Messages taken into the search index.", Type::Counter,
            [&indexer] { return double(indexer.indexed()); });
    collect("parlor_search_lag_messages", "Messages that are not in the search index yet, at most.",
            Type::Gauge, [&indexer] { return double(indexer.behind()); });
    collect("parlor_search_failing", "1 while indexing waits to try again.", Type::Gauge,
            [&indexer] { return indexer.failing() ? 1.0 : 0.0; });
}

void ProcessMetrics::watchParked(store::Store& store) {
    m_kept.push_back(m_registry.add("parlor_parked_records",
                                    "Records put aside that wait in the store for somebody to look at them.",
                                    m_parked));
    m_parkedWatch = std::make_unique<worker::PeriodicTask>("parked watch", parkedInterval, [this, &store] {
        if (const auto parked = store.parked(1))
            m_parked.set(double(parked->first));
    });
    m_parkedWatch->start();
}

void ProcessMetrics::forget() {
    m_parkedWatch.reset();
    m_kept.clear();
}

} // namespace parlor

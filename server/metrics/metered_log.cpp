// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/metered_log.h"

namespace parlor::log {

MeteredLog::MeteredLog(std::unique_ptr<Log> log)
    : m_log(std::move(log)) {}

void MeteredLog::append(Topic topic, const QByteArray& key, const QByteArray& value, AppendCallback done) {
    TopicCounts& counts = m_topics.at(std::size_t(topic));
    counts.begun.add();
    m_log->append(topic, key, value,
                  [&counts, done = std::move(done),
                   start = std::chrono::steady_clock::now()](const Result<Appended>& appended) {
                      counts.duration.observe(std::chrono::steady_clock::now() - start);
                      (appended ? counts.durable : counts.failed).add();
                      done(appended);
                  });
}

metrics::Registrations MeteredLog::registerMetrics(metrics::Registry& registry) const {
    metrics::Registrations kept;
    for (std::size_t i = 0; i < m_topics.size(); ++i) {
        const TopicCounts& counts = m_topics[i];
        const QByteArray topic = topicName(Topic(i)).toUtf8();
        const char* appends = "Appends to the event log, by topic and outcome.";
        kept.push_back(registry.add("parlor_log_appends_total", appends, counts.durable,
                                    {{"topic", topic}, {"result", "durable"}}));
        kept.push_back(registry.add("parlor_log_appends_total", appends, counts.failed,
                                    {{"topic", topic}, {"result", "failed"}}));
        kept.push_back(registry.add("parlor_log_append_duration_seconds",
                                    "Time from an append to its being durable, or its failure.",
                                    counts.duration, {{"topic", topic}}));
        kept.push_back(registry.collect(
            "parlor_log_appends_waiting", "Appends that are not durable yet.", metrics::Type::Gauge,
            [&counts] {
                const quint64 settled =
                    counts.durable.value() + counts.failed.value(); // first: never negative
                return double(counts.begun.value() - settled);
            },
            {{"topic", topic}}));
    }
    kept.push_back(registry.add("parlor_log_broadcasts_total",
                                "Events that nobody keeps (typing, presence) given to the log.",
                                m_broadcasts));
    return kept;
}

} // namespace parlor::log

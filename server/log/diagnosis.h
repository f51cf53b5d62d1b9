// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_log.h"
#include "server/metrics/finding.h"

namespace parlor::log {

struct LogDiagnosis {
    Findings findings;
    /// As Log::identity() and messagePartitions() would be now. Empty: there is no log yet, or (when a
    /// finding has failed) it cannot be asked.
    QString identity;
    int partitions = 0;
};

/// Looks at brokers and topics without changing them: whether each broker answers, those that the brokers
/// name included (a wrong advertised.listeners is found so), partitions, copies, configuration. Blocks for
/// some seconds per broker that does not answer. Shows no password.
LogDiagnosis diagnoseKafka(const KafkaOptions& options);
/// The same for a log in a file, which may be in use; one that is not there yet is fine.
LogDiagnosis diagnoseEmbedded(const QString& file);

/// How the copies of a topic are.
struct TopicState {
    int partitions = 0;
    int leaderless = 0;
    int behind = 0;   ///< partitions with fewer copies in step than they have
    int belowMin = 0; ///< partitions with fewer in step than must be written: they take no more records
};
Finding topicFinding(const QString& name, const TopicState& state);

} // namespace parlor::log

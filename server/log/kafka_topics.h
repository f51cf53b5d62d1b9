// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_client.h"

#include <QDeadlineTimer>

namespace parlor::log {

/// The topics, as they are made when they are missing:
///
/// | topic             | partitions       | min.insync        | retention | other                         |
/// | ----------------- | ---------------- | ----------------- | --------- | ----------------------------- |
/// | <prefix>.messages | kafka_partitions | kafka_min_insync  | unlimited |                               |
/// | <prefix>.users    | 1                | kafka_min_insync  | unlimited |                               |
/// | <prefix>.receipts | 1                | kafka_min_insync  | unlimited |                               |
/// | <prefix>.presence | 1                | 1                 | 10 min    | segment.ms 10 min, of 16 MiB  |
///
/// All have kafka_replication copies, cleanup.policy=delete, message.timestamp.type=LogAppendTime (so that a
/// gateway's clock cannot make a record look old), max.message.bytes 2 MiB, and no unclean leader election.
/// Only the log's trimmer removes records, below what is projected: retention by Kafka would remove what
/// nobody has projected yet.
struct KafkaTopicsFound {
    int messagePartitions = 0;
    bool created = false; ///< the messages' topic was made by this call
};

/// The largest record, as the topics and the producer have it. What a client may send is at most
/// limits::frameMax, which grows a few times at worst when it is encoded again.
inline constexpr int kafkaRecordMaxBytes = 2 * 1024 * 1024;

/// Makes what is missing, and checks what is there; waits until every partition has a leader. Several
/// processes may do so at once. Blocking. Errors:
/// - Invalid, with the field: fewer partitions, copies or min.insync.replicas than configured, compaction, no
///   permission;
/// - Unavailable: `deadline` passed first; with field kafka_replication when there are fewer brokers than
///   copies, because the others may only be starting.
Result<KafkaTopicsFound> ensureKafkaTopics(rd_kafka_t* handle, const KafkaOptions& options,
                                           QDeadlineTimer deadline);

/// Checks as ensureKafkaTopics() does, but makes nothing and waits for nothing: topics that are missing are
/// fine.
Result<void> inspectKafkaTopics(rd_kafka_t* handle, const KafkaOptions& options, QDeadlineTimer deadline);

/// Partitions of the messages' topic as of now; 0: it is not there.
Result<int> countKafkaPartitions(rd_kafka_t* handle, const KafkaOptions& options,
                                 std::chrono::milliseconds timeout);

} // namespace parlor::log

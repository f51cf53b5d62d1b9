// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_client.h"

#include <QDeadlineTimer>

namespace parlor::log {

/// Which life of the topics this is. Kafka gives topics made anew under an old name no other name, and their
/// offsets start again at 0: what was stored of the old ones would be mixed up with the new. So a random UUID
/// lives and dies with the topics: it is kept as the metadata of offsets that the group "<prefix>.identity"
/// has committed for partition 0 of each of the three kept topics, and Kafka forgets the offsets of a topic
/// that is deleted. It forgets them, too, when nobody commits them for offsets.retention.minutes (7 days by
/// default); then a new epoch begins, which costs the clients a fetch and loses nothing.
///
/// `handle` is a consumer made with kafkaIdentityGroup() as its group.id. Blocking, up to `deadline`, then
/// Unavailable.
QByteArray kafkaIdentityGroup(const KafkaOptions& options);

/// Empty when one of the topics has none, or they differ.
Result<QString> readKafkaIncarnation(rd_kafka_t* handle, const KafkaOptions& options,
                                     QDeadlineTimer deadline);
/// Also keeps it from being forgotten.
Result<void> writeKafkaIncarnation(rd_kafka_t* handle, const KafkaOptions& options,
                                   const QString& incarnation, QDeadlineTimer deadline);
/// The incarnation of the topics, made up if they have none. `created`: this process has made the messages'
/// topic just now, so that it decides; others wait a while for it to do so.
Result<QString> settleKafkaIncarnation(rd_kafka_t* handle, const KafkaOptions& options, bool created,
                                       QDeadlineTimer deadline);

} // namespace parlor::log

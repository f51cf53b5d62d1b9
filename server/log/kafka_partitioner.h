// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace parlor::log {

/// MurmurHash2, 32 bits, as Kafka's own clients hash keys (org.apache.kafka.common.utils.Utils.murmur2).
qint32 kafkaMurmur2(const QByteArray& key);

/// The partition of `key` among `partitions` (1 or more): murmur2, without its sign bit, modulo their number.
/// Written here, and not left to the client library, because it decides for ever where a room's records are:
/// it may not change with a version or a setting. It is that of Kafka's default partitioner, so that other
/// tools find a room's partition too.
int kafkaPartition(const QByteArray& key, int partitions);

} // namespace parlor::log

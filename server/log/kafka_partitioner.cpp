// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_partitioner.h"

namespace parlor::log {

qint32 kafkaMurmur2(const QByteArray& key) {
    constexpr quint32 seed = 0x9747b28c; // these three are Kafka's
    constexpr quint32 m = 0x5bd1e995;
    constexpr int r = 24;
    const auto* bytes = reinterpret_cast<const uchar*>(key.constData());
    qsizetype left = key.size();
    quint32 hash = seed ^ quint32(left);
    for (; left >= 4; bytes += 4, left -= 4) {
        quint32 k =
            quint32(bytes[0]) | quint32(bytes[1]) << 8 | quint32(bytes[2]) << 16 | quint32(bytes[3]) << 24;
        k *= m;
        k ^= k >> r;
        k *= m;
        hash *= m;
        hash ^= k;
    }
    if (left == 3)
        hash ^= quint32(bytes[2]) << 16;
    if (left >= 2)
        hash ^= quint32(bytes[1]) << 8;
    if (left >= 1) {
        hash ^= quint32(bytes[0]);
        hash *= m;
    }
    hash ^= hash >> 13;
    hash *= m;
    hash ^= hash >> 15;
    return qint32(hash);
}

int kafkaPartition(const QByteArray& key, int partitions) {
    return (kafkaMurmur2(key) & 0x7fffffff) % partitions;
}

} // namespace parlor::log

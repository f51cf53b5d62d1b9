// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_client.h"

namespace parlor::log {

/// Asks the brokers what they hold, and makes them forget. Any thread, blocking: some seconds at most, then
/// Unavailable.
class KafkaOffsets {
public:
    /// `handle` (of any type) must outlive this.
    KafkaOffsets(rd_kafka_t* handle, KafkaOptions options)
        : m_handle(handle)
        , m_options(std::move(options)) {}

    Result<Positions> begin(const QList<TopicPartition>& of) const;
    Result<Positions> end(const QList<TopicPartition>& of) const;
    /// The first record of that time (milliseconds since 1970) or later; the end where there is none.
    Result<Positions> since(const QList<TopicPartition>& of, qint64 time) const;
    Result<qint64> endOfPresence() const;

    /// Whether all of `positions` can be read: LogTrimmed, BeyondEnd. The latter is found only when asked for
    /// repeatedly, because a broker that does not know yet that it leads no more gives an older end.
    Result<void> check(const Positions& positions) const;

    Result<void> trim(const Positions& below) const;

private:
    using List = KafkaOwned<rd_kafka_topic_partition_list_t>;
    List list(const QList<TopicPartition>& of) const;
    Result<void> ask(List& list, qint64 time) const;
    Result<Positions> positions(const QList<TopicPartition>& of, qint64 time) const;

    rd_kafka_t* const m_handle;
    const KafkaOptions m_options;
};

} // namespace parlor::log

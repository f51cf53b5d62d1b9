// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_client.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace parlor::log {

/// A member of a consumer group of Kafka's, of which only the sharing of partitions is used: nothing is
/// fetched and no offset is committed (the store has the positions).
///
/// The assignor is "range", eager: at every change all members give back everything for about a second. A
/// cooperative one would spare that, but members hold nothing here whose loss costs more than a pass of the
/// projector, and the eager protocol is the one that has been in use longest.
class KafkaGroupMember final : public GroupMember, private KafkaEvents {
public:
    /// Kafka knows the group as "<prefix>.<group>" (a prefix that is there already is not doubled), so that
    /// two servers on one Kafka do not share. `messagePartitions`: those beyond, added since the log was
    /// opened, are not told of.
    static Result<std::unique_ptr<KafkaGroupMember>> join(const KafkaOptions& options, int messagePartitions,
                                                          const QString& group,
                                                          std::function<void()> changed);
    ~KafkaGroupMember() override;

    QList<TopicPartition> assigned() const override;

private:
    KafkaGroupMember(KafkaOptions options, int messagePartitions, std::function<void()> changed);
    void run();
    void set(QList<TopicPartition> assigned);
    void rebalanced(rd_kafka_t* handle, rd_kafka_resp_err_t error,
                    rd_kafka_topic_partition_list_t* partitions) override;

    const KafkaOptions m_options;
    const int m_messagePartitions;
    const std::function<void()> m_changed;
    mutable std::mutex m_mutex;
    QList<TopicPartition> m_assigned;
    std::atomic<bool> m_leaving = false;
    KafkaHandle m_handle;
    std::thread m_poller;
};

} // namespace parlor::log

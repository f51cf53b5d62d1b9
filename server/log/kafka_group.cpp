// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_group.h"

#include "shared/named_thread.h"

#include <algorithm>

namespace parlor::log {

namespace {

constexpr int pollMs = 100;

KafkaSettings memberSettings(const KafkaOptions& options, const QString& group) {
    const QString prefix = options.topicPrefix + QLatin1Char('.');
    return {
        {"group.id", (group.startsWith(prefix) ? group : prefix + group).toUtf8()},
        {"partition.assignment.strategy", "range"},
        {"session.timeout.ms", "6000"}, // the least that brokers accept by default: a killed worker's share
        {"heartbeat.interval.ms", "1000"},
        {"max.poll.interval.ms", "60000"},
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        {"auto.offset.reset", "latest"},
        // Nothing is read, see rebalanced(); what slips through before that is little.
        {"queued.min.messages", "1"},
        {"queued.max.messages.kbytes", "1"},
        {"fetch.message.max.bytes", "1024"},
    };
}

} // namespace

KafkaGroupMember::KafkaGroupMember(KafkaOptions options, int messagePartitions, std::function<void()> changed)
    : m_options(std::move(options))
    , m_messagePartitions(messagePartitions)
    , m_changed(std::move(changed)) {}

Result<std::unique_ptr<KafkaGroupMember>> KafkaGroupMember::join(const KafkaOptions& options,
                                                                 int messagePartitions, const QString& group,
                                                                 std::function<void()> changed) {
    std::unique_ptr<KafkaGroupMember> member(
        new KafkaGroupMember(options, messagePartitions, std::move(changed)));
    auto handle = makeKafkaHandle(RD_KAFKA_CONSUMER, options, memberSettings(options, group), member.get());
    if (!handle)
        return fail(handle.error());
    member->m_handle = std::move(*handle);
    rd_kafka_poll_set_consumer(member->m_handle.get());
    const KafkaOwned<rd_kafka_topic_partition_list_t> topics(rd_kafka_topic_partition_list_new(3));
    for (const Topic topic : {Topic::Messages, Topic::Users, Topic::Receipts}) {
        rd_kafka_topic_partition_list_add(topics.get(), kafkaTopicName(options, topic).constData(),
                                          RD_KAFKA_PARTITION_UA);
    }
    if (const rd_kafka_resp_err_t error = rd_kafka_subscribe(member->m_handle.get(), topics.get()))
        return fail(kafkaUnavailable(QStringLiteral("The group %1 cannot be joined").arg(group), error));
    member->m_poller = namedThread("kafka group", [self = member.get()] { self->run(); });
    return member;
}

KafkaGroupMember::~KafkaGroupMember() {
    m_leaving = true;
    if (m_poller.joinable())
        m_poller.join();
}

QList<TopicPartition> KafkaGroupMember::assigned() const {
    const std::lock_guard lock(m_mutex);
    return m_assigned;
}

void KafkaGroupMember::set(QList<TopicPartition> assigned) {
    std::sort(assigned.begin(), assigned.end());
    {
        const std::lock_guard lock(m_mutex);
        if (m_assigned == assigned)
            return;
        m_assigned = std::move(assigned);
    }
    if (m_changed && !m_leaving)
        m_changed();
}

void KafkaGroupMember::run() {
    while (!m_leaving) {
        if (rd_kafka_message_t* message = rd_kafka_consumer_poll(m_handle.get(), pollMs))
            rd_kafka_message_destroy(message); // an error that librdkafka mends, or a record: see above
    }
    // Tells the coordinator, so that the others need not wait for the session to end; without a coordinator
    // it returns at once.
    rd_kafka_consumer_close(m_handle.get());
}

void KafkaGroupMember::rebalanced(rd_kafka_t* handle, rd_kafka_resp_err_t error,
                                  rd_kafka_topic_partition_list_t* partitions) {
    if (error != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        rd_kafka_assign(handle, nullptr);
        set({});
        return;
    }
    QList<TopicPartition> assigned;
    for (int i = 0; i < partitions->cnt; ++i) {
        rd_kafka_topic_partition_t& one = partitions->elems[i];
        one.offset = RD_KAFKA_OFFSET_END; // else it would ask what the group has committed
        for (const Topic topic : {Topic::Messages, Topic::Users, Topic::Receipts}) {
            const int count = topic == Topic::Messages ? m_messagePartitions : 1;
            if (kafkaTopicName(m_options, topic) == one.topic && one.partition < count)
                assigned.append({topic, one.partition});
        }
    }
    rd_kafka_assign(handle, partitions);
    rd_kafka_pause_partitions(handle, partitions); // a paused partition is never fetched
    set(std::move(assigned));
}

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/log/kafka_test_topics.h"

#include "server/log/kafka_client.h"

#include <QDeadlineTimer>
#include <QUuid>

#include <thread>

namespace parlor::test {

namespace {

using namespace std::chrono_literals;
using log::KafkaOwned;

constexpr int timeoutMs = 15'000;

int partitions(rd_kafka_t* handle, const QByteArray& topic) {
    const KafkaOwned<rd_kafka_topic_t> object(rd_kafka_topic_new(handle, topic.constData(), nullptr));
    const rd_kafka_metadata_t* answer = nullptr;
    if (rd_kafka_metadata(handle, 0, object.get(), &answer, timeoutMs))
        return -1;
    const KafkaOwned<const rd_kafka_metadata_t> metadata(answer);
    return metadata->topics[0].partition_cnt;
}

bool waitForPartitions(rd_kafka_t* handle, const QByteArray& topic, int count) {
    const QDeadlineTimer deadline(timeoutMs);
    while (partitions(handle, topic) != count) {
        if (deadline.hasExpired())
            return false;
        std::this_thread::sleep_for(20ms); // there is nothing to be told by
    }
    return true;
}

} // namespace

log::KafkaOptions kafkaTestOptions(const QString& brokers) {
    log::KafkaOptions options;
    options.brokers = brokers;
    options.topicPrefix = QStringLiteral("test-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    options.partitions = 4;
    options.replication = 1;
    options.minInsync = 1;
    return options;
}

bool KafkaTestTopics::create(const QByteArray& name, int count,
                             const QMap<QByteArray, QByteArray>& configuration) {
    const auto handle = log::makeKafkaHandle(RD_KAFKA_PRODUCER, m_options, {}, nullptr);
    const QByteArray topic = m_options.topicPrefix.toUtf8() + '.' + name;
    const KafkaOwned<rd_kafka_NewTopic_t> wanted(
        rd_kafka_NewTopic_new(topic.constData(), count, 1, nullptr, 0));
    for (auto it = configuration.cbegin(); it != configuration.cend(); ++it)
        rd_kafka_NewTopic_set_config(wanted.get(), it.key().constData(), it.value().constData());
    rd_kafka_NewTopic_t* all[] = {wanted.get()};
    const KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle->get()));
    rd_kafka_CreateTopics(handle->get(), all, 1, nullptr, queue.get());
    const KafkaOwned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), timeoutMs));
    return event && !rd_kafka_event_error(event.get()) && waitForPartitions(handle->get(), topic, count);
}

bool KafkaTestTopics::remove(const QList<QByteArray>& names) {
    const auto handle = log::makeKafkaHandle(RD_KAFKA_PRODUCER, m_options, {}, nullptr);
    for (const QByteArray& name : names) {
        const QByteArray topic = m_options.topicPrefix.toUtf8() + '.' + name;
        rd_kafka_DeleteTopic_t* gone = rd_kafka_DeleteTopic_new(topic.constData());
        const KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle->get()));
        rd_kafka_DeleteTopics(handle->get(), &gone, 1, nullptr, queue.get());
        const KafkaOwned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), timeoutMs));
        rd_kafka_DeleteTopic_destroy(gone);
        if (!event || rd_kafka_event_error(event.get()) || !waitForPartitions(handle->get(), topic, 0))
            return false;
    }
    return true;
}

} // namespace parlor::test

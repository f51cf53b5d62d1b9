// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_log.h"

#include <librdkafka/rdkafka.h>

#include <memory>

/// librdkafka as the files of this folder use it: owners for its objects, handles made from KafkaOptions, and
/// its errors in our words.
namespace parlor::log {

struct KafkaDeleter {
    void operator()(rd_kafka_t* handle) const { rd_kafka_destroy(handle); }
    void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
    void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
    void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
    void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
    void operator()(rd_kafka_topic_partition_list_t* list) const {
        rd_kafka_topic_partition_list_destroy(list);
    }
    void operator()(const rd_kafka_metadata_t* metadata) const { rd_kafka_metadata_destroy(metadata); }
    void operator()(rd_kafka_AdminOptions_t* options) const { rd_kafka_AdminOptions_destroy(options); }
    void operator()(rd_kafka_DeleteRecords_t* request) const { rd_kafka_DeleteRecords_destroy(request); }
    void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
    void operator()(rd_kafka_ConfigResource_t* resource) const { rd_kafka_ConfigResource_destroy(resource); }
};
template <typename T>
using KafkaOwned = std::unique_ptr<T, KafkaDeleter>;
using KafkaHandle = KafkaOwned<rd_kafka_t>;

using KafkaSettings = QList<std::pair<QByteArray, QByteArray>>;

/// What a handle tells its owner, on the thread that polls it. It must outlive the handle.
class KafkaEvents {
public:
    virtual ~KafkaEvents() = default;
    virtual void failed(rd_kafka_t*, rd_kafka_resp_err_t, const QString&) {}
    virtual void delivered(const rd_kafka_message_t*) {}
    virtual void rebalanced(rd_kafka_t*, rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t*) {}
};

/// A handle with the connection settings of `options`, then `settings`, then `options.extra`. With `events`
/// the handle must be polled. Invalid, with our setting as field, for what librdkafka refuses (also a
/// certificate file that cannot be read).
Result<KafkaHandle> makeKafkaHandle(rd_kafka_type_t type, const KafkaOptions& options,
                                    const KafkaSettings& settings, KafkaEvents* events);

/// "Broker: Not leader for partition", …
QString kafkaText(rd_kafka_resp_err_t error);
/// Unavailable, with what was tried and why it failed.
Error kafkaUnavailable(const QString& what, rd_kafka_resp_err_t error);
/// True for what the brokers' or our own configuration must change for, so that waiting does not help.
bool kafkaRefusesUs(rd_kafka_resp_err_t error);

/// "<prefix>.messages", …
QByteArray kafkaTopicName(const KafkaOptions& options, Topic topic);
QByteArray kafkaPresenceTopic(const KafkaOptions& options);

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_topics.h"

#include <QList>
#include <QUuid>

#include <librdkafka/rdkafka.h>

#include <array>
#include <memory>

namespace parlor::test {

namespace {

constexpr int patienceMs = 30'000;

struct Freeing {
    void operator()(rd_kafka_t* p) const { rd_kafka_destroy(p); }
    void operator()(rd_kafka_queue_t* p) const { rd_kafka_queue_destroy(p); }
    void operator()(rd_kafka_event_t* p) const { rd_kafka_event_destroy(p); }
    void operator()(const rd_kafka_metadata_t* p) const { rd_kafka_metadata_destroy(p); }
    void operator()(rd_kafka_DeleteTopic_t* p) const { rd_kafka_DeleteTopic_destroy(p); }
};
template <typename T>
using Owned = std::unique_ptr<T, Freeing>;

bool failed(const char* what, const char* why) {
    qWarning("Deleting topics: %s: %s", what, why);
    return false;
}

} // namespace

QString randomTopicPrefix() {
    return QStringLiteral("test-") + QUuid::createUuid().toString(QUuid::Id128);
}

bool deleteTopics(const QString& brokers, const QString& prefix) {
    std::array<char, 512> why{};
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", brokers.toUtf8().constData(), why.data(), why.size());
    const Owned<rd_kafka_t> client(rd_kafka_new(RD_KAFKA_PRODUCER, conf, why.data(), why.size()));
    if (!client)
        return failed("no client", why.data());

    const rd_kafka_metadata_t* listed = nullptr;
    if (const auto error = rd_kafka_metadata(client.get(), 1, nullptr, &listed, patienceMs))
        return failed("the topics cannot be listed", rd_kafka_err2str(error));
    const Owned<const rd_kafka_metadata_t> metadata(listed);
    std::vector<Owned<rd_kafka_DeleteTopic_t>> wanted;
    QList<rd_kafka_DeleteTopic_t*> pointers;
    for (int i = 0; i < metadata->topic_cnt; ++i) {
        const char* name = metadata->topics[i].topic;
        if (QString::fromUtf8(name).startsWith(prefix + QLatin1Char('.'))) {
            wanted.emplace_back(rd_kafka_DeleteTopic_new(name));
            pointers.append(wanted.back().get());
        }
    }
    if (pointers.isEmpty())
        return true;

    const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client.get()));
    rd_kafka_AdminOptions_t* options =
        rd_kafka_AdminOptions_new(client.get(), RD_KAFKA_ADMIN_OP_DELETETOPICS);
    rd_kafka_AdminOptions_set_operation_timeout(options, patienceMs, why.data(), why.size());
    rd_kafka_DeleteTopics(client.get(), pointers.data(), size_t(pointers.size()), options, queue.get());
    rd_kafka_AdminOptions_destroy(options);
    const Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), patienceMs));
    if (!event)
        return failed("no answer", "timed out");
    if (rd_kafka_event_error(event.get()))
        return failed("refused", rd_kafka_event_error_string(event.get()));
    size_t count = 0;
    const rd_kafka_topic_result_t** results =
        rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event.get()), &count);
    for (size_t i = 0; i < count; ++i) {
        if (rd_kafka_topic_result_error(results[i]) != RD_KAFKA_RESP_ERR_NO_ERROR)
            return failed(rd_kafka_topic_result_name(results[i]),
                          rd_kafka_topic_result_error_string(results[i]));
    }
    return true;
}

} // namespace parlor::test

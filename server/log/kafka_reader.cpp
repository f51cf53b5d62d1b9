// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_reader.h"

#include "server/log/kafka_topics.h"

#include <QDeadlineTimer>

#include <algorithm>
#include <thread>

namespace parlor::log {

namespace {

using namespace std::chrono_literals;

constexpr int batchMax = 4096;
constexpr std::chrono::milliseconds waitMax = 500ms; // between looks at whether the topics changed
constexpr auto restartPause = 100ms;

KafkaSettings readerSettings() {
    return {
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        {"auto.offset.reset", "error"}, // never a silent skip
        {"enable.partition.eof", "false"},
        {"check.crcs", "true"},
        {"fetch.min.bytes", "1"},
        // A partition that is added while a request waits at the broker is fetched after that wait.
        {"fetch.wait.max.ms", "100"},
        {"fetch.error.backoff.ms", "100"},
        // What may lie in memory: the queue's bound, and one answer of every broker on top of it.
        {"queued.min.messages", "100000"},
        {"queued.max.messages.kbytes", "32768"},
        {"fetch.message.max.bytes", "1048576"},
        {"fetch.max.bytes", "8388608"},
    };
}

} // namespace

KafkaReader::KafkaReader(const KafkaOptions& options, const KafkaOffsets& offsets,
                         const std::atomic<bool>& changed, const Positions& from)
    : m_options(options)
    , m_offsets(offsets)
    , m_changed(changed)
    , m_positions(from)
    , m_batch(batchMax) {}

Result<std::unique_ptr<KafkaReader>> KafkaReader::start(const KafkaOptions& options,
                                                        const KafkaOffsets& offsets,
                                                        const std::atomic<bool>& changed,
                                                        const Positions& from) {
    std::unique_ptr<KafkaReader> reader(new KafkaReader(options, offsets, changed, from));
    auto handle = makeKafkaHandle(RD_KAFKA_CONSUMER, options, readerSettings(), nullptr);
    if (!handle)
        return fail(handle.error());
    reader->m_handle = std::move(*handle);
    reader->m_queue.reset(rd_kafka_queue_new(reader->m_handle.get()));
    for (const TopicPartition& where : from.keys()) {
        if (auto started = reader->startAt(where); !started)
            return fail(started.error());
    }
    return reader;
}

KafkaReader::~KafkaReader() {
    for (const TopicPartition& where : m_positions.keys()) {
        if (const auto& topic = m_topics[std::size_t(where.topic)])
            rd_kafka_consume_stop(topic.get(), where.partition);
    }
}

Result<void> KafkaReader::startAt(const TopicPartition& where) {
    auto& topic = m_topics[std::size_t(where.topic)];
    if (!topic) {
        rd_kafka_topic_conf_t* conf = rd_kafka_default_topic_conf_dup(m_handle.get());
        // take() learns from it which topic a record is of; +1, since 0 would be none.
        rd_kafka_topic_conf_set_opaque(conf, reinterpret_cast<void*>(quintptr(where.topic) + 1));
        topic.reset(
            rd_kafka_topic_new(m_handle.get(), kafkaTopicName(m_options, where.topic).constData(), conf));
    }
    if (rd_kafka_consume_start_queue(topic.get(), where.partition, m_positions.value(where), m_queue.get()) !=
        0)
        return fail(kafkaUnavailable(QStringLiteral("The log cannot be read"), rd_kafka_last_error()));
    return {};
}

Result<QList<Record>> KafkaReader::read(int max, std::chrono::milliseconds wait) {
    QList<Record> records;
    if (m_positions.isEmpty() || max <= 0)
        return records;
    const QDeadlineTimer deadline(wait);
    while (true) {
        if (m_changed && !m_failure)
            stop(Error(ErrorCode::BeyondEnd, QStringLiteral("The log's topics were made anew or changed.")));
        if (m_failure)
            return fail(*m_failure);
        if (m_woken.exchange(false))
            return records;
        fetch(
            max,
            std::min<std::chrono::milliseconds>(std::chrono::milliseconds(deadline.remainingTime()), waitMax),
            records);
        if (!records.isEmpty() || (deadline.hasExpired() && !m_failure))
            return records;
    }
}

void KafkaReader::fetch(int max, std::chrono::milliseconds wait, QList<Record>& out) {
    // librdkafka waits until as many records are there as were asked for: so the wait is for one, and the
    // rest is what has come with it.
    const auto size = std::size_t(std::min(max, batchMax));
    ssize_t count = rd_kafka_consume_batch_queue(m_queue.get(), int(wait.count()), m_batch.data(), 1);
    if (count <= 0)
        return;
    const ssize_t more = rd_kafka_consume_batch_queue(m_queue.get(), 0, m_batch.data() + 1, size - 1);
    count += std::max<ssize_t>(more, 0);
    out.reserve(count);
    for (ssize_t i = 0; i < count; ++i) {
        rd_kafka_message_t* message = m_batch[std::size_t(i)];
        if (m_failure) {
            // Nothing of what follows an error is given out.
        } else if (message->err) {
            handleError(*message);
        } else {
            take(*message, out);
        }
        rd_kafka_message_destroy(message);
    }
}

void KafkaReader::take(const rd_kafka_message_t& message, QList<Record>& out) {
    const auto topic = Topic(int(reinterpret_cast<quintptr>(rd_kafka_topic_opaque(message.rkt))) - 1);
    const TopicPartition where{topic, message.partition};
    const auto position = m_positions.find(where);
    if (position == m_positions.end() || message.offset < *position)
        return;
    if (message.offset > *position) {
        // Kafka leaves no holes in these topics unless something was removed.
        if (auto there = m_offsets.check({{where, *position}}); !there) {
            stop(there.error());
            return;
        }
    }
    *position = message.offset + 1;
    out.append(Record{where, message.offset,
                      QByteArray(static_cast<const char*>(message.key), qsizetype(message.key_len)),
                      QByteArray(static_cast<const char*>(message.payload), qsizetype(message.len))});
}

void KafkaReader::handleError(const rd_kafka_message_t& message) {
    const QString what = QStringLiteral("The log cannot be read");
    if (!message.rkt || (message.err != RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET &&
                         message.err != RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE)) {
        stop(kafkaUnavailable(what, message.err));
        return;
    }
    const auto topic = Topic(int(reinterpret_cast<quintptr>(rd_kafka_topic_opaque(message.rkt))) - 1);
    const TopicPartition where{topic, message.partition};
    if (auto there = m_offsets.check({{where, m_positions.value(where)}}); !there) {
        stop(there.error());
        return;
    }
    // A broker that did not know yet how far the log goes, or that it leads no more.
    std::this_thread::sleep_for(restartPause);
    rd_kafka_consume_stop(message.rkt, message.partition);
    if (auto started = startAt(where); !started)
        stop(started.error());
}

void KafkaReader::wake() {
    m_woken = true;
    rd_kafka_queue_yield(m_queue.get());
}

} // namespace parlor::log

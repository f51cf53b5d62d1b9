// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_broadcasts.h"

#include "shared/named_thread.h"

#include <vector>

namespace parlor::log {

namespace {

constexpr int batchMax = 512;
constexpr int waitMs = 500;

KafkaSettings senderSettings() {
    return {
        {"acks", "1"},
        {"linger.ms", "1"},
        // What cannot be sent soon is of no use any more.
        {"message.timeout.ms", "3000"},
        {"socket.timeout.ms", "3000"},
        {"queue.buffering.max.messages", "10000"},
        {"queue.buffering.max.kbytes", "8192"},
    };
}

KafkaSettings hearerSettings() {
    return {
        {"enable.auto.commit", "false"},  {"enable.auto.offset.store", "false"},
        {"auto.offset.reset", "latest"}, // the topic forgets soon: skipping is what it is for
        {"fetch.wait.max.ms", "500"},     {"fetch.error.backoff.ms", "100"},
        {"queued.min.messages", "10000"}, {"queued.max.messages.kbytes", "8192"},
        {"fetch.max.bytes", "4194304"},
    };
}

} // namespace

KafkaBroadcasts::KafkaBroadcasts(KafkaOptions options, const KafkaOffsets& offsets)
    : m_options(std::move(options))
    , m_offsets(offsets) {}

KafkaBroadcasts::~KafkaBroadcasts() {
    m_stop = true;
    if (m_thread.joinable()) {
        rd_kafka_queue_yield(m_heard.get());
        m_thread.join();
        rd_kafka_consume_stop(m_hearTopic.get(), 0);
    }
    if (m_sender)
        rd_kafka_purge(m_sender.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
}

bool KafkaBroadcasts::startSending() {
    if (m_sender)
        return true;
    auto sender = makeKafkaHandle(RD_KAFKA_PRODUCER, m_options, senderSettings(), nullptr);
    if (!sender)
        return false; // openKafkaLog() made handles of the same settings: only memory can be short
    m_sender = std::move(*sender);
    m_sendTopic.reset(rd_kafka_topic_new(m_sender.get(), kafkaPresenceTopic(m_options).constData(), nullptr));
    return true;
}

void KafkaBroadcasts::broadcast(const QByteArray& key, const QByteArray& value) {
    const std::lock_guard lock(m_mutex);
    if (!startSending())
        return;
    // A full queue refuses: that is the dropping.
    rd_kafka_produce(m_sendTopic.get(), 0, RD_KAFKA_MSG_F_COPY, const_cast<char*>(value.constData()),
                     std::size_t(value.size()), key.constData(), std::size_t(key.size()), nullptr);
    rd_kafka_poll(m_sender.get(), 0);
}

Result<void> KafkaBroadcasts::startHearing() {
    if (m_thread.joinable())
        return {};
    // Where it ends now, so that whatever is broadcast after listen() is heard.
    const auto end = m_offsets.endOfPresence();
    if (!end)
        return fail(end.error());
    auto hearer = makeKafkaHandle(RD_KAFKA_CONSUMER, m_options, hearerSettings(), nullptr);
    if (!hearer)
        return fail(hearer.error());
    KafkaOwned<rd_kafka_topic_t> topic(
        rd_kafka_topic_new(hearer->get(), kafkaPresenceTopic(m_options).constData(), nullptr));
    KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_new(hearer->get()));
    if (rd_kafka_consume_start_queue(topic.get(), 0, *end, queue.get()) != 0)
        return fail(kafkaUnavailable(QStringLiteral("Broadcasts cannot be heard"), rd_kafka_last_error()));
    m_hearer = std::move(*hearer);
    m_hearTopic = std::move(topic);
    m_heard = std::move(queue);
    m_thread = namedThread("broadcasts", [this] { run(); });
    return {};
}

Result<std::unique_ptr<Subscription>> KafkaBroadcasts::listen(BroadcastCallback heard) {
    {
        const std::lock_guard lock(m_mutex);
        if (auto started = startHearing(); !started)
            return fail(started.error());
    }
    return m_local.listen(std::move(heard));
}

void KafkaBroadcasts::run() {
    std::vector<rd_kafka_message_t*> batch(batchMax);
    while (!m_stop) {
        ssize_t count = rd_kafka_consume_batch_queue(m_heard.get(), waitMs, batch.data(), 1);
        if (count <= 0)
            continue;
        const ssize_t more = rd_kafka_consume_batch_queue(m_heard.get(), 0, batch.data() + 1, batchMax - 1);
        count += std::max<ssize_t>(more, 0);
        for (ssize_t i = 0; i < count; ++i) {
            rd_kafka_message_t* message = batch[std::size_t(i)];
            if (!message->err) {
                m_local.broadcast(
                    QByteArray(static_cast<const char*>(message->key), qsizetype(message->key_len)),
                    QByteArray(static_cast<const char*>(message->payload), qsizetype(message->len)));
            }
            rd_kafka_message_destroy(message);
        }
    }
}

} // namespace parlor::log

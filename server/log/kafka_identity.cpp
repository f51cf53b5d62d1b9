// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_identity.h"

#include <QUuid>

#include <algorithm>
#include <thread>

namespace parlor::log {

namespace {

using namespace std::chrono_literals;

constexpr auto lookPause = 100ms;
constexpr auto creatorPatience = 2s; // for the process that made the topics to write the first incarnation
constexpr auto settlePause = 150ms;  // after which a value that was written must still be there

using List = KafkaOwned<rd_kafka_topic_partition_list_t>;

List keptTopics(const KafkaOptions& options) {
    List list(rd_kafka_topic_partition_list_new(3));
    for (const Topic topic : {Topic::Messages, Topic::Users, Topic::Receipts})
        rd_kafka_topic_partition_list_add(list.get(), kafkaTopicName(options, topic).constData(), 0);
    return list;
}

int milliseconds(const QDeadlineTimer& deadline) {
    return int(std::clamp<qint64>(deadline.remainingTime(), 1, 60'000));
}

Error unavailable(rd_kafka_resp_err_t error) {
    const QString what = QStringLiteral("The log's identity cannot be read from or written to Kafka");
    if (kafkaRefusesUs(error)) {
        return Error(ErrorCode::Invalid, QStringLiteral("%1: %2").arg(what, kafkaText(error)),
                     QStringLiteral("kafka_username"));
    }
    return kafkaUnavailable(what, error);
}

/// Errors that pass while a coordinator is being found or moves.
bool passes(rd_kafka_resp_err_t error) {
    return !kafkaRefusesUs(error);
}

} // namespace

QByteArray kafkaIdentityGroup(const KafkaOptions& options) {
    return options.topicPrefix.toUtf8() + ".identity";
}

Result<QString> readKafkaIncarnation(rd_kafka_t* handle, const KafkaOptions& options,
                                     QDeadlineTimer deadline) {
    while (true) {
        const List list = keptTopics(options);
        rd_kafka_resp_err_t error = rd_kafka_committed(handle, list.get(), milliseconds(deadline));
        for (int i = 0; i < list->cnt && !error; ++i)
            error = list->elems[i].err;
        if (!error) {
            QString incarnation;
            for (int i = 0; i < list->cnt; ++i) {
                const rd_kafka_topic_partition_t& kept = list->elems[i];
                const QString one = QString::fromUtf8(static_cast<const char*>(kept.metadata),
                                                      qsizetype(kept.metadata ? kept.metadata_size : 0));
                if (one.isEmpty() || (i > 0 && one != incarnation))
                    return QString();
                incarnation = one;
            }
            return incarnation;
        }
        if (!passes(error) || deadline.hasExpired())
            return fail(unavailable(error));
        std::this_thread::sleep_for(lookPause);
    }
}

Result<void> writeKafkaIncarnation(rd_kafka_t* handle, const KafkaOptions& options,
                                   const QString& incarnation, QDeadlineTimer deadline) {
    const QByteArray metadata = incarnation.toUtf8();
    const KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle));
    while (true) {
        const List list = keptTopics(options);
        for (int i = 0; i < list->cnt; ++i) {
            rd_kafka_topic_partition_t& kept = list->elems[i];
            kept.offset = 0; // nobody reads from it
            kept.metadata_size = std::size_t(metadata.size());
            kept.metadata = rd_kafka_mem_malloc(handle, kept.metadata_size + 1); // freed with the list
            std::copy_n(metadata.constData(), metadata.size() + 1, static_cast<char*>(kept.metadata));
        }
        rd_kafka_resp_err_t error = rd_kafka_commit_queue(handle, list.get(), queue.get(), nullptr, nullptr);
        if (!error) {
            const KafkaOwned<rd_kafka_event_t> event(
                rd_kafka_queue_poll(queue.get(), milliseconds(deadline)));
            error = event ? rd_kafka_event_error(event.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT;
            const auto* results = event ? rd_kafka_event_topic_partition_list(event.get()) : nullptr;
            for (int i = 0; results && i < results->cnt && !error; ++i)
                error = results->elems[i].err;
        }
        if (!error)
            return {};
        if (!passes(error) || deadline.hasExpired())
            return fail(unavailable(error));
        std::this_thread::sleep_for(lookPause);
    }
}

Result<QString> settleKafkaIncarnation(rd_kafka_t* handle, const KafkaOptions& options, bool created,
                                       QDeadlineTimer deadline) {
    if (!created) {
        const QDeadlineTimer patience(creatorPatience);
        while (true) {
            const auto incarnation = readKafkaIncarnation(handle, options, deadline);
            if (!incarnation || !incarnation->isEmpty())
                return incarnation;
            if (patience.hasExpired() || deadline.hasExpired())
                break; // whoever made them died, or Kafka forgot
            std::this_thread::sleep_for(lookPause);
        }
    }
    while (true) {
        const QString mine = QUuid::createUuid().toString(QUuid::WithoutBraces);
        if (auto written = writeKafkaIncarnation(handle, options, mine, deadline); !written)
            return fail(written.error());
        // Somebody else may have written at the same time, and the last one counts. Kafka may also be late in
        // forgetting what belonged to deleted topics of the same name.
        std::this_thread::sleep_for(settlePause);
        const auto incarnation = readKafkaIncarnation(handle, options, deadline);
        if (!incarnation || !incarnation->isEmpty())
            return incarnation;
        if (deadline.hasExpired())
            return fail(unavailable(RD_KAFKA_RESP_ERR__TIMED_OUT));
    }
}

} // namespace parlor::log

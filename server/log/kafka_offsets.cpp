// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_offsets.h"

#include <QDeadlineTimer>

#include <thread>

namespace parlor::log {

namespace {

using namespace std::chrono_literals;

constexpr auto askTimeout = 5s;
constexpr auto askPause = 100ms; // after an answer like "no leader just now"
constexpr int endLooks = 3;      // see check()
constexpr auto endPause = 300ms;

constexpr qint64 atBeginning = -2; // times that ListOffsets reserves
constexpr qint64 atEnd = -1;

int milliseconds(const QDeadlineTimer& deadline) {
    return int(std::max<qint64>(deadline.remainingTime(), 1));
}

} // namespace

KafkaOffsets::List KafkaOffsets::list(const QList<TopicPartition>& of) const {
    List result(rd_kafka_topic_partition_list_new(int(of.size())));
    for (const TopicPartition& where : of) {
        rd_kafka_topic_partition_list_add(result.get(), kafkaTopicName(m_options, where.topic).constData(),
                                          where.partition);
    }
    return result;
}

Result<void> KafkaOffsets::ask(List& list, qint64 time) const {
    const QDeadlineTimer deadline(askTimeout);
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    while (true) {
        for (int i = 0; i < list->cnt; ++i) {
            list->elems[i].offset = time;
            list->elems[i].err = RD_KAFKA_RESP_ERR__NO_OFFSET; // stays where no broker answered
        }
        error = rd_kafka_offsets_for_times(m_handle, list.get(), milliseconds(deadline));
        for (int i = 0; i < list->cnt && !error; ++i)
            error = list->elems[i].err;
        if (!error)
            return {};
        if (kafkaRefusesUs(error) || deadline.hasExpired())
            break;
        std::this_thread::sleep_for(askPause);
    }
    return fail(kafkaUnavailable(
        QStringLiteral("Kafka (%1) does not tell the log's positions").arg(m_options.brokers), error));
}

Result<Positions> KafkaOffsets::positions(const QList<TopicPartition>& of, qint64 time) const {
    if (of.isEmpty())
        return Positions();
    List asked = list(of);
    if (auto answered = ask(asked, time); !answered)
        return fail(answered.error());
    Positions result;
    for (int i = 0; i < asked->cnt; ++i)
        result.insert(of.at(i), asked->elems[i].offset);
    return result;
}

Result<Positions> KafkaOffsets::begin(const QList<TopicPartition>& of) const {
    return positions(of, atBeginning);
}

Result<Positions> KafkaOffsets::end(const QList<TopicPartition>& of) const {
    return positions(of, atEnd);
}

Result<Positions> KafkaOffsets::since(const QList<TopicPartition>& of, qint64 time) const {
    // The ends come first: a record that arrives in between is then not taken for an old one.
    const auto ends = end(of);
    if (!ends)
        return ends;
    auto result = positions(of, std::max<qint64>(time, 0));
    if (!result)
        return result;
    for (auto it = result->begin(); it != result->end(); ++it) {
        if (it.value() < 0)
            it.value() = ends->value(it.key());
    }
    return result;
}

Result<qint64> KafkaOffsets::endOfPresence() const {
    List asked(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(asked.get(), kafkaPresenceTopic(m_options).constData(), 0);
    if (auto answered = ask(asked, atEnd); !answered)
        return fail(answered.error());
    return asked->elems[0].offset;
}

Result<void> KafkaOffsets::check(const Positions& positions) const {
    const auto first = begin(positions.keys());
    if (!first)
        return fail(first.error());
    for (auto it = positions.cbegin(); it != positions.cend(); ++it) {
        if (it.value() < first->value(it.key())) {
            return fail(ErrorCode::LogTrimmed,
                        QStringLiteral("Offset %1 of %2/%3 was trimmed; the log begins at %4.")
                            .arg(it.value())
                            .arg(QString::fromUtf8(kafkaTopicName(m_options, it.key().topic)))
                            .arg(it.key().partition)
                            .arg(first->value(it.key())));
        }
    }
    for (int look = 1;; ++look) {
        const auto last = end(positions.keys());
        if (!last)
            return fail(last.error());
        auto it = positions.cbegin();
        while (it != positions.cend() && it.value() <= last->value(it.key()))
            ++it;
        if (it == positions.cend())
            return {};
        if (look == endLooks) {
            return fail(ErrorCode::BeyondEnd,
                        QStringLiteral("Offset %1 of %2/%3 lies beyond the log's end, %4.")
                            .arg(it.value())
                            .arg(QString::fromUtf8(kafkaTopicName(m_options, it.key().topic)))
                            .arg(it.key().partition)
                            .arg(last->value(it.key())));
        }
        std::this_thread::sleep_for(endPause);
    }
}

Result<void> KafkaOffsets::trim(const Positions& below) const {
    const auto last = end(below.keys());
    if (!last)
        return fail(last.error());
    List offsets(rd_kafka_topic_partition_list_new(int(below.size())));
    for (auto it = below.cbegin(); it != below.cend(); ++it) {
        if (it.value() > last->value(it.key())) {
            return fail(ErrorCode::BeyondEnd,
                        QStringLiteral("The log ends at %1 of %2: it cannot be trimmed below %3.")
                            .arg(last->value(it.key()))
                            .arg(QString::fromUtf8(kafkaTopicName(m_options, it.key().topic)))
                            .arg(it.value()));
        }
        if (it.value() > 0) {
            rd_kafka_topic_partition_list_add(
                offsets.get(), kafkaTopicName(m_options, it.key().topic).constData(), it.key().partition)
                ->offset = it.value();
        }
    }
    if (offsets->cnt == 0)
        return {};
    KafkaOwned<rd_kafka_DeleteRecords_t> request(rd_kafka_DeleteRecords_new(offsets.get()));
    rd_kafka_DeleteRecords_t* requests[] = {request.get()};
    KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_new(m_handle));
    KafkaOwned<rd_kafka_AdminOptions_t> options(
        rd_kafka_AdminOptions_new(m_handle, RD_KAFKA_ADMIN_OP_DELETERECORDS));
    const int timeout = int(std::chrono::milliseconds(askTimeout).count());
    rd_kafka_AdminOptions_set_request_timeout(options.get(), timeout, nullptr, 0);
    rd_kafka_AdminOptions_set_operation_timeout(options.get(), timeout, nullptr, 0);
    rd_kafka_DeleteRecords(m_handle, requests, 1, options.get(), queue.get());
    const KafkaOwned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), 2 * timeout));
    rd_kafka_resp_err_t error = event ? rd_kafka_event_error(event.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT;
    if (!error) {
        const auto* result =
            rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event.get()));
        for (int i = 0; i < result->cnt && !error; ++i)
            error = result->elems[i].err;
    }
    if (error)
        return fail(kafkaUnavailable(QStringLiteral("Kafka did not trim the log"), error));
    return {};
}

} // namespace parlor::log

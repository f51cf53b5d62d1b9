// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_topics.h"

#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

namespace parlor::log {

namespace {

using namespace std::chrono_literals;

constexpr auto lookPause = 50ms;

struct Wanted {
    QByteArray name;
    int partitions = 1;
    int minInsync = 1;
    bool kept = true; ///< unlike presence
};

std::vector<Wanted> wantedTopics(const KafkaOptions& options) {
    return {
        {kafkaTopicName(options, Topic::Messages), options.partitions, options.minInsync, true},
        {kafkaTopicName(options, Topic::Users), 1, options.minInsync, true},
        {kafkaTopicName(options, Topic::Receipts), 1, options.minInsync, true},
        {kafkaPresenceTopic(options), 1, 1, false},
    };
}

KafkaSettings configuration(const Wanted& topic) {
    KafkaSettings result{
        {"cleanup.policy", "delete"},
        {"message.timestamp.type", "LogAppendTime"},
        {"max.message.bytes", QByteArray::number(kafkaRecordMaxBytes)},
        {"min.insync.replicas", QByteArray::number(topic.minInsync)},
        {"unclean.leader.election.enable", "false"},
        {"retention.bytes", "-1"},
    };
    if (topic.kept) {
        result.emplaceBack("retention.ms", "-1");
    } else {
        const QByteArray tenMinutes = "600000";
        result.emplaceBack("retention.ms", tenMinutes);
        result.emplaceBack("segment.ms", tenMinutes); // only whole segments are removed
        result.emplaceBack("segment.bytes", QByteArray::number(16 * 1024 * 1024));
    }
    return result;
}

QString quoted(const QByteArray& topic) {
    return QStringLiteral("\"%1\"").arg(QString::fromUtf8(topic));
}

int milliseconds(const QDeadlineTimer& deadline, int atMost) {
    return int(std::clamp<qint64>(deadline.remainingTime(), 1, atMost));
}

/// What the metadata say of one topic.
struct Seen {
    int partitions = 0;
    int replicas = 0; ///< of the partition that has fewest
    bool leaders = false;
};

Result<Seen> look(rd_kafka_t* handle, const QByteArray& topic, int timeoutMs) {
    const KafkaOwned<rd_kafka_topic_t> object(rd_kafka_topic_new(handle, topic.constData(), nullptr));
    const rd_kafka_metadata_t* answer = nullptr;
    rd_kafka_resp_err_t error = rd_kafka_metadata(handle, 0, object.get(), &answer, timeoutMs);
    const KafkaOwned<const rd_kafka_metadata_t> metadata(answer);
    if (!error && metadata->topic_cnt == 1)
        error = metadata->topics[0].err;
    const QString what = QStringLiteral("Kafka does not tell about the topic %1").arg(quoted(topic));
    if (error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || error == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)
        return Seen();
    if (kafkaRefusesUs(error))
        return fail(ErrorCode::Invalid, what + QStringLiteral(": ") + kafkaText(error),
                    QStringLiteral("kafka_username"));
    if (error)
        return fail(kafkaUnavailable(what, error));
    Seen seen;
    if (metadata->topic_cnt != 1 || metadata->topics[0].partition_cnt == 0)
        return seen;
    const rd_kafka_metadata_topic& found = metadata->topics[0];
    seen.partitions = found.partition_cnt;
    seen.replicas = found.partitions[0].replica_cnt;
    seen.leaders = true;
    for (int i = 0; i < found.partition_cnt; ++i) {
        seen.replicas = std::min(seen.replicas, found.partitions[i].replica_cnt);
        seen.leaders = seen.leaders && found.partitions[i].leader >= 0;
    }
    return seen;
}

Result<void> checkPartitions(const Wanted& topic, const Seen& seen) {
    if (seen.partitions < topic.partitions) {
        return fail(
            ErrorCode::Invalid,
            QStringLiteral("The topic %1 has %2 partitions, and kafka_partitions is %3. Set kafka_partitions "
                           "to %2, or stop every parlord, add partitions with Kafka's kafka-topics.sh "
                           "--alter --partitions %3, and start again (a new epoch begins: clients fetch "
                           "their rooms anew).")
                .arg(quoted(topic.name))
                .arg(seen.partitions)
                .arg(topic.partitions),
            QStringLiteral("kafka_partitions"));
    }
    return {};
}

Result<void> checkCopies(const Wanted& topic, const Seen& seen, const KafkaOptions& options) {
    if (seen.replicas < options.replication) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral(
                        "The topic %1 keeps %2 copies of a record, and kafka_replication is %3. Add copies "
                        "with Kafka's kafka-reassign-partitions.sh, or lower kafka_replication.")
                        .arg(quoted(topic.name))
                        .arg(seen.replicas)
                        .arg(options.replication),
                    QStringLiteral("kafka_replication"));
    }
    return {};
}

using NewTopic = KafkaOwned<rd_kafka_NewTopic_t>;

Result<NewTopic> newTopic(const Wanted& topic, const KafkaOptions& options) {
    char reason[256] = "";
    NewTopic result(rd_kafka_NewTopic_new(topic.name.constData(), topic.partitions, options.replication,
                                          reason, sizeof reason));
    if (!result)
        return fail(ErrorCode::Invalid, QString::fromUtf8(reason), QStringLiteral("kafka_topics"));
    for (const auto& [name, value] : configuration(topic))
        rd_kafka_NewTopic_set_config(result.get(), name.constData(), value.constData());
    return result;
}

/// What becomes of a topic that could not be made.
Error creationError(const QByteArray& topic, rd_kafka_resp_err_t error, const char* reason) {
    const QString text = QStringLiteral("The topic %1 cannot be made: %2")
                             .arg(quoted(topic), reason ? QString::fromUtf8(reason) : kafkaText(error));
    switch (error) {
    case RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR:
        return Error(ErrorCode::Unavailable,
                     text + QStringLiteral(" Start the other brokers, or lower kafka_replication."),
                     QStringLiteral("kafka_replication"));
    case RD_KAFKA_RESP_ERR_INVALID_PARTITIONS:
        return Error(ErrorCode::Invalid, text, QStringLiteral("kafka_partitions"));
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
    case RD_KAFKA_RESP_ERR_INVALID_CONFIG:
    case RD_KAFKA_RESP_ERR_POLICY_VIOLATION:
        return Error(ErrorCode::Invalid, text, QStringLiteral("kafka_topics"));
    default:
        break;
    }
    if (kafkaRefusesUs(error))
        return Error(ErrorCode::Invalid, text, QStringLiteral("kafka_username"));
    return Error(ErrorCode::Unavailable, text);
}

/// Whether the messages' topic was made by this call. Topics that others made meanwhile are fine.
Result<bool> create(rd_kafka_t* handle, const std::vector<Wanted>& missing, const KafkaOptions& options,
                    int timeoutMs) {
    std::vector<NewTopic> topics;
    std::vector<rd_kafka_NewTopic_t*> pointers;
    for (const Wanted& topic : missing) {
        auto made = newTopic(topic, options);
        if (!made)
            return fail(made.error());
        pointers.push_back(made->get());
        topics.push_back(std::move(*made));
    }
    const KafkaOwned<rd_kafka_AdminOptions_t> admin(
        rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_CREATETOPICS));
    rd_kafka_AdminOptions_set_request_timeout(admin.get(), timeoutMs, nullptr, 0);
    rd_kafka_AdminOptions_set_operation_timeout(admin.get(), timeoutMs, nullptr, 0);
    const KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle));
    rd_kafka_CreateTopics(handle, pointers.data(), pointers.size(), admin.get(), queue.get());
    const KafkaOwned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), timeoutMs + 1000));
    if (!event)
        return fail(
            kafkaUnavailable(QStringLiteral("The topics cannot be made"), RD_KAFKA_RESP_ERR__TIMED_OUT));
    if (rd_kafka_event_error(event.get()))
        return fail(creationError(missing.front().name, rd_kafka_event_error(event.get()),
                                  rd_kafka_event_error_string(event.get())));
    std::size_t count = 0;
    const rd_kafka_topic_result_t** results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
    bool created = false;
    std::optional<Error> failure;
    for (std::size_t i = 0; i < count; ++i) {
        const QByteArray name = rd_kafka_topic_result_name(results[i]);
        const rd_kafka_resp_err_t error = rd_kafka_topic_result_error(results[i]);
        if (!error)
            created = created || name == kafkaTopicName(options, Topic::Messages);
        else if (error != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS && !failure)
            failure = creationError(name, error, rd_kafka_topic_result_error_string(results[i]));
    }
    if (failure)
        return fail(*failure);
    return created;
}

Result<void> checkEntry(const Wanted& topic, const QByteArray& name, const QByteArray& value) {
    if (name == "min.insync.replicas" && value.toInt() < topic.minInsync) {
        return fail(
            ErrorCode::Invalid,
            QStringLiteral("The topic %1 has min.insync.replicas=%2, and kafka_min_insync is %3. Change the "
                           "topic with Kafka's kafka-configs.sh --alter, or lower kafka_min_insync.")
                .arg(quoted(topic.name), QString::fromUtf8(value))
                .arg(topic.minInsync),
            QStringLiteral("kafka_min_insync"));
    }
    if (name == "cleanup.policy" && value.contains("compact")) {
        return fail(
            ErrorCode::Invalid,
            QStringLiteral("The topic %1 has cleanup.policy=%2: Kafka would remove messages. Set it to "
                           "\"delete\" with Kafka's kafka-configs.sh --alter.")
                .arg(quoted(topic.name), QString::fromUtf8(value)),
            QStringLiteral("kafka_topics"));
    }
    if (topic.kept && (name == "retention.ms" || name == "retention.bytes") && value != "-1") {
        qWarning().noquote() << QStringLiteral(
                                    "The topic %1 has %2=%3: Kafka may remove records that no worker has "
                                    "saved yet. Parlor trims its log itself; set it to -1.")
                                    .arg(quoted(topic.name), QString::fromUtf8(name),
                                         QString::fromUtf8(value));
    }
    return {};
}

/// Checks those settings of the topics that decide about what is lost.
Result<void> checkConfigurations(rd_kafka_t* handle, const std::vector<Wanted>& topics, int timeoutMs) {
    std::vector<KafkaOwned<rd_kafka_ConfigResource_t>> resources;
    std::vector<rd_kafka_ConfigResource_t*> pointers;
    for (const Wanted& topic : topics) {
        resources.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.name.constData()));
        pointers.push_back(resources.back().get());
    }
    const KafkaOwned<rd_kafka_AdminOptions_t> admin(
        rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS));
    rd_kafka_AdminOptions_set_request_timeout(admin.get(), timeoutMs, nullptr, 0);
    const KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle));
    rd_kafka_DescribeConfigs(handle, pointers.data(), pointers.size(), admin.get(), queue.get());
    const KafkaOwned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), timeoutMs + 1000));
    const rd_kafka_resp_err_t error =
        event ? rd_kafka_event_error(event.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT;
    const QString what = QStringLiteral("Kafka does not tell how the topics are configured");
    if (error)
        return fail(kafkaUnavailable(what, error));
    std::size_t count = 0;
    const rd_kafka_ConfigResource_t** described =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const QByteArray name = rd_kafka_ConfigResource_name(described[i]);
        const auto topic =
            std::find_if(topics.begin(), topics.end(), [&](const Wanted& t) { return t.name == name; });
        const rd_kafka_resp_err_t refused = rd_kafka_ConfigResource_error(described[i]);
        if (kafkaRefusesUs(refused))
            return fail(ErrorCode::Invalid, what + QStringLiteral(": ") + kafkaText(refused),
                        QStringLiteral("kafka_username"));
        if (refused || topic == topics.end())
            return fail(kafkaUnavailable(what, refused));
        std::size_t entries = 0;
        const rd_kafka_ConfigEntry_t** entry = rd_kafka_ConfigResource_configs(described[i], &entries);
        for (std::size_t e = 0; e < entries; ++e) {
            const char* value = rd_kafka_ConfigEntry_value(entry[e]);
            if (auto checked = checkEntry(*topic, rd_kafka_ConfigEntry_name(entry[e]), value ? value : "");
                !checked)
                return checked;
        }
    }
    return {};
}

/// One look at all topics.
struct Survey {
    std::vector<Wanted> missing;
    std::vector<Seen> seen;     ///< when none is missing, in the order of the wanted ones
    std::optional<Error> waits; ///< for what
};

/// milliseconds; a broker that hangs does not use up the whole time
constexpr int oneLook = 2000;

Result<Survey> survey(rd_kafka_t* handle, const std::vector<Wanted>& topics, const QDeadlineTimer& deadline) {
    Survey result;
    for (const Wanted& topic : topics) {
        const auto seen = look(handle, topic.name, milliseconds(deadline, oneLook));
        if (!seen)
            return fail(seen.error());
        if (seen->partitions == 0) {
            result.missing.push_back(topic);
            continue;
        }
        if (auto checked = checkPartitions(topic, *seen); !checked)
            return fail(checked.error());
        if (!seen->leaders) {
            result.waits = Error(ErrorCode::Unavailable,
                                 QStringLiteral("A partition of %1 has no leader: too few brokers are up.")
                                     .arg(quoted(topic.name)));
        }
        result.seen.push_back(*seen);
    }
    return result;
}

/// Goes one step on; true when everything is as it should be.
Result<bool> step(rd_kafka_t* handle, const std::vector<Wanted>& topics, const KafkaOptions& options,
                  const QDeadlineTimer& deadline, KafkaTopicsFound& found) {
    const auto surveyed = survey(handle, topics, deadline);
    if (!surveyed)
        return fail(surveyed.error());
    if (surveyed->waits)
        return fail(*surveyed->waits);
    if (!surveyed->missing.empty()) {
        const auto created = create(handle, surveyed->missing, options, milliseconds(deadline, oneLook));
        if (!created)
            return fail(created.error());
        found.created = found.created || *created;
        return false; // and look again, until the metadata show all of it
    }
    if (auto checked = checkConfigurations(handle, topics, milliseconds(deadline, oneLook)); !checked)
        return fail(checked.error());
    for (std::size_t i = 0; i < topics.size(); ++i) {
        if (auto checked = checkCopies(topics.at(i), surveyed->seen.at(i), options); !checked)
            return fail(checked.error());
    }
    found.messagePartitions = surveyed->seen.front().partitions;
    return true;
}

} // namespace

Result<KafkaTopicsFound> ensureKafkaTopics(rd_kafka_t* handle, const KafkaOptions& options,
                                           QDeadlineTimer deadline) {
    const std::vector<Wanted> topics = wantedTopics(options);
    KafkaTopicsFound found;
    std::optional<Error> reason;
    while (true) {
        const auto done = step(handle, topics, options, deadline, found);
        if (done && *done)
            return found;
        if (!done && done.error().code() != ErrorCode::Unavailable)
            return fail(done.error());
        // What names a setting tells more than a look for which no time was left.
        if (!done && (!reason || reason->field().isEmpty() || !done.error().field().isEmpty()))
            reason = done.error();
        if (deadline.hasExpired()) {
            return fail(reason.value_or(
                kafkaUnavailable(QStringLiteral("The topics are not ready"), RD_KAFKA_RESP_ERR__TIMED_OUT)));
        }
        std::this_thread::sleep_for(lookPause);
    }
}

Result<void> inspectKafkaTopics(rd_kafka_t* handle, const KafkaOptions& options, QDeadlineTimer deadline) {
    std::vector<Wanted> present;
    for (const Wanted& topic : wantedTopics(options)) {
        const auto seen = look(handle, topic.name, milliseconds(deadline, oneLook));
        if (!seen)
            return fail(seen.error());
        if (seen->partitions == 0)
            continue;
        if (auto checked = checkPartitions(topic, *seen); !checked)
            return checked;
        if (auto checked = checkCopies(topic, *seen, options); !checked)
            return checked;
        present.push_back(topic);
    }
    if (present.empty())
        return {};
    return checkConfigurations(handle, present, milliseconds(deadline, oneLook));
}

Result<int> countKafkaPartitions(rd_kafka_t* handle, const KafkaOptions& options,
                                 std::chrono::milliseconds timeout) {
    const auto seen = look(handle, kafkaTopicName(options, Topic::Messages), int(timeout.count()));
    if (!seen)
        return fail(seen.error());
    return seen->partitions;
}

} // namespace parlor::log

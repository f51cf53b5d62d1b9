// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_log.h"

#include "server/log/kafka_broadcasts.h"
#include "server/log/kafka_group.h"
#include "server/log/kafka_identity.h"
#include "server/log/kafka_keeper.h"
#include "server/log/kafka_offsets.h"
#include "server/log/kafka_partitioner.h"
#include "server/log/kafka_producer.h"
#include "server/log/kafka_reader.h"
#include "server/log/kafka_topics.h"

#include <QDeadlineTimer>
#include <QRegularExpression>

namespace parlor::log {

namespace {

class KafkaLog final : public Log {
public:
    KafkaLog(const KafkaOptions& options, std::unique_ptr<KafkaEvents> events, KafkaHandle handle,
             std::unique_ptr<KafkaProducer> producer, const KafkaIdentity& identity, int messagePartitions)
        : m_options(options)
        , m_identity(QStringLiteral("kafka:%1:%2:%3")
                         .arg(identity.cluster, identity.topicPrefix, identity.incarnation))
        , m_messagePartitions(messagePartitions)
        , m_events(std::move(events))
        , m_handle(std::move(handle))
        , m_offsets(m_handle.get(), options)
        , m_keeper(m_handle.get(), options, identity.incarnation, messagePartitions)
        , m_broadcasts(options, m_offsets)
        , m_producer(std::move(producer)) {}
    ~KafkaLog() override { m_producer->close(); }

    void append(Topic topic, const QByteArray& key, const QByteArray& value, AppendCallback done) override {
        if (m_keeper.changed()) {
            done(fail(
                Error(ErrorCode::Unavailable, QStringLiteral("The log's topics were made anew or changed."))
                    .withRetryAfter(1)));
            return;
        }
        m_producer->append({topic, partitionFor(topic, key)}, key, value, std::move(done));
    }
    QString identity() const override { return m_identity; }
    int messagePartitions() const override { return m_messagePartitions; }
    int partitionFor(Topic topic, const QByteArray& key) const override {
        return topic == Topic::Messages ? kafkaPartition(key, m_messagePartitions) : 0;
    }

    Result<Positions> begin() const override { return m_offsets.begin(partitions()); }
    Result<Positions> end() const override { return m_offsets.end(partitions()); }
    Result<Positions> positionsBefore(const QDateTime& time) const override {
        return m_offsets.since(partitions(), time.toMSecsSinceEpoch());
    }

    Result<std::unique_ptr<LogReader>> open(const Positions& from) override;
    Result<std::unique_ptr<GroupMember>> join(const QString& group, std::function<void()> changed) override {
        return KafkaGroupMember::join(m_options, m_messagePartitions, group, std::move(changed));
    }
    void broadcast(const QByteArray& key, const QByteArray& value) override {
        m_broadcasts.broadcast(key, value);
    }
    Result<std::unique_ptr<Subscription>> listen(BroadcastCallback heard) override {
        return m_broadcasts.listen(std::move(heard));
    }
    Result<void> trim(const Positions& below) override { return m_offsets.trim(below); }
    void close() override { m_producer->close(); }

private:
    const KafkaOptions m_options;
    const QString m_identity;
    const int m_messagePartitions;
    const std::unique_ptr<KafkaEvents> m_events; ///< of m_handle
    const KafkaHandle m_handle;                  ///< for questions and administration
    const KafkaOffsets m_offsets;
    KafkaKeeper m_keeper;
    KafkaBroadcasts m_broadcasts;
    const std::unique_ptr<KafkaProducer> m_producer;
};

Result<std::unique_ptr<LogReader>> KafkaLog::open(const Positions& from) {
    const QList<TopicPartition> all = partitions();
    for (const TopicPartition& where : from.keys()) {
        if (!all.contains(where)) {
            return fail(ErrorCode::Invalid,
                        QStringLiteral("The log has no partition %1 of %2.")
                            .arg(where.partition)
                            .arg(QString::fromUtf8(kafkaTopicName(m_options, where.topic))));
        }
    }
    if (auto there = m_offsets.check(from); !there)
        return fail(there.error());
    return KafkaReader::start(m_options, m_offsets, m_keeper.changedFlag(), from);
}

/// Hears why the brokers cannot be reached, while openKafkaLog() waits for them.
class OpeningEvents final : public KafkaEvents {
public:
    void failed(rd_kafka_t*, rd_kafka_resp_err_t error, const QString& reason) override {
        if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
            return; // says nothing that the message does not say already
        m_reason = reason;
        if (error == RD_KAFKA_RESP_ERR__AUTHENTICATION) {
            m_field = reason.contains(QStringLiteral("mechanism")) ? QStringLiteral("kafka_sasl_mechanism")
                                                                   : QStringLiteral("kafka_password");
        } else if (error == RD_KAFKA_RESP_ERR__SSL && reason.contains(QStringLiteral("certificate"))) {
            // Another failure of TLS may be a broker that is just going down.
            m_field = QStringLiteral("kafka_ca");
        }
    }
    /// The setting to change, when waiting does not help; empty else.
    const QString& field() const { return m_field; }
    const QString& reason() const { return m_reason; }

private:
    QString m_field;
    QString m_reason;
};

Result<void> checkOptions(const KafkaOptions& options) {
    static const QRegularExpression prefix(QStringLiteral("^[A-Za-z0-9._-]{1,200}$"));
    if (options.brokers.trimmed().isEmpty())
        return fail(ErrorCode::Invalid, QStringLiteral("kafka_brokers names no broker."),
                    QStringLiteral("kafka_brokers"));
    if (!prefix.match(options.topicPrefix).hasMatch()) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("kafka_topics must be 1 to 200 of the characters A-Z a-z 0-9 . _ -"),
                    QStringLiteral("kafka_topics"));
    }
    if (options.partitions < 1 || options.partitions > 10'000)
        return fail(ErrorCode::Invalid, QStringLiteral("kafka_partitions must be from 1 to 10000."),
                    QStringLiteral("kafka_partitions"));
    if (options.replication < 1 || options.replication > 100)
        return fail(ErrorCode::Invalid, QStringLiteral("kafka_replication must be from 1 to 100."),
                    QStringLiteral("kafka_replication"));
    if (options.minInsync < 1 || options.minInsync > options.replication) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("kafka_min_insync must be from 1 to kafka_replication, which is %1.")
                        .arg(options.replication),
                    QStringLiteral("kafka_min_insync"));
    }
    return {};
}

/// The id of the cluster, once a broker answers.
Result<QString> reachCluster(rd_kafka_t* handle, const KafkaOptions& options, const OpeningEvents& events,
                             QDeadlineTimer deadline) {
    constexpr int slice = 100; // milliseconds; in between, the reasons are heard
    while (true) {
        char* id = rd_kafka_clusterid(handle, slice);
        if (id) {
            const QString cluster = QString::fromUtf8(id);
            rd_kafka_mem_free(handle, id);
            return cluster;
        }
        rd_kafka_poll(handle, 0);
        if (!events.field().isEmpty()) {
            return fail(ErrorCode::Invalid,
                        QStringLiteral("Kafka at %1 refuses the connection: %2")
                            .arg(options.brokers, events.reason()),
                        events.field());
        }
        if (deadline.hasExpired()) {
            const QString reason =
                events.reason().isEmpty()
                    ? QStringLiteral("no answer in time. Is kafka_security (%1) what its port expects?")
                          .arg(options.security)
                    : events.reason();
            return fail(
                Error(ErrorCode::Unavailable,
                      QStringLiteral("No Kafka broker answers at %1: %2").arg(options.brokers, reason))
                    .withRetryAfter(1));
        }
    }
}

} // namespace

Result<std::unique_ptr<Log>> openKafkaLog(const KafkaOptions& options) {
    if (auto checked = checkOptions(options); !checked)
        return fail(checked.error());
    auto events = std::make_unique<OpeningEvents>();
    auto handle = makeKafkaHandle(
        RD_KAFKA_CONSUMER, options,
        {{"group.id", kafkaIdentityGroup(options)}, {"enable.auto.commit", "false"}}, events.get());
    if (!handle)
        return fail(handle.error());
    const auto cluster = reachCluster(handle->get(), options, *events, QDeadlineTimer(options.openTimeout));
    if (!cluster)
        return fail(cluster.error());
    const auto topics = ensureKafkaTopics(handle->get(), options, QDeadlineTimer(options.openTimeout));
    if (!topics)
        return fail(topics.error());
    const auto incarnation =
        settleKafkaIncarnation(handle->get(), options, topics->created, QDeadlineTimer(options.openTimeout));
    if (!incarnation)
        return fail(incarnation.error());
    auto producer = KafkaProducer::start(options);
    if (!producer)
        return fail(producer.error());
    return std::make_unique<KafkaLog>(options, std::move(events), std::move(*handle), std::move(*producer),
                                      KafkaIdentity{*cluster, options.topicPrefix, *incarnation},
                                      topics->messagePartitions);
}

std::optional<KafkaIdentity> kafkaIdentity(const QString& identity) {
    const QStringList parts = identity.split(QLatin1Char(':'));
    if (parts.size() != 4 || parts.first() != QLatin1String("kafka"))
        return std::nullopt;
    return KafkaIdentity{parts.at(1), parts.at(2), parts.at(3)};
}

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_client.h"

#include <QElapsedTimer>
#include <QHash>
#include <QLoggingCategory>

#include <mutex>

namespace parlor::log {

namespace {

Q_LOGGING_CATEGORY(kafkaCategory, "parlor.kafka")

constexpr qint64 quietMs = 30'000; // the same kind of line is written once in this time

/// Which of our settings is behind one of librdkafka's.
struct Behind {
    const char* setting;
    const char* field;
};
constexpr Behind behind[] = {
    {"bootstrap.servers", "kafka_brokers"},
    {"security.protocol", "kafka_security"},
    {"sasl.mechanism", "kafka_sasl_mechanism"},
    {"SASL mechanism", "kafka_sasl_mechanism"},
    {"sasl.username", "kafka_username"},
    {"sasl.password", "kafka_password"},
    {"ssl.ca.location", "kafka_ca"},
    {"ssl.certificate.location", "kafka_certificate"},
    {"ssl.key.location", "kafka_key"},
};

QString fieldOf(const QByteArray& text) {
    for (const Behind& row : behind) {
        if (text.contains(row.setting))
            return QString::fromLatin1(row.field);
    }
    return {};
}

/// A broker that is down is told of several times a second by every handle: that would fill any disk.
bool worthTelling(const QByteArray& kind) {
    static std::mutex mutex;
    static QHash<QByteArray, QElapsedTimer> told;
    const std::lock_guard lock(mutex);
    QElapsedTimer& timer = told[kind];
    if (timer.isValid() && timer.elapsed() < quietMs)
        return false;
    timer.start();
    return true;
}

void writeLine(const rd_kafka_t*, int level, const char* facility, const char* text) {
    constexpr int warning = 4; // of syslog; lower is worse
    if (level <= warning && worthTelling(facility))
        qCWarning(kafkaCategory).noquote() << facility << text;
}

void onError(rd_kafka_t* handle, int error, const char* reason, void* events) {
    static_cast<KafkaEvents*>(events)->failed(handle, rd_kafka_resp_err_t(error), QString::fromUtf8(reason));
}
void onDelivery(rd_kafka_t*, const rd_kafka_message_t* message, void* events) {
    static_cast<KafkaEvents*>(events)->delivered(message);
}
void onRebalance(rd_kafka_t* handle, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* partitions,
                 void* events) {
    static_cast<KafkaEvents*>(events)->rebalanced(handle, error, partitions);
}

KafkaSettings connectionSettings(const KafkaOptions& options) {
    KafkaSettings result{
        {"bootstrap.servers", options.brokers.toUtf8()},
        {"client.id", "parlor"},
        {"security.protocol", options.security.toLower().toUtf8()},
        {"allow.auto.create.topics", "false"},
        {"socket.keepalive.enable", "true"},
        {"socket.nagle.disable", "true"},
        // The default, 10 s, makes a restarted broker look dead for up to 20 s.
        {"reconnect.backoff.ms", "50"},
        {"reconnect.backoff.max.ms", "500"},
        {"socket.connection.setup.timeout.ms", "5000"},
        {"socket.timeout.ms", "5000"},
        {"log.connection.close", "false"},
    };
    const auto add = [&result](const char* name, const QByteArray& value) {
        if (!value.isEmpty())
            result.append({name, value});
    };
    add("sasl.mechanism", options.saslMechanism.toUpper().toUtf8());
    add("sasl.username", options.username.toUtf8());
    add("sasl.password", options.password);
    add("ssl.ca.location", options.caFile.toUtf8());
    add("ssl.certificate.location", options.certificateFile.toUtf8());
    add("ssl.key.location", options.keyFile.toUtf8());
    return result;
}

} // namespace

Result<KafkaHandle> makeKafkaHandle(rd_kafka_type_t type, const KafkaOptions& options,
                                    const KafkaSettings& settings, KafkaEvents* events) {
    KafkaOwned<rd_kafka_conf_t> conf(rd_kafka_conf_new());
    KafkaSettings all = connectionSettings(options) + settings;
    for (auto it = options.extra.cbegin(); it != options.extra.cend(); ++it)
        all.append({it.key(), it.value()});
    char reason[512] = "";
    for (const auto& [name, value] : std::as_const(all)) {
        if (rd_kafka_conf_set(conf.get(), name.constData(), value.constData(), reason, sizeof reason) !=
            RD_KAFKA_CONF_OK) {
            return fail(ErrorCode::Invalid,
                        QStringLiteral("The Kafka client refuses %1: %2")
                            .arg(QString::fromUtf8(name), QString::fromUtf8(reason)),
                        fieldOf(name));
        }
    }
    rd_kafka_conf_set_log_cb(conf.get(), writeLine);
    if (events) {
        rd_kafka_conf_set_opaque(conf.get(), events);
        rd_kafka_conf_set_error_cb(conf.get(), onError);
        if (type == RD_KAFKA_PRODUCER)
            rd_kafka_conf_set_dr_msg_cb(conf.get(), onDelivery);
        else
            rd_kafka_conf_set_rebalance_cb(conf.get(), onRebalance);
    }
    KafkaHandle handle(rd_kafka_new(type, conf.get(), reason, sizeof reason));
    if (!handle) {
        return fail(
            ErrorCode::Invalid,
            QStringLiteral("The Kafka client refuses its settings: %1").arg(QString::fromUtf8(reason)),
            fieldOf(reason));
    }
    conf.release(); // the handle's own now
    return handle;
}

QString kafkaText(rd_kafka_resp_err_t error) {
    return QString::fromUtf8(rd_kafka_err2str(error));
}

Error kafkaUnavailable(const QString& what, rd_kafka_resp_err_t error) {
    return Error(ErrorCode::Unavailable, QStringLiteral("%1: %2").arg(what, kafkaText(error)))
        .withRetryAfter(1);
}

bool kafkaRefusesUs(rd_kafka_resp_err_t error) {
    switch (error) {
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR__SSL:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        return true;
    default:
        return false;
    }
}

QByteArray kafkaTopicName(const KafkaOptions& options, Topic topic) {
    const QByteArray prefix = options.topicPrefix.toUtf8();
    switch (topic) {
    case Topic::Messages:
        return prefix + ".messages";
    case Topic::Users:
        return prefix + ".users";
    case Topic::Receipts:
        return prefix + ".receipts";
    }
    return {};
}

QByteArray kafkaPresenceTopic(const KafkaOptions& options) {
    return options.topicPrefix.toUtf8() + ".presence";
}

} // namespace parlor::log

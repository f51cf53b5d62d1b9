// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <QMap>

#include <optional>

namespace parlor::log {

/// How to reach Kafka and what its topics must be like.
struct KafkaOptions {
    QString brokers;                              ///< "host:port,host:port"
    QString topicPrefix = QStringLiteral("chat"); ///< of the topics "<prefix>.messages", …; two servers on
                                                  ///< one Kafka differ in it
    int partitions = 12; ///< of the messages' topic when it is made; later at least that many must be there
    int replication = 3; ///< copies of every record
    int minInsync = 2;   ///< copies that must be written before an append is durable
    QString security = QStringLiteral("plaintext"); ///< plaintext, ssl, sasl_plaintext or sasl_ssl
    QString saslMechanism;                          ///< PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512
    QString username;
    QByteArray password;
    QString caFile;          ///< PEM; empty: the system's
    QString certificateFile; ///< PEM, of this client; empty: none
    QString keyFile;
    std::chrono::milliseconds sendTimeout{10'000}; ///< an append that is not durable by then fails as
                                                   ///< Unavailable (it may still turn up)
    std::chrono::milliseconds openTimeout{5'000};  ///< of openKafkaLog() for each of: reaching a broker,
                                                   ///< the topics, the identity
    qsizetype queueMaxBytes = 64 * 1024 * 1024;    ///< appends under way; beyond: Unavailable
    qsizetype queueMaxRecords = 200'000;
    QMap<QByteArray, QByteArray> extra; ///< librdkafka's own settings, over all of the above; for tests
};

/// Opens the event log on Kafka: makes the topics that are missing and checks those that are there. Any
/// thread, blocking. Errors:
/// - Unavailable: no broker answers (yet); worth trying again. The message names brokers and reason. With
/// field
///   kafka_replication: fewer brokers are up than a new topic is to have copies.
/// - Invalid, with the setting as field: what trying again cannot mend: wrong password or certificate
///   (kafka_password, kafka_ca, …), fewer partitions, copies or copies in sync than configured
///   (kafka_partitions, kafka_replication, kafka_min_insync), topics that Kafka compacts (kafka_topics), no
///   permission (kafka_username), an option that librdkafka refuses.
///
/// When the topics are made anew or get more partitions while the log is open, its readers fail with
/// BeyondEnd and its appends with Unavailable, some 10 s later at most: open it anew.
Result<std::unique_ptr<Log>> openKafkaLog(const KafkaOptions& options);

/// The parts of Log::identity() of a Kafka log; nullopt for another log's.
struct KafkaIdentity {
    QString cluster;
    QString topicPrefix;
    QString incarnation; ///< another one: the topics were made anew
};
std::optional<KafkaIdentity> kafkaIdentity(const QString& identity);

} // namespace parlor::log

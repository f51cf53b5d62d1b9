// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage.h"

#include "server/log/embedded_log.h"
#include "server/log/kafka_log.h"
#include "server/store/sql_store.h"

namespace parlor {

namespace {

log::KafkaOptions kafkaOptions(const admin::KafkaSettings& settings) {
    log::KafkaOptions options;
    options.brokers = settings.brokers;
    options.topicPrefix = settings.topicPrefix;
    options.partitions = settings.partitions;
    options.replication = settings.replication;
    options.minInsync = settings.minInsync;
    options.security = settings.security;
    if (settings.security.startsWith(QLatin1StringView("sasl")))
        options.saslMechanism = settings.saslMechanism;
    options.username = settings.username;
    options.password = settings.password;
    options.caFile = settings.caFile;
    options.certificateFile = settings.certificateFile;
    options.keyFile = settings.keyFile;
    options.extra = settings.extra;
    return options;
}

} // namespace

std::unique_ptr<store::Store> makeConfiguredStore(const admin::Settings& settings, const QString& file) {
    return settings.databaseUrl.isEmpty() ? store::makeSqliteStore(file)
                                          : store::makePostgresStore(settings.databaseUrl);
}

Result<std::unique_ptr<log::Log>> openConfiguredLog(const admin::Settings& settings, const QString& file) {
    return settings.kafka.brokers.isEmpty() ? log::openEmbeddedLog(file)
                                            : log::openKafkaLog(kafkaOptions(settings.kafka));
}

store::StoreDiagnosis diagnoseConfiguredStore(const admin::Settings& settings, const QString& file) {
    return settings.databaseUrl.isEmpty()
               ? store::diagnoseSqlite(file)
               : store::diagnosePostgres(settings.databaseUrl, settings.databaseConnections);
}

log::LogDiagnosis diagnoseConfiguredLog(const admin::Settings& settings, const QString& file) {
    return settings.kafka.brokers.isEmpty() ? log::diagnoseEmbedded(file)
                                            : log::diagnoseKafka(kafkaOptions(settings.kafka));
}

bool usesNetworkStorage(const admin::Settings& settings) {
    return !settings.databaseUrl.isEmpty() || !settings.kafka.brokers.isEmpty();
}

} // namespace parlor

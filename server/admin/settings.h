// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/rate_budget.h"
#include "shared/models.h"
#include "shared/result.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QMap>
#include <QPair>
#include <QString>
#include <QUrl>

#include <span>

namespace parlor::admin {

enum class LogLevel { Debug, Info, Warning, Error };
/// The parts of a cluster; All is everything in one process.
enum class Role { All, Gateway, Worker };

/// The event log on Kafka.
struct KafkaSettings {
    QString brokers; ///< "host:port,…"; empty: the embedded log
    QString topicPrefix;
    int partitions = 0;
    int replication = 0;
    int minInsync = 0;
    QString security;
    QString saslMechanism;
    QString username;
    QByteArray password;
    QString caFile;
    QString certificateFile;
    QString keyFile;
    QMap<QByteArray, QByteArray> extra;
    friend bool operator==(const KafkaSettings&, const KafkaSettings&) = default;
};

/// Every setting of the server, checked and typed. What each means is in the table of settings.cpp and in
/// `parlord config`.
struct Settings {
    QHostAddress listenAddress;
    quint16 listenPort = 0;
    QString dataDir;      ///< absolute
    QByteArray jwtSecret; ///< empty: the one that the data directory keeps
    QString serverName;
    Registration registration = Registration::Open;
    QList<QByteArray> allowedOrigins;
    QList<QPair<QHostAddress, int>> trustedProxies;
    RateBudgets rates;
    bool minimumPasswordCost = false;
    bool search = true;
    QString tlsCertificate; ///< file; empty: no TLS
    QString tlsKey;
    int threads = 0;
    int maxConnections = 0;
    int logRetentionDays = 0;
    LogLevel logLevel = LogLevel::Info;
    bool jsonLog = false;
    QList<QPair<QHostAddress, int>> metricsAllow;
    int startupTimeout = 0; ///< seconds; 0: for ever
    int drainSeconds = 0;
    Role role = Role::All;
    QUrl databaseUrl; ///< postgresql://…; empty: SQLite in the data directory
    int databaseConnections = 0;
    KafkaSettings kafka;
    friend bool operator==(const Settings&, const Settings&) = default;
};

/// One row of the table of settings.
struct SettingRow {
    const char* name;    ///< in the file: lower case with underscores
    const char* allowed; ///< what a value may be, as the end of "must be …"
    const char* meaning; ///< one or two sentences
    bool secret;         ///< its value is never shown
    QString (*defaultText)();
    /// Reads `text` into the field; an Error's message says what is wrong, or is empty when "must be
    /// <allowed>" says it.
    Result<void> (*read)(const QString& text, Settings& settings);

    QString key() const { return QString::fromLatin1(name); }
    QString environmentName() const; ///< PARLOR_NAME
    QString flag() const;            ///< --name-with-dashes
};

/// The table, in the order in which `parlord config` prints it. All functions here: any thread.
std::span<const SettingRow> settingRows();
const SettingRow* findSetting(const QString& name);
/// What concerns more than one setting. Error with the setting's name as field.
Result<void> checkTogether(const Settings& settings);

/// The known word that `word` most likely stands for; empty if none is near.
QString nearest(const QString& word, const QStringList& known);

} // namespace parlor::admin

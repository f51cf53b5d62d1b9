// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/settings.h"

/// How the text of a setting becomes its value; for the table in settings.cpp. An Error's message says what
/// is wrong, or is empty when the table's "must be …" says it all.
namespace parlor::admin {

Result<void> readNumber(const QString& text, int min, int max, int& field);
Result<void> readSwitch(const QString& text, const char* on, const char* off, bool& field);
/// "20/s burst 300"; per s, min or h.
Result<void> readBudget(const QString& text, RateBudget& field);
Result<void> readListen(const QString& text, Settings& settings);
QString defaultDataDir();
Result<void> readDataDir(const QString& text, Settings& settings);
Result<void> readDatabaseUrl(const QString& text, Settings& settings);
Result<void> readKafkaBrokers(const QString& text, Settings& settings);
Result<void> readKafkaTopics(const QString& text, Settings& settings);
Result<void> readKafkaSecurity(const QString& text, Settings& settings);
Result<void> readKafkaMechanism(const QString& text, Settings& settings);
Result<void> readKafkaOptions(const QString& text, Settings& settings);
Result<void> readRole(const QString& text, Settings& settings);
Result<void> readOrigins(const QString& text, Settings& settings);
Result<void> readSubnets(const QString& text, QList<QPair<QHostAddress, int>>& field);
Result<void> readSecret(const QString& text, Settings& settings);
Result<void> readRegistration(const QString& text, Settings& settings);
Result<void> readServerName(const QString& text, Settings& settings);
Result<void> readLogLevel(const QString& text, Settings& settings);

} // namespace parlor::admin

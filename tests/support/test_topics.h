// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace parlor::test {

/// A name for the Kafka topics of one test.
QString randomTopicPrefix();

/// Deletes every topic "<prefix>.…" at the brokers ("host:port,…"), and waits until they are gone. False,
/// with a warning that says why, when that cannot be done. Blocks for up to half a minute.
bool deleteTopics(const QString& brokers, const QString& prefix);

} // namespace parlor::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_log.h"

#include <QMap>

namespace parlor::test {

/// Settings for a log of its own on the broker that all tests share: a prefix that nobody else has, one copy.
log::KafkaOptions kafkaTestOptions(const QString& brokers);

/// Topics, made and deleted behind the back of a log. Each function waits until it is done; false on failure.
class KafkaTestTopics {
public:
    explicit KafkaTestTopics(log::KafkaOptions options)
        : m_options(std::move(options)) {}

    /// `name` without prefix: "messages".
    bool create(const QByteArray& name, int partitions,
                const QMap<QByteArray, QByteArray>& configuration = {});
    bool remove(const QList<QByteArray>& names);

private:
    log::KafkaOptions m_options;
};

} // namespace parlor::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/log.h"

#include <QDebug>

namespace parlor::log {

QString topicName(Topic topic) {
    switch (topic) {
    case Topic::Messages:
        return QStringLiteral("chat.messages");
    case Topic::Users:
        return QStringLiteral("chat.users");
    case Topic::Receipts:
        return QStringLiteral("chat.receipts");
    }
    return {};
}

QDebug operator<<(QDebug debug, const TopicPartition& where) {
    QDebugStateSaver saver(debug);
    debug.nospace().noquote() << topicName(where.topic) << '/' << where.partition;
    return debug;
}

QDebug operator<<(QDebug debug, const Record& record) {
    QDebugStateSaver saver(debug);
    debug.nospace() << record.where << '@' << record.offset << ' ' << record.key << '='
                    << record.value.left(200);
    return debug;
}

QList<TopicPartition> Log::partitions() const {
    QList<TopicPartition> result;
    for (int i = 0; i < messagePartitions(); ++i)
        result.append({Topic::Messages, i});
    result.append({Topic::Users, 0});
    result.append({Topic::Receipts, 0});
    return result;
}

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/embedded_log.h"
#include "server/log/sqlite_connection.h"

namespace parlor::log {

/// What the embedded log's file says of itself.
struct LogFileHeader {
    QString identity;
    Positions trimmed; ///< for every partition the offset below which records may be gone
    qint64 end = 1;    ///< the next record's offset
};

/// The partitions of an embedded log.
QList<TopicPartition> embeddedPartitions();

/// Opens the writer's connection to `file`; creates the tables in an empty file; checks everything else.
Result<std::unique_ptr<SqliteConnection>> openLogFile(const QString& file, const EmbeddedLogOptions& options,
                                                      LogFileHeader& header);
/// A further connection that only reads.
Result<std::unique_ptr<SqliteConnection>> openLogFileForReading(const QString& file,
                                                                const EmbeddedLogOptions& options);
/// Trimmed positions as the file has them.
Result<Positions> readTrimmed(SqliteConnection& connection);
/// Stores them; within a transaction of the caller.
Result<void> writeTrimmed(SqliteConnection& connection, const Positions& trimmed);

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <QString>

#include <atomic>

namespace parlor::worker {

/// Where records go that nobody can read, so that one of them does not stop a server and is not lost either:
/// a file with one JSON object per line (topic, partition, offset, reason, and key and value in base64). One
/// thread, except count().
class ParkedRecords {
public:
    explicit ParkedRecords(QString file)
        : m_file(std::move(file)) {}

    /// Durable when it returns. Io. A record may be there twice after a crash.
    Result<void> park(const log::Record& record, const Error& reason);
    /// Since the start. Any thread.
    qint64 count() const { return m_count; }

private:
    const QString m_file;
    std::atomic<qint64> m_count{0};
};

} // namespace parlor::worker

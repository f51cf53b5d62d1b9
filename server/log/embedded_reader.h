// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/embedded_log.h"
#include "server/log/recent_records.h"
#include "server/log/sqlite_connection.h"

namespace parlor::log {

/// Reads from memory what is recent, else from the file.
class EmbeddedReader final : public LogReader {
public:
    EmbeddedReader(QString file, EmbeddedLogOptions options, std::shared_ptr<RecentRecords> recent,
                   Positions from);

    Result<QList<Record>> read(int max, std::chrono::milliseconds wait) override;
    Positions positions() const override { return m_positions; }
    void wake() override;

private:
    /// Reads [from, end) from the file; returns the offset after the last row looked at.
    Result<qint64> readFile(qint64 from, qint64 end, int max, QList<Record>& out);
    Result<qint64> readRows(qint64 from, qint64 end, int max, QList<Record>& out);
    Result<void> openFile();
    qint64 from() const;
    void advance(qint64 to);

    const QString m_file;
    const EmbeddedLogOptions m_options;
    const std::shared_ptr<RecentRecords> m_recent;
    std::unique_ptr<SqliteConnection> m_connection; ///< opened when first needed
    SqliteStatement m_select;
    Positions m_positions;
    bool m_woken = false; ///< guarded by m_recent->mutex
};

} // namespace parlor::log

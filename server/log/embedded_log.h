// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

namespace parlor::log {

/// Settings of the embedded log. The defaults are those of production; tests change them.
struct EmbeddedLogOptions {
    /// Synchronous::Off exists for the one test that shows that the power-cut test notices it.
    enum class Synchronous { Off, Full } synchronous = Synchronous::Full;
    QByteArray vfs;                             ///< name of a registered sqlite3_vfs; empty: SQLite's own
    qsizetype queueMaxBytes = 64 * 1024 * 1024; ///< appends that are not yet durable; beyond: Unavailable
    qsizetype queueMaxRecords = 200'000;
    qsizetype commitMaxRecords = 10'000; ///< in one transaction
    /// Under load, between the beginnings of two commits; see CommitPace. A message waits no longer for it,
    /// which leaves some of the 2 ms that it may take beyond the disk's fsync.
    std::chrono::microseconds commitWindow{1'250};
    /// A commit that takes so long is told in the log of the server, at most once in `slowCommitPause`.
    std::chrono::milliseconds slowCommit{500};
    std::chrono::milliseconds slowCommitPause{60'000};
    qsizetype recentMaxBytes = 32 * 1024 * 1024; ///< newest records kept in memory for the readers
    int checkpointPages = 2'000;    ///< WAL pages after which a checkpoint runs beside the commits
    int checkpointMaxPages = 8'000; ///< WAL pages after which the writer itself makes the WAL start over
};

/// Opens or creates the event log in `file`: one table for all topics, one partition each, offsets shared by
/// all topics. At most one process has it open (Locked). Errors: Corrupt (damaged, or not an event log),
/// NewerFormat, Io; each names the file and what to do.
Result<std::unique_ptr<Log>> openEmbeddedLog(const QString& file, const EmbeddedLogOptions& options = {});

/// A consistent copy of the log in `from` into `to`, while it is in use by this or another process. Taken
/// when `to` exists. Copy the store first: then the copy of the log has everything that the copy of the store
/// lacks.
Result<void> backupEmbeddedLog(const QString& from, const QString& to);

} // namespace parlor::log

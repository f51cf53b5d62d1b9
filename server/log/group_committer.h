// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/commit_pace.h"
#include "server/log/embedded_log.h"
#include "server/log/recent_records.h"
#include "server/log/sqlite_connection.h"

#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace parlor::log {

/// The one writer of an embedded log: a thread that puts everything that arrived during the last commit into
/// the next one, so that a single fsync serves all, and none waits when the log is idle. Under load a commit
/// waits for company, as CommitPace says.
///
/// A commit that fails is rolled back and its appends get the error: whether they are on disk is then unknown
/// (a crash right after may bring them back), and they were never shown to a reader.
class GroupCommitter {
public:
    GroupCommitter(std::unique_ptr<SqliteConnection> connection, QString file, EmbeddedLogOptions options,
                   std::shared_ptr<RecentRecords> recent);
    ~GroupCommitter();

    Result<void> start();
    void append(Topic topic, const QByteArray& key, const QByteArray& value, AppendCallback done);
    /// Deletes below `below` in small steps between commits; returns when done. Not on the log's threads.
    Result<void> trim(const Positions& below);
    void close();

private:
    struct Pending {
        Topic topic;
        QByteArray key;
        QByteArray value;
        AppendCallback done;
        qsizetype cost() const { return key.size() + value.size() + qsizetype(sizeof(Pending)); }
    };
    struct Trim {
        Positions below;
        qint64 next = 0; ///< rows below were dealt with
        bool recorded = false;
        std::promise<Result<void>> done;
    };

    void run();
    /// After a commit, until the next one may begin.
    void waitForCompany(std::unique_lock<std::mutex>& lock);
    void runCheckpoints();
    void commit(std::vector<Pending>& batch);
    Result<void> writeBatch(const std::vector<Pending>& batch, QList<Record>& records);
    void tellIfSlow(CommitPace::Clock::duration took, qsizetype records);
    Result<void> insert(const Pending& pending, qint64 created, QList<Record>& records);
    bool stepTrim(Trim& trim);
    Result<bool> trimWindow(Trim& trim);
    void rollBack();
    /// What a checkpoint found in the WAL, and how much of it is in the database now, in pages.
    struct Backfill {
        bool ok = false;
        int pages = 0;
        int done = 0;
    };
    void boundWal();
    int smallRest() const;
    static Backfill checkpoint(const SqliteConnection& connection);
    void note(const Backfill& backfill);

    std::unique_ptr<SqliteConnection> m_connection;
    const QString m_file;
    const EmbeddedLogOptions m_options;
    const std::shared_ptr<RecentRecords> m_recent;
    SqliteStatement m_begin;
    SqliteStatement m_insert;
    SqliteStatement m_commit;
    int m_walPages = 0; ///< set by SQLite's hook on the writer's thread
    qint64 m_lastCreated = 0;
    CommitPace m_pace;
    std::optional<CommitPace::Clock::time_point> m_toldSlow;

    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::condition_variable m_checkpointDue;
    std::condition_variable m_checkpointEnded;
    std::vector<Pending> m_queue;
    qsizetype m_queuedBytes = 0; ///< also those of the commit under way
    qsizetype m_queuedRecords = 0;
    std::shared_ptr<Trim> m_trim;
    bool m_closing = false;
    bool m_resting = false;       ///< the writer waits for company, and looks at the queue by itself
    bool m_checkpointing = false; ///< the checkpointer is at work, or about to be
    int m_seenPages = 0;          ///< of the WAL, at the last commit
    int m_backfilled = 0;         ///< pages of the WAL that are in the database too
    int m_nextCheckpoint = 0;     ///< pages of the WAL from which on to think of a checkpoint
    bool m_stopCheckpoints = false;

    std::mutex m_closeMutex;
    std::mutex m_trimMutex; ///< one trim at a time
    std::thread m_writer;
    std::thread m_checkpointer;
};

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/group_committer.h"

#include "server/log/log_file.h"
#include "shared/named_thread.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <algorithm>

namespace parlor::log {

namespace {

Q_LOGGING_CATEGORY(lcEventLog, "parlor.log")

// Offsets looked at by one step of a trim: a few milliseconds, so that commits in between hardly wait.
constexpr qint64 trimWindowOffsets = 4000;

Error refusal(const char* why) {
    return Error(ErrorCode::Unavailable, QString::fromLatin1(why)).withRetryAfter(1);
}

} // namespace

GroupCommitter::GroupCommitter(std::unique_ptr<SqliteConnection> connection, QString file,
                               EmbeddedLogOptions options, std::shared_ptr<RecentRecords> recent)
    : m_connection(std::move(connection))
    , m_file(std::move(file))
    , m_options(std::move(options))
    , m_recent(std::move(recent))
    , m_pace(m_options.commitWindow) {}

GroupCommitter::~GroupCommitter() {
    close();
}

Result<void> GroupCommitter::start() {
    auto begin = m_connection->prepare("BEGIN IMMEDIATE");
    auto insert =
        m_connection->prepare("INSERT INTO records(topic, created, key, value) VALUES(?1, ?2, ?3, ?4)");
    auto commit = m_connection->prepare("COMMIT");
    const auto created = m_connection->integer("SELECT created FROM records ORDER BY offset DESC LIMIT 1", 0);
    if (!begin)
        return fail(begin.error());
    if (!insert)
        return fail(insert.error());
    if (!commit)
        return fail(commit.error());
    if (!created)
        return fail(created.error());
    m_begin = std::move(*begin);
    m_insert = std::move(*insert);
    m_commit = std::move(*commit);
    m_lastCreated = *created;
    m_nextCheckpoint = m_options.checkpointPages;
    // Replaces SQLite's automatic checkpoint, which would run inside a commit.
    sqlite3_wal_hook(
        m_connection->handle(),
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<GroupCommitter*>(self)->m_walPages = pages;
            return SQLITE_OK;
        },
        this);
    m_writer = namedThread("log writer", [this] { run(); });
    m_checkpointer = namedThread("checkpointer", [this] { runCheckpoints(); });
    return {};
}

void GroupCommitter::append(Topic topic, const QByteArray& key, const QByteArray& value,
                            AppendCallback done) {
    Pending pending{topic, key, value, std::move(done)};
    std::optional<Error> refused;
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing) {
            refused = refusal("The event log is closed: the server is shutting down.");
        } else if (m_queuedRecords >= m_options.queueMaxRecords ||
                   m_queuedBytes + pending.cost() > m_options.queueMaxBytes) {
            refused = refusal("Too much is waiting to be written to the event log.");
        } else {
            m_queuedBytes += pending.cost();
            ++m_queuedRecords;
            m_queue.push_back(std::move(pending));
            first = m_queue.size() == 1 && !m_resting;
        }
    }
    if (refused)
        pending.done(fail(*refused));
    else if (first)
        m_arrived.notify_one();
}

Result<void> GroupCommitter::trim(const Positions& below) {
    const std::lock_guard one(m_trimMutex);
    auto trim = std::make_shared<Trim>();
    {
        const std::lock_guard lock(m_recent->mutex);
        trim->below = m_recent->trimmed();
        for (auto it = below.begin(); it != below.end(); ++it) {
            if (!trim->below.contains(it.key()) || it.value() > m_recent->end())
                return fail(ErrorCode::BeyondEnd,
                            QStringLiteral("The log cannot be trimmed beyond its end."));
            trim->below[it.key()] = std::max(trim->below[it.key()], it.value());
        }
    }
    std::future<Result<void>> done = trim->done.get_future();
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing)
            return fail(refusal("The event log is closed."));
        m_trim = trim;
        m_arrived.notify_one();
    }
    return done.get();
}

void GroupCommitter::close() {
    const std::lock_guard one(m_closeMutex);
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_arrived.notify_one();
    }
    if (m_writer.joinable())
        m_writer.join();
    {
        const std::lock_guard lock(m_mutex);
        m_stopCheckpoints = true;
        m_checkpointDue.notify_one();
    }
    if (m_checkpointer.joinable())
        m_checkpointer.join();
}

void GroupCommitter::run() {
    std::vector<Pending> batch;
    std::unique_lock lock(m_mutex);
    while (true) {
        m_arrived.wait(lock, [this] { return m_closing || !m_queue.empty() || m_trim; });
        const std::shared_ptr<Trim> trim = m_trim;
        if (m_queue.empty() && !trim)
            return; // closing, and all is written
        if (!m_queue.empty())
            m_pace.begins(CommitPace::Clock::now(), qsizetype(m_queue.size()));
        if (qsizetype(m_queue.size()) <= m_options.commitMaxRecords) {
            batch.swap(m_queue);
        } else {
            const auto middle = m_queue.begin() + m_options.commitMaxRecords;
            std::move(m_queue.begin(), middle, std::back_inserter(batch));
            m_queue.erase(m_queue.begin(), middle);
        }
        lock.unlock();

        qsizetype bytes = 0;
        for (const Pending& pending : batch)
            bytes += pending.cost();
        const auto records = qsizetype(batch.size());
        if (!batch.empty())
            commit(batch);
        batch.clear();
        const bool trimmed = trim && stepTrim(*trim);
        boundWal();

        lock.lock();
        m_queuedBytes -= bytes;
        m_queuedRecords -= records;
        if (trimmed && m_trim == trim) // the next one may be there already
            m_trim.reset();
        if (records > 0)
            waitForCompany(lock);
    }
}

void GroupCommitter::waitForCompany(std::unique_lock<std::mutex>& lock) {
    const auto now = CommitPace::Clock::now();
    const auto begin = m_pace.nextAt(now, qsizetype(m_queue.size()));
    if (begin <= now)
        return;
    // Nobody wakes this thread for what joins the queue, not even for the first, which is the point.
    m_resting = true;
    m_arrived.wait_until(lock, begin, [this] { return m_closing || m_trim; });
    m_resting = false;
}

void GroupCommitter::commit(std::vector<Pending>& batch) {
    QList<Record> records;
    records.reserve(qsizetype(batch.size()));
    const auto began = CommitPace::Clock::now();
    const auto written = writeBatch(batch, records);
    tellIfSlow(CommitPace::Clock::now() - began, qsizetype(batch.size()));
    if (!written) {
        rollBack();
        for (const Pending& pending : batch)
            pending.done(fail(written.error()));
        return;
    }
    {
        const std::lock_guard lock(m_recent->mutex);
        m_recent->publish(records, records.last().offset + 1);
    }
    m_recent->changed.notify_all();
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const Record& record = records.at(qsizetype(i));
        batch[i].done(Appended{record.where, record.offset});
    }
}

void GroupCommitter::tellIfSlow(CommitPace::Clock::duration took, qsizetype records) {
    const auto now = CommitPace::Clock::now();
    if (took < m_options.slowCommit || (m_toldSlow && now - *m_toldSlow < m_options.slowCommitPause))
        return;
    m_toldSlow = now;
    qCWarning(lcEventLog).noquote()
        << QStringLiteral("It took the disk %1 ms to make %2 records of the event log durable, "
                          "and whoever sent them waited. See what else uses the disk of %3.")
               .arg(std::chrono::round<std::chrono::milliseconds>(took).count())
               .arg(records)
               .arg(m_file);
}

Result<void> GroupCommitter::writeBatch(const std::vector<Pending>& batch, QList<Record>& records) {
    int code = m_begin.step();
    m_begin.reset();
    if (code != SQLITE_DONE)
        return fail(m_connection->error(code));
    // Never decreasing, whatever the clock does: trimming by age searches by bisection.
    m_lastCreated = std::max(m_lastCreated, QDateTime::currentMSecsSinceEpoch());
    for (const Pending& pending : batch) {
        if (auto inserted = insert(pending, m_lastCreated, records); !inserted)
            return inserted;
    }
    code = m_commit.step();
    const Error error = code == SQLITE_DONE ? Error() : m_connection->error(code);
    m_commit.reset();
    if (code != SQLITE_DONE)
        return fail(error);
    return {};
}

Result<void> GroupCommitter::insert(const Pending& pending, qint64 created, QList<Record>& records) {
    m_insert.bind(1, qint64(pending.topic));
    m_insert.bind(2, created);
    m_insert.bindStatic(3, pending.key);
    m_insert.bindStatic(4, pending.value);
    const int code = m_insert.step();
    const Error error = code == SQLITE_DONE ? Error() : m_connection->error(code);
    m_insert.reset();
    if (code != SQLITE_DONE)
        return fail(error);
    records.append(Record{
        {pending.topic, 0}, sqlite3_last_insert_rowid(m_connection->handle()), pending.key, pending.value});
    return {};
}

void GroupCommitter::rollBack() {
    if (!sqlite3_get_autocommit(m_connection->handle()))
        sqlite3_exec(m_connection->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

bool GroupCommitter::stepTrim(Trim& trim) {
    auto finished = m_connection->exec("BEGIN IMMEDIATE").and_then([&]() { return trimWindow(trim); });
    if (finished) {
        if (auto committed = m_connection->exec("COMMIT"); !committed)
            finished = fail(committed.error());
    }
    if (!finished) {
        rollBack();
        trim.done.set_value(fail(finished.error()));
        return true;
    }
    if (!trim.recorded) {
        trim.recorded = true;
        const std::lock_guard lock(m_recent->mutex);
        m_recent->setTrimmed(trim.below);
    }
    if (*finished)
        trim.done.set_value({});
    return *finished;
}

Result<bool> GroupCommitter::trimWindow(Trim& trim) {
    // The mark first: whoever reads from now on is told, although most rows are still there.
    if (!trim.recorded) {
        if (auto marked = writeTrimmed(*m_connection, trim.below); !marked)
            return fail(marked.error());
    }
    auto first =
        m_connection->prepare("SELECT offset FROM records WHERE offset >= ?1 ORDER BY offset LIMIT 1");
    if (!first)
        return fail(first.error());
    first->bind(1, trim.next);
    int code = first->step();
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return fail(m_connection->error(code));
    const qint64 limit = *std::max_element(trim.below.begin(), trim.below.end());
    if (code == SQLITE_DONE || first->integer(0) >= limit)
        return true;
    const qint64 begin = first->integer(0);
    first->reset();
    trim.next = std::min(begin + trimWindowOffsets, limit);
    auto remove =
        m_connection->prepare("DELETE FROM records WHERE offset >= ?1 AND offset < ?2 AND topic = ?3");
    if (!remove)
        return fail(remove.error());
    for (auto it = trim.below.begin(); it != trim.below.end(); ++it) {
        remove->bind(1, begin);
        remove->bind(2, std::min(trim.next, it.value()));
        remove->bind(3, qint64(it.key().topic));
        code = remove->step();
        remove->reset();
        if (code != SQLITE_DONE)
            return fail(m_connection->error(code));
    }
    return trim.next >= limit;
}

void GroupCommitter::boundWal() {
    std::unique_lock lock(m_mutex);
    if (m_walPages < m_seenPages) { // it has started over
        m_backfilled = 0;
        m_nextCheckpoint = m_options.checkpointPages;
    }
    m_seenPages = m_walPages;
    // The bound holds also where the checkpointer is slower than the commits, as on a busy machine.
    const bool slow = m_checkpointing && m_walPages >= m_options.checkpointMaxPages;
    if (slow)
        m_checkpointEnded.wait(lock, [this] { return !m_checkpointing; });
    else if (m_checkpointing || m_walPages < m_nextCheckpoint)
        return;
    if (m_walPages - m_backfilled > smallRest() && m_walPages < m_options.checkpointMaxPages) {
        m_checkpointing = true;
        m_checkpointDue.notify_one();
        return;
    }
    // Beside running commits a checkpoint never quite catches up, and the WAL could not start over: so the
    // writer does the rest itself, which is little. (At checkpointMaxPages, whatever there is.)
    lock.unlock();
    const Backfill backfill = checkpoint(*m_connection);
    lock.lock();
    note(backfill);
}

int GroupCommitter::smallRest() const {
    return m_options.checkpointPages / 2;
}

GroupCommitter::Backfill GroupCommitter::checkpoint(const SqliteConnection& connection) {
    Backfill backfill;
    // PASSIVE: a reader that takes its time (a backup) stops no commit; the WAL grows until it is through.
    backfill.ok = sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                            &backfill.pages, &backfill.done) == SQLITE_OK;
    return backfill;
}

void GroupCommitter::note(const Backfill& backfill) {
    if (backfill.ok)
        m_backfilled = backfill.done;
    const int rest = std::max(backfill.pages, m_seenPages) - backfill.done; // written meanwhile included
    // A small rest is for the writer, at once. Otherwise the next attempt waits, or a reader that holds pages
    // back would make every commit a checkpoint too.
    m_nextCheckpoint = backfill.ok && rest > 0 && rest <= smallRest()
                           ? 0
                           : std::max(backfill.pages, m_seenPages) + m_options.checkpointPages;
}

void GroupCommitter::runCheckpoints() {
    auto connection = SqliteConnection::open(m_file, SQLITE_OPEN_READWRITE, m_options.vfs);
    if (connection && m_options.synchronous == EmbeddedLogOptions::Synchronous::Off)
        (*connection)->exec("PRAGMA synchronous = OFF");
    // Until a connection has read something it does not know that there is a WAL, and a checkpoint of it does
    // nothing (sqlite3_wal_checkpoint_v2() gives -1 and SQLITE_OK).
    if (connection)
        (void)(*connection)->integer("SELECT COUNT(*) FROM sqlite_schema", 0);
    std::unique_lock lock(m_mutex);
    while (true) {
        m_checkpointDue.wait(lock, [this] { return m_checkpointing || m_stopCheckpoints; });
        if (m_stopCheckpoints)
            return;
        lock.unlock();
        Backfill backfill;
        if (connection)
            backfill = checkpoint(**connection);
        lock.lock();
        note(backfill);
        m_checkpointing = false;
        m_checkpointEnded.notify_one();
    }
}

} // namespace parlor::log

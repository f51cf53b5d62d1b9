// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/embedded_log.h"

#include "server/log/embedded_reader.h"
#include "server/log/group_committer.h"
#include "server/log/local_broadcasts.h"
#include "server/log/log_file.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include <algorithm>

namespace parlor::log {

namespace {

/// The log has one process and one partition for each topic: all of them are its own.
class OnlyMember final : public GroupMember {
public:
    explicit OnlyMember(QList<TopicPartition> all)
        : m_all(std::move(all)) {}
    QList<TopicPartition> assigned() const override { return m_all; }

private:
    const QList<TopicPartition> m_all;
};

class EmbeddedLog final : public Log {
public:
    EmbeddedLog(QString file, EmbeddedLogOptions options, std::unique_ptr<QLockFile> lock,
                LogFileHeader header, std::unique_ptr<SqliteConnection> connection)
        : m_file(std::move(file))
        , m_options(std::move(options))
        , m_lock(std::move(lock))
        , m_identity(header.identity)
        , m_recent(std::make_shared<RecentRecords>(header.end, header.trimmed, m_options.recentMaxBytes))
        , m_committer(std::move(connection), m_file, m_options, m_recent) {}
    ~EmbeddedLog() override { m_committer.close(); }

    Result<void> start() { return m_committer.start(); }

    void append(Topic topic, const QByteArray& key, const QByteArray& value, AppendCallback done) override {
        m_committer.append(topic, key, value, std::move(done));
    }
    QString identity() const override { return m_identity; }
    int messagePartitions() const override { return 1; }
    int partitionFor(Topic, const QByteArray&) const override { return 0; }

    Result<Positions> begin() const override {
        const std::lock_guard lock(m_recent->mutex);
        Positions result = m_recent->trimmed();
        for (qint64& position : result)
            position = std::max<qint64>(position, 1); // AUTOINCREMENT starts there
        return result;
    }
    Result<Positions> end() const override {
        const std::lock_guard lock(m_recent->mutex);
        Positions result = m_recent->trimmed();
        for (qint64& position : result)
            position = m_recent->end();
        return result;
    }
    Result<Positions> positionsBefore(const QDateTime& time) const override;

    Result<std::unique_ptr<LogReader>> open(const Positions& from) override {
        {
            const std::lock_guard lock(m_recent->mutex);
            if (auto readable = m_recent->check(from); !readable)
                return fail(readable.error());
        }
        return std::make_unique<EmbeddedReader>(m_file, m_options, m_recent, from);
    }
    Result<std::unique_ptr<GroupMember>> join(const QString&, std::function<void()>) override {
        return std::make_unique<OnlyMember>(partitions());
    }
    void broadcast(const QByteArray& key, const QByteArray& value) override {
        m_broadcasts.broadcast(key, value);
    }
    Result<std::unique_ptr<Subscription>> listen(BroadcastCallback heard) override {
        return m_broadcasts.listen(std::move(heard));
    }
    Result<void> trim(const Positions& below) override { return m_committer.trim(below); }
    void close() override { m_committer.close(); }

private:
    const QString m_file;
    const EmbeddedLogOptions m_options;
    const std::unique_ptr<QLockFile> m_lock;
    const QString m_identity;
    const std::shared_ptr<RecentRecords> m_recent;
    GroupCommitter m_committer;
    LocalBroadcasts m_broadcasts;
};

Result<Positions> EmbeddedLog::positionsBefore(const QDateTime& time) const {
    auto connection = openLogFileForReading(m_file, m_options);
    if (!connection)
        return fail(connection.error());
    auto at = (*connection)
                  ->prepare("SELECT offset, created FROM records WHERE offset >= ?1 ORDER BY offset LIMIT 1");
    if (!at)
        return fail(at.error());
    Positions result = *end();
    // Records are created in the order of their offsets, so the first one that is not older is found by
    // bisection.
    qint64 low = 0;
    qint64 high = result.first();
    while (low < high) {
        const qint64 middle = low + (high - low) / 2;
        at->bind(1, middle);
        const int code = at->step();
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            return fail((*connection)->error(code));
        const bool younger = code == SQLITE_DONE || at->integer(1) >= time.toMSecsSinceEpoch();
        if (younger)
            high = middle;
        else
            low = at->integer(0) + 1;
        at->reset();
    }
    for (qint64& position : result)
        position = low;
    return result;
}

Result<std::unique_ptr<QLockFile>> lockLogFile(const QString& file) {
    auto lock = std::make_unique<QLockFile>(file + QStringLiteral(".lock"));
    lock->setStaleLockTime(0); // stale only when its process is gone
    if (lock->tryLock(0))
        return lock;
    if (lock->error() == QLockFile::LockFailedError) {
        return fail(
            ErrorCode::Locked,
            QStringLiteral("The event log %1 is in use by another parlord. Stop that one first.").arg(file));
    }
    return fail(
        ErrorCode::Io,
        QStringLiteral("The event log %1 cannot be opened for writing: its directory does not exist or "
                       "does not belong to the user who runs parlord.")
            .arg(file));
}

} // namespace

Result<std::unique_ptr<Log>> openEmbeddedLog(const QString& file, const EmbeddedLogOptions& options) {
    std::unique_ptr<QLockFile> lock;
    if (options.vfs.isEmpty()) { // another VFS need not be a file system
        auto locked = lockLogFile(file);
        if (!locked)
            return fail(locked.error());
        lock = std::move(*locked);
    }
    LogFileHeader header;
    auto connection = openLogFile(file, options, header);
    if (!connection)
        return fail(connection.error());
    auto log = std::make_unique<EmbeddedLog>(file, options, std::move(lock), std::move(header),
                                             std::move(*connection));
    if (auto started = log->start(); !started)
        return fail(started.error());
    return log;
}

Result<void> backupEmbeddedLog(const QString& from, const QString& to) {
    if (QFileInfo::exists(to))
        return fail(ErrorCode::Taken, QStringLiteral("%1 exists already. Choose another name.").arg(to));
    auto connection = SqliteConnection::open(from, SQLITE_OPEN_READWRITE, {});
    if (!connection)
        return fail(connection.error());
    auto copy = (*connection)->prepare("VACUUM INTO ?1");
    if (!copy)
        return fail(copy.error());
    copy->bindText(1, to);
    const int code = copy->step();
    if (code != SQLITE_DONE) {
        const Error error = (*connection)->error(code);
        QFile::remove(to); // half a backup is worse than none
        return fail(error);
    }
    return {};
}

} // namespace parlor::log

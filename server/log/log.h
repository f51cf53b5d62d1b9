// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QMap>

#include <chrono>
#include <functional>
#include <memory>

/// The event log: the truth about what happens in rooms. Implementations: EmbeddedLog (one SQLite file) and,
/// in a cluster, Kafka. tests/contracts/log_contract.h holds what every implementation must pass.
namespace parlor::log {

enum class Topic {
    Messages, ///< "chat.messages": room events, keyed by room id
    Users,    ///< "chat.users": users and revoked sessions, keyed by user id
    Receipts, ///< "chat.receipts": read cursors, keyed by user id
};

struct TopicPartition {
    Topic topic = Topic::Messages;
    int partition = 0;
    friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

/// The next offset to read, by partition.
using Positions = QMap<TopicPartition, qint64>;

struct Record {
    TopicPartition where;
    qint64 offset =
        0; ///< growing within a partition, not dense; never used twice, not even after trimming or a crash
    QByteArray key;
    QByteArray value;
    friend bool operator==(const Record&, const Record&) = default;
};

QDebug operator<<(QDebug debug, const TopicPartition& where);
QDebug operator<<(QDebug debug, const Record& record);
/// "chat.messages", …
QString topicName(Topic topic);

/// Where an append landed.
struct Appended {
    TopicPartition where;
    qint64 offset = 0;
};

/// Called exactly once, on a thread of the log; must not block and must not call the log's blocking
/// functions. An error means: not known to be durable (it may still turn up); Unavailable and Io are
/// retryable.
using AppendCallback = std::function<void(Result<Appended>)>;

/// Reads partitions in order. Used by one thread at a time, except wake().
class LogReader {
public:
    virtual ~LogReader() = default;

    /// Records in order within each partition, at most `max`, waiting up to `wait` for the first one. Empty
    /// when none came, when wake() was called, or when positions() moved over offsets that hold nothing for
    /// this reader. Only durable records are seen. LogTrimmed when the position lies below what the log still
    /// has; BeyondEnd when it lies above the end; never a silent skip.
    virtual Result<QList<Record>> read(int max, std::chrono::milliseconds wait) = 0;

    /// The position after the records that read() has returned.
    virtual Positions positions() const = 0;

    /// Makes a waiting or the next read() return at once. Any thread.
    virtual void wake() = 0;
};

/// This process as a member of a group whose members share the partitions among them (the workers of a
/// cluster). The destructor leaves the group, so that the others take over at once.
class GroupMember {
public:
    virtual ~GroupMember() = default;
    /// The partitions that are this member's now: empty while the group is being arranged. Any thread. Two
    /// members may believe for a while that a partition is theirs; the store's compare-and-set decides.
    virtual QList<TopicPartition> assigned() const = 0;
};

/// Keeps a listener to broadcasts alive. The destructor waits for a call under way.
class Subscription {
public:
    virtual ~Subscription() = default;
};
using BroadcastCallback = std::function<void(const QByteArray& key, const QByteArray& value)>;

/// All functions may be called on any thread.
class Log {
public:
    virtual ~Log() = default;

    /// Queues a record; `done` is called when it is durable (see the promises in docs/architecture.md).
    /// Appends made by one thread with one key keep their order. When too much is queued, `done` gets
    /// Unavailable, perhaps before append() returns.
    virtual void append(Topic topic, const QByteArray& key, const QByteArray& value, AppendCallback done) = 0;

    /// Identity of this log: another value means other offsets, hence another epoch.
    virtual QString identity() const = 0;
    /// Partitions of Topic::Messages; the other topics have one each.
    virtual int messagePartitions() const = 0;
    virtual int partitionFor(Topic topic, const QByteArray& key) const = 0;
    QList<TopicPartition> partitions() const;

    /// First offset still held, and the offset that the next record will have at the earliest, for every
    /// partition. They may ask a broker (milliseconds; Unavailable after some seconds when none answers), so
    /// neither belongs on a network thread or into the tail's loop.
    virtual Result<Positions> begin() const = 0;
    virtual Result<Positions> end() const = 0;
    /// For every partition an offset below which nothing is younger than `time`; for trimming by age.
    virtual Result<Positions> positionsBefore(const QDateTime& time) const = 0;

    /// Starts at `from`, which names the partitions to read. Fails as read() does; Invalid for a partition
    /// that is not there. The reader must be destroyed before the log.
    virtual Result<std::unique_ptr<LogReader>> open(const Positions& from) = 0;

    /// Becomes a member of `group`. `changed` is called on a thread of the log whenever assigned() has
    /// another value, perhaps before join() returns; it must not block. The member must be destroyed before
    /// the log.
    virtual Result<std::unique_ptr<GroupMember>> join(const QString& group,
                                                      std::function<void()> changed) = 0;

    /// Tells `value` to every process that listens now, this one included: an event that nobody keeps
    /// (typing, presence). Best effort: it may be lost, never stored in order with records, and it is dropped
    /// when too much waits.
    virtual void broadcast(const QByteArray& key, const QByteArray& value) = 0;
    /// `heard` is called on a thread of the log, one call at a time, for broadcasts made from now on; must
    /// not block.
    virtual Result<std::unique_ptr<Subscription>> listen(BroadcastCallback heard) = 0;

    /// Forgets what lies below `below`. The caller vouches that all of it is durable in the store.
    virtual Result<void> trim(const Positions& below) = 0;

    /// Waits until what was queued is durable, then refuses further appends with Unavailable. Idempotent.
    virtual void close() = 0;
};

} // namespace parlor::log

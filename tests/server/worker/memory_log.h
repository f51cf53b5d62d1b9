// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace parlor::test {

/// A log with several partitions whose groups hand them to and fro as a test wants. Topics are read in the
/// order that suits least: receipts first, messages last.
class MemoryLog final : public log::Log {
public:
    explicit MemoryLog(int partitions, QString identity = QStringLiteral("kafka:cluster:chat:1"));

    void append(log::Topic topic, const QByteArray& key, const QByteArray& value,
                log::AppendCallback done) override;
    QString identity() const override { return m_identity; }
    int messagePartitions() const override { return m_partitions; }
    int partitionFor(log::Topic topic, const QByteArray& key) const override;
    Result<log::Positions> begin() const override;
    Result<log::Positions> end() const override;
    Result<log::Positions> positionsBefore(const QDateTime&) const override { return begin(); }
    Result<std::unique_ptr<log::LogReader>> open(const log::Positions& from) override;
    Result<std::unique_ptr<log::GroupMember>> join(const QString& group,
                                                   std::function<void()> changed) override;
    void broadcast(const QByteArray&, const QByteArray&) override {}
    Result<std::unique_ptr<log::Subscription>> listen(log::BroadcastCallback) override {
        return fail(ErrorCode::Unavailable);
    }
    Result<void> trim(const log::Positions& below) override;
    void close() override {}

    /// Deals the partitions to the members anew, beginning with another one each time.
    void rearrange();
    /// Every member is told that everything is its own, from now on.
    void giveEverythingToEverybody();

private:
    friend class MemoryReader;
    friend class MemoryMember;
    struct Partition {
        qint64 first = 0;
        QList<log::Record> records; ///< with the offsets from 0 on
    };
    struct Member;
    void deal(std::unique_lock<std::mutex>& lock);
    void leave(const std::shared_ptr<Member>& member);

    const int m_partitions;
    const QString m_identity;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    QMap<log::TopicPartition, Partition> m_records;
    std::vector<std::shared_ptr<Member>> m_members;
    int m_turn = 0;
    bool m_everything = false;
};

} // namespace parlor::test

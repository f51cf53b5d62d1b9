// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/metrics/metrics.h"

#include <array>

namespace parlor::log {

/// A log that counts what goes into another one, whichever that is: appends, how long they take to be
/// durable, how many wait. Everything else is passed on. Any thread.
class MeteredLog final : public Log {
public:
    explicit MeteredLog(std::unique_ptr<Log> log);

    /// The log must outlive the registrations.
    [[nodiscard]] metrics::Registrations registerMetrics(metrics::Registry& registry) const;

    void append(Topic topic, const QByteArray& key, const QByteArray& value, AppendCallback done) override;
    QString identity() const override { return m_log->identity(); }
    int messagePartitions() const override { return m_log->messagePartitions(); }
    int partitionFor(Topic topic, const QByteArray& key) const override {
        return m_log->partitionFor(topic, key);
    }
    Result<Positions> begin() const override { return m_log->begin(); }
    Result<Positions> end() const override { return m_log->end(); }
    Result<Positions> positionsBefore(const QDateTime& time) const override {
        return m_log->positionsBefore(time);
    }
    Result<std::unique_ptr<LogReader>> open(const Positions& from) override { return m_log->open(from); }
    Result<std::unique_ptr<GroupMember>> join(const QString& group, std::function<void()> changed) override {
        return m_log->join(group, std::move(changed));
    }
    void broadcast(const QByteArray& key, const QByteArray& value) override {
        m_broadcasts.add();
        m_log->broadcast(key, value);
    }
    Result<std::unique_ptr<Subscription>> listen(BroadcastCallback heard) override {
        return m_log->listen(std::move(heard));
    }
    Result<void> trim(const Positions& below) override { return m_log->trim(below); }
    void close() override { m_log->close(); }

private:
    struct TopicCounts {
        metrics::Counter begun;
        metrics::Counter durable;
        metrics::Counter failed;
        metrics::Histogram duration{metrics::Histogram::latencyBounds()};
    };

    std::array<TopicCounts, 3> m_topics; ///< by Topic
    metrics::Counter m_broadcasts;
    const std::unique_ptr<Log> m_log; ///< last: its end may still call back
};

} // namespace parlor::log

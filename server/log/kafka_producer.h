// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_client.h"

#include <array>
#include <atomic>
#include <shared_mutex>
#include <thread>

namespace parlor::log {

/// Appends records: an idempotent producer (a batch sent again because an answer was lost is kept once, and
/// in order) that is answered when min.insync.replicas brokers have it. One thread polls it and makes all
/// callbacks. Any thread.
class KafkaProducer final : public KafkaEvents {
public:
    static Result<std::unique_ptr<KafkaProducer>> start(const KafkaOptions& options);
    ~KafkaProducer() override;

    /// As Log::append(), to a partition that is there.
    void append(const TopicPartition& where, const QByteArray& key, const QByteArray& value,
                AppendCallback done);
    /// Waits for what is under way, 5 s at most; then it fails (it may still turn up). Refuses more.
    void close();

    /// What is under way, for tests and metrics.
    qint64 queuedRecords() const { return m_records; }
    qint64 queuedBytes() const { return m_bytes; }
    /// Makes the handle fail for good, as a broker that lost the producer's state may.
    void failForTest();

private:
    explicit KafkaProducer(KafkaOptions options);

    struct Pending;
    struct Handles {
        KafkaHandle handle; ///< destroyed last
        std::array<KafkaOwned<rd_kafka_topic_t>, 3> topics;
    };

    Result<std::unique_ptr<Handles>> makeHandles();
    void run();
    void rebuild();
    void failed(rd_kafka_t* handle, rd_kafka_resp_err_t error, const QString& reason) override;
    void delivered(const rd_kafka_message_t* message) override;
    void answer(std::unique_ptr<Pending> pending, Result<Appended> result);
    Error appendError(rd_kafka_resp_err_t error) const;

    const KafkaOptions m_options;
    mutable std::shared_mutex m_use;    ///< shared while producing; alone to exchange the handles or to close
    std::unique_ptr<Handles> m_handles; ///< null while they are made anew
    std::atomic<qint64> m_records = 0;
    std::atomic<qint64> m_bytes = 0;
    std::atomic<bool> m_closing = false;
    bool m_fatal = false; ///< on the polling thread only
    std::mutex m_closeMutex;
    std::thread m_poller;
};

} // namespace parlor::log

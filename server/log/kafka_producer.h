// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_client.h"

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace parlor::log {

/// Appends records: an idempotent producer (a batch sent again because an answer was lost is kept once, and
/// in order) that is answered when min.insync.replicas brokers have it. One thread polls it and makes all
/// callbacks. Any thread.
///
/// Each partition has one batch under way; what comes meanwhile waits here and is the next one, so that
/// batches grow with the load by themselves. librdkafka could have five requests under way, but its threads
/// (2.0.2) ask without a pause whether a sixth may follow: with three brokers, whose answers take longer,
/// that cost a core at 1,000 records a second, and 40 ms each on a machine that had no core to spare.
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
    /// What one partition has under way, and what waits for that.
    struct Lane {
        std::mutex mutex;
        int underWay = 0;
        std::deque<std::unique_ptr<Pending>> waiting;
    };
    using Refused = std::vector<std::pair<std::unique_ptr<Pending>, Error>>;
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
    void refuse(Refused refused);
    Lane& lane(const TopicPartition& where);
    /// With the lane's mutex held and handles present: gives one to librdkafka, or puts it among `refused`.
    void hand(Lane& lane, std::unique_ptr<Pending> pending, Refused& refused);
    /// One that was under way has been answered; lets the next batch go when it was the last, or gives up
    /// what waits if `failure` says that it would wait in vain.
    void next(Lane& lane, const std::optional<Error>& failure);
    void giveUpWaiting(const Error& error);
    Error appendError(rd_kafka_resp_err_t error) const;

    const KafkaOptions m_options;
    mutable std::shared_mutex m_use;    ///< shared while producing; alone to exchange the handles or to close
    std::unique_ptr<Handles> m_handles; ///< null while they are made anew
    std::mutex m_lanesMutex;
    std::map<TopicPartition, std::unique_ptr<Lane>> m_lanes; ///< guarded by m_lanesMutex; none is removed
    std::atomic<qint64> m_records = 0;
    std::atomic<qint64> m_bytes = 0;
    std::atomic<bool> m_closing = false;
    bool m_fatal = false; ///< on the polling thread only
    std::mutex m_closeMutex;
    std::thread m_poller;
};

} // namespace parlor::log

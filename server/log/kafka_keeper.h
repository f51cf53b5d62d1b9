// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_client.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace parlor::log {

/// Watches, on a thread of its own, that the topics stay those that were opened: the same incarnation with
/// the same partitions. Once they are not, readers and appends fail, so that the process opens the log anew
/// instead of mixing two of them up. It also keeps Kafka from forgetting the incarnation.
class KafkaKeeper {
public:
    /// `handle` must outlive this.
    KafkaKeeper(rd_kafka_t* handle, KafkaOptions options, QString incarnation, int messagePartitions);
    ~KafkaKeeper();

    bool changed() const { return m_changed; }
    const std::atomic<bool>& changedFlag() const { return m_changed; }

private:
    void run();
    bool looksChanged() const;

    rd_kafka_t* const m_handle;
    const KafkaOptions m_options;
    const QString m_incarnation;
    const int m_messagePartitions;
    std::atomic<bool> m_changed = false;
    std::mutex m_mutex;
    std::condition_variable m_stopped;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_client.h"
#include "server/log/kafka_offsets.h"

#include <array>
#include <atomic>
#include <optional>
#include <vector>

namespace parlor::log {

/// Reads partitions from exact offsets, with no group: a consumer whose partitions all flow into one queue.
class KafkaReader final : public LogReader {
public:
    /// `offsets` and `changed` (set when the topics are not those any more that were opened) must outlive the
    /// reader. The caller has checked `from`.
    static Result<std::unique_ptr<KafkaReader>> start(const KafkaOptions& options,
                                                      const KafkaOffsets& offsets,
                                                      const std::atomic<bool>& changed,
                                                      const Positions& from);
    ~KafkaReader() override;

    Result<QList<Record>> read(int max, std::chrono::milliseconds wait) override;
    Positions positions() const override { return m_positions; }
    void wake() override;

private:
    KafkaReader(const KafkaOptions& options, const KafkaOffsets& offsets, const std::atomic<bool>& changed,
                const Positions& from);
    Result<void> startAt(const TopicPartition& where);
    /// Takes what is there, at most `max`; waits for the first one.
    void fetch(int max, std::chrono::milliseconds wait, QList<Record>& out);
    void take(const rd_kafka_message_t& message, QList<Record>& out);
    void handleError(const rd_kafka_message_t& message);
    void stop(Error error) { m_failure = std::move(error); }

    const KafkaOptions m_options;
    const KafkaOffsets& m_offsets;
    const std::atomic<bool>& m_changed;
    Positions m_positions;
    KafkaHandle m_handle;
    KafkaOwned<rd_kafka_queue_t> m_queue;
    std::array<KafkaOwned<rd_kafka_topic_t>, 3> m_topics; ///< null where nothing is read
    std::vector<rd_kafka_message_t*> m_batch;
    std::atomic<bool> m_woken = false;
    std::optional<Error> m_failure; ///< once it failed it stays so: whoever reads opens another
};

} // namespace parlor::log

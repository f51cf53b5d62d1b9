// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/kafka_client.h"
#include "server/log/kafka_offsets.h"
#include "server/log/local_broadcasts.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace parlor::log {

/// Broadcasts between processes by way of the topic "<prefix>.presence": sent with acks=1 and forgotten; one
/// thread reads the topic from its end for all listeners of the process. Handles and threads are made when
/// first needed. Any thread.
class KafkaBroadcasts {
public:
    /// `offsets` must outlive this.
    KafkaBroadcasts(KafkaOptions options, const KafkaOffsets& offsets);
    ~KafkaBroadcasts();

    void broadcast(const QByteArray& key, const QByteArray& value);
    Result<std::unique_ptr<Subscription>> listen(BroadcastCallback heard);

private:
    bool startSending();
    Result<void> startHearing();
    void run();

    const KafkaOptions m_options;
    const KafkaOffsets& m_offsets;
    LocalBroadcasts m_local; ///< hands what is heard to the listeners

    std::mutex m_mutex; ///< of what follows, while it is made
    KafkaHandle m_sender;
    KafkaOwned<rd_kafka_topic_t> m_sendTopic;
    KafkaHandle m_hearer;
    KafkaOwned<rd_kafka_topic_t> m_hearTopic;
    KafkaOwned<rd_kafka_queue_t> m_heard;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_keeper.h"

#include "server/log/kafka_identity.h"
#include "server/log/kafka_topics.h"
#include "shared/named_thread.h"

#include <QDebug>

namespace parlor::log {

namespace {

using namespace std::chrono_literals;

constexpr auto lookInterval = 5s;
constexpr auto lookTimeout = 2s;
constexpr int looksToBelieve = 2;    // one odd answer of a broker that is just starting is not enough
constexpr auto rewriteInterval = 1h; // Kafka forgets after 7 days, unless configured otherwise

} // namespace

KafkaKeeper::KafkaKeeper(rd_kafka_t* handle, KafkaOptions options, QString incarnation, int messagePartitions)
    : m_handle(handle)
    , m_options(std::move(options))
    , m_incarnation(std::move(incarnation))
    , m_messagePartitions(messagePartitions)
    , m_thread(namedThread("kafka keeper", [this] { run(); })) {}

KafkaKeeper::~KafkaKeeper() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        m_stopped.notify_all();
    }
    m_thread.join();
}

bool KafkaKeeper::looksChanged() const {
    const auto incarnation = readKafkaIncarnation(m_handle, m_options, QDeadlineTimer(lookTimeout));
    if (incarnation && *incarnation != m_incarnation)
        return true;
    const auto partitions = countKafkaPartitions(m_handle, m_options, lookTimeout);
    return partitions && *partitions != m_messagePartitions;
}

void KafkaKeeper::run() {
    auto written = std::chrono::steady_clock::now();
    int odd = 0;
    std::unique_lock lock(m_mutex);
    while (!m_stopped.wait_for(lock, lookInterval, [this] { return m_stop; })) {
        lock.unlock();
        rd_kafka_poll(m_handle, 0); // errors that wait to be told
        odd = looksChanged() ? odd + 1 : 0;
        if (odd >= looksToBelieve && !m_changed) {
            qWarning().noquote() << QStringLiteral(
                                        "The topics %1.* are not those any more that this process opened: "
                                        "they were made anew, or their partitions changed.")
                                        .arg(m_options.topicPrefix);
            m_changed = true;
        }
        const auto now = std::chrono::steady_clock::now();
        if (odd == 0 && !m_changed && now - written >= rewriteInterval &&
            writeKafkaIncarnation(m_handle, m_options, m_incarnation, QDeadlineTimer(lookTimeout)))
            written = now;
        lock.lock();
    }
}

} // namespace parlor::log

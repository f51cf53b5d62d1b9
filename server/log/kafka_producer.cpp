// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_producer.h"

#include "server/log/kafka_topics.h"
#include "shared/named_thread.h"

#include <QDeadlineTimer>
#include <QDebug>

namespace parlor::log {

namespace {

using namespace std::chrono_literals;

constexpr int pollMs = 100;
constexpr auto closeTimeout = 5s; // a process that was told to end has 10 s in all
constexpr auto purgeTimeout = 5s; // for the reports about records that a dying handle gives up
constexpr int socketTimeoutMs =
    3000;                     // so that a batch that a hanging broker has can be sent to its successor
constexpr int retryAfter = 1; // seconds

Error recovering() {
    return Error(ErrorCode::Unavailable, QStringLiteral("The log recovers from an error."))
        .withRetryAfter(retryAfter);
}

} // namespace

struct KafkaProducer::Pending {
    TopicPartition where;
    QByteArray key;
    QByteArray value;
    qint64 bytes = 0;
    AppendCallback done;
};

KafkaProducer::KafkaProducer(KafkaOptions options)
    : m_options(std::move(options)) {}

Result<std::unique_ptr<KafkaProducer>> KafkaProducer::start(const KafkaOptions& options) {
    std::unique_ptr<KafkaProducer> producer(new KafkaProducer(options));
    auto handles = producer->makeHandles();
    if (!handles)
        return fail(handles.error());
    producer->m_handles = std::move(*handles);
    producer->m_poller = namedThread("kafka producer", [self = producer.get()] { self->run(); });
    return producer;
}

KafkaProducer::~KafkaProducer() {
    close();
}

Result<std::unique_ptr<KafkaProducer::Handles>> KafkaProducer::makeHandles() {
    const auto number = [](auto value) { return QByteArray::number(qint64(value)); };
    const KafkaSettings settings{
        {"enable.idempotence", "true"},
        {"acks", "all"},
        {"max.in.flight.requests.per.connection", "5"}, // the most with which order holds
        {"linger.ms", "0"}, // batches grow by themselves while a request is under way
        {"message.timeout.ms", number(std::max<qint64>(m_options.sendTimeout.count(), 1))},
        {"socket.timeout.ms", number(socketTimeoutMs)},
        {"message.max.bytes", number(kafkaRecordMaxBytes)},
        // Our own count refuses first, with a proper error; these leave room for librdkafka's overhead.
        {"queue.buffering.max.messages", number(m_options.queueMaxRecords * 2)},
        {"queue.buffering.max.kbytes", number(m_options.queueMaxBytes / 1024 * 2 + 1024)},
        {"retry.backoff.ms", "100"},
    };
    auto handle = makeKafkaHandle(RD_KAFKA_PRODUCER, m_options, settings, this);
    if (!handle)
        return fail(handle.error());
    auto handles = std::make_unique<Handles>();
    handles->handle = std::move(*handle);
    for (const Topic topic : {Topic::Messages, Topic::Users, Topic::Receipts}) {
        handles->topics[std::size_t(topic)].reset(
            rd_kafka_topic_new(handles->handle.get(), kafkaTopicName(m_options, topic).constData(), nullptr));
    }
    return handles;
}

void KafkaProducer::append(const TopicPartition& where, const QByteArray& key, const QByteArray& value,
                           AppendCallback done) {
    auto pending = std::make_unique<Pending>();
    pending->where = where;
    pending->key = key;
    pending->value = value;
    pending->done = std::move(done);
    pending->bytes = key.size() + value.size() + qint64(sizeof(Pending));
    const qint64 records = m_records.fetch_add(1) + 1;
    const qint64 bytes = m_bytes.fetch_add(pending->bytes) + pending->bytes;
    if (records > m_options.queueMaxRecords || bytes > m_options.queueMaxBytes) {
        const Error full = Error(ErrorCode::Unavailable, QStringLiteral("Too many messages wait for Kafka."))
                               .withRetryAfter(retryAfter);
        answer(std::move(pending), fail(full));
        return;
    }
    std::shared_lock lock(m_use);
    if (m_closing || !m_handles) {
        const Error error = m_closing ? Error(ErrorCode::Unavailable, QStringLiteral("The log is closed."))
                                            .withRetryAfter(retryAfter)
                                      : recovering();
        lock.unlock();
        answer(std::move(pending), fail(error));
        return;
    }
    Refused refused;
    {
        Lane& its = lane(where);
        const std::lock_guard laneLock(its.mutex);
        if (its.underWay > 0)
            its.waiting.push_back(std::move(pending));
        else
            hand(its, std::move(pending), refused);
    }
    lock.unlock();
    refuse(std::move(refused));
}

KafkaProducer::Lane& KafkaProducer::lane(const TopicPartition& where) {
    const std::lock_guard lock(m_lanesMutex);
    auto& found = m_lanes[where];
    if (!found)
        found = std::make_unique<Lane>();
    return *found;
}

void KafkaProducer::hand(Lane& lane, std::unique_ptr<Pending> pending, Refused& refused) {
    const TopicPartition where = pending->where;
    const int code = rd_kafka_produce(m_handles->topics[std::size_t(where.topic)].get(), where.partition,
                                      RD_KAFKA_MSG_F_COPY, const_cast<char*>(pending->value.constData()),
                                      std::size_t(pending->value.size()), pending->key.constData(),
                                      std::size_t(pending->key.size()), pending.get());
    if (code == 0) {
        ++lane.underWay;
        static_cast<void>(pending.release()); // delivered() has it
    } else {
        refused.emplace_back(std::move(pending), appendError(rd_kafka_last_error()));
    }
}

void KafkaProducer::next(Lane& lane, const std::optional<Error>& failure) {
    Refused refused;
    {
        const std::lock_guard lock(lane.mutex);
        --lane.underWay;
        std::deque<std::unique_ptr<Pending>> due;
        if (failure || lane.underWay == 0)
            due.swap(lane.waiting);
        for (auto& pending : due) {
            if (failure)
                refused.emplace_back(std::move(pending), *failure);
            else
                hand(lane, std::move(pending), refused);
        }
    }
    refuse(std::move(refused));
}

void KafkaProducer::giveUpWaiting(const Error& error) {
    Refused refused;
    {
        const std::lock_guard lock(m_lanesMutex);
        for (auto& [where, lane] : m_lanes) {
            const std::lock_guard laneLock(lane->mutex);
            for (auto& pending : lane->waiting)
                refused.emplace_back(std::move(pending), error);
            lane->waiting.clear();
        }
    }
    refuse(std::move(refused));
}

void KafkaProducer::refuse(Refused refused) {
    for (auto& [pending, error] : refused)
        answer(std::move(pending), fail(error));
}

void KafkaProducer::answer(std::unique_ptr<Pending> pending, Result<Appended> result) {
    if (pending->done)
        pending->done(std::move(result));
    m_bytes -= pending->bytes;
    --m_records; // last: close() waits for it
}

void KafkaProducer::delivered(const rd_kafka_message_t* message) {
    std::unique_ptr<Pending> pending(static_cast<Pending*>(message->_private));
    Lane& its = lane(pending->where);
    if (message->err) {
        const Error error = appendError(message->err);
        answer(std::move(pending), fail(error));
        // What is wrong with one record need not be wrong with the next. But what waited behind one that
        // nobody took in time has waited as long; and without a handle nothing goes anywhere.
        const bool inVain = error.code() == ErrorCode::Unavailable || !m_handles;
        next(its, inVain ? std::optional(error) : std::nullopt);
        return;
    }
    if (message->offset < 0) {
        // Durable, but a broker that recognised a repetition may not remember where it put the first one.
        // Whoever reads the log finds it.
        answer(std::move(pending), fail(Error(ErrorCode::Unavailable,
                                              QStringLiteral("Kafka did not tell where the record landed."))
                                            .withRetryAfter(retryAfter)));
    } else {
        const Appended appended{pending->where, message->offset};
        answer(std::move(pending), appended);
    }
    next(its, m_handles ? std::nullopt : std::optional(recovering()));
}

Error KafkaProducer::appendError(rd_kafka_resp_err_t error) const {
    switch (error) {
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
        return Error(ErrorCode::TooLarge,
                     QStringLiteral("A record of the log is too large: ") + kafkaText(error));
    default:
        return kafkaUnavailable(QStringLiteral("Kafka (%1) did not take the record").arg(m_options.brokers),
                                error);
    }
}

void KafkaProducer::failed(rd_kafka_t* handle, rd_kafka_resp_err_t error, const QString& reason) {
    if (error != RD_KAFKA_RESP_ERR__FATAL)
        return; // librdkafka mends it; what cannot be sent expires
    qWarning().noquote() << QStringLiteral("The Kafka producer failed and is made anew: ") << reason;
    m_fatal = true;
    Q_UNUSED(handle)
}

void KafkaProducer::rebuild() {
    std::unique_ptr<Handles> old;
    {
        const std::lock_guard lock(m_use);
        old = std::move(m_handles);
    }
    giveUpWaiting(recovering());
    if (old) {
        // Everything under way gets its answer before the handle goes.
        rd_kafka_purge(old->handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        const QDeadlineTimer deadline(purgeTimeout);
        while (rd_kafka_outq_len(old->handle.get()) > 0 && !deadline.hasExpired())
            rd_kafka_poll(old->handle.get(), pollMs);
        old.reset();
    }
    m_fatal = false;
    auto handles = makeHandles();
    if (!handles) {
        qWarning().noquote() << handles.error().message();
        std::this_thread::sleep_for(std::chrono::milliseconds(pollMs));
        return; // run() tries again
    }
    const std::lock_guard lock(m_use);
    m_handles = std::move(*handles);
}

void KafkaProducer::run() {
    QDeadlineTimer deadline(QDeadlineTimer::Forever);
    while (true) {
        if (m_closing) {
            if (m_records == 0)
                return;
            if (deadline.isForever())
                deadline.setRemainingTime(closeTimeout);
            if (deadline.hasExpired() && m_handles) {
                rd_kafka_purge(m_handles->handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
                deadline.setRemainingTime(purgeTimeout);
            }
        }
        if (m_fatal || !m_handles)
            rebuild();
        if (m_handles)
            rd_kafka_poll(m_handles->handle.get(), pollMs);
    }
}

void KafkaProducer::close() {
    const std::lock_guard closing(m_closeMutex);
    if (!m_poller.joinable())
        return;
    {
        const std::lock_guard lock(m_use); // no append is half-way
        m_closing = true;
        if (m_handles) { // poll() returns at once
            const KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_get_main(m_handles->handle.get()));
            rd_kafka_queue_yield(queue.get());
        }
    }
    m_poller.join();
    m_handles.reset();
}

void KafkaProducer::failForTest() {
    const std::shared_lock lock(m_use);
    if (m_handles)
        rd_kafka_test_fatal_error(m_handles->handle.get(), RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
                                  "test");
}

} // namespace parlor::log

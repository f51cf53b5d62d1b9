// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/tail.h"

#include "server/gateway/message_scan.h"
#include "shared/named_thread.h"

#include <QLoggingCategory>

#include <algorithm>

namespace parlor::gateway {

namespace {

Q_LOGGING_CATEGORY(lcTail, "parlor.tail")

constexpr int readMax = 1024; // records a turn: bounds how long an acknowledgement waits for its batch
constexpr std::chrono::milliseconds readWait{100}; // also the pace of eviction when nothing happens

constexpr log::TopicPartition usersPartition{log::Topic::Users, 0};
constexpr log::TopicPartition receiptsPartition{log::Topic::Receipts, 0};

} // namespace

Tail::Tail(log::Log& log, TailLimits limits)
    : m_log(log)
    , m_limits(limits)
    , m_lag(limits.sampleInterval)
    , m_index({limits.maxBytes, limits.grace})
    , m_sampler(log, limits.sampleInterval) {}

Tail::~Tail() {
    stop();
}

Result<void> Tail::start(const store::Epoch& epoch, const log::Positions& projected, Listener listener,
                         Interest interest) {
    m_epoch = epoch;
    m_projectedAtStart = projected;
    m_listener = std::move(listener);
    m_interest = std::move(interest);
    m_index.start(epoch, projected);
    const Clock::time_point at = Clock::now();
    auto logEnd = m_log.end();
    if (!logEnd)
        return fail(logEnd.error());
    logEnd->removeIf([&](const auto& item) { return !projected.contains(item.key()); });
    auto from = startingPoint(projected, *logEnd);
    if (!from)
        return fail(from.error());
    auto reader = m_log.open(*from);
    if (!reader)
        return fail(reader.error());
    m_reader = std::move(*reader);
    m_lag.start(*logEnd, at);
    {
        const std::lock_guard lock(m_waitMutex);
        m_reached = *from;
    }
    m_sampler.start([this](const log::Positions& end, Clock::time_point when) { m_lag.sampled(end, when); });
    m_thread = namedThread("tail", [this] { run(); });
    return {};
}

Result<log::Positions> Tail::startingPoint(const log::Positions& projected,
                                           const log::Positions& logEnd) const {
    const QDateTime windowStart = QDateTime::currentDateTimeUtc().addMSecs(-m_limits.duplicateWindow.count());
    auto window = m_log.positionsBefore(windowStart);
    if (!window)
        return window;
    auto first = m_log.begin();
    if (!first)
        return first;
    log::Positions from = projected;
    for (auto it = from.begin(); it != from.end(); ++it) {
        // Looking back must not hide that the store is ahead of this log.
        if (*it > logEnd.value(it.key(), 0))
            return fail(ErrorCode::BeyondEnd,
                        QStringLiteral("The store is at offset %1 of %2, but the log ends at %3.")
                            .arg(*it)
                            .arg(log::topicName(it.key().topic))
                            .arg(logEnd.value(it.key(), 0)));
        // Only messages come twice. What lies before the log's begin cannot be looked at; that the
        // projector's own position does is open()'s to refuse.
        if (it.key().topic == log::Topic::Messages)
            *it = std::min(*it, std::max(window->value(it.key(), *it), first->value(it.key(), *it)));
    }
    return from;
}

void Tail::stop() {
    m_stopping = true;
    if (m_reader)
        m_reader->wake();
    if (m_thread.joinable())
        m_thread.join();
    m_sampler.stop();
}

void Tail::run() {
    m_lag.reached(m_reader->positions());
    while (!m_stopping) {
        auto records = m_reader->read(readMax, readWait);
        if (!records) {
            if (errorInfo(records.error().code()).retryable) {
                qCWarning(lcTail) << "reading the log failed, trying again:" << records.error();
                // The reader waits by itself when there is nothing to read; a failing one must not spin.
                std::unique_lock lock(m_waitMutex);
                std::condition_variable().wait_for(lock, readWait);
                continue;
            }
            end(records.error());
            return;
        }
        if (!records->isEmpty()) {
            const std::vector<Applied> applied = take(*records);
            if (failure())
                return;
            if (!applied.empty())
                m_listener(applied);
        }
        const log::Positions reached = m_reader->positions();
        settle(reached);
        m_lag.reached(reached);
        m_index.evict();
    }
    end(Error(ErrorCode::Unavailable, QStringLiteral("The server is stopping.")));
}

std::vector<Applied> Tail::take(const QList<log::Record>& records) {
    std::vector<TailIndex::Incoming> incoming;
    incoming.reserve(static_cast<std::size_t>(records.size()));
    quint64 bytes = 0;
    for (const log::Record& record : records) {
        bytes += static_cast<quint64>(record.value.size());
        if (auto one = look(record))
            incoming.push_back(std::move(*one));
        else if (failure())
            return {};
    }
    m_index.file(incoming);
    std::vector<Applied> applied;
    quint64 duplicates = 0;
    for (TailIndex::Incoming& one : incoming) {
        duplicates += one.duplicate ? 1 : 0;
        if (one.old || !isWanted(one))
            continue;
        if (!one.event) {
            auto event = log::decode(one.value);
            if (!event) { // it has the shape of a message, and yet it is none
                m_figures.damaged.add();
                qCCritical(lcTail) << "skipping a damaged record at offset" << one.offset << event.error();
                continue;
            }
            one.event = std::move(*event);
        }
        if (const auto* member = std::get_if<log::MemberRecord>(&*one.event);
            member && member->role && m_interest.joined)
            m_interest.joined(member->roomId);
        applied.push_back({one.where, one.offset, one.seq, std::move(*one.event), one.duplicate});
    }
    m_figures.records.add(static_cast<quint64>(records.size()));
    m_figures.bytes.add(bytes);
    m_figures.duplicates.add(duplicates);
    m_figures.delivered.add(applied.size());
    return applied;
}

std::optional<TailIndex::Incoming> Tail::look(const log::Record& record) {
    TailIndex::Incoming incoming{record.where, record.offset, record.value, {}, {}, {}, 0, false, false};
    if (record.where.topic == log::Topic::Messages) {
        if (const auto scanned = scanMessage(record.value)) {
            incoming.room = scanned->roomId;
            incoming.message = scanned->id;
            incoming.threadRoot = scanned->threadRoot;
            return incoming;
        }
    }
    auto event = log::decode(record.value);
    if (!event) {
        if (event.error().code() == ErrorCode::NewerFormat) {
            end(event.error());
        } else if (record.offset >= m_projectedAtStart.value(record.where, 0)) {
            // The projector parks such a record with an alarm; nobody can be told anything of it.
            m_figures.damaged.add();
            qCCritical(lcTail) << "skipping a damaged record at offset" << record.offset << event.error();
        }
        return std::nullopt;
    }
    incoming.event = std::move(*event);
    incoming.room = log::roomOf(*incoming.event);
    if (const auto* message = std::get_if<log::MessageRecord>(&*incoming.event)) {
        incoming.message = message->id;
        incoming.threadRoot = message->threadRoot.value_or(MessageId());
    }
    return incoming;
}

bool Tail::isWanted(const TailIndex::Incoming& record) const {
    if (!m_interest.wants)
        return true;
    const bool changesMessage = record.event && (std::holds_alternative<log::EditRecord>(*record.event) ||
                                                 std::holds_alternative<log::DeleteRecord>(*record.event) ||
                                                 std::holds_alternative<log::ReactionRecord>(*record.event) ||
                                                 std::holds_alternative<log::PinRecord>(*record.event));
    return (record.message.isNull() && !changesMessage) || m_interest.wants(record.room, record.message);
}

void Tail::settle(const log::Positions& reached) {
    std::vector<std::function<void(bool)>> due;
    {
        const std::lock_guard lock(m_waitMutex);
        m_reached = reached;
        const auto ready =
            std::stable_partition(m_waiters.begin(), m_waiters.end(), [&](const Waiter& waiter) {
                return m_reached.value(waiter.where, 0) <= waiter.offset;
            });
        for (auto it = ready; it != m_waiters.end(); ++it)
            due.push_back(std::move(it->then));
        m_waiters.erase(ready, m_waiters.end());
    }
    for (const auto& then : due)
        then(true);
}

log::TopicPartition Tail::partitionOf(const RoomId& room) const {
    return {log::Topic::Messages, m_log.partitionFor(log::Topic::Messages, log::keyOf(room))};
}

std::chrono::milliseconds Tail::lag(const RoomId& room) const {
    return std::max(m_lag.lag(partitionOf(room)), m_lag.lag(usersPartition));
}

std::optional<Error> Tail::failure() const {
    const std::lock_guard lock(m_waitMutex);
    return m_failure;
}

std::optional<qint64> Tail::newerEpoch() const {
    const qint64 number = m_newerEpoch.load();
    return number > 0 ? std::optional(number) : std::nullopt;
}

Result<std::vector<Tail::Item>> Tail::since(const RoomId& room, const store::Snapshot& snapshot) {
    noticeEpoch(snapshot);
    return m_index.since(room, partitionOf(room), snapshot);
}

Result<std::vector<Tail::Item>> Tail::changesOf(const QList<MessageId>& ids, const RoomId& room,
                                                const store::Snapshot& snapshot) {
    noticeEpoch(snapshot);
    return m_index.changesOf(ids, partitionOf(room), snapshot);
}

bool Tail::waitFor(const RoomId& room, const store::Snapshot& snapshot, std::chrono::milliseconds deadline) {
    const log::TopicPartition where = partitionOf(room);
    const qint64 position = snapshot.positions.value(where, 0);
    return position <= m_projectedAtStart.value(where, 0) || waitFor(where, position - 1, deadline);
}

bool Tail::hasReached(const RoomId& room, qint64 seq) const {
    const log::TopicPartition where = partitionOf(room);
    const qint64 offset = seq - m_epoch.base;
    const std::lock_guard lock(m_waitMutex);
    return offset < m_projectedAtStart.value(where, 0) || offset < m_reached.value(where, 0);
}

void Tail::whenReached(const log::TopicPartition& where, qint64 offset, std::function<void(bool)> then) {
    bool reached = false;
    {
        const std::lock_guard lock(m_waitMutex);
        reached = m_reached.value(where, 0) > offset;
        if (!reached && !m_failure) {
            m_waiters.push_back({where, offset, std::move(then)});
            return;
        }
    }
    then(reached);
}

bool Tail::waitFor(const log::TopicPartition& where, qint64 offset, std::chrono::milliseconds deadline) {
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<bool> reached;
    };
    const auto state = std::make_shared<State>();
    whenReached(where, offset, [state](bool reached) {
        const std::lock_guard lock(state->mutex);
        state->reached = reached;
        state->changed.notify_all();
    });
    std::unique_lock lock(state->mutex);
    return state->changed.wait_for(lock, deadline, [&] { return state->reached.has_value(); }) &&
           *state->reached;
}

bool Tail::waitForEnd(std::chrono::milliseconds deadline) {
    return waitForEnd(m_projectedAtStart.keys(), deadline);
}

bool Tail::waitForEnd(const RoomId& room, std::chrono::milliseconds deadline) {
    return waitForEnd({partitionOf(room), receiptsPartition}, deadline);
}

bool Tail::waitForEnd(const QList<log::TopicPartition>& partitions, std::chrono::milliseconds deadline) {
    // Where the tail is behind already, a wait would only hold a thread of the pool.
    for (const log::TopicPartition& where : partitions) {
        if (m_lag.lag(where) > deadline)
            return false;
    }
    const auto until = Clock::now() + deadline;
    const auto logEnd = m_sampler.fresh(deadline);
    if (!logEnd)
        return false;
    for (const log::TopicPartition& where : partitions) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        const qint64 end = logEnd->value(where, 0);
        if (end > 0 && !waitFor(where, end - 1, std::max(left, std::chrono::milliseconds(0))))
            return false;
    }
    return true;
}

void Tail::noticeEpoch(const store::Snapshot& snapshot) {
    if (snapshot.epoch > m_epoch.number && m_newerEpoch.exchange(snapshot.epoch) == 0)
        qCWarning(lcTail) << "the store is in epoch" << snapshot.epoch << "now; this gateway follows"
                          << m_epoch.number;
}

void Tail::projected(const store::Snapshot& snapshot) {
    noticeEpoch(snapshot);
    if (snapshot.epoch == m_epoch.number)
        m_index.projected(snapshot.positions);
}

void Tail::end(const Error& error) {
    if (!m_stopping)
        qCCritical(lcTail) << "the tail has ended; this server can no longer take part:" << error;
    std::vector<Waiter> waiters;
    {
        const std::lock_guard lock(m_waitMutex);
        m_failure = error;
        waiters.swap(m_waiters);
    }
    m_lag.end(); // after the reason: who waits for it to be current looks for one then
    for (const Waiter& waiter : waiters)
        waiter.then(false);
}

} // namespace parlor::gateway

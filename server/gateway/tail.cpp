// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/tail.h"

#include <QLoggingCategory>

#include <algorithm>

namespace parlor::gateway {

namespace {

Q_LOGGING_CATEGORY(lcTail, "parlor.tail")

constexpr int readMax = 1024; // records a turn: bounds how long an acknowledgement waits for its batch
constexpr std::chrono::milliseconds readWait{100}; // also the pace of eviction when nothing happens
constexpr qsizetype entryOverhead = 400; // indexes and allocations beside the raw bytes, measured roughly

} // namespace

Tail::Tail(log::Log& log, TailLimits limits)
    : m_log(log)
    , m_limits(limits) {}

Tail::~Tail() {
    stop();
}

Result<void> Tail::start(const store::Epoch& epoch, const log::Positions& from, Listener listener) {
    m_epoch = epoch;
    m_listener = std::move(listener);
    m_projected = m_lowest = from;
    m_reached = from;
    auto reader = m_log.open(from);
    if (!reader)
        return fail(reader.error());
    auto logEnd = m_log.end();
    if (!logEnd)
        return fail(logEnd.error());
    m_reader = std::move(*reader);
    m_sample = *logEnd;
    m_sampledAt = Clock::now();
    m_upToDateAt = m_sampledAt.time_since_epoch().count();
    m_thread = std::thread([this] { run(); });
    return {};
}

void Tail::stop() {
    m_stopping = true;
    if (m_reader)
        m_reader->wake();
    if (m_thread.joinable())
        m_thread.join();
}

void Tail::run() {
    measure(m_reader->positions());
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
            const std::vector<Applied> applied = file(*records);
            if (failure())
                return;
            m_listener(applied);
        }
        const log::Positions reached = m_reader->positions();
        settle(reached);
        measure(reached);
        evict();
    }
    end(Error(ErrorCode::Unavailable, QStringLiteral("The server is stopping.")));
}

std::vector<Applied> Tail::file(const QList<log::Record>& records) {
    std::vector<Applied> applied;
    applied.reserve(static_cast<std::size_t>(records.size()));
    const Clock::time_point now = Clock::now();
    qsizetype added = 0;
    for (const log::Record& record : records) {
        auto event = log::decode(record.value);
        if (!event) {
            if (event.error().code() == ErrorCode::NewerFormat) {
                end(event.error());
                return applied;
            }
            // The projector parks such a record with an alarm; nobody can be told anything of it.
            qCCritical(lcTail) << "skipping a damaged record at offset" << record.offset << event.error();
            continue;
        }
        Applied one{record.where, record.offset, 0, std::move(*event), false};
        auto entry = std::make_shared<Entry>(Entry{record.where, record.offset, 0, record.value, false});
        Held held{nullptr, log::roomOf(one.event), {}, {}, now};
        if (record.where.topic == log::Topic::Messages)
            one.seq = entry->seq = m_epoch.base + record.offset;

        const std::unique_lock lock(m_mutex);
        if (const auto* message = std::get_if<log::MessageRecord>(&one.event)) {
            if (const auto known = m_messages.constFind(message->id); known != m_messages.cend()) {
                one.duplicate = entry->duplicate = true;
                one.seq = (*known)->seq;
            } else {
                held.message = message->id;
                m_messages.insert(message->id, entry);
            }
        } else if (const auto* seen = std::get_if<log::SeenRecord>(&one.event)) {
            held.cursor = {seen->userId, seen->roomId};
            Seen& cursor = m_seen[held.cursor];
            cursor.seq = std::max(cursor.seq, seen->seq);
            cursor.offset = record.offset;
        }
        if (record.where.topic == log::Topic::Messages && !held.room.isNull()) {
            RoomTail& room = m_rooms[held.room];
            room.head = std::max(room.head, entry->seq);
            room.entries.push_back(entry);
        }
        held.entry = std::move(entry);
        added += record.value.size() + entryOverhead;
        m_held.push_back(std::move(held));
        applied.push_back(std::move(one));
    }
    m_bytes += added;
    return applied;
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

// The lag is measured against a sample of the log's end: under load the end itself always runs ahead.
void Tail::measure(const log::Positions& reached) {
    const bool atSample =
        std::all_of(m_sample.keyValueBegin(), m_sample.keyValueEnd(), [&](const auto& item) {
            return !reached.contains(item.first) || reached.value(item.first) >= item.second;
        });
    if (!atSample)
        return;
    m_upToDateAt = m_sampledAt.time_since_epoch().count();
    m_caughtUp.store(true, std::memory_order_release);
    if (auto logEnd = m_log.end()) {
        m_sample = *logEnd;
        m_sampledAt = Clock::now();
    }
}

std::chrono::milliseconds Tail::lag() const {
    const Clock::time_point at{Clock::duration(m_upToDateAt.load())};
    if (at.time_since_epoch().count() == 0)
        return {};
    // A tail that waits for records is up to date as of its last turn, at most readWait ago.
    return std::max(std::chrono::milliseconds(0),
                    std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - at) - 2 * readWait);
}

std::optional<Error> Tail::failure() const {
    const std::shared_lock lock(m_mutex);
    return m_failure;
}

std::optional<Tail::Found> Tail::find(const MessageId& id) const {
    std::shared_ptr<const Entry> entry;
    {
        const std::shared_lock lock(m_mutex);
        entry = m_messages.value(id);
    }
    if (!entry)
        return std::nullopt;
    auto event = log::decode(entry->value);
    if (!event)
        return std::nullopt;
    return Found{entry->seq, std::get<log::MessageRecord>(std::move(*event))};
}

Result<std::vector<Tail::Item>> Tail::since(const RoomId& room, const store::Snapshot& snapshot) const {
    std::vector<std::shared_ptr<const Entry>> wanted;
    {
        const std::shared_lock lock(m_mutex);
        if (snapshot.epoch != m_epoch.number)
            return fail(ErrorCode::Unavailable,
                        QStringLiteral("The server has begun a new epoch. Try again."));
        for (auto it = m_lowest.cbegin(); it != m_lowest.cend(); ++it) {
            if (snapshot.positions.value(it.key(), 0) < it.value())
                return fail(ErrorCode::Unavailable,
                            QStringLiteral("The store was read too long ago. Try again."));
        }
        if (const auto found = m_rooms.constFind(room); found != m_rooms.cend()) {
            for (const auto& entry : found->entries) {
                if (!entry->duplicate && entry->offset >= snapshot.positions.value(entry->where, 0))
                    wanted.push_back(entry);
            }
        }
    }
    std::vector<Item> items;
    items.reserve(wanted.size());
    for (const auto& entry : wanted) {
        if (auto event = log::decode(entry->value))
            items.push_back({entry->where, entry->offset, entry->seq, std::move(*event)});
    }
    return items;
}

qint64 Tail::head(const RoomId& room) const {
    const std::shared_lock lock(m_mutex);
    const auto found = m_rooms.constFind(room);
    return found == m_rooms.cend() ? 0 : found->head;
}

qint64 Tail::seen(const UserId& user, const RoomId& room) const {
    const std::shared_lock lock(m_mutex);
    return m_seen.value({user, room}).seq;
}

void Tail::whenReached(const log::TopicPartition& where, qint64 offset, std::function<void(bool)> then) {
    bool reached = false;
    {
        const std::lock_guard lock(m_waitMutex);
        reached = m_reached.value(where, 0) > offset;
        if (!reached && !m_ended) {
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
    const auto logEnd = m_log.end();
    if (!logEnd)
        return false;
    const auto until = Clock::now() + deadline;
    for (auto it = logEnd->cbegin(); it != logEnd->cend(); ++it) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (it.value() > 0 &&
            !waitFor(it.key(), it.value() - 1, std::max(left, std::chrono::milliseconds(0))))
            return false;
    }
    return true;
}

void Tail::projected(const store::Snapshot& snapshot) {
    const std::unique_lock lock(m_mutex);
    if (snapshot.epoch != m_epoch.number)
        return;
    for (auto it = snapshot.positions.cbegin(); it != snapshot.positions.cend(); ++it)
        m_projected[it.key()] = std::max(m_projected.value(it.key(), 0), it.value());
}

void Tail::evict() {
    const Clock::time_point limit = Clock::now() - m_limits.grace;
    qsizetype removed = 0;
    const std::unique_lock lock(m_mutex);
    while (!m_held.empty()) {
        const Held& oldest = m_held.front();
        const Entry& entry = *oldest.entry;
        if (oldest.at > limit || entry.offset >= m_projected.value(entry.where, 0))
            break;
        m_lowest[entry.where] = entry.offset + 1;
        if (!oldest.message.isNull())
            m_messages.remove(oldest.message);
        if (const auto cursor = m_seen.constFind(oldest.cursor); entry.where.topic == log::Topic::Receipts &&
                                                                 cursor != m_seen.cend() &&
                                                                 cursor->offset <= entry.offset)
            m_seen.erase(cursor);
        if (const auto room = m_rooms.find(oldest.room);
            entry.where.topic == log::Topic::Messages && room != m_rooms.end()) {
            room->entries.pop_front();
            if (room->entries.empty())
                m_rooms.erase(room);
        }
        removed += entry.value.size() + entryOverhead;
        m_held.pop_front();
    }
    m_bytes -= removed;
}

void Tail::end(const Error& error) {
    {
        const std::unique_lock lock(m_mutex);
        m_failure = error;
    }
    if (!m_stopping)
        qCCritical(lcTail) << "the tail has ended; this server can no longer take part:" << error;
    std::vector<Waiter> waiters;
    {
        const std::lock_guard lock(m_waitMutex);
        m_ended = true;
        waiters.swap(m_waiters);
    }
    for (const Waiter& waiter : waiters)
        waiter.then(false);
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/receipts.h"

#include "server/gateway/present_reads.h"

#include <algorithm>
#include <atomic>

namespace parlor::gateway {

namespace {

// Of one user and room, behind one that is on its way: what waits is merged, but each is to be answered.
constexpr std::size_t waitingMax = 256;

} // namespace

Receipts::Receipts(store::Store& store, log::Log& log, Tail& tail, Publisher& publisher, QThreadPool& pool,
                   std::chrono::milliseconds maxLag, std::chrono::milliseconds deliveredPause)
    : m_store(store)
    , m_log(log)
    , m_tail(tail)
    , m_publisher(publisher)
    , m_pool(pool)
    , m_maxLag(maxLag)
    , m_deliveredPause(deliveredPause) {}

void Receipts::delivered(const UserId& user, const RoomId& room, qint64 seq, Done done) {
    add({user, room}, std::move(done),
        [seq](Pending& pending) { pending.delivered = std::max(pending.delivered, seq); });
}

void Receipts::seen(const UserId& user, const RoomId& room, qint64 seq, Done done) {
    add({user, room}, std::move(done), [seq](Pending& pending) {
        pending.seen = std::max(pending.seen, seq);
        if (pending.mark)
            pending.mark = std::max(*pending.mark, seq);
    });
}

void Receipts::mark(const UserId& user, const RoomId& room, qint64 seq, Done done) {
    add({user, room}, std::move(done), [seq](Pending& pending) { pending.mark = seq; });
}

void Receipts::add(const Key& key, Done done, const std::function<void(Pending&)>& merge) {
    bool first = false;
    bool crowded = false;
    {
        const std::lock_guard lock(m_mutex);
        State& state = m_states[key];
        crowded = state.next.waiting.size() >= waitingMax;
        if (!crowded) {
            merge(state.next);
            state.next.waiting.push_back(std::move(done));
            first = !state.busy &&
                    (state.next.isUrgent() || std::chrono::steady_clock::now() >= state.restsUntil);
            if (first)
                begin(state);
        }
    }
    if (crowded)
        return done(fail(Error(ErrorCode::Unavailable).withRetryAfter(1)));
    if (first)
        m_pool.start([this, key] { write(key); });
}

void Receipts::begin(State& state) {
    state.busy = true;
    state.writing = std::exchange(state.next, {});
}

void Receipts::turn(Time now) {
    std::vector<Key> due;
    {
        const std::lock_guard lock(m_mutex);
        for (auto state = m_states.begin(); state != m_states.end();) {
            if (state->busy || now < state->restsUntil) {
                ++state;
            } else if (state->next.waiting.empty()) {
                state = m_states.erase(state);
            } else {
                begin(*state);
                due.push_back(state.key());
                ++state;
            }
        }
    }
    for (const Key& key : due)
        m_pool.start([this, key] { write(key); });
}

void Receipts::write(const Key& key) {
    Pending wanted;
    {
        const std::lock_guard lock(m_mutex);
        const Pending& writing = m_states[key].writing;
        wanted = {writing.delivered, writing.seen, writing.mark, {}};
    }
    if (auto writable = m_publisher.checkWritable(key.second, m_maxLag); !writable)
        return settle(key, fail(writable.error()));
    const auto events = records(key, wanted);
    if (!events)
        return settle(key, fail(events.error()));
    if (events->empty())
        return settle(key, {});
    append(key, *events);
}

Result<std::vector<log::Event>> Receipts::records(const Key& key, const Pending& wanted) {
    const auto& [user, room] = key;
    const qint64 highest = std::max({wanted.delivered, wanted.seen, wanted.mark.value_or(0)});
    for (bool waited = false;; waited = true) {
        auto stored = m_store.readPosition(room, user);
        if (!stored)
            return fail(stored.error());
        const qint64 head = std::max(stored->head, m_tail.head(room));
        if (highest > head && !waited) {
            if (m_tail.waitForEnd(room, tailDeadline))
                continue;
            return behindTheLog();
        }
        const qint64 knownSeen = std::max(stored->cursor.seen, m_tail.seen(user, room));
        const qint64 knownDelivered =
            std::max({stored->cursor.delivered, knownSeen, m_tail.delivered(user, room)});
        const qint64 knownMark = m_tail.readMarker(user, room, stored->mark);
        const qint64 seen = std::min(wanted.seen, head);
        const qint64 delivered = std::min(wanted.delivered, head);

        std::vector<log::Event> events;
        qint64 mark = knownMark;
        // One that was seen before takes a record too, where it moves on a marker that was put back.
        if (seen > knownSeen || seen > knownMark) {
            events.emplace_back(log::SeenRecord{user, room, seen});
            mark = std::max(mark, seen);
        }
        if (delivered > std::max(knownDelivered, seen))
            events.emplace_back(log::DeliveredRecord{user, room, delivered});
        if (wanted.mark) {
            const qint64 exact = std::clamp<qint64>(*wanted.mark, 0, head);
            if (exact != mark)
                events.emplace_back(log::MarkRecord{user, room, exact});
        }
        return events;
    }
}

void Receipts::append(const Key& key, const std::vector<log::Event>& events) {
    struct Outcome {
        std::atomic<std::size_t> left;
        std::mutex mutex;
        Result<void> result;
    };
    const auto outcome = std::make_shared<Outcome>();
    outcome->left = events.size();
    const auto finish = [this, key, outcome](const Result<void>& result) {
        if (!result) {
            const std::lock_guard lock(outcome->mutex);
            outcome->result = result;
        }
        if (--outcome->left == 0)
            settle(key, outcome->result);
    };
    m_records.add(events.size());
    // One key and one thread: they keep their order.
    for (const log::Event& event : events) {
        m_log.append(log::Topic::Receipts, log::keyOf(key.first), log::encode(event),
                     [this, finish](const Result<log::Appended>& appended) {
                         if (!appended)
                             return finish(fail(appended.error()));
                         m_tail.whenReached(appended->where, appended->offset, [finish](bool reached) {
                             finish(reached ? Result<void>() : fail(ErrorCode::Unavailable));
                         });
                     });
    }
}

void Receipts::settle(const Key& key, const Result<void>& result) {
    Pending settled;
    bool again = false;
    {
        const std::lock_guard lock(m_mutex);
        State& state = m_states[key];
        settled = std::exchange(state.writing, {});
        state.busy = false;
        if (settled.delivered > 0)
            state.restsUntil = std::chrono::steady_clock::now() + m_deliveredPause;
        again = state.next.isUrgent();
        if (again)
            begin(state);
        else if (state.next.waiting.empty() && std::chrono::steady_clock::now() >= state.restsUntil)
            m_states.remove(key);
    }
    if (again)
        m_pool.start([this, key] { write(key); });
    for (const Done& done : settled.waiting)
        done(result);
}

} // namespace parlor::gateway

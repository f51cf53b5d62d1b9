// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/receipts.h"

namespace parlor::gateway {

namespace {

constexpr std::chrono::seconds tailDeadline{2};
// Of one user and room, behind one that is on its way: what waits is one cursor, but each is to be answered.
constexpr std::size_t waitingMax = 256;

} // namespace

Receipts::Receipts(store::Store& store, log::Log& log, Tail& tail, Publisher& publisher, QThreadPool& pool,
                   std::chrono::milliseconds maxLag)
    : m_store(store)
    , m_log(log)
    , m_tail(tail)
    , m_publisher(publisher)
    , m_pool(pool)
    , m_maxLag(maxLag) {}

void Receipts::seen(const UserId& user, const RoomId& room, qint64 seq, Done done) {
    const Key key{user, room};
    bool first = false;
    bool crowded = false;
    {
        const std::lock_guard lock(m_mutex);
        first = !m_writing.contains(key);
        Pending& pending = first ? m_writing[key] : m_next[key];
        crowded = pending.waiting.size() >= waitingMax;
        if (!crowded) {
            pending.seq = std::max(pending.seq, seq);
            pending.waiting.push_back(std::move(done));
        }
    }
    if (crowded)
        return done(fail(Error(ErrorCode::Unavailable).withRetryAfter(1)));
    if (first)
        m_pool.start([this, key] { write(key); });
}

void Receipts::write(const Key& key) {
    qint64 wanted = 0;
    {
        const std::lock_guard lock(m_mutex);
        wanted = m_writing.value(key).seq;
    }
    const auto& [user, room] = key;
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return settle(key, fail(writable.error()));
    const auto seq = clamped(key, wanted);
    if (!seq)
        return settle(key, fail(seq.error()));
    if (*seq == 0)
        return settle(key, {});
    m_log.append(log::Topic::Receipts, log::keyOf(user), log::encode(log::SeenRecord{user, room, *seq}),
                 [this, key](const Result<log::Appended>& appended) {
                     if (!appended)
                         return settle(key, fail(appended.error()));
                     m_tail.whenReached(appended->where, appended->offset, [this, key](bool reached) {
                         settle(key, reached ? Result<void>() : fail(ErrorCode::Unavailable));
                     });
                 });
}

Result<qint64> Receipts::clamped(const Key& key, qint64 wanted) {
    const auto& [user, room] = key;
    for (bool waited = false;; waited = true) {
        auto stored = m_store.roomOf(user, room);
        if (!stored)
            return fail(stored.error());
        const qint64 head = std::max(stored->first.head, m_tail.head(room));
        if (wanted > head && !waited) {
            if (m_tail.waitForEnd(room, tailDeadline))
                continue;
            return fail(
                Error(ErrorCode::Unavailable, QStringLiteral("The server has fallen behind its event log."))
                    .withRetryAfter(1));
        }
        const qint64 known = std::max(stored->first.read.seenSeq, m_tail.seen(user, room));
        const qint64 seq = std::min(wanted, head);
        return seq <= known ? 0 : seq;
    }
}

void Receipts::settle(const Key& key, const Result<void>& result) {
    Pending settled;
    bool again = false;
    {
        const std::lock_guard lock(m_mutex);
        settled = m_writing.take(key);
        if (const auto next = m_next.constFind(key); next != m_next.cend()) {
            m_writing.insert(key, *next);
            m_next.erase(next);
            again = true;
        }
    }
    if (again)
        m_pool.start([this, key] { write(key); });
    for (const Done& done : settled.waiting)
        done(result);
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/receipts.h"

namespace parlor::gateway {

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
    {
        const std::lock_guard lock(m_mutex);
        if (m_writing.contains(key)) {
            Pending& next = m_next[key];
            next.seq = std::max(next.seq, seq);
            next.waiting.push_back(std::move(done));
            return;
        }
        m_writing.insert(key, {seq, {std::move(done)}});
    }
    m_pool.start([this, key] { write(key); });
}

void Receipts::write(const Key& key) {
    qint64 wanted = 0;
    {
        const std::lock_guard lock(m_mutex);
        wanted = m_writing.value(key).seq;
    }
    if (auto writable = m_publisher.checkWritable(m_maxLag); !writable)
        return settle(key, fail(writable.error()));
    const auto& [user, room] = key;
    auto stored = m_store.roomOf(user, room);
    if (!stored)
        return settle(key, fail(stored.error()));
    const qint64 head = std::max(stored->first.head, m_tail.head(room));
    const qint64 known = std::max(stored->first.read.seenSeq, m_tail.seen(user, room));
    const qint64 seq = std::min(wanted, head);
    if (seq <= known)
        return settle(key, {});
    m_log.append(log::Topic::Receipts, log::keyOf(user), log::encode(log::SeenRecord{user, room, seq}),
                 [this, key](const Result<log::Appended>& appended) {
                     if (!appended)
                         return settle(key, fail(appended.error()));
                     m_tail.whenReached(appended->where, appended->offset, [this, key](bool reached) {
                         settle(key, reached ? Result<void>() : fail(ErrorCode::Unavailable));
                     });
                 });
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

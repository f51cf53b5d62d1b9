// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/publisher.h"
#include "server/gateway/tail.h"

#include <QThreadPool>

#include <functional>
#include <mutex>
#include <vector>

namespace parlor::gateway {

/// Takes read cursors to the log, coalesced: of what comes for one user and room while a cursor is on its
/// way, only the highest is written next. Clamped to the room's head, so that a cursor never claims what does
/// not exist yet; one above the head that is known here is believed only after the tail has reached the log's
/// end, since its client may have read on another gateway.
class Receipts {
public:
    using Done = std::function<void(Result<void>)>;

    Receipts(store::Store& store, log::Log& log, Tail& tail, Publisher& publisher, QThreadPool& pool,
             std::chrono::milliseconds maxLag);

    /// Any thread; does not block. `done` is called once, when the cursor (or a higher one) has reached the
    /// tail, or was reached before. Errors: Unavailable, NotFound (not in the room).
    void seen(const UserId& user, const RoomId& room, qint64 seq, Done done);

private:
    using Key = std::pair<UserId, RoomId>;
    struct Pending {
        qint64 seq = 0;
        std::vector<Done> waiting;
    };

    void write(const Key& key);
    /// The cursor to write; 0 if it is there already.
    Result<qint64> clamped(const Key& key, qint64 wanted);
    void settle(const Key& key, const Result<void>& result);

    store::Store& m_store;
    log::Log& m_log;
    Tail& m_tail;
    Publisher& m_publisher;
    QThreadPool& m_pool;
    const std::chrono::milliseconds m_maxLag;
    std::mutex m_mutex;
    QHash<Key, Pending> m_writing; ///< on their way; what came meanwhile waits in m_next
    QHash<Key, Pending> m_next;
};

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/tail.h"
#include "server/log/log.h"
#include "server/store/store.h"

#include <chrono>

namespace parlor::gateway {

/// Brings changes that the store has committed into the log: appends their outbox rows, waits until this
/// gateway's tail has them, deletes the rows. What it leaves behind (a crash, a log that is away) the outbox
/// relay appends later; twice does no harm, because consumers ignore a version that they have seen. All
/// functions block: call them on the pool.
class Publisher {
public:
    Publisher(store::Store& store, log::Log& log, Tail& tail);

    /// Unavailable when writes to `room` are refused: the tail lags where it tells who may write there, is
    /// full, or has ended. Ask before changing the store.
    Result<void> checkWritable(const RoomId& room, std::chrono::milliseconds maxLag) const;

    /// Unavailable when the rows are not known to be in the log and in the tail in time: the change stands
    /// all the same.
    Result<void> publish(const QList<store::OutboxRow>& rows);

private:
    store::Store& m_store;
    log::Log& m_log;
    Tail& m_tail;
};

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "server/store/transaction.h"

#include <QMap>

#include <utility>

namespace parlor::store {

/// What a batch does to how far members have come: one row to write for each, whatever they did.
class CursorProjection {
public:
    explicit CursorProjection(Transaction& transaction)
        : t(transaction) {}

    /// In the order of the log. Positions are clamped to the room's head by the gateway, whose tail is ahead
    /// of what is projected here.
    void add(const log::DeliveredRecord& record);
    void add(const log::SeenRecord& record);
    void add(const log::MarkRecord& record);
    /// Once, after the last one.
    void finish();

private:
    struct Moves {
        qint64 delivered = 0;
        qint64 seen = 0;
        qint64 mark = 0;
        bool marked = false; ///< `mark` is where the marker is, not only where it is at least
    };

    Transaction& t;
    // Sorted, so that of two workers none waits for the other while that one waits for it.
    QMap<std::pair<RoomId, UserId>, Moves> m_moves;
};

} // namespace parlor::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"

#include <QHash>

#include <chrono>
#include <mutex>

namespace parlor::gateway {

/// How many members rooms have, as of some seconds ago: enough to tell small rooms from large ones. Bounds:
/// roomsMax rooms, then all are forgotten and asked for again. Any thread.
class RoomSizes {
public:
    static constexpr qsizetype roomsMax = 50'000;

    explicit RoomSizes(store::Store& store, std::chrono::milliseconds valid = std::chrono::seconds(10));

    /// As it was asked lately; nothing if it was not. Does not block.
    std::optional<int> known(const RoomId& room) const;
    /// Of each of `rooms` that is there, asking the store for those that are not known. Blocks.
    Result<QHash<RoomId, int>> of(const QList<RoomId>& rooms);

private:
    using Clock = std::chrono::steady_clock;
    struct Size {
        int members = 0;
        Clock::time_point until;
    };

    store::Store& m_store;
    const std::chrono::milliseconds m_valid;
    mutable std::mutex m_mutex;
    QHash<RoomId, Size> m_sizes;
};

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"

#include <QHash>

#include <chrono>
#include <utility>
#include <vector>

namespace parlor::gateway {

/// Who is typing where, as told to the sessions of this gateway. No I/O and no clock. Bounds: typistsMax of
/// each room, roomsMax rooms; beyond, nobody is told of. One thread at a time.
class TypingBook {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr qsizetype typistsMax = 10; ///< more names than anybody shows
    static constexpr qsizetype roomsMax = 10'000;
    /// One who goes on typing is told again only after this time; shorter than limits::typingSeconds, so that
    /// a client that tells it every so often is never thought to have stopped.
    static constexpr std::chrono::milliseconds repeatAfter{3'000};

    /// True if it is to be told.
    bool start(const RoomId& room, const UserId& user, Time now);
    /// True if it is to be told: they were typing.
    bool stop(const RoomId& room, const UserId& user);
    /// Those who were not heard for limits::typingSeconds; they are typing no more, and that is to be told.
    std::vector<std::pair<RoomId, UserId>> expire(Time now);
    bool isEmpty() const { return m_rooms.isEmpty(); }

private:
    QHash<RoomId, QHash<UserId, Time>> m_rooms; ///< when it was told last
};

} // namespace parlor::gateway

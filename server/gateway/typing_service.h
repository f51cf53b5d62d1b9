// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/archived_rooms.h"
#include "server/gateway/gossip.h"
#include "server/gateway/hub.h"
#include "server/gateway/room_sizes.h"
#include "server/gateway/typing_book.h"

#include <functional>
#include <mutex>

namespace parlor::gateway {

/// Tells rooms who is typing in them, on all gateways: not in rooms of more than limits::presenceRoomMax
/// members, and never to the typist. Any thread.
class TypingService {
public:
    /// `broadcast` tells the other gateways.
    TypingService(Hub& hub, RoomSizes& sizes, const ArchivedRooms& archived,
                  std::function<void(const gossip::Message&)> broadcast);

    /// A member of the room says so. In rooms that are too large it is let go by. Blocks on the store unless
    /// answersAtOnce(). Unavailable; Conflict for starting in an
    /// archived room.
    Result<void> set(const UserId& user, const RoomId& room, bool typing);
    bool answersAtOnce(const RoomId& room) const { return m_sizes.known(room).has_value(); }

    /// What another gateway broadcast.
    void heard(const gossip::Typing& typing, TypingBook::Time now);
    /// Their message came: it says itself that they are typing no more.
    void wrote(const UserId& user, const RoomId& room);
    /// They are no longer in the room.
    void left(const UserId& user, const RoomId& room);
    /// Tells of those who have stopped without a word; to be called again and again.
    void expire(TypingBook::Time now);

    const metrics::Counter& frames() const { return m_frames; }

private:
    bool note(const gossip::Typing& typing, TypingBook::Time now);
    void tell(const gossip::Typing& typing);

    Hub& m_hub;
    RoomSizes& m_sizes;
    const ArchivedRooms& m_archived;
    const std::function<void(const gossip::Message&)> m_broadcast;
    metrics::Counter m_frames;
    std::mutex m_mutex;
    TypingBook m_book;
};

} // namespace parlor::gateway

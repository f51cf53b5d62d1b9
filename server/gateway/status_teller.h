// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/hub.h"
#include "server/gateway/room_sizes.h"
#include "server/gateway/tail.h"

#include <QThreadPool>

#include <mutex>

namespace parlor::gateway {

/// Tells rooms how far their members have come (`message:status`): of each room one frame for all who moved
/// since the last one, and none in rooms of more than limits::statusRoomMax members. So whatever members do,
/// a room costs this gateway a frame for each of at most that many sessions' users, some times a second.
class StatusTeller {
public:
    StatusTeller(Hub& hub, RoomSizes& sizes, QThreadPool& pool);

    /// Tail's thread: a cursor moved, of a DeliveredRecord or a SeenRecord.
    void applied(const Applied& record);
    /// Tells what came since the last call; any thread, to be called again and again. While the store has
    /// not answered what the last call needed to know, does nothing.
    void tell();

    const metrics::Counter& frames() const { return m_frames; }

private:
    using Cursors = QHash<UserId, MemberCursor>;

    void moved(const RoomId& room, const MemberCursor& cursor);
    void tellRooms(const QHash<RoomId, Cursors>& rooms);

    Hub& m_hub;
    RoomSizes& m_sizes;
    QThreadPool& m_pool;
    metrics::Counter m_frames;
    std::mutex m_mutex;
    QHash<RoomId, Cursors> m_moved; ///< rooms of interest; in each statusRoomMax users and one more
    bool m_telling = false;
};

} // namespace parlor::gateway

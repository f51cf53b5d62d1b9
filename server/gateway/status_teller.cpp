// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/status_teller.h"

#include "shared/codec.h"
#include "shared/limits.h"

#include <algorithm>

namespace parlor::gateway {

StatusTeller::StatusTeller(Hub& hub, RoomSizes& sizes, QThreadPool& pool)
    : m_hub(hub)
    , m_sizes(sizes)
    , m_pool(pool) {}

void StatusTeller::applied(const Applied& record) {
    if (const auto* seen = std::get_if<log::SeenRecord>(&record.event))
        moved(seen->roomId, {seen->userId, seen->seq, seen->seq});
    else if (const auto* delivered = std::get_if<log::DeliveredRecord>(&record.event))
        moved(delivered->roomId, {delivered->userId, delivered->seq, 0});
}

void StatusTeller::moved(const RoomId& room, const MemberCursor& cursor) {
    if (!m_hub.interest().contains(room) || m_sizes.known(room).value_or(0) > limits::statusRoomMax)
        return;
    const std::lock_guard lock(m_mutex);
    Cursors& cursors = m_moved[room];
    // One more than may be told: enough to see that the room is too large, should the store not say so yet.
    if (cursors.size() > limits::statusRoomMax && !cursors.contains(cursor.userId))
        return;
    MemberCursor& known = cursors[cursor.userId];
    known.userId = cursor.userId;
    known.delivered = std::max(known.delivered, cursor.delivered);
    known.seen = std::max(known.seen, cursor.seen);
}

void StatusTeller::tell() {
    QHash<RoomId, Cursors> rooms;
    {
        const std::lock_guard lock(m_mutex);
        if (m_telling || m_moved.isEmpty())
            return;
        m_telling = true;
        rooms.swap(m_moved);
    }
    m_pool.start([this, rooms] {
        tellRooms(rooms);
        const std::lock_guard lock(m_mutex);
        m_telling = false;
    });
}

void StatusTeller::tellRooms(const QHash<RoomId, Cursors>& rooms) {
    // What cannot be told because the store is away is known to whoever asks later, or told with the next
    // move.
    const auto sizes = m_sizes.of(rooms.keys());
    if (!sizes)
        return;
    std::vector<FanoutItem> items;
    for (auto it = rooms.cbegin(); it != rooms.cend(); ++it) {
        const int size = sizes->value(it.key(), 0);
        if (size == 0 || size > limits::statusRoomMax || it->size() > limits::statusRoomMax)
            continue;
        const server::MessageStatus status{it.key(), it->values()};
        items.emplace_back(fanout::RoomFrame{it.key(), net::SharedFrame::text(encode(status))});
    }
    m_frames.add(items.size());
    m_hub.tell(std::move(items));
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_sizes.h"

namespace parlor::gateway {

RoomSizes::RoomSizes(store::Store& store, std::chrono::milliseconds valid)
    : m_store(store)
    , m_valid(valid) {}

std::optional<int> RoomSizes::known(const RoomId& room) const {
    const std::lock_guard lock(m_mutex);
    const auto size = m_sizes.constFind(room);
    if (size == m_sizes.cend() || size->until <= Clock::now())
        return std::nullopt;
    return size->members;
}

Result<QHash<RoomId, int>> RoomSizes::of(const QList<RoomId>& rooms) {
    QHash<RoomId, int> sizes;
    QList<RoomId> unknown;
    for (const RoomId& room : rooms) {
        if (const auto size = known(room))
            sizes.insert(room, *size);
        else
            unknown.append(room);
    }
    if (unknown.isEmpty())
        return sizes;
    const auto asked = m_store.memberCounts(unknown);
    if (!asked)
        return fail(asked.error());
    const Clock::time_point until = Clock::now() + m_valid;
    const std::lock_guard lock(m_mutex);
    if (m_sizes.size() + asked->size() > roomsMax)
        m_sizes.clear();
    for (auto it = asked->cbegin(); it != asked->cend(); ++it) {
        sizes.insert(it.key(), *it);
        if (m_sizes.size() < roomsMax)
            m_sizes.insert(it.key(), {*it, until});
    }
    return sizes;
}

} // namespace parlor::gateway

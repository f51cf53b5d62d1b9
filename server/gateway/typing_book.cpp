// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/typing_book.h"

#include "shared/limits.h"

namespace parlor::gateway {

bool TypingBook::start(const RoomId& room, const UserId& user, Time now) {
    if (!m_rooms.contains(room) && m_rooms.size() >= roomsMax)
        return false;
    auto& typists = m_rooms[room];
    const auto known = typists.find(user);
    if (known != typists.end()) {
        if (now - *known < repeatAfter)
            return false;
        *known = now;
        return true;
    }
    if (typists.size() >= typistsMax)
        return false;
    typists.insert(user, now);
    return true;
}

bool TypingBook::stop(const RoomId& room, const UserId& user) {
    const auto typists = m_rooms.find(room);
    if (typists == m_rooms.end() || !typists->remove(user))
        return false;
    if (typists->isEmpty())
        m_rooms.erase(typists);
    return true;
}

std::vector<std::pair<RoomId, UserId>> TypingBook::expire(Time now) {
    std::vector<std::pair<RoomId, UserId>> over;
    for (auto room = m_rooms.cbegin(); room != m_rooms.cend(); ++room) {
        for (auto it = room->cbegin(); it != room->cend(); ++it) {
            if (now - *it >= std::chrono::seconds(limits::typingSeconds))
                over.emplace_back(room.key(), it.key());
        }
    }
    for (const auto& [room, user] : over)
        stop(room, user);
    return over;
}

} // namespace parlor::gateway

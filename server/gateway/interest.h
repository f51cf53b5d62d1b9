// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"

#include <QHash>

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace parlor::gateway {

/// The rooms that somebody on this gateway is in: what happens in others need not even be decoded. Counted,
/// one for each network thread with such a session. Any thread.
class InterestSet {
public:
    void add(const RoomId& room) {
        const std::unique_lock lock(m_mutex);
        ++m_rooms[room];
    }
    void remove(const RoomId& room) {
        const std::unique_lock lock(m_mutex);
        if (const auto found = m_rooms.find(room); found != m_rooms.end() && --*found == 0)
            m_rooms.erase(found);
    }
    bool contains(const RoomId& room) const {
        const std::shared_lock lock(m_mutex);
        return m_rooms.contains(room);
    }
    qsizetype size() const {
        const std::shared_lock lock(m_mutex);
        return m_rooms.size();
    }

private:
    mutable std::shared_mutex m_mutex;
    QHash<RoomId, int> m_rooms;
};

/// Keeps rooms interesting as long as it lives: from when the tail has met that somebody joined until every
/// network thread has heard of it, so that no message in between is passed over.
class InterestPins {
public:
    explicit InterestPins(std::shared_ptr<InterestSet> set)
        : m_set(std::move(set)) {}
    ~InterestPins() {
        for (const RoomId& room : m_rooms)
            m_set->remove(room);
    }
    InterestPins(const InterestPins&) = delete;
    InterestPins& operator=(const InterestPins&) = delete;

    void add(const RoomId& room) {
        m_rooms.push_back(room);
        m_set->add(room);
    }

private:
    std::shared_ptr<InterestSet> m_set;
    std::vector<RoomId> m_rooms;
};

} // namespace parlor::gateway

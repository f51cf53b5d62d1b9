// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/websocket.h"
#include "shared/ids.h"

#include <QHash>

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace parlor::gateway {

/// The rooms that somebody on this gateway is in, and on which network threads they are: what happens in
/// others need not even be decoded, and other threads need not be woken for it. Any thread.
class InterestSet {
public:
    /// The first session in `room` has come to `thread`.
    void add(const RoomId& room, net::ThreadIndex thread) {
        const std::unique_lock lock(m_mutex);
        m_rooms[room].threads.push_back(thread);
    }
    /// The last one has left it.
    void remove(const RoomId& room, net::ThreadIndex thread) {
        const std::unique_lock lock(m_mutex);
        if (const auto found = m_rooms.find(room); found != m_rooms.end()) {
            std::erase(found->threads, thread);
            forgetIfEmpty(found);
        }
    }
    /// It concerns every thread until unpin().
    void pin(const RoomId& room) {
        const std::unique_lock lock(m_mutex);
        ++m_rooms[room].pins;
    }
    void unpin(const RoomId& room) {
        const std::unique_lock lock(m_mutex);
        if (const auto found = m_rooms.find(room); found != m_rooms.end()) {
            --found->pins;
            forgetIfEmpty(found);
        }
    }
    bool contains(const RoomId& room) const {
        const std::shared_lock lock(m_mutex);
        return m_rooms.contains(room);
    }
    /// Sets in `concerned`, by thread, those that what happens in `room` concerns.
    void mark(const RoomId& room, std::vector<bool>& concerned) const {
        const std::shared_lock lock(m_mutex);
        const auto found = m_rooms.constFind(room);
        if (found == m_rooms.cend())
            return;
        if (found->pins > 0)
            concerned.assign(concerned.size(), true);
        for (const net::ThreadIndex thread : found->threads)
            concerned[static_cast<std::size_t>(thread)] = true;
    }
    qsizetype size() const {
        const std::shared_lock lock(m_mutex);
        return m_rooms.size();
    }

private:
    struct Room {
        int pins = 0;
        std::vector<net::ThreadIndex> threads;
    };
    void forgetIfEmpty(QHash<RoomId, Room>::iterator room) {
        if (room->pins == 0 && room->threads.empty())
            m_rooms.erase(room);
    }

    mutable std::shared_mutex m_mutex;
    QHash<RoomId, Room> m_rooms;
};

/// Keeps rooms interesting as long as it lives: from when the tail has met that somebody joined until every
/// network thread has heard of it, so that no message in between is passed over.
class InterestPins {
public:
    explicit InterestPins(std::shared_ptr<InterestSet> set)
        : m_set(std::move(set)) {}
    ~InterestPins() {
        for (const RoomId& room : m_rooms)
            m_set->unpin(room);
    }
    InterestPins(const InterestPins&) = delete;
    InterestPins& operator=(const InterestPins&) = delete;

    void add(const RoomId& room) {
        m_rooms.push_back(room);
        m_set->pin(room);
    }

private:
    std::shared_ptr<InterestSet> m_set;
    std::vector<RoomId> m_rooms;
};

} // namespace parlor::gateway

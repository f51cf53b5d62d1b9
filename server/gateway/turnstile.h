// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <utility>

namespace parlor::gateway {

/// Lets what is expensive, and comes in crowds, through a few at a time, in the order of arrival. Whoever is
/// served otherwise does not stand behind the crowd. One thread.
class Turnstile {
public:
    /// Begins its work and returns true, or returns false if there is nothing to do any more. Must not call
    /// the turnstile.
    using Enter = std::function<bool()>;

    /// `room`: so many may be inside at once, 1 or more.
    explicit Turnstile(int room)
        : m_room(room) {}

    /// Calls `enter` now if there is room, otherwise from a later leave().
    void ask(Enter enter) {
        m_queue.push_back(std::move(enter));
        admit();
    }
    /// The work of one that entered is done.
    void leave() {
        --m_inside;
        admit();
    }
    int inside() const { return m_inside; }
    std::size_t waiting() const { return m_queue.size(); }

private:
    void admit() {
        while (m_inside < m_room && !m_queue.empty()) {
            const Enter enter = std::exchange(m_queue.front(), nullptr);
            m_queue.pop_front();
            ++m_inside;
            if (!enter())
                --m_inside;
        }
    }

    const int m_room;
    int m_inside = 0;
    std::deque<Enter> m_queue;
};

} // namespace parlor::gateway

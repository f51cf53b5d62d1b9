// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/live_state.h"

#include "shared/limits.h"

#include <algorithm>

namespace parlor {

LiveState::LiveState(const UserId& self, std::function<void(const QList<UserId>&)> ask)
    : m_self(self)
    , m_ask(std::move(ask)) {
    // Once per turn of the event loop: a list that is filled asks for each of its rows.
    m_askSoon.setSingleShot(true);
    m_askSoon.setInterval(0);
    connect(&m_askSoon, &QTimer::timeout, this, &LiveState::askWanted);
    m_typingEnds.setSingleShot(true);
    connect(&m_typingEnds, &QTimer::timeout, this, &LiveState::endTyping);
}

void LiveState::setOnline(bool online) {
    if (std::exchange(m_online, online) == online)
        return;
    m_asked.clear();
    if (online) {
        m_wanted += m_shown;
        m_askSoon.start();
        return;
    }
    const QList<RoomId> rooms = m_typing.keys();
    m_typing.clear();
    m_typingEnds.stop();
    for (const RoomId& room : rooms)
        Q_EMIT typingChanged(room);
}

// --- presence ---

Presence LiveState::presence(const UserId& user) const {
    return m_presence.value(user, Presence{user, PresenceStatus::Offline, {}});
}

void LiveState::want(const QList<UserId>& users) {
    for (const UserId& user : users) {
        m_shown.insert(user);
        const auto asked = m_asked.constFind(user);
        if (asked == m_asked.constEnd() || Clock::now() - *asked > presenceFresh)
            m_wanted.insert(user);
    }
    if (m_online && !m_wanted.isEmpty() && !m_askSoon.isActive())
        m_askSoon.start();
}

void LiveState::askWanted() {
    if (!m_online)
        return;
    QList<UserId> batch;
    const QSet<UserId> wanted = std::exchange(m_wanted, {});
    for (const UserId& user : wanted) {
        m_asked.insert(user, Clock::now());
        batch.append(user);
        if (batch.size() == limits::presenceQueryMax)
            m_ask(std::exchange(batch, {}));
    }
    if (!batch.isEmpty())
        m_ask(batch);
}

void LiveState::tellPresence(const QList<Presence>& users) {
    QList<UserId> changed;
    for (const Presence& told : users) {
        if (presence(told.userId) == told)
            continue;
        m_presence.insert(told.userId, told);
        changed.append(told.userId);
    }
    if (!changed.isEmpty())
        Q_EMIT presenceChanged(changed);
}

// --- typing ---

QList<UserId> LiveState::typing(const RoomId& room) const {
    QList<UserId> users;
    for (const Typist& typist : m_typing.value(room))
        users.append(typist.user);
    return users;
}

void LiveState::tellTyping(const RoomId& room, const UserId& user, int seconds) {
    if (user == m_self || (seconds <= 0 && !m_typing.contains(room)))
        return;
    QList<Typist>& typists = m_typing[room];
    const auto found = std::find_if(typists.begin(), typists.end(),
                                    [&](const Typist& typist) { return typist.user == user; });
    bool changed = true;
    if (seconds <= 0) {
        changed = found != typists.end();
        if (changed)
            typists.erase(found);
        if (typists.isEmpty())
            m_typing.remove(room);
    } else {
        const Clock::time_point until = Clock::now() + std::chrono::seconds(seconds);
        changed = found == typists.end();
        if (changed)
            typists.append({user, until});
        else
            found->until = until;
        if (!m_typingEnds.isActive())
            m_typingEnds.start(std::chrono::seconds(seconds));
    }
    if (changed)
        Q_EMIT typingChanged(room);
}

void LiveState::endTyping() {
    const Clock::time_point now = Clock::now();
    std::optional<Clock::time_point> next;
    QList<RoomId> changed;
    for (auto room = m_typing.begin(); room != m_typing.end();) {
        const auto gone = room->removeIf([&](const Typist& typist) { return typist.until <= now; });
        if (gone > 0)
            changed.append(room.key());
        for (const Typist& typist : std::as_const(*room))
            next = std::min(next.value_or(typist.until), typist.until);
        if (room->isEmpty())
            room = m_typing.erase(room);
        else
            ++room;
    }
    if (next)
        m_typingEnds.start(std::chrono::ceil<std::chrono::milliseconds>(*next - now));
    for (const RoomId& room : std::as_const(changed))
        Q_EMIT typingChanged(room);
}

// --- how far others have come ---

QList<MemberCursor> LiveState::cursors(const RoomId& room) const {
    return m_cursors.value(room).values();
}

void LiveState::tellCursors(const RoomId& room, const QList<MemberCursor>& cursors) {
    QHash<UserId, MemberCursor>& known = m_cursors[room];
    bool changed = false;
    for (const MemberCursor& told : cursors) {
        if (told.userId == m_self)
            continue;
        MemberCursor& cursor = known[told.userId];
        const MemberCursor merged{told.userId, std::max(cursor.delivered, told.delivered),
                                  std::max(cursor.seen, told.seen)};
        changed = changed || merged != cursor;
        cursor = merged;
    }
    if (changed)
        Q_EMIT cursorsChanged(room);
}

void LiveState::forgetRoom(const RoomId& room) {
    m_cursors.remove(room);
    if (m_typing.remove(room) > 0)
        Q_EMIT typingChanged(room);
}

void LiveState::forgetMember(const RoomId& room, const UserId& user) {
    tellTyping(room, user, 0);
    const auto known = m_cursors.find(room);
    if (known != m_cursors.end() && known->remove(user) > 0)
        Q_EMIT cursorsChanged(room);
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Sync that takes what was asked for by HTTP: what the user did, and pages of history.
#include "client/core/sync.h"
#include "shared/codec.h"

namespace parlor {

// --- answers to what the user did ---

Result<void> Sync::applySaved(const Message& message) {
    return commit([&](Effects& effects) -> Result<void> {
        auto cached = m_cache.message(message.id);
        if (!cached)
            return fail(cached.error());
        return *cached ? Result<void>() : take(message, effects);
    });
}

void Sync::learnRoom(const RoomView& view) {
    (void)commit([&](Effects& effects) { return takeRoom(view, effects); });
}

void Sync::loseRoom(const RoomId& room) {
    (void)commit([&](Effects& effects) { return dropRoom(room, effects); });
}

void Sync::learnUsers(const QList<User>& users) {
    (void)commit([&](Effects& effects) -> Result<void> {
        auto put = m_cache.putUsers(users);
        if (!put)
            return fail(put.error());
        effects.users = *put;
        return {};
    });
}

void Sync::learnMembers(const RoomId& room, const QList<Member>& members) {
    QList<User> users;
    for (const Member& member : members) {
        users.append(member.user);
        m_members[room].insert(member.user.id);
    }
    learnUsers(users);
}

void Sync::noteShown(const RoomId& room) {
    (void)commit([&](Effects&) { return m_cache.setShown(room, utcNow()); });
}

bool Sync::trim() {
    bool more = false;
    const auto done = commit([&](Effects& effects) -> Result<void> {
        auto trimmed = m_cache.trimSome();
        if (!trimmed)
            return fail(trimmed.error());
        if (trimmed->room)
            effects.history.insert(*trimmed->room);
        more = trimmed->more;
        return {};
    });
    return done && more;
}

// --- pages of history ---

int Sync::beginPage(const RoomId& room) {
    ++m_pages[room];
    return m_generations.value(room);
}

void Sync::endPage(const RoomId& room) {
    if (--m_pages[room] <= 0) {
        m_pages.remove(room);
        m_newer.remove(room);
        m_newerChanges.remove(room);
    }
}

void Sync::endPage(const RoomId& room, QList<Message>& page) {
    applyNewer(room, page);
    endPage(room);
}

bool Sync::applyPage(const RoomId& room, int generation, std::optional<qint64> before,
                     const QList<Message>& page, bool last) {
    if (generation != m_generations.value(room)) {
        endPage(room);
        return false;
    }
    QList<Message> current = page;
    applyNewer(room, current);
    auto done = commit([&](Effects& effects) -> Result<void> {
        auto extent = m_cache.extent(room);
        auto known = m_cache.hasRoom(room);
        if (!extent || !known)
            return fail(extent ? known.error() : extent.error());
        if (!*known || (before && *before != extent->floor))
            return {};
        for (const Message& message : std::as_const(current)) {
            effects.senders.insert(message.sender);
            if (message.sender == m_cache.self())
                effects.confirmed.insert(message.id);
        }
        const auto upTo = m_arrivedUpTo.constFind(room);
        for (const Message& message : std::as_const(current)) {
            if (auto noted = !before && upTo != m_arrivedUpTo.cend() && message.seq > *upTo
                                 ? noteArrived(message, effects)
                                 : Result<void>();
                !noted)
                return noted;
        }
        effects.history.insert(room);
        effects.changed.insert(room);
        if (!before) {
            // The newest page is news to whoever shows the room; older ones go to who asked for them.
            effects.messages[room] = {room, false, current};
        }
        return m_cache.putPage(room, current, before.has_value(), last);
    });
    endPage(room);
    if (done && !before)
        m_arrivedUpTo.remove(room);
    return done.has_value();
}

} // namespace parlor

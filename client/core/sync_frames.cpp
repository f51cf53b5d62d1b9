// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Sync that takes what the server tells by itself, while the connection lives.
#include "client/core/sync.h"

namespace parlor {

void Sync::apply(const ServerFrame& frame) {
    if (!m_connected)
        return;
    (void)commit([&](Effects& effects) { return take(frame, effects); });
}

Result<void> Sync::take(const ServerFrame& frame, Effects& effects) {
    return std::visit(
        [&](const auto& event) -> Result<void> {
            if constexpr (requires { on(event, effects); })
                return on(event, effects);
            return {}; // an answer that nobody asked for, or a kind that this version does not know
        },
        frame);
}

// --- events ---

Result<void> Sync::on(const server::MessageNew& frame, Effects& effects) {
    const RoomId room = frame.message.roomId;
    if (m_live.contains(room))
        return takeNew(frame.message, effects);
    hold(room, frame);
    auto known = m_cache.hasRoom(room);
    if (!known)
        return fail(known.error());
    if (!*known && m_caughtUp)
        want(room, effects);
    return {};
}

Result<void> Sync::on(const server::RoomNew& frame, Effects& effects) {
    return takeRoom(frame.room, effects);
}

Result<void> Sync::on(const server::RoomUpdate& frame, Effects& effects) {
    auto put = m_cache.putRoom(frame.room);
    if (!put)
        return fail(put.error());
    if (*put == Cache::Change::Changed)
        effects.changed.insert(frame.room.id);
    return {};
}

Result<void> Sync::on(const server::RoomDelete& frame, Effects& effects) {
    return dropRoom(frame.roomId, effects);
}

Result<void> Sync::on(const server::RoomJoin& frame, Effects& effects) {
    auto users = m_cache.putUsers({frame.member.user});
    if (!users)
        return fail(users.error());
    effects.users.append(*users);
    effects.members.insert(frame.roomId);
    if (auto noted = noteMember(frame); !noted)
        return noted;
    effects.changed.insert(frame.roomId);
    return advance(frame.roomId, frame.changeSeq, effects);
}

Result<void> Sync::on(const server::RoomLeave& frame, Effects& effects) {
    if (frame.userId == m_cache.self())
        return dropRoom(frame.roomId, effects);
    effects.members.insert(frame.roomId);
    if (auto counted = noteGone(frame); !counted)
        return counted;
    effects.changed.insert(frame.roomId);
    return advance(frame.roomId, frame.changeSeq, effects);
}

Result<void> Sync::on(const server::RoomRead& frame, Effects& effects) {
    auto put = m_cache.putRead(frame.roomId, frame.read);
    if (!put)
        return fail(put.error());
    if (*put == Cache::Change::Changed)
        effects.changed.insert(frame.roomId);
    return {};
}

Result<void> Sync::on(const server::UserUpdate& frame, Effects& effects) {
    auto users = m_cache.putUsers({frame.user});
    if (!users)
        return fail(users.error());
    effects.users.append(*users);
    return {};
}

Result<void> Sync::on(const server::Gap& frame, Effects& effects) {
    auto cursor = m_cache.cursor(frame.roomId);
    if (!cursor)
        return fail(cursor.error());
    if (!*cursor)
        return {};
    // The stream lost something after the cursor, nobody knows how much: begin again from there.
    m_live.remove(frame.roomId);
    want(frame.roomId, effects);
    return discard(frame.roomId, **cursor, effects);
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Sync that counts a room's members between two of the server's own counts.
#include "client/core/sync.h"

namespace parlor {

Result<bool> Sync::isNews(const RoomId& room, qint64 changeSeq) {
    auto cursor = m_cache.cursor(room);
    if (!cursor)
        return fail(cursor.error());
    return changeSeq > cursor->value_or(0);
}

Result<void> Sync::noteMember(const server::RoomJoin& frame) {
    auto news = isNews(frame.roomId, frame.changeSeq);
    if (!news)
        return fail(news.error());
    QSet<UserId>& known = m_members[frame.roomId];
    const UserId user = frame.member.user.id;
    // Nobody comes in with another role than Member: it is given to who is there.
    const bool came = *news && !known.contains(user) && frame.member.role == RoomRole::Member;
    known.insert(user);
    m_counted.remove(frame.roomId);
    if (!came)
        return {};
    m_counted.insert(frame.roomId, user);
    return m_cache.addMembers(frame.roomId, 1);
}

Result<void> Sync::noteGone(const server::RoomLeave& frame) {
    auto news = isNews(frame.roomId, frame.changeSeq);
    if (!news)
        return fail(news.error());
    m_members[frame.roomId].remove(frame.userId);
    m_counted.remove(frame.roomId);
    return *news ? m_cache.addMembers(frame.roomId, -1) : Result<void>();
}

// Who is made a plain member again is told as one who comes; the notice of it follows.
Result<void> Sync::noteRole(const Message& notice) {
    if (!notice.system || notice.system->kind != SystemKind::RoleChanged || !notice.system->user ||
        m_counted.value(notice.roomId) != *notice.system->user)
        return {};
    m_counted.remove(notice.roomId);
    return m_cache.addMembers(notice.roomId, -1);
}

} // namespace parlor

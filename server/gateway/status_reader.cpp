// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/status_reader.h"

#include "server/gateway/present_reads.h"
#include "shared/limits.h"

#include <algorithm>

namespace parlor::gateway {

StatusReader::StatusReader(store::Store& store, Tail& tail)
    : m_store(store)
    , m_tail(tail) {}

Result<QList<MemberCursor>> StatusReader::cursors(const RoomId& room) {
    m_tail.waitForEnd(room, tailDeadline);
    auto cursors = m_store.cursors(room, limits::statusRoomMax + 1);
    if (!cursors)
        return fail(cursors.error());
    if (cursors->size() > limits::statusRoomMax)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("How far members have read is told in rooms of at most %1 of them.")
                        .arg(limits::statusRoomMax));
    bringUpToDate(room, *cursors);
    return cursors;
}

Result<MessageReceipts> StatusReader::receipts(const Message& message) {
    m_tail.waitForEnd(message.roomId, tailDeadline);
    auto cursors = m_store.cursors(message.roomId, limits::presenceRoomMax + 1);
    if (!cursors)
        return fail(cursors.error());
    if (cursors->size() > limits::presenceRoomMax)
        return m_store.receipts(message.roomId, message.seq, message.sender);
    bringUpToDate(message.roomId, *cursors);
    MessageReceipts receipts;
    for (const MemberCursor& cursor : std::as_const(*cursors)) {
        if (cursor.userId == message.sender)
            continue;
        ++receipts.members;
        if (cursor.delivered < message.seq)
            continue;
        ++receipts.delivered;
        const bool seen = cursor.seen >= message.seq;
        receipts.seen += seen ? 1 : 0;
        QList<UserId>& names = seen ? receipts.seenBy : receipts.deliveredTo;
        if (names.size() < limits::receiptNamesMax)
            names.append(cursor.userId);
    }
    return receipts;
}

// After the store was read: what the tail has forgotten by then, the store had.
void StatusReader::bringUpToDate(const RoomId& room, QList<MemberCursor>& cursors) const {
    for (MemberCursor& cursor : cursors) {
        cursor.seen = std::max(cursor.seen, m_tail.seen(cursor.userId, room));
        cursor.delivered = std::max({cursor.delivered, cursor.seen, m_tail.delivered(cursor.userId, room)});
    }
}

} // namespace parlor::gateway

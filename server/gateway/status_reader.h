// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/tail.h"
#include "server/store/store.h"

namespace parlor::gateway {

/// How far the members of a room have come: what the store has, and from the tail what it does not have yet.
/// All functions block on the store and cost one row for each member. None checks who asks.
class StatusReader {
public:
    StatusReader(store::Store& store, Tail& tail);

    /// Of all members. Conflict in rooms of more than limits::statusRoomMax.
    Result<QList<MemberCursor>> cursors(const RoomId& room);
    /// Who has `message`. In rooms of more than limits::presenceRoomMax members it is as of the projection,
    /// which may be some moments old.
    Result<MessageReceipts> receipts(const Message& message);

private:
    void bringUpToDate(const RoomId& room, QList<MemberCursor>& cursors) const;

    store::Store& m_store;
    Tail& m_tail;
};

} // namespace parlor::gateway

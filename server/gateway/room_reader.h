// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/tail.h"
#include "server/store/store.h"
#include "shared/frames.h"

namespace parlor::gateway {

/// Reads the present: what the store has, and from the tail what it does not have yet.
/// All functions block on the store: call them on the pool. None checks who asks, except where a user is
/// named.
class RoomReader {
public:
    RoomReader(store::Store& store, Tail& tail);

    /// `next` of a page is a seq, to be passed back under the parameter that was used (`before` if none was).
    Result<Page<Message>> history(const RoomId& room, const store::HistoryQuery& query);
    /// Waits, bounded, for the tail to reach the log's end before it says NotFound.
    Result<Message> message(const MessageId& id);

    /// The room as `user` sees it now; NotFound when the user is not in it.
    Result<RoomView> view(const UserId& user, const RoomId& room);
    Result<QList<RoomView>> views(const UserId& user);
    /// What a client that stopped at `request` missed, by the rules of docs/protocol.md.
    Result<server::Synced> sync(const UserId& user, const client::Sync& request);

private:
    Result<void> bringUpToDate(RoomView& view, const UserId& user, const store::Snapshot& snapshot);
    Result<void> readChanges(server::SyncedRoom& synced, qint64 cursor);

    store::Store& m_store;
    Tail& m_tail;
};

} // namespace parlor::gateway

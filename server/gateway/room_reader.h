// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/tail.h"
#include "server/store/store.h"
#include "shared/frames.h"

#include <QSet>

namespace parlor::gateway {

/// How much of what other gateways have acknowledged a read must see.
enum class Freshness {
    /// All that anybody was told before: first waits, bounded, for the tail to reach the log's end.
    Present,
    /// What the tail has met: for those whom the tail itself has called.
    AsMet,
};

/// Reads rooms as their members see them now (present_reads.h), and what a client missed in them. All
/// functions block on the store: call them on the pool.
class RoomReader {
public:
    RoomReader(store::Store& store, Tail& tail);

    /// The room as `user` sees it now; NotFound when the user is not in it.
    Result<RoomView> view(const UserId& user, const RoomId& room, Freshness freshness = Freshness::Present);
    Result<QList<RoomView>> views(const UserId& user);
    /// Waits until the tail has met all that the log holds now; false if it has not in time.
    bool waitForPresent();
    /// What a client that stopped at `request` missed, by the rules of docs/protocol.md. Unavailable instead
    /// of a gap where only the tail may be to blame for it.
    /// `streamed`: the rooms whose events the client gets since before this call. Of others nothing is said:
    /// the store knows of somebody who joins before the tail does, and what happened between such an answer
    /// and the first event would reach nobody.
    /// `upToDate`: what waitForPresent() said, before `streamed` was looked at.
    Result<server::Synced> sync(const UserId& user, const client::Sync& request, const QSet<RoomId>& streamed,
                                bool upToDate);

private:
    Result<QList<RoomView>> readViews(const UserId& user);
    Result<void> bringUpToDate(RoomView& view, const UserId& user, const store::Snapshot& snapshot);
    Result<void> checkEpoch(qint64 asked);
    Result<void> readChanges(server::SyncedRoom& synced, qint64 cursor);

    store::Store& m_store;
    Tail& m_tail;
};

} // namespace parlor::gateway

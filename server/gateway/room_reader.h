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

/// Reads the present: what the store has, and from the tail what it does not have yet. A client may come from
/// another gateway at any time and must find what it was told there, so every read waits for the log's end as
/// of its call; where the log or the tail cannot come up to that in time, the reads still answer from what
/// there is, save that nothing is called missing that may yet come.
/// All functions block on the store: call them on the pool. None checks who asks, except where a user is
/// named.
class RoomReader {
public:
    RoomReader(store::Store& store, Tail& tail);

    /// `next` of a page is a seq, to be passed back under the parameter that was used (`before` if none was).
    /// `asOf`: what the client knows of already; rather than a page of before that it gets Unavailable.
    Result<Page<Message>> history(const RoomId& room, const store::HistoryQuery& query, qint64 asOf = 0);
    /// The replies of the thread that began with `root`, a message of `room`; pages as history() has them.
    Result<Page<Message>> thread(const RoomId& room, const MessageId& root, const store::HistoryQuery& query);
    /// As it is now. Unavailable instead of NotFound where the tail has not reached the log's end in time.
    Result<Message> message(const MessageId& id);
    /// The same as far as the tail has met it.
    Result<std::optional<Message>> present(const MessageId& id);
    /// What `message` said before each of its edits, the oldest first; nothing once it is deleted.
    Result<QList<MessageVersion>> versions(const Message& message);
    /// The pinned messages of `room`, the newest pin first.
    Result<QList<Message>> pinned(const RoomId& room);

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

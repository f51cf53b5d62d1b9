// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/tail.h"
#include "server/store/store.h"

namespace parlor::gateway {

/// Reads messages as they are now (present_reads.h). All functions block on the store: call them on the pool.
/// None checks who asks.
class MessageReader {
public:
    MessageReader(store::Store& store, Tail& tail);

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

private:
    store::Store& m_store;
    Tail& m_tail;
};

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/frames.h"

#include <QHash>
#include <QMap>

#include <functional>

namespace parlor::test {

/// What one device of `reader` keeps of a room, and what the frames of the room do to it: the rules of
/// docs/protocol.md for a client's cache, and shared/message_changes.h.
struct RoomCache {
    RoomView view;
    qint64 cursor = 0;              ///< where the next sync starts
    bool synced = false;            ///< on this connection
    int refetching = 0;             ///< pages of the history that are on their way
    QMap<qint64, Message> timeline; ///< by seq
    QHash<MessageId, qint64> seqs;
    QHash<UserId, MemberCursor> cursors; ///< how far the members have come
    qint64 liveSeq = 0;                  ///< newest message of the stream on this connection
    qint64 newestLive = 0;               ///< newest change that came live before the room was synced
    int gaps = 0;                        ///< how often the server answered `gap`
    /// Came before the cache was whole. A change is a difference: what it is made upon must be there first.
    QList<ServerFrame> held;
    /// What was counted on this connection, for a read state that is true as of something older.
    QList<ServerFrame> counted;

    bool inStep() const { return synced && refetching == 0; }
    /// A new connection.
    void reconnected();
    /// The server could not tell what was missed, or what was fetched is not whole.
    void forgetMessages();

    /// A message in its present state, of `synced` or the history: one that is not newer than what is there
    /// is ignored. Returns what is wrong with it, if anything; `source` is for that text.
    QString takeState(const Message& message, const char* source);
    /// A frame of the stream that changes messages. Applied at once if the cache is whole, held otherwise.
    /// Returns what is wrong with it.
    QString takeLive(const ServerFrame& frame, const UserId& reader);
    /// Applies what was held, if the cache is whole now.
    void release(const UserId& reader);
    void takeRead(const ReadState& read, const UserId& reader);
    void takeCursors(const QList<MemberCursor>& moved);
    void takeRoom(const Room& room);
    /// The room as the server saw it at some moment: what the stream told of the room itself since is newer.
    void takeView(const RoomView& told, const UserId& reader);

private:
    void apply(const ServerFrame& frame, const UserId& reader);
    void change(const MessageId& id, const std::function<void(Message&)>& change);
};

/// The seq of a frame that takeLive() takes; 0 of any other.
qint64 changeSeqOf(const ServerFrame& frame);
/// The room of such a frame; null of any other.
RoomId roomOfChange(const ServerFrame& frame);

} // namespace parlor::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/backoff.h"
#include "client/core/connection.h"
#include "client/core/outbox_store.h"
#include "client/core/sync.h"
#include "client/core/timing.h"

#include <QHash>
#include <QMap>
#include <QObject>

namespace parlor {

/// Sends what the user wrote and changed: in order per room, one at a time per room, again and again under
/// the same id until the server has taken it or refused it for good. The core's thread.
///
/// Written down before each step, so that a crash between any two loses nothing and doubles nothing: kept
/// before it is shown; marked as attempted before it is sent; in the cache before it leaves the outbox. (The
/// same id in both is one message; a change applied to a message that has it already changes nothing.)
class Outbox : public QObject {
    Q_OBJECT
public:
    /// Unacknowledged messages and changes, all rooms together.
    static constexpr int entriesMax = 10'000;

    Outbox(OutboxStore& store, Cache& cache, Sync& sync, Connection& connection, Timing& timing);
    ~Outbox() override;

    /// Reads what the last run left, and drops what the cache has already.
    Result<void> load();
    /// Keeps a message: checked by the protocol's limits (Invalid or TooLarge, field "content"); Unavailable
    /// if the outbox is full.
    Result<OutboxEntry> add(const RoomId& room, const QString& content,
                            const std::optional<MessageId>& replyTo);
    /// Keeps an edit, likewise. A message, or an edit of it, that was not sent yet says `content` instead:
    /// then that is what is answered. NotFound for one that is being deleted.
    Result<OutboxEntry> edit(const RoomId& room, const MessageId& message, const QString& content);
    /// Keeps a deletion, not sent before `hold` has passed. A message that was not sent by then is forgotten
    /// and never sent.
    Result<OutboxEntry> deleteMessage(const RoomId& room, const MessageId& message,
                                      std::chrono::milliseconds hold);
    /// Keeps that a reaction of mine is put on or taken off, unless it is so already; one that was not sent
    /// yet is taken out instead of adding its contrary.
    Result<void> react(const RoomId& room, const MessageId& message, const QString& emoji, bool on);
    Result<void> pin(const RoomId& room, const MessageId& message, bool pinned);
    void retry(const TempId& entry);
    /// A message goes with what was to be changed in it.
    void discard(const TempId& entry);
    /// The user left the room.
    void discardRoom(const RoomId& room);
    /// The room is gone for another reason: messages and edits for it are kept as failed, the rest is
    /// refused.
    void failRoom(const RoomId& room);
    /// Sends what can be sent: called when online.
    void pump();
    /// The room is caught up: changes that were acknowledged are in the cache now, and the rest can go out.
    void roomIsLive(const RoomId& room);
    /// Everything is caught up: messages for rooms that we are not in cannot be sent.
    void failUnknownRooms();
    void confirm(const QSet<MessageId>& messages);
    /// The cache has news of a room: acknowledged changes that are in it leave.
    void settle(const RoomId& room);
    /// An acknowledgement that came on its own.
    void acknowledge(const server::MessageSaved& saved);

    QList<OutboxEntry> entries(const RoomId& room) const;

Q_SIGNALS:
    void changed(const parlor::OutboxChange& change);
    /// A change other than an edit was refused for good and is forgotten.
    void refused(const parlor::OutboxEntry& entry, const parlor::Error& error);

private:
    struct Lane {
        QMap<qint64, OutboxEntry> entries;
        TempId inFlight;
        Backoff backoff;
        Timing::TimerId pause = 0;
    };
    struct Place {
        RoomId room;
        qint64 order = 0;
    };
    OutboxEntry* find(const TempId& entry);
    /// Those of the room that change `message`, ascending order.
    QList<OutboxEntry> changesOf(const RoomId& room, const MessageId& message) const;
    Result<OutboxEntry> keep(OutboxEntry entry);
    Result<OutboxEntry> keepChange(OutboxKind kind, const RoomId& room, const MessageId& message,
                                   const QString& content = {});
    Result<OutboxEntry> replaceContent(OutboxEntry& entry, const QString& content);
    /// Of two contrary kinds: keeps `kind`, or takes back what makes it needless.
    Result<void> toggle(OutboxKind kind, OutboxKind contrary, const RoomId& room, const MessageId& message,
                        const QString& content);

    void pump(const RoomId& room);
    bool sendable(const OutboxEntry& entry) const;
    void send(Lane& lane, OutboxEntry& entry);
    void answered(const TempId& entry, const Connection::Answer& answer);
    void pause(const RoomId& room, std::optional<int> seconds = {});
    void setFailed(const TempId& entry, const Error& error);
    void put(const OutboxEntry& entry);
    /// From the store, then from memory, then told. All of one room. False if the store refused.
    bool remove(const QList<TempId>& entries);
    void forget(const TempId& entry);

    void hold(const TempId& entry, std::chrono::milliseconds time);
    void release(const TempId& entry);
    /// The message has a deletion that is held: nothing of it is sent until that is decided.
    bool isHeld(const MessageId& message) const;
    /// What need not be sent because `deletion` will be.
    void dropBefore(const OutboxEntry& deletion);
    /// The cache has the change already, or the message it is about is deleted.
    bool isInCache(const OutboxEntry& entry) const;

    OutboxStore& m_store;
    Cache& m_cache;
    Sync& m_sync;
    Connection& m_connection;
    Timing& m_timing;
    QHash<RoomId, Lane> m_lanes;
    QHash<TempId, Place> m_places;
    QHash<MessageId, TempId> m_messages;   ///< new ones
    QHash<TempId, Timing::TimerId> m_held; ///< not to be sent yet
    QHash<TempId, qint64> m_acknowledged;  ///< changes that the cache does not have yet, and their seq
};

} // namespace parlor

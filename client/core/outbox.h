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

/// Sends what the user wrote: in order per room, one at a time per room, again and again with the same tempId
/// until the server has taken it or refused it for good. The core's thread.
///
/// Written down before each step, so that a crash between any two loses nothing and doubles nothing: kept
/// before it is shown; marked as attempted before it is sent; in the cache before it leaves the outbox (the
/// same id in both is one message).
class Outbox : public QObject {
    Q_OBJECT
public:
    /// Unacknowledged messages, all rooms together.
    static constexpr int entriesMax = 10'000;

    Outbox(OutboxStore& store, Cache& cache, Sync& sync, Connection& connection, Timing& timing);
    ~Outbox() override;

    /// Reads what the last run left, and drops what the cache has already.
    Result<void> load();
    /// Keeps a message: checked by the protocol's limits (Invalid or TooLarge, field "content"); Unavailable
    /// if the outbox is full.
    Result<OutboxEntry> add(const RoomId& room, const QString& content,
                            const std::optional<MessageId>& replyTo);
    void retry(const TempId& entry);
    void discard(const TempId& entry);
    /// The user left the room.
    void discardRoom(const RoomId& room);
    /// The room is gone for another reason: what waits for it is kept as failed.
    void failRoom(const RoomId& room);
    /// Sends what can be sent: called when online, and when a room becomes live.
    void pump();
    /// Everything is caught up: messages for rooms that we are not in cannot be sent.
    void failUnknownRooms();
    void confirm(const QSet<MessageId>& messages);
    /// An acknowledgement that came on its own.
    void acknowledge(const server::MessageSaved& saved);

    QList<OutboxEntry> entries(const RoomId& room) const;

Q_SIGNALS:
    void changed(const parlor::OutboxChange& change);

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
    void pump(const RoomId& room);
    void send(Lane& lane, OutboxEntry& entry);
    void answered(const TempId& entry, const Connection::Answer& answer);
    void setFailed(const TempId& entry, const Error& error);
    void put(const OutboxEntry& entry);
    /// From the store, then from memory, then told. False if the store refused.
    bool remove(const TempId& entry);

    OutboxStore& m_store;
    Cache& m_cache;
    Sync& m_sync;
    Connection& m_connection;
    Timing& m_timing;
    QHash<RoomId, Lane> m_lanes;
    QHash<TempId, Place> m_places;
    QHash<MessageId, TempId> m_messages;
};

} // namespace parlor

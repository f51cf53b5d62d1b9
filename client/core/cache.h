// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"
#include "client/core/sqlite.h"
#include "shared/limits.h"
#include "shared/models.h"

#include <QSet>

#include <memory>

namespace parlor {

/// The write side of an account's cache: what the server said, in an SQLite file (cache.sqlite). Everything
/// in it can be had again from the server, so a damaged file is moved aside and begun anew; what cannot is in
/// the OutboxStore's file.
///
/// Core's thread. Every function that writes must be called inside transaction(); a failed one leaves nothing
/// behind.
class Cache {
public:
    /// More messages than this in one room are cut by trim(), oldest first; the server still has them.
    static constexpr int messagesPerRoomMax = 5000;

    /// Opens or makes the cache in `directory` for `self`. Errors: Io, NewerFormat. A file that is damaged,
    /// or belongs to another user, is renamed to cache.damaged-1 (replacing an older one) and begun anew: see
    /// rebuilt().
    static Result<std::unique_ptr<Cache>> open(const QString& directory, const UserId& self);
    static QString fileName() { return QStringLiteral("cache.sqlite"); }
    ~Cache();
    Q_DISABLE_COPY_MOVE(Cache)

    bool rebuilt() const { return m_rebuilt; }
    /// The file turned out to be damaged: the next opening begins anew.
    void setDamaged();
    const UserId& self() const { return m_self; }

    Result<void> transaction(const std::function<Result<void>()>& work);

    // --- cursors ---
    Result<qint64> epoch();
    Result<void> setEpoch(qint64 epoch);
    /// Where each cached room stopped.
    Result<QHash<RoomId, qint64>> cursors();
    Result<std::optional<qint64>> cursor(const RoomId& room);
    Result<void> setCursor(const RoomId& room, qint64 cursor);

    // --- rooms ---
    enum class Change { None, Added, Changed };
    /// Takes everything but the head of `view`; an older version of the room itself, and read counts as of an
    /// earlier seq, are ignored. A new room has cursor 0, no messages and a complete, empty history.
    Result<Change> putRoom(const RoomView& view);
    /// The room itself, if it is cached and `room` is not older.
    Result<Change> putRoom(const Room& room);
    /// The room and its messages.
    Result<Change> removeRoom(const RoomId& room);
    Result<bool> hasRoom(const RoomId& room);

    // --- read state ---
    /// The server's; ignored if it is as of an earlier seq than the one cached.
    Result<Change> putRead(const RoomId& room, const ReadState& read);
    /// What the user saw here; Changed if it is further than what is known. It then waits to be told.
    Result<Change> markSeen(const RoomId& room, qint64 seq);
    /// Seen here, and the server was not told yet.
    Result<QHash<RoomId, qint64>> untoldSeen();
    /// The server was told `seq` (or refused it): it no longer waits, unless more was seen meanwhile.
    Result<void> seenTold(const RoomId& room, qint64 seq);

    // --- messages ---
    Result<std::optional<Message>> message(const MessageId& id);
    /// Takes `message` if its changeSeq is higher than the cached one's, or it is not cached and not below
    /// the room's floor (there it would be an island in a hole). Changed also stands for Added here.
    Result<Change> putMessage(const Message& message);
    /// Takes a page of history that ends directly before the room's floor (`older`) or is its newest
    /// (`!older`), ascending, without holes: the floor moves down to its first. `last`: there is nothing
    /// older.
    Result<void> putPage(const RoomId& room, const QList<Message>& page, bool older, bool last);
    /// Discards the messages; the history is empty above `head`, and the newest page is to be fetched unless
    /// head is 0.
    Result<void> discardMessages(const RoomId& room, qint64 head);
    Result<HistoryExtent> extent(const RoomId& room);
    /// Rooms whose newest page is to be fetched, most recently used first.
    Result<QList<RoomId>> unfetched();
    Result<QList<Message>> before(const RoomId& room, qint64 seq, int limit);
    /// Cuts rooms down to messagesPerRoomMax, oldest first: their floor rises. Looks at every row; once per
    /// run is enough.
    Result<void> trim();

    // --- users ---
    /// Those that are new or differ from what is cached.
    Result<QList<User>> putUsers(const QList<User>& users);
    Result<QSet<UserId>> unknownUsers(const QSet<UserId>& asked);
    /// Senders of cached messages that are not known.
    Result<QSet<UserId>> unknownSenders();

private:
    Cache() = default;
    Result<void> setUp();

    QString m_directory;
    UserId m_self;
    bool m_rebuilt = false;
    std::unique_ptr<Sqlite> m_db;
};

} // namespace parlor

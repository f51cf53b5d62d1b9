// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <memory>

namespace parlor {

/// Reads an account's cache and outbox through a read-only connection of its own. Belongs to the thread that
/// made it (the GUI's); never waits for the writer (WAL). A read that fails gives an empty answer and is
/// logged: the cache can always be filled again.
class CacheReader {
public:
    /// `directory` is the account's (Profile::accountDirectory); the core must have opened it. `self` is the
    /// account's user.
    CacheReader(const QString& directory, const UserId& self);
    ~CacheReader();
    Q_DISABLE_COPY_MOVE(CacheReader)

    /// False if the files could not be opened.
    bool isOpen() const;
    UserId self() const;

    /// Every room that the user is in, in no particular order.
    QList<RoomSummary> rooms() const;
    std::optional<RoomSummary> room(const RoomId& room) const;

    /// The newest `limit` messages of `room`, ascending seq, without a hole.
    QList<Message> newest(const RoomId& room, int limit) const;
    /// At most `limit` messages directly before / after `seq`, ascending, without a hole. Fewer than `limit`
    /// before means that the cache ends there: see extent() and Core::loadOlder().
    QList<Message> before(const RoomId& room, qint64 seq, int limit) const;
    QList<Message> after(const RoomId& room, qint64 seq, int limit) const;
    std::optional<Message> message(const MessageId& id) const;
    HistoryExtent extent(const RoomId& room) const;

    /// Nullopt until the core has learned of that user (usersChanged() tells).
    std::optional<User> user(const UserId& id) const;
    QHash<UserId, User> users(const QList<UserId>& ids) const;

    /// Not acknowledged messages, ascending order.
    QList<OutboxEntry> outbox(const RoomId& room) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <functional>
#include <memory>

namespace parlor {

/// Reads an account's cache and outbox through a read-only connection of its own. Belongs to the thread that
/// made it (the GUI's); never waits for the writer (WAL). A read that fails gives an empty answer and is
/// logged: the cache can always be filled again.
class CacheReader {
public:
    /// `directory` is the account's (Profile::accountDirectory); the core must have opened it. `self` is the
    /// account's user. `damaged` is called, from within a read, when the file turns out to be damaged.
    CacheReader(const QString& directory, const UserId& self, std::function<void()> damaged = {});
    ~CacheReader();
    Q_DISABLE_COPY_MOVE(CacheReader)

    /// Lets go of the files: every read is empty from now on.
    void close();
    /// False if the files could not be opened, or were let go of.
    bool isOpen() const;
    UserId self() const;
    /// Statements run so far: what reading costs the thread that reads.
    qint64 statements() const;
    /// While true, each room() is read once, however many ask for it: as long as one change is told to all
    /// who show it.
    void setStill(bool still);

    /// Every room that the user is in, in no particular order.
    QList<RoomSummary> rooms() const;
    std::optional<RoomSummary> room(const RoomId& room) const;
    /// The server has said at least once which rooms there are: where there are none, it is because of that.
    bool hasSynced() const;

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

    /// Everything of mine that is not acknowledged, changes too, ascending order.
    QList<OutboxEntry> outbox(const RoomId& room) const;

    /// Cached replies of a thread, ascending; its root is message(root).
    QList<Message> thread(const MessageId& root, int limit) const;
    /// Cached pinned messages, the newest pin first.
    QList<Message> pinned(const RoomId& room) const;
    /// Cached messages that fit, the newest first, seq below `before` within a room being no order across
    /// rooms: by time. Substrings from three characters, without case; deleted and system messages are not
    /// found.
    QList<Message> search(const SearchQuery& query, int limit) const;
    /// People known here whose name or display name has a word that begins with `text`, at most `limit`:
    /// those with whom one spoke last first. For completion and switching, offline.
    QList<User> people(const QString& text, int limit) const;
    /// Cached authors of the newest messages of `room`, the last first: who is likely meant by a mention.
    QList<UserId> recentSenders(const RoomId& room, int limit) const;
    /// See Core::setDraft().
    QString draft(const RoomId& room, const std::optional<MessageId>& thread = {}) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor

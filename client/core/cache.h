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
    /// More messages than this in one room are cut by trimSome(), oldest first; the server still has them.
    static constexpr int messagesPerRoomMax = 5000;
    /// And more than this in all rooms: some 100 MB with the search's index, as much as one cares to spend on
    /// what can be fetched again, and what a search without an index still gets through.
    static constexpr int messagesMax = 200'000;
    /// To so many the rooms are cut then, those first that were not shown for longest.
    static constexpr int messagesPerQuietRoom = 200;
    struct Limits {
        int perRoom = messagesPerRoomMax;
        int perQuietRoom = messagesPerQuietRoom;
        int all = messagesMax;
    };

    /// Opens or makes the cache in `directory` for `self`. Errors: Io, NewerFormat. A file that is seen to be
    /// damaged, or belongs to another user, is renamed to cache.damaged-1 (replacing an older one) and begun
    /// anew: see rebuilt().
    static Result<std::unique_ptr<Cache>> open(const QString& directory, const UserId& self);
    /// Deletes the files. Nobody has them open.
    static Result<void> remove(const QString& directory);
    static QString fileName() { return QStringLiteral("cache.sqlite"); }
    ~Cache();
    Q_DISABLE_COPY_MOVE(Cache)

    bool rebuilt() const { return m_rebuilt; }
    /// It was not closed in order, and nobody has looked through it since: it may be damaged.
    bool isUnchecked() const { return m_unchecked; }
    /// Looks through the whole file: a quarter of a second of processor time for 100,000 messages. Errors:
    /// Corrupt, Io.
    Result<void> check();
    /// The file turned out to be damaged: the next opening begins anew.
    void setDamaged();
    const UserId& self() const { return m_self; }

    Result<void> transaction(const std::function<Result<void>()>& work);

    enum class Change { None, Added, Changed };

    // --- cursors ---
    Result<qint64> epoch();
    Result<void> setEpoch(qint64 epoch);
    /// Where each cached room stopped.
    Result<QHash<RoomId, qint64>> cursors();
    Result<std::optional<qint64>> cursor(const RoomId& room);
    Result<void> setCursor(const RoomId& room, qint64 cursor);
    /// The room's stream has come to `changeSeq`, and everything up to there is cached: the cursor and the
    /// read state follow it, unless they are there already. `count` counts a change of the message at `about`
    /// (shared/message_changes.h); it is not called if that one is counted from the cache, as it is now.
    /// Changed if `count` did something.
    Result<Change> follow(const RoomId& room, qint64 changeSeq, qint64 about = 0,
                          const std::function<void(ReadState&)>& count = {});

    // --- rooms ---
    /// Takes everything but the head of `view`; an older version of the room itself, and read counts as of an
    /// earlier seq, are ignored. A new room has cursor 0, no messages and a complete, empty history.
    Result<Change> putRoom(const RoomView& view);
    /// The room itself, if it is cached and `room` is not older.
    Result<Change> putRoom(const Room& room);
    /// The room and its messages.
    Result<Change> removeRoom(const RoomId& room);
    Result<bool> hasRoom(const RoomId& room);
    /// Somebody came (1) or left (-1). The next RoomView counts anew.
    Result<void> addMembers(const RoomId& room, int change);
    /// 0 if it was not told.
    Result<int> memberCount(const RoomId& room);
    /// Somebody looks at it: it is the last to be cut.
    Result<void> setShown(const RoomId& room, const QDateTime& now);

    // --- read state ---
    /// The server's; ignored if it is as of an earlier seq than the one cached and its marker is not further.
    Result<Change> putRead(const RoomId& room, const ReadState& read);
    /// Up to where everything counts as read, as it is to be shown; nullopt if the room is not cached.
    Result<std::optional<qint64>> seen(const RoomId& room);
    /// What the user saw here; Changed if it is further than what is known. It then waits to be told.
    Result<Change> markSeen(const RoomId& room, qint64 seq);
    /// Only what is up to `seq` counts as read from now on, whatever was seen before; Changed if that puts
    /// the marker back. It then waits to be told.
    Result<Change> markBack(const RoomId& room, qint64 seq);
    struct Mark {
        qint64 seq = 0;
        bool exact = false; ///< the marker is to be there, even if it was further
        friend bool operator==(const Mark&, const Mark&) = default;
    };
    /// Marked here, and the server was not told yet.
    Result<QHash<RoomId, Mark>> untoldSeen();
    /// The server was told `mark` and took it, or refused it: it no longer waits, unless the marker was moved
    /// meanwhile. One that was put back stays so until the server says the same.
    Result<void> seenTold(const RoomId& room, const Mark& mark, bool taken);

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
    Result<QList<Message>> after(const RoomId& room, qint64 seq, int limit);
    /// Seq of the first message at `time` or later. Nullopt if only the server knows: the cache does not
    /// reach back to that moment.
    Result<std::optional<qint64>> seqAt(const RoomId& room, const QDateTime& time);
    /// Replies in the thread of `root`, directly before `seq`, ascending.
    Result<QList<Message>> replies(const MessageId& root, qint64 seq, int limit);
    /// The newest pin first.
    Result<QList<Message>> pinned(const RoomId& room);
    struct Trimmed {
        std::optional<RoomId> room; ///< whose floor has risen
        bool more = false;          ///< call again
    };
    /// Cuts a small part of what is too much. The first call of a round looks at every row; once per run is
    /// enough.
    Result<Trimmed> trimSome();
    void setLimits(const Limits& limits) { m_limits = limits; } ///< for tests

    // --- users ---
    /// Those that are new or differ from what is cached.
    Result<QList<User>> putUsers(const QList<User>& users);
    Result<std::optional<User>> user(const UserId& id);
    Result<QSet<UserId>> unknownUsers(const QSet<UserId>& asked);
    /// Senders of cached messages that are not known.
    Result<QSet<UserId>> unknownSenders();

private:
    // Rows that one trimSome() cuts: some 30 ms of writing.
    static constexpr int trimStep = 500;

    Cache() = default;
    Result<void> setUp();
    /// Gives what an older version wrote its columns and its place in the search's index.
    Result<void> fill();
    /// Corrupt if the search's index is damaged.
    Result<void> checkText();
    Result<void> writeMessage(const Message& message, qint64 doc);
    /// Those of `room` below a seq, with their texts in the index.
    Result<void> removeMessages(const RoomId& room, qint64 below);
    /// `rest` follows "FROM messages".
    Result<QList<Message>> messages(const QString& rest, const QVariantList& values);
    Result<qint64> freeDoc(const Message& message);
    Result<void> addText(qint64 doc, const QString& content);
    Result<void> removeText(qint64 doc, const QString& content);
    Result<void> planTrim();

    QString m_directory;
    UserId m_self;
    bool m_rebuilt = false;
    bool m_unchecked = false;
    std::unique_ptr<Sqlite> m_db;
    Limits m_limits;
    bool m_trimPlanned = false;
    QList<std::pair<RoomId, int>> m_trimPlan; ///< how many each room keeps
};

} // namespace parlor

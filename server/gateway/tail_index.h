// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/log/records.h"
#include "server/store/store.h"

#include <QHash>

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <vector>

namespace parlor::gateway {

/// The records that a tail holds: raw, found by room, by message id and by cursor, forgotten partition by
/// partition, so that one whose worker is away does not keep the others' from being forgotten.
///
/// It decides which edits and deletions are void (records.h), as the projector does by the store: by the last
/// change of a message's content among what is held. Like a message's id this is known for longer than a
/// record can be on its way.
///
/// Bounds: what is not projected, plus what came in the last `grace`, plus (ids only) the messages, edits and
/// deletions of the window before the start. Before `maxBytes` are reached projected records go before their
/// time, so that more than that is held only while the projector is behind, and then sends are refused.
///
/// file(), evict() and start() on the tail's thread, all else on any thread.
class TailIndex {
public:
    using Clock = std::chrono::steady_clock;

    struct Limits {
        qsizetype maxBytes = 0;
        std::chrono::milliseconds grace{0};
    };

    /// One record on its way in, with what had to be read of it.
    struct Incoming {
        log::TopicPartition where;
        qint64 offset = 0;
        QByteArray value;
        RoomId room;                     ///< null if it belongs to none
        MessageId message;               ///< null if it is none
        std::optional<log::Event> event; ///< if it had to be decoded; always, if it is no message
        qint64 seq = 0;            ///< set by file(): of Topic::Messages, the first one's of a duplicate
        bool duplicate = false;    ///< set by file()
        bool old = false;          ///< set by file(): was projected before the start
        MessageId threadRoot = {}; ///< of a message that is a reply; else null
    };

    explicit TailIndex(Limits limits)
        : m_limits(limits) {}

    /// `projected`: the store has everything below. Of older messages only the ids are held.
    void start(const store::Epoch& epoch, const log::Positions& projected);
    /// Files records in order, and tells of each whether its like was here before: a message with a known id,
    /// a member whose record of a version at least as high was met, an edit or deletion that is void.
    void file(std::vector<Incoming>& records);
    void projected(const log::Positions& positions);
    /// Forgets what may be forgotten, some thousand records at most.
    void evict();

    struct Found {
        qint64 seq = 0;
        log::MessageRecord record;
    };
    struct Item {
        log::TopicPartition where;
        qint64 offset = 0;
        qint64 seq = 0;
        log::Event event;
    };
    /// See Tail.
    std::optional<Found> find(const MessageId& id) const;
    std::optional<Message> present(const MessageId& id) const;
    Result<std::vector<Item>> changesOf(const QList<MessageId>& ids, const log::TopicPartition& where,
                                        const store::Snapshot& snapshot) const;
    std::optional<bool> isDuplicate(const RoomId& room, qint64 offset) const;
    bool hasEdit(const MessageId& id, const OpId& opId) const;
    Result<std::vector<Item>> since(const RoomId& room, const log::TopicPartition& where,
                                    const store::Snapshot& snapshot) const;
    qint64 head(const RoomId& room) const;
    qint64 seen(const UserId& user, const RoomId& room) const;
    qint64 delivered(const UserId& user, const RoomId& room) const;
    qint64 readMarker(const UserId& user, const RoomId& room, qint64 stored) const;

    bool full() const { return bytes() > m_limits.maxBytes; }
    qsizetype bytes() const { return m_bytes.load(std::memory_order_relaxed); }
    qsizetype entries() const { return m_count.load(std::memory_order_relaxed); }

private:
    /// So little is left that what the next turns bring could fill it.
    bool crowded() const { return bytes() > m_limits.maxBytes / 8 * 7; }

    struct Entry {
        log::TopicPartition where;
        qint64 offset = 0;
        qint64 seq = 0;
        QByteArray value; ///< raw: decoded again only by those who ask; empty if the store has it for sure
        bool duplicate = false;
    };
    struct RoomTail {
        std::deque<std::shared_ptr<const Entry>> entries;
        qint64 head = 0;
    };
    struct Held {
        std::shared_ptr<const Entry> entry;
        RoomId room;
        MessageId message; ///< null if it is none, or not the first with its id
        UserId user;       ///< of a cursor or a member
        Clock::time_point at;
        MessageId changed = {};    ///< by this record; null if it changes none
        MessageId threadRoot = {}; ///< whose thread this record changes, likewise
    };
    struct Latest { ///< of what comes again with a higher number
        qint64 value = 0;
        qint64 offset = 0;
    };
    struct Cursor {           ///< what the SeenRecords and MarkRecords that are held do to a read marker
        qint64 delivered = 0; ///< the highest of DeliveredRecords
        qint64 deliveredOffset = -1;
        qint64 seen = 0; ///< the highest
        qint64 seenOffset = -1;
        std::optional<qint64> mark; ///< the last
        qint64 markOffset = -1;
        qint64 seenSince = 0; ///< the highest after `mark`
    };
    struct Content { ///< the last edit or deletion of a message that was not void
        qint64 seq = 0;
        qint64 basis = 0;
        qint64 offset = 0;
    };
    using UserInRoom = std::pair<UserId, RoomId>;
    using EntryPtr = std::shared_ptr<const Entry>;

    /// The rest under the lock.
    void fileOne(Incoming& record, Clock::time_point now);
    bool isVoid(const MessageId& id, qint64 basis) const;
    void fileMember(Incoming& record, const log::MemberRecord& member);
    void fileChange(Incoming& record, Held& held);
    void forget(const Held& held);
    void forgetChange(const Held& held, const MessageId& message);
    void forgetCursor(const Held& held);
    bool holdsAll(const log::TopicPartition& where, const store::Snapshot& snapshot) const;

    const Limits m_limits;
    store::Epoch m_epoch;
    log::Positions m_start; ///< what lies below was projected before the start
    std::atomic<qsizetype> m_bytes = 0;
    std::atomic<qsizetype> m_count = 0;

    mutable std::shared_mutex m_mutex; ///< guards what follows
    QHash<RoomId, RoomTail> m_rooms;
    QHash<MessageId, std::shared_ptr<const Entry>> m_messages;
    QHash<MessageId, Content> m_contents;
    QHash<MessageId, std::deque<EntryPtr>> m_changes; ///< what changes a message, its replies too
    QHash<UserInRoom, Cursor> m_cursors;
    QHash<UserInRoom, Latest> m_members;                ///< highest version
    QMap<log::TopicPartition, std::deque<Held>> m_held; ///< in order of arrival
    log::Positions m_projected;
    log::Positions m_lowest; ///< what is held without a gap begins here
};

} // namespace parlor::gateway

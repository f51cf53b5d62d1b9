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
/// Bounds: what is not projected, plus what came in the last `grace`, plus (ids only) the messages of the
/// window before the start. Beyond `maxBytes` projected records go before their time, so that more than that
/// is held only while the projector is behind, and then sends are refused.
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
        qint64 seq = 0;         ///< set by file(): of Topic::Messages, the first one's of a duplicate
        bool duplicate = false; ///< set by file()
        bool old = false;       ///< set by file(): was projected before the start
    };

    explicit TailIndex(Limits limits)
        : m_limits(limits) {}

    /// `projected`: the store has everything below. Of older messages only the ids are held.
    void start(const store::Epoch& epoch, const log::Positions& projected);
    /// Files records in order, and tells of each whether its like was here before: a message with a known id,
    /// or a member whose record of a version at least as high was met.
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
    Result<std::vector<Item>> since(const RoomId& room, const log::TopicPartition& where,
                                    const store::Snapshot& snapshot) const;
    qint64 head(const RoomId& room) const;
    qint64 seen(const UserId& user, const RoomId& room) const;

    bool full() const { return bytes() > m_limits.maxBytes; }
    qsizetype bytes() const { return m_bytes.load(std::memory_order_relaxed); }
    qsizetype entries() const { return m_count.load(std::memory_order_relaxed); }

private:
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
    };
    struct Latest { ///< of what comes again with a higher number
        qint64 value = 0;
        qint64 offset = 0;
    };
    using UserInRoom = std::pair<UserId, RoomId>;

    /// The rest under the lock.
    void fileOne(Incoming& record, Clock::time_point now);
    void forget(const Held& held);

    const Limits m_limits;
    store::Epoch m_epoch;
    log::Positions m_start; ///< what lies below was projected before the start
    std::atomic<qsizetype> m_bytes = 0;
    std::atomic<qsizetype> m_count = 0;

    mutable std::shared_mutex m_mutex; ///< guards what follows
    QHash<RoomId, RoomTail> m_rooms;
    QHash<MessageId, std::shared_ptr<const Entry>> m_messages;
    QHash<UserInRoom, Latest> m_seen;                   ///< highest seq
    QHash<UserInRoom, Latest> m_members;                ///< highest version
    QMap<log::TopicPartition, std::deque<Held>> m_held; ///< in order of arrival
    log::Positions m_projected;
    log::Positions m_lowest; ///< what is held without a gap begins here
};

} // namespace parlor::gateway

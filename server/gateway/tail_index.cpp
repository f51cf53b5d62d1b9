// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/tail_index.h"

#include <algorithm>
#include <mutex>

namespace parlor::gateway {

namespace {

constexpr qsizetype entryOverhead = 400; // indexes and allocations beside the raw bytes, measured roughly
constexpr int evictMax = 8192; // records a turn: readers wait meanwhile; eight times what a turn brings

} // namespace

void TailIndex::start(const store::Epoch& epoch, const log::Positions& projected) {
    const std::unique_lock lock(m_mutex);
    m_epoch = epoch;
    m_start = m_projected = m_lowest = projected;
}

void TailIndex::file(std::vector<Incoming>& records) {
    const Clock::time_point now = Clock::now();
    const std::unique_lock lock(m_mutex);
    for (Incoming& record : records)
        fileOne(record, now);
}

void TailIndex::fileOne(Incoming& record, Clock::time_point now) {
    const bool inRoom = record.where.topic == log::Topic::Messages;
    if (inRoom)
        record.seq = m_epoch.base + record.offset;
    record.old = record.offset < m_start.value(record.where, 0);
    if (record.old && (record.message.isNull() || m_messages.contains(record.message)))
        return;
    auto entry = std::make_shared<Entry>(
        Entry{record.where, record.offset, record.seq, record.old ? QByteArray() : record.value, false});
    Held held{nullptr, record.room, {}, {}, now};
    if (!record.message.isNull()) {
        if (const auto known = m_messages.constFind(record.message); known != m_messages.cend()) {
            record.duplicate = true;
            record.seq = (*known)->seq;
        } else {
            held.message = record.message;
            m_messages.insert(record.message, entry);
        }
    } else if (const auto* seen = std::get_if<log::SeenRecord>(&*record.event)) {
        held.user = seen->userId;
        held.room = seen->roomId;
        Latest& cursor = m_seen[{seen->userId, seen->roomId}];
        cursor = {std::max(cursor.value, seen->seq), record.offset};
    } else if (const auto* member = std::get_if<log::MemberRecord>(&*record.event)) {
        held.user = member->user.id;
        Latest& latest = m_members[{member->user.id, member->roomId}];
        record.duplicate = latest.offset > 0 && member->version <= latest.value;
        latest = {std::max(latest.value, member->version), record.offset};
    }
    entry->duplicate = record.duplicate;
    if (inRoom && !record.room.isNull() && !record.old) {
        RoomTail& room = m_rooms[record.room];
        room.head = std::max(room.head, entry->seq);
        room.entries.push_back(entry);
    }
    m_bytes += entry->value.size() + entryOverhead;
    ++m_count;
    held.entry = std::move(entry);
    m_held[record.where].push_back(std::move(held));
}

void TailIndex::projected(const log::Positions& positions) {
    const std::unique_lock lock(m_mutex);
    for (auto it = positions.cbegin(); it != positions.cend(); ++it)
        m_projected[it.key()] = std::max(m_projected.value(it.key(), 0), it.value());
}

void TailIndex::evict() {
    const Clock::time_point limit = Clock::now() - m_limits.grace;
    int left = evictMax;
    const std::unique_lock lock(m_mutex);
    for (auto it = m_held.begin(); it != m_held.end(); ++it) {
        std::deque<Held>& queue = *it;
        const qint64 projected = m_projected.value(it.key(), 0);
        while (!queue.empty() && left > 0) {
            const Held& oldest = queue.front();
            const qint64 offset = oldest.entry->offset;
            if (offset >= projected || (oldest.at > limit && !full()))
                break;
            qint64& lowest = m_lowest[it.key()];
            lowest = std::max(lowest, offset + 1);
            forget(oldest);
            queue.pop_front();
            --left;
        }
    }
}

void TailIndex::forget(const Held& held) {
    const Entry& entry = *held.entry;
    if (!held.message.isNull())
        m_messages.remove(held.message);
    if (!held.user.isNull()) {
        auto& table = entry.where.topic == log::Topic::Receipts ? m_seen : m_members;
        if (const auto latest = table.constFind({held.user, held.room});
            latest != table.cend() && latest->offset <= entry.offset)
            table.erase(latest);
    }
    if (const auto room = m_rooms.find(held.room); entry.where.topic == log::Topic::Messages &&
                                                   room != m_rooms.end() &&
                                                   room->entries.front() == held.entry) {
        room->entries.pop_front();
        if (room->entries.empty())
            m_rooms.erase(room);
    }
    m_bytes -= entry.value.size() + entryOverhead;
    --m_count;
}

std::optional<TailIndex::Found> TailIndex::find(const MessageId& id) const {
    std::shared_ptr<const Entry> entry;
    {
        const std::shared_lock lock(m_mutex);
        entry = m_messages.value(id);
    }
    if (!entry || entry->value.isEmpty())
        return std::nullopt;
    auto event = log::decode(entry->value);
    auto* record = event ? std::get_if<log::MessageRecord>(&*event) : nullptr;
    if (!record)
        return std::nullopt;
    return Found{entry->seq, std::move(*record)};
}

Result<std::vector<TailIndex::Item>> TailIndex::since(const RoomId& room, const log::TopicPartition& where,
                                                      const store::Snapshot& snapshot) const {
    static constexpr log::TopicPartition receipts{log::Topic::Receipts, 0};
    std::vector<std::shared_ptr<const Entry>> wanted;
    {
        const std::shared_lock lock(m_mutex);
        if (snapshot.epoch != m_epoch.number)
            return fail(ErrorCode::Unavailable,
                        QStringLiteral("The server has begun a new epoch. Try again."));
        // What the room's partition and the cursors have lost is in no other place.
        for (const log::TopicPartition& needed : {where, receipts}) {
            if (snapshot.positions.value(needed, 0) < m_lowest.value(needed, 0))
                return fail(ErrorCode::Unavailable,
                            QStringLiteral("The store was read too long ago. Try again."));
        }
        if (const auto found = m_rooms.constFind(room); found != m_rooms.cend()) {
            for (const auto& entry : found->entries) {
                if (!entry->duplicate && entry->offset >= snapshot.positions.value(entry->where, 0))
                    wanted.push_back(entry);
            }
        }
    }
    std::vector<Item> items;
    items.reserve(wanted.size());
    for (const auto& entry : wanted) {
        if (auto event = log::decode(entry->value))
            items.push_back({entry->where, entry->offset, entry->seq, std::move(*event)});
    }
    return items;
}

qint64 TailIndex::head(const RoomId& room) const {
    const std::shared_lock lock(m_mutex);
    const auto found = m_rooms.constFind(room);
    return found == m_rooms.cend() ? 0 : found->head;
}

qint64 TailIndex::seen(const UserId& user, const RoomId& room) const {
    const std::shared_lock lock(m_mutex);
    return m_seen.value({user, room}).value;
}

} // namespace parlor::gateway

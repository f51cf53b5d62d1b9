// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/tail_index.h"

#include "server/gateway/message_fold.h"

#include <algorithm>
#include <mutex>

namespace parlor::gateway {

namespace {

constexpr qsizetype entryOverhead = 400; // indexes and allocations beside the raw bytes, measured roughly
constexpr int evictMax = 8192; // records a turn: readers wait meanwhile; eight times what a turn brings

tl::unexpected<Error> otherEpoch() {
    return fail(ErrorCode::Unavailable, QStringLiteral("The server has begun a new epoch. Try again."));
}

tl::unexpected<Error> readTooLongAgo() {
    return fail(ErrorCode::Unavailable, QStringLiteral("The store was read too long ago. Try again."));
}

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

bool TailIndex::isVoid(const MessageId& id, qint64 basis) const {
    if (const auto last = m_contents.constFind(id); last != m_contents.cend()) {
        // One whose own basis lay before the window was taken for good. Whoever names a change between that
        // basis and it has met the change that made it void.
        const bool lastWasVoid = last->basis < basis && basis < last->seq;
        return basis != last->seq && !lastWasVoid;
    }
    const auto message = m_messages.constFind(id);
    return message != m_messages.cend() && basis != (*message)->seq;
}

void TailIndex::fileChange(Incoming& record, Held& held) {
    const auto setContent = [&](const MessageId& id, qint64 basis) {
        record.duplicate = isVoid(id, basis);
        if (!record.duplicate) {
            m_contents.insert(id, {record.seq, basis, record.offset});
            held.changed = id;
        }
    };
    const log::Event& event = *record.event;
    if (const auto* edit = std::get_if<log::EditRecord>(&event)) {
        setContent(edit->id, edit->basis);
    } else if (const auto* deletion = std::get_if<log::DeleteRecord>(&event)) {
        setContent(deletion->id, deletion->basis);
        if (!record.duplicate && deletion->threadRoot)
            held.threadRoot = *deletion->threadRoot;
    } else if (const auto* reaction = std::get_if<log::ReactionRecord>(&event); reaction && !record.old) {
        held.changed = reaction->id;
    } else if (const auto* pin = std::get_if<log::PinRecord>(&event); pin && !record.old) {
        held.changed = pin->id;
    }
}

void TailIndex::fileMember(Incoming& record, const log::MemberRecord& member) {
    Latest& latest = m_members[{member.user.id, member.roomId}];
    record.duplicate = latest.offset > 0 && member.version <= latest.value;
    latest = {std::max(latest.value, member.version), record.offset};
}

void TailIndex::fileOne(Incoming& record, Clock::time_point now) {
    const bool inRoom = record.where.topic == log::Topic::Messages;
    if (inRoom)
        record.seq = m_epoch.base + record.offset;
    record.old = record.offset < m_start.value(record.where, 0);
    Held held{nullptr, record.room, {}, {}, now};
    if (!record.message.isNull()) {
        const auto known = m_messages.constFind(record.message);
        if (known != m_messages.cend() && record.old)
            return;
        if (known != m_messages.cend()) {
            record.duplicate = true;
        } else {
            held.message = record.message;
            held.threadRoot = record.threadRoot;
        }
    } else {
        fileChange(record, held);
        if (record.old && held.changed.isNull())
            return;
    }
    auto entry = std::make_shared<Entry>(
        Entry{record.where, record.offset, record.seq, record.old ? QByteArray() : record.value, false});
    if (!held.message.isNull()) {
        m_messages.insert(record.message, entry);
    } else if (!record.message.isNull()) {
        record.seq = m_messages.value(record.message)->seq;
    } else if (const auto* seen = std::get_if<log::SeenRecord>(&*record.event)) {
        held.user = seen->userId;
        held.room = seen->roomId;
        Cursor& cursor = m_cursors[{seen->userId, seen->roomId}];
        cursor.seen = std::max(cursor.seen, seen->seq);
        cursor.seenSince = std::max(cursor.seenSince, seen->seq);
        cursor.seenOffset = record.offset;
    } else if (const auto* delivered = std::get_if<log::DeliveredRecord>(&*record.event)) {
        held.user = delivered->userId;
        held.room = delivered->roomId;
        Cursor& cursor = m_cursors[{delivered->userId, delivered->roomId}];
        cursor.delivered = std::max(cursor.delivered, delivered->seq);
        cursor.deliveredOffset = record.offset;
    } else if (const auto* mark = std::get_if<log::MarkRecord>(&*record.event)) {
        held.user = mark->userId;
        held.room = mark->roomId;
        Cursor& cursor = m_cursors[{mark->userId, mark->roomId}];
        cursor.mark = mark->seq;
        cursor.markOffset = record.offset;
        cursor.seenSince = 0;
    } else if (const auto* member = std::get_if<log::MemberRecord>(&*record.event)) {
        held.user = member->user.id;
        fileMember(record, *member);
    }
    entry->duplicate = record.duplicate;
    if (inRoom && !record.room.isNull() && !record.old) {
        RoomTail& room = m_rooms[record.room];
        room.head = std::max(room.head, entry->seq);
        room.entries.push_back(entry);
        if (!held.changed.isNull())
            m_changes[held.changed].push_back(entry);
        if (!held.threadRoot.isNull())
            m_changes[held.threadRoot].push_back(entry);
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
            if (offset >= projected || (oldest.at > limit && !crowded()))
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
    if (!held.changed.isNull()) {
        forgetChange(held, held.changed);
        if (const auto content = m_contents.constFind(held.changed);
            content != m_contents.cend() && content->offset <= entry.offset)
            m_contents.erase(content);
    }
    if (!held.threadRoot.isNull())
        forgetChange(held, held.threadRoot);
    if (!held.user.isNull() && entry.where.topic == log::Topic::Receipts) {
        forgetCursor(held);
    } else if (!held.user.isNull()) {
        if (const auto latest = m_members.constFind({held.user, held.room});
            latest != m_members.cend() && latest->offset <= entry.offset)
            m_members.erase(latest);
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

void TailIndex::forgetChange(const Held& held, const MessageId& message) {
    const auto changes = m_changes.find(message);
    if (changes == m_changes.end() || changes->front() != held.entry)
        return;
    changes->pop_front();
    if (changes->empty())
        m_changes.erase(changes);
}

void TailIndex::forgetCursor(const Held& held) {
    const auto cursor = m_cursors.find({held.user, held.room});
    if (cursor == m_cursors.end())
        return;
    const qint64 offset = held.entry->offset;
    if (cursor->markOffset <= offset)
        cursor->mark.reset();
    if (cursor->seenOffset <= offset)
        cursor->seen = cursor->seenSince = 0;
    if (cursor->deliveredOffset <= offset)
        cursor->delivered = 0;
    if (std::max({cursor->markOffset, cursor->seenOffset, cursor->deliveredOffset}) <= offset)
        m_cursors.erase(cursor);
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

std::optional<Message> TailIndex::present(const MessageId& id) const {
    EntryPtr first;
    std::deque<EntryPtr> changes;
    {
        const std::shared_lock lock(m_mutex);
        first = m_messages.value(id);
        // Whatever came after what is held is held too.
        changes = m_changes.value(id);
    }
    auto event = first && !first->value.isEmpty() ? log::decode(first->value) : fail(ErrorCode::NotFound);
    const auto* record = event ? std::get_if<log::MessageRecord>(&*event) : nullptr;
    if (!record)
        return std::nullopt;
    Message message = log::toMessage(*record, first->seq);
    for (const EntryPtr& entry : changes) {
        if (const auto change = log::decode(entry->value))
            applyChange(message, *change, entry->seq);
    }
    return message;
}

bool TailIndex::holdsAll(const log::TopicPartition& where, const store::Snapshot& snapshot) const {
    return snapshot.positions.value(where, 0) >= m_lowest.value(where, 0);
}

Result<std::vector<TailIndex::Item>> TailIndex::changesOf(const QList<MessageId>& ids,
                                                          const log::TopicPartition& where,
                                                          const store::Snapshot& snapshot) const {
    QMap<qint64, EntryPtr> wanted; // by offset: one record may change two of them
    {
        const std::shared_lock lock(m_mutex);
        if (snapshot.epoch != m_epoch.number)
            return otherEpoch();
        if (!holdsAll(where, snapshot))
            return readTooLongAgo();
        for (const MessageId& id : ids) {
            const auto changes = m_changes.constFind(id);
            if (changes == m_changes.cend())
                continue;
            for (const EntryPtr& entry : *changes) {
                if (entry->offset >= snapshot.positions.value(where, 0))
                    wanted.insert(entry->offset, entry);
            }
        }
    }
    std::vector<Item> items;
    for (const EntryPtr& entry : std::as_const(wanted)) {
        if (auto event = log::decode(entry->value))
            items.push_back({entry->where, entry->offset, entry->seq, std::move(*event)});
    }
    return items;
}

std::optional<bool> TailIndex::isDuplicate(const RoomId& room, qint64 offset) const {
    const std::shared_lock lock(m_mutex);
    const auto found = m_rooms.constFind(room);
    if (found == m_rooms.cend())
        return std::nullopt;
    const auto entry = std::lower_bound(found->entries.cbegin(), found->entries.cend(), offset,
                                        [](const EntryPtr& one, qint64 at) { return one->offset < at; });
    if (entry == found->entries.cend() || (*entry)->offset != offset)
        return std::nullopt;
    return (*entry)->duplicate;
}

bool TailIndex::hasEdit(const MessageId& id, const OpId& opId) const {
    std::deque<EntryPtr> changes;
    {
        const std::shared_lock lock(m_mutex);
        changes = m_changes.value(id);
    }
    return std::any_of(changes.cbegin(), changes.cend(), [&](const EntryPtr& entry) {
        const auto event = log::decode(entry->value);
        const auto* edit = event ? std::get_if<log::EditRecord>(&*event) : nullptr;
        return edit && edit->id == id && edit->opId == opId;
    });
}

Result<std::vector<TailIndex::Item>> TailIndex::since(const RoomId& room, const log::TopicPartition& where,
                                                      const store::Snapshot& snapshot) const {
    static constexpr log::TopicPartition receipts{log::Topic::Receipts, 0};
    std::vector<EntryPtr> wanted;
    {
        const std::shared_lock lock(m_mutex);
        if (snapshot.epoch != m_epoch.number)
            return otherEpoch();
        // What the room's partition and the cursors have lost is in no other place.
        if (!holdsAll(where, snapshot) || !holdsAll(receipts, snapshot))
            return readTooLongAgo();
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
    return m_cursors.value({user, room}).seen;
}

qint64 TailIndex::delivered(const UserId& user, const RoomId& room) const {
    const std::shared_lock lock(m_mutex);
    return m_cursors.value({user, room}).delivered;
}

qint64 TailIndex::readMarker(const UserId& user, const RoomId& room, qint64 stored) const {
    const std::shared_lock lock(m_mutex);
    const auto cursor = m_cursors.constFind({user, room});
    return cursor == m_cursors.cend() ? stored : std::max(cursor->mark.value_or(stored), cursor->seenSince);
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Outbox for changes of messages: edits, deletions, reactions, pins.
#include "client/core/outbox.h"
#include "client/core/pending_changes.h"
#include "shared/codec.h"

#include <QLoggingCategory>

namespace parlor {

using namespace Qt::StringLiterals;

Result<OutboxEntry> Outbox::keepChange(OutboxKind kind, const RoomId& room, const MessageId& message,
                                       const QString& content) {
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.kind = kind;
    entry.roomId = room;
    entry.messageId = message;
    entry.content = content;
    return keep(entry);
}

Result<OutboxEntry> Outbox::replaceContent(OutboxEntry& entry, const QString& content) {
    if (auto kept = m_store.setContent(entry.tempId, content); !kept)
        return fail(kept.error());
    entry.content = content;
    Q_EMIT changed({entry.roomId, {entry}, {}});
    return entry;
}

Result<OutboxEntry> Outbox::edit(const RoomId& room, const MessageId& message, const QString& content) {
    if (auto checked = checkMessageContent(content); !checked)
        return fail(checked.error());
    const QList<OutboxEntry> changes = changesOf(room, message);
    const OutboxEntry* last = nullptr;
    for (const OutboxEntry& change : changes) {
        if (change.kind == OutboxKind::Delete)
            return fail(ErrorCode::NotFound, u"the message is being deleted"_s);
        if (change.kind == OutboxKind::Edit)
            last = &change;
    }
    if (OutboxEntry* unsent = find(m_messages.value(message));
        unsent && (!unsent->attempted || unsent->state == OutboxState::Failed))
        return replaceContent(*unsent, content);
    if (last && last->state == OutboxState::Pending && !last->attempted)
        return replaceContent(*find(last->tempId), content);
    auto kept = keepChange(OutboxKind::Edit, room, message, content);
    if (!kept)
        return kept;
    if (last && last->state == OutboxState::Failed)
        remove({last->tempId});
    pump(room);
    return kept;
}

Result<OutboxEntry> Outbox::deleteMessage(const RoomId& room, const MessageId& message,
                                          std::chrono::milliseconds time) {
    for (const OutboxEntry& change : changesOf(room, message)) {
        if (change.kind == OutboxKind::Delete)
            return change;
    }
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.kind = OutboxKind::Delete;
    entry.roomId = room;
    entry.messageId = message;
    entry.createdAt = m_timing.utcNow();
    entry.heldUntil = entry.createdAt.addMSecs(time.count());
    auto kept = keep(entry);
    if (kept)
        hold(kept->tempId, time);
    return kept;
}

Result<void> Outbox::react(const RoomId& room, const MessageId& message, const QString& emoji, bool on) {
    if (auto checked = checkEmoji(emoji); !checked)
        return checked;
    return on ? toggle(OutboxKind::React, OutboxKind::Unreact, room, message, emoji)
              : toggle(OutboxKind::Unreact, OutboxKind::React, room, message, emoji);
}

Result<void> Outbox::pin(const RoomId& room, const MessageId& message, bool pinned) {
    return pinned ? toggle(OutboxKind::Pin, OutboxKind::Unpin, room, message, {})
                  : toggle(OutboxKind::Unpin, OutboxKind::Pin, room, message, {});
}

Result<void> Outbox::toggle(OutboxKind kind, OutboxKind contrary, const RoomId& room,
                            const MessageId& message, const QString& content) {
    OutboxEntry wanted;
    wanted.kind = kind;
    wanted.messageId = message;
    wanted.content = content;
    auto cached = m_cache.message(message);
    if (!cached)
        return fail(cached.error());
    bool isSo = *cached && hasChange(**cached, wanted, m_cache.self());
    TempId last;
    for (const OutboxEntry& change : changesOf(room, message)) {
        if (change.kind == OutboxKind::Delete)
            return {};
        if (change.content != content || (change.kind != kind && change.kind != contrary))
            continue;
        isSo = change.kind == kind;
        last = change.attempted ? TempId() : change.tempId;
    }
    if (isSo)
        return {};
    if (!last.isNull()) {
        remove({last});
        return {};
    }
    auto kept = keepChange(kind, room, message, content);
    if (!kept)
        return fail(kept.error());
    pump(room);
    return {};
}

// --- what is held ---

void Outbox::hold(const TempId& entry, std::chrono::milliseconds time) {
    m_held.insert(entry, m_timing.after(time, [this, entry] { release(entry); }));
}

void Outbox::release(const TempId& tempId) {
    m_held.remove(tempId);
    const OutboxEntry* entry = find(tempId);
    if (!entry)
        return;
    const RoomId room = entry->roomId;
    dropBefore(OutboxEntry(*entry));
    pump(room);
}

bool Outbox::isHeld(const MessageId& message) const {
    for (auto it = m_held.cbegin(); it != m_held.cend(); ++it) {
        const Place place = m_places.value(it.key());
        const auto lane = m_lanes.constFind(place.room);
        if (lane != m_lanes.constEnd() && lane->entries.value(place.order).messageId == message)
            return true;
    }
    return false;
}

void Outbox::dropBefore(const OutboxEntry& deletion) {
    QList<TempId> needless;
    for (const OutboxEntry& change : changesOf(deletion.roomId, deletion.messageId)) {
        if (change.tempId != deletion.tempId && (!change.attempted || change.state == OutboxState::Failed))
            needless.append(change.tempId);
    }
    const OutboxEntry* unsent = find(m_messages.value(deletion.messageId));
    if (unsent && (!unsent->attempted || unsent->state == OutboxState::Failed)) {
        needless.append(unsent->tempId);
        needless.append(deletion.tempId);
    }
    remove(needless);
}

// --- what is acknowledged ---

bool Outbox::isInCache(const OutboxEntry& entry) const {
    if (entry.kind == OutboxKind::Message)
        return false;
    // What the cache says is not what will be once the changes before this one have come.
    for (const OutboxEntry& other : changesOf(entry.roomId, entry.messageId)) {
        if (m_acknowledged.contains(other.tempId))
            return false;
    }
    const auto cached = m_cache.message(entry.messageId);
    return cached && *cached && hasChange(**cached, entry, m_cache.self());
}

void Outbox::settle(const RoomId& room) {
    if (m_acknowledged.isEmpty())
        return;
    QList<TempId> settled;
    QSet<MessageId> changing; // by those before
    const auto cursor = m_cache.cursor(room);
    for (const OutboxEntry& entry : entries(room)) {
        const auto acknowledged = m_acknowledged.constFind(entry.tempId);
        if (acknowledged == m_acknowledged.constEnd())
            continue;
        const auto cached = m_cache.message(entry.messageId);
        if (!cached || !cursor)
            continue;
        // By the message itself; or it had it before this was asked; or everything up to there has come.
        const bool wasSo =
            !changing.contains(entry.messageId) && *cached && hasChange(**cached, entry, m_cache.self());
        if (!*cached || (*cached)->changeSeq >= *acknowledged || wasSo ||
            cursor->value_or(0) >= *acknowledged)
            settled.append(entry.tempId);
        else
            changing.insert(entry.messageId);
    }
    remove(settled);
}

void Outbox::roomIsLive(const RoomId& room) {
    settle(room);
    // What has not come by now is not there: a server that was restored from a backup.
    for (const OutboxEntry& entry : entries(room))
        m_acknowledged.remove(entry.tempId);
    pump(room);
}

} // namespace parlor

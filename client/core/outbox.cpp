// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/outbox.h"

#include "shared/codec.h"

#include <QLoggingCategory>
#include <QPointer>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcOutbox, "parlor.client.outbox", QtInfoMsg)

} // namespace

Outbox::Outbox(OutboxStore& store, Cache& cache, Sync& sync, Connection& connection, Timing& timing)
    : m_store(store)
    , m_cache(cache)
    , m_sync(sync)
    , m_connection(connection)
    , m_timing(timing) {}

Outbox::~Outbox() {
    for (const Lane& lane : std::as_const(m_lanes))
        m_timing.cancel(lane.pause);
    for (const Timing::TimerId timer : std::as_const(m_held))
        m_timing.cancel(timer);
}

Result<void> Outbox::load() {
    auto entries = m_store.entries();
    if (!entries)
        return fail(entries.error());
    QList<OutboxEntry> deletions;
    for (const OutboxEntry& entry : std::as_const(*entries)) {
        if (entry.kind == OutboxKind::Message) {
            auto cached = m_cache.message(entry.messageId);
            if (!cached)
                return fail(cached.error());
            if (*cached) {
                // The end came between the cache's row and this one's removal.
                if (auto removed = m_store.remove({entry.tempId}); !removed)
                    return removed;
                continue;
            }
        }
        put(entry);
        if (!entry.heldUntil || entry.attempted)
            continue;
        // The wall clock may have jumped: never longer than it was to be held in the first place.
        const qint64 rest =
            std::min(m_timing.utcNow().msecsTo(*entry.heldUntil), entry.createdAt.msecsTo(*entry.heldUntil));
        if (rest > 0)
            hold(entry.tempId, std::chrono::milliseconds(rest));
        else
            deletions.append(entry);
    }
    for (const OutboxEntry& deletion : std::as_const(deletions))
        dropBefore(deletion);
    return {};
}

void Outbox::put(const OutboxEntry& entry) {
    m_lanes[entry.roomId].entries.insert(entry.order, entry);
    m_places.insert(entry.tempId, {entry.roomId, entry.order});
    if (entry.kind == OutboxKind::Message)
        m_messages.insert(entry.messageId, entry.tempId);
}

OutboxEntry* Outbox::find(const TempId& entry) {
    const auto place = m_places.constFind(entry);
    if (place == m_places.constEnd())
        return nullptr;
    return &m_lanes[place->room].entries[place->order];
}

QList<OutboxEntry> Outbox::entries(const RoomId& room) const {
    return m_lanes.value(room).entries.values();
}

QList<OutboxEntry> Outbox::changesOf(const RoomId& room, const MessageId& message) const {
    QList<OutboxEntry> changes;
    const auto lane = m_lanes.constFind(room);
    if (lane == m_lanes.constEnd())
        return changes;
    for (const OutboxEntry& entry : lane->entries) {
        if (entry.messageId == message && entry.kind != OutboxKind::Message)
            changes.append(entry);
    }
    return changes;
}

Result<OutboxEntry> Outbox::add(const RoomId& room, const QString& content,
                                const std::optional<MessageId>& replyTo) {
    if (auto checked = checkMessageContent(content); !checked)
        return fail(checked.error());
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.roomId = room;
    entry.messageId = messageIdFor(m_cache.self(), room, entry.tempId);
    entry.content = content;
    entry.replyTo = replyTo;
    auto kept = keep(entry);
    if (kept)
        pump(room);
    return kept;
}

Result<OutboxEntry> Outbox::keep(OutboxEntry entry) {
    if (m_places.size() >= entriesMax)
        return fail(ErrorCode::Unavailable, u"too many messages wait to be sent"_s);
    if (entry.createdAt.isNull())
        entry.createdAt = m_timing.utcNow();
    auto kept = m_store.add(entry);
    if (!kept)
        return kept;
    put(*kept);
    Q_EMIT changed({kept->roomId, {*kept}, {}});
    return kept;
}

void Outbox::pump() {
    const QList<RoomId> rooms = m_lanes.keys();
    for (const RoomId& room : rooms)
        pump(room);
}

void Outbox::pump(const RoomId& room) {
    if (!m_connection.isOnline() || !m_sync.isLive(room))
        return;
    const auto lane = m_lanes.find(room);
    if (lane == m_lanes.end() || !lane->inFlight.isNull() || lane->pause != 0)
        return;
    QList<TempId> needless;
    for (OutboxEntry& entry : lane->entries) {
        if (!sendable(entry))
            continue;
        if (isInCache(entry)) {
            needless.append(entry.tempId);
            continue;
        }
        send(*lane, entry);
        break;
    }
    if (!needless.isEmpty())
        remove(needless);
}

bool Outbox::sendable(const OutboxEntry& entry) const {
    return entry.state == OutboxState::Pending && !m_acknowledged.contains(entry.tempId) &&
           !m_held.contains(entry.tempId) && !isHeld(entry.messageId) &&
           (entry.kind == OutboxKind::Message || !m_messages.contains(entry.messageId));
}

namespace {

ClientFrame frameOf(const OutboxEntry& entry) {
    switch (entry.kind) {
    case OutboxKind::Message: {
        client::MessageNew frame;
        frame.roomId = entry.roomId;
        frame.content = entry.content;
        frame.tempId = entry.tempId;
        frame.replyTo = entry.replyTo;
        frame.retry = entry.attempted;
        return frame;
    }
    case OutboxKind::Edit:
        return client::MessageEdit{entry.roomId, entry.messageId, entry.content, OpId(entry.tempId.uuid()),
                                   entry.attempted};
    case OutboxKind::Delete:
        return client::MessageDelete{entry.roomId, entry.messageId};
    case OutboxKind::React:
        return client::ReactionAdd{entry.roomId, entry.messageId, entry.content};
    case OutboxKind::Unreact:
        return client::ReactionRemove{entry.roomId, entry.messageId, entry.content};
    case OutboxKind::Pin:
        return client::MessagePin{entry.roomId, entry.messageId};
    case OutboxKind::Unpin:
        return client::MessageUnpin{entry.roomId, entry.messageId};
    }
    Q_UNREACHABLE();
}

} // namespace

void Outbox::send(Lane& lane, OutboxEntry& entry) {
    const ClientFrame frame = frameOf(entry);
    if (!entry.attempted) {
        if (auto marked = m_store.setAttempted(entry.tempId); !marked) {
            qCWarning(lcOutbox) << "cannot note that a message is being sent:" << marked.error();
            pause(entry.roomId);
            return;
        }
        entry.attempted = true;
    }
    lane.inFlight = entry.tempId;
    m_connection.request(frame,
                         [self = QPointer(this), tempId = entry.tempId](const Connection::Answer& answer) {
                             if (self)
                                 self->answered(tempId, answer);
                         });
}

void Outbox::pause(const RoomId& room, std::optional<int> seconds) {
    Lane& lane = m_lanes[room];
    auto delay = lane.backoff.next(m_timing);
    if (seconds)
        delay = std::max<std::chrono::milliseconds>(delay, std::chrono::seconds(std::min(*seconds, 300)));
    m_timing.cancel(lane.pause);
    lane.pause = m_timing.after(delay, [this, room] {
        m_lanes[room].pause = 0;
        pump(room);
    });
}

void Outbox::answered(const TempId& tempId, const Connection::Answer& answer) {
    const OutboxEntry* entry = find(tempId);
    RoomId room;
    for (auto lane = m_lanes.begin(); lane != m_lanes.end(); ++lane) {
        if (lane->inFlight == tempId) {
            lane->inFlight = {};
            room = lane.key();
        }
    }
    if (entry && entry->state == OutboxState::Pending) {
        const auto* saved = answer ? std::get_if<server::MessageSaved>(&*answer) : nullptr;
        const auto* ok = answer ? std::get_if<server::Ok>(&*answer) : nullptr;
        if (saved && entry->kind == OutboxKind::Message) {
            m_lanes[entry->roomId].backoff.reset();
            acknowledge(*saved);
        } else if (ok && entry->kind != OutboxKind::Message) {
            m_lanes[entry->roomId].backoff.reset();
            m_acknowledged.insert(tempId, ok->data.value("changeSeq"_L1).toInteger());
            settle(entry->roomId);
        } else if (answer) {
            pause(entry->roomId); // no answer to what was asked
        } else {
            const Failure failure = answer.error();
            if (failure.network != NetworkProblem::None) {
                // The connection's end: sent again when there is a new one.
            } else if (failure.retryable() || failure.error.code() == ErrorCode::Unauthenticated) {
                pause(entry->roomId, failure.error.retryAfter());
            } else {
                setFailed(tempId, failure.error);
            }
        }
    }
    if (!room.isNull())
        pump(room);
}

void Outbox::acknowledge(const server::MessageSaved& saved) {
    const OutboxEntry* entry = find(saved.tempId);
    if (!entry)
        return;
    Message message;
    message.id = saved.id;
    message.roomId = entry->roomId;
    message.seq = saved.seq;
    message.changeSeq = saved.seq;
    message.sender = m_cache.self();
    message.content = entry->content;
    message.createdAt = saved.createdAt;
    message.replyTo = entry->replyTo;
    // The thread of what it answers, so that it does not leave the thread for a moment.
    if (const auto replied = message.replyTo ? m_cache.message(*message.replyTo) : std::nullopt;
        replied && *replied)
        message.threadRoot = (*replied)->threadRoot.value_or((*replied)->id);
    // The cache first. If that fails the entry stays, and is found to be taken when it is sent again.
    if (m_sync.applySaved(message))
        remove({saved.tempId});
}

void Outbox::confirm(const QSet<MessageId>& messages) {
    QSet<RoomId> rooms;
    for (const MessageId& message : messages) {
        const auto tempId = m_messages.constFind(message);
        if (tempId == m_messages.constEnd())
            continue;
        const TempId confirmed = *tempId;
        const RoomId room = m_places.value(confirmed).room;
        if (remove({confirmed})) {
            if (m_lanes[room].inFlight == confirmed)
                m_lanes[room].inFlight = {};
            rooms.insert(room);
        }
    }
    for (const RoomId& room : std::as_const(rooms))
        pump(room);
}

bool Outbox::remove(const QList<TempId>& entries) {
    OutboxChange change;
    for (const TempId& entry : entries) {
        if (const OutboxEntry* known = find(entry)) {
            change.roomId = known->roomId;
            change.removed.append(entry);
        }
    }
    if (change.removed.isEmpty())
        return false;
    if (auto removed = m_store.remove(change.removed); !removed) {
        qCWarning(lcOutbox) << "cannot remove from the outbox:" << removed.error();
        return false;
    }
    for (const TempId& entry : std::as_const(change.removed))
        forget(entry);
    Q_EMIT changed(change);
    return true;
}

void Outbox::forget(const TempId& tempId) {
    const Place place = m_places.take(tempId);
    const OutboxEntry entry = m_lanes[place.room].entries.take(place.order);
    if (entry.kind == OutboxKind::Message)
        m_messages.remove(entry.messageId);
    m_timing.cancel(m_held.take(tempId));
    m_acknowledged.remove(tempId);
}

void Outbox::setFailed(const TempId& tempId, const Error& error) {
    OutboxEntry* entry = find(tempId);
    if (!entry || entry->state == OutboxState::Failed)
        return;
    const bool isMessage = entry->kind == OutboxKind::Message;
    if (!isMessage && entry->kind != OutboxKind::Edit) {
        const OutboxEntry refusedEntry = *entry;
        if (remove({tempId}))
            Q_EMIT refused(refusedEntry, error);
        return;
    }
    OutboxEntry failed = *entry;
    failed.state = OutboxState::Failed;
    failed.error = error;
    OutboxChange change{entry->roomId, {}, {}};
    if (isMessage) {
        // What was to become of it goes with it, but nothing that was typed is lost.
        for (const OutboxEntry& waiting : changesOf(failed.roomId, failed.messageId)) {
            if (waiting.kind == OutboxKind::Delete) {
                discard(tempId);
                return;
            }
            if (waiting.kind == OutboxKind::Edit)
                failed.content = waiting.content;
            change.removed.append(waiting.tempId);
        }
    }
    if (auto kept = m_store.setFailed(failed, change.removed); !kept)
        qCWarning(lcOutbox) << "cannot note that a message was refused:" << kept.error();
    *entry = failed;
    for (const TempId& gone : std::as_const(change.removed))
        forget(gone);
    change.upserted = {failed};
    Q_EMIT changed(change);
}

void Outbox::retry(const TempId& tempId) {
    const OutboxEntry* entry = find(tempId);
    if (!entry || entry->state != OutboxState::Failed)
        return;
    auto requeued = m_store.requeue(tempId);
    if (!requeued || !*requeued) {
        qCWarning(lcOutbox) << "cannot put a message back in the queue";
        return;
    }
    m_lanes[entry->roomId].entries.remove(m_places.take(tempId).order);
    put(**requeued);
    Q_EMIT changed({(*requeued)->roomId, {**requeued}, {}});
    pump((*requeued)->roomId);
}

void Outbox::discard(const TempId& tempId) {
    const OutboxEntry* entry = find(tempId);
    if (!entry)
        return;
    const RoomId room = entry->roomId;
    QList<TempId> gone{tempId};
    if (entry->kind == OutboxKind::Message) {
        for (const OutboxEntry& change : changesOf(room, entry->messageId))
            gone.append(change.tempId);
    }
    if (remove(gone))
        pump(room);
}

void Outbox::discardRoom(const RoomId& room) {
    QList<TempId> gone;
    for (const OutboxEntry& entry : entries(room))
        gone.append(entry.tempId);
    remove(gone);
}

void Outbox::failRoom(const RoomId& room) {
    const QList<OutboxEntry> stuck = entries(room);
    for (const OutboxEntry& entry : stuck)
        setFailed(entry.tempId, Error(ErrorCode::NotFound));
}

void Outbox::failUnknownRooms() {
    const QList<RoomId> rooms = m_lanes.keys();
    for (const RoomId& room : rooms) {
        const auto known = m_cache.hasRoom(room);
        if (known && !*known)
            failRoom(room);
    }
}

} // namespace parlor

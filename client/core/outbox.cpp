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
}

Result<void> Outbox::load() {
    auto entries = m_store.entries();
    if (!entries)
        return fail(entries.error());
    for (const OutboxEntry& entry : std::as_const(*entries)) {
        auto cached = m_cache.message(entry.messageId);
        if (!cached)
            return fail(cached.error());
        if (*cached) {
            // The end came between the cache's row and this one's removal.
            if (auto removed = m_store.remove(entry.tempId); !removed)
                return removed;
            continue;
        }
        put(entry);
    }
    return {};
}

void Outbox::put(const OutboxEntry& entry) {
    m_lanes[entry.roomId].entries.insert(entry.order, entry);
    m_places.insert(entry.tempId, {entry.roomId, entry.order});
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

Result<OutboxEntry> Outbox::add(const RoomId& room, const QString& content,
                                const std::optional<MessageId>& replyTo) {
    if (auto checked = checkMessageContent(content); !checked)
        return fail(checked.error());
    if (m_places.size() >= entriesMax)
        return fail(ErrorCode::Unavailable, u"too many messages wait to be sent"_s);
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.roomId = room;
    entry.messageId = messageIdFor(m_cache.self(), room, entry.tempId);
    entry.content = content;
    entry.replyTo = replyTo;
    entry.createdAt = m_timing.utcNow();
    auto kept = m_store.add(entry);
    if (!kept)
        return kept;
    put(*kept);
    Q_EMIT changed({room, {*kept}, {}});
    pump(room);
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
    for (OutboxEntry& entry : lane->entries) {
        if (entry.state == OutboxState::Pending) {
            send(*lane, entry);
            return;
        }
    }
}

void Outbox::send(Lane& lane, OutboxEntry& entry) {
    client::MessageNew frame;
    frame.roomId = entry.roomId;
    frame.content = entry.content;
    frame.tempId = entry.tempId;
    frame.replyTo = entry.replyTo;
    frame.retry = entry.attempted;
    if (!entry.attempted) {
        if (auto marked = m_store.setAttempted(entry.tempId); !marked) {
            qCWarning(lcOutbox) << "cannot note that a message is being sent:" << marked.error();
            lane.pause = m_timing.after(lane.backoff.next(m_timing), [this, room = entry.roomId] {
                m_lanes[room].pause = 0;
                pump(room);
            });
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

void Outbox::answered(const TempId& tempId, const Connection::Answer& answer) {
    OutboxEntry* entry = find(tempId);
    RoomId room;
    for (auto lane = m_lanes.begin(); lane != m_lanes.end(); ++lane) {
        if (lane->inFlight == tempId) {
            lane->inFlight = {};
            room = lane.key();
        }
    }
    if (entry && answer) {
        if (const auto* saved = std::get_if<server::MessageSaved>(&*answer)) {
            m_lanes[entry->roomId].backoff.reset();
            acknowledge(*saved);
        }
    } else if (entry && entry->state == OutboxState::Pending) {
        const Failure failure = answer.error();
        if (failure.network != NetworkProblem::None) {
            // The connection's end: sent again when there is a new one.
        } else if (failure.retryable() || failure.error.code() == ErrorCode::Unauthenticated) {
            Lane& lane = m_lanes[entry->roomId];
            auto delay = lane.backoff.next(m_timing);
            if (const auto seconds = failure.error.retryAfter())
                delay =
                    std::max<std::chrono::milliseconds>(delay, std::chrono::seconds(std::min(*seconds, 300)));
            m_timing.cancel(lane.pause);
            lane.pause = m_timing.after(delay, [this, waiting = entry->roomId] {
                m_lanes[waiting].pause = 0;
                pump(waiting);
            });
        } else {
            setFailed(tempId, failure.error);
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
    // The cache first. If that fails the entry stays, and is found to be taken when it is sent again.
    if (m_sync.applySaved(message))
        remove(saved.tempId);
}

void Outbox::confirm(const QSet<MessageId>& messages) {
    QSet<RoomId> rooms;
    for (const MessageId& message : messages) {
        const auto tempId = m_messages.constFind(message);
        if (tempId == m_messages.constEnd())
            continue;
        const TempId confirmed = *tempId;
        const RoomId room = m_places.value(confirmed).room;
        if (remove(confirmed)) {
            if (m_lanes[room].inFlight == confirmed)
                m_lanes[room].inFlight = {};
            rooms.insert(room);
        }
    }
    for (const RoomId& room : std::as_const(rooms))
        pump(room);
}

bool Outbox::remove(const TempId& tempId) {
    const OutboxEntry* entry = find(tempId);
    if (!entry)
        return false;
    if (auto removed = m_store.remove(tempId); !removed) {
        qCWarning(lcOutbox) << "cannot remove a message from the outbox:" << removed.error();
        return false;
    }
    const RoomId room = entry->roomId;
    m_messages.remove(entry->messageId);
    m_lanes[room].entries.remove(m_places.take(tempId).order);
    Q_EMIT changed({room, {}, {tempId}});
    return true;
}

void Outbox::setFailed(const TempId& tempId, const Error& error) {
    OutboxEntry* entry = find(tempId);
    if (!entry || entry->state == OutboxState::Failed)
        return;
    if (auto kept = m_store.setFailed(tempId, error); !kept)
        qCWarning(lcOutbox) << "cannot note that a message was refused:" << kept.error();
    entry->state = OutboxState::Failed;
    entry->error = error;
    Q_EMIT changed({entry->roomId, {*entry}, {}});
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
    const RoomId room = m_places.value(tempId).room;
    if (remove(tempId))
        pump(room);
}

void Outbox::discardRoom(const RoomId& room) {
    const QList<OutboxEntry> gone = entries(room);
    for (const OutboxEntry& entry : gone)
        remove(entry.tempId);
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

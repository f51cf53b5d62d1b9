// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/sync.h"

#include "shared/message_changes.h"

#include <QLoggingCategory>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcSync, "parlor.client.sync", QtInfoMsg)

} // namespace

Sync::Sync(Cache& cache)
    : m_cache(cache) {}

// --- one connection ---

void Sync::begin(const server::Authenticated& frame) {
    end();
    auto epoch = m_cache.epoch();
    auto cursors = m_cache.cursors();
    if (!epoch || !cursors) {
        Q_EMIT failed(epoch ? cursors.error() : epoch.error());
        return;
    }
    m_connected = true;
    client::Sync request;
    request.epoch = *epoch;
    for (auto it = cursors->cbegin(); it != cursors->cend(); ++it) {
        request.rooms.insert(it.key(), it.value());
        if (request.rooms.size() == roomsPerRequest) {
            m_initial.append(request);
            request.rooms.clear();
        }
    }
    // Without rooms too: the answer tells of rooms that we do not know.
    if (!request.rooms.isEmpty() || m_initial.isEmpty())
        m_initial.append(request);
    learnUsers({frame.user});
    if (auto unknown = m_cache.unknownSenders(); unknown && !unknown->isEmpty())
        Q_EMIT usersNeeded(*unknown);
    Q_EMIT requestNeeded();
}

void Sync::end() {
    m_connected = false;
    m_caughtUp = false;
    m_live.clear();
    m_initial.clear();
    m_initialAsked = false;
    m_wanted.clear();
    m_asking = 0;
    m_moved.clear();
    // Who left meanwhile is not told.
    m_members.clear();
    m_counted.clear();
    m_held.clear();
    m_heldCount = 0;
}

std::optional<client::Sync> Sync::nextRequest() {
    if (!m_connected)
        return std::nullopt;
    if (!m_initial.isEmpty()) {
        const client::Sync request = m_initial.takeFirst();
        m_initialAsked = m_initial.isEmpty();
        ++m_asking;
        return request;
    }
    if (m_wanted.isEmpty())
        return std::nullopt;
    auto epoch = m_cache.epoch();
    if (!epoch)
        return std::nullopt;
    client::Sync request;
    request.epoch = *epoch;
    while (!m_wanted.isEmpty() && request.rooms.size() < roomsPerRequest) {
        const RoomId room = *m_wanted.cbegin();
        m_wanted.erase(m_wanted.cbegin());
        const auto cursor = m_cache.cursor(room);
        request.rooms.insert(room, cursor ? cursor->value_or(0) : 0);
    }
    ++m_asking;
    return request;
}

void Sync::applySynced(const client::Sync& asked, const server::Synced& answer) {
    auto done = commit([&](Effects& effects) -> Result<void> {
        auto epoch = m_cache.epoch();
        if (!epoch)
            return fail(epoch.error());
        const bool epochChanged = *epoch != answer.epoch;
        if (epochChanged) {
            if (auto set = m_cache.setEpoch(answer.epoch); !set)
                return set;
        }
        for (const server::SyncedRoom& entry : answer.rooms) {
            if (m_moved.contains(entry.room.room.id)) {
                if (auto wanted = askAgain(entry.room.room.id, effects); !wanted)
                    return wanted;
                continue;
            }
            if (auto taken = takeSynced(asked, entry, epochChanged, effects); !taken)
                return taken;
        }
        for (const RoomId& room : answer.removed) {
            if (m_moved.contains(room)) {
                if (auto wanted = askAgain(room, effects); !wanted)
                    return wanted;
                continue;
            }
            if (auto dropped = dropRoom(room, effects); !dropped)
                return dropped;
        }
        return {};
    });
    if (!done)
        return;
    if (--m_asking == 0)
        m_moved.clear();
    if (m_initialAsked)
        m_caughtUp = true;
}

Result<void> Sync::takeSynced(const client::Sync& asked, const server::SyncedRoom& entry, bool epochChanged,
                              Effects& effects) {
    const RoomId room = entry.room.room.id;
    auto cursor = m_cache.cursor(room);
    if (!cursor)
        return fail(cursor.error());
    auto put = m_cache.putRoom(entry.room);
    if (!put)
        return fail(put.error());
    needPeople(entry.room.room, effects);
    if (*put == Cache::Change::Added)
        effects.added.append(room);
    else if (*put == Cache::Change::Changed)
        effects.changed.insert(room);

    const bool wasAsked = asked.rooms.contains(room);
    if (!wasAsked && cursor->has_value()) {
        // Told in passing. Its own catching up, or its stream, moves its cursor. One gained while this was
        // under way is asked for on its own.
        return {};
    }
    if (entry.gap || !wasAsked) {
        if (auto discarded = discard(room, entry.head, effects); !discarded)
            return discarded;
    }
    const qint64 old = cursor->value_or(0);
    for (const Message& message : entry.changes) {
        if (auto noted = message.seq > old ? noteArrived(message, effects) : Result<void>(); !noted)
            return noted;
        if (auto taken = take(message, effects); !taken)
            return taken;
    }
    if (entry.gap || epochChanged || !wasAsked || entry.head > old) {
        if (auto set = m_cache.setCursor(room, entry.head); !set)
            return set;
    }
    return goLive(room, effects);
}

Result<void> Sync::goLive(const RoomId& room, Effects& effects) {
    m_live.insert(room);
    effects.live.append(room);
    const QList<ServerFrame> held = m_held.take(room);
    m_heldCount -= int(held.size());
    for (const ServerFrame& frame : held) {
        if (auto taken = take(frame, effects); !taken)
            return taken;
    }
    return {};
}

// --- parts ---

Result<void> Sync::takeNew(const Message& message, Effects& effects) {
    auto cached = m_cache.message(message.id);
    if (!cached)
        return fail(cached.error());
    // The log may hold a message twice; what is confirmed already stands.
    if (*cached && (*cached)->changeSeq != message.changeSeq) {
        if (message.sender == m_cache.self())
            effects.confirmed.insert(message.id);
    } else {
        if (auto noted = noteArrived(message, effects); !noted)
            return noted;
        if (auto taken = take(message, effects); !taken)
            return taken;
    }
    if (auto noted = noteRole(message); !noted)
        return noted;
    if (message.threadRoot) {
        auto root = modify(
            message.roomId, *message.threadRoot,
            [message](Message& cachedRoot) { return applyReply(cachedRoot, message); }, effects);
        if (!root)
            return root;
        keepForPages(message.roomId, server::MessageNew{message});
    }
    return advance(message.roomId, message.changeSeq, effects);
}

Result<void> Sync::noteArrived(const Message& message, Effects& effects) {
    if (message.sender == m_cache.self() || message.type != MessageType::Text || message.deletedAt)
        return {};
    auto seen = m_cache.seen(message.roomId);
    auto cached = m_cache.message(message.id);
    if (!seen || !cached)
        return fail(seen ? cached.error() : seen.error());
    if (*seen && **seen < message.seq && !*cached)
        effects.arrived.append(message);
    return {};
}

Result<void> Sync::take(const Message& message, Effects& effects) {
    auto put = m_cache.putMessage(message);
    if (!put)
        return fail(put.error());
    if (message.sender == m_cache.self())
        effects.confirmed.insert(message.id);
    if (*put == Cache::Change::None) {
        if (m_pages.contains(message.roomId))
            m_newer[message.roomId].insert(message.id, message);
        effects.uncached.append({message.roomId, message.id, [message](Message& old) {
                                     if (old.changeSeq >= message.changeSeq)
                                         return false;
                                     old = message;
                                     return true;
                                 }});
        return {};
    }
    MessagesChange& change = effects.messages[message.roomId];
    change.roomId = message.roomId;
    change.upserted.append(message);
    effects.senders.insert(message.sender);
    effects.changed.insert(message.roomId);
    return {};
}

void Sync::needPeople(const Room& room, Effects& effects) {
    // A direct room is called by whom it is with, also before anything was said in it.
    for (const UserId& user : room.direct)
        effects.senders.insert(user);
}

Result<void> Sync::takeRoom(const RoomView& view, Effects& effects) {
    auto put = m_cache.putRoom(view);
    if (!put)
        return fail(put.error());
    needPeople(view.room, effects);
    if (*put == Cache::Change::Added) {
        effects.added.append(view.room.id);
        noteMoved(view.room.id);
        want(view.room.id, effects);
    } else if (*put == Cache::Change::Changed) {
        effects.changed.insert(view.room.id);
    }
    return {};
}

void Sync::noteMoved(const RoomId& room) {
    if (m_asking > 0)
        m_moved.insert(room);
}

Result<void> Sync::askAgain(const RoomId& room, Effects& effects) {
    auto known = m_cache.hasRoom(room);
    if (!known)
        return fail(known.error());
    if (*known)
        want(room, effects);
    return {};
}

Result<void> Sync::discard(const RoomId& room, qint64 head, Effects& effects) {
    auto cursor = m_cache.cursor(room);
    if (!cursor)
        return fail(cursor.error());
    if (cursor->value_or(0) > 0)
        m_arrivedUpTo.insert(room, **cursor);
    if (auto gone = m_cache.discardMessages(room, head); !gone)
        return gone;
    ++m_generations[room];
    m_newer.remove(room);
    m_newerChanges.remove(room);
    MessagesChange& change = effects.messages[room];
    change.roomId = room;
    change.reset = true;
    change.upserted.clear();
    effects.changed.insert(room);
    effects.history.insert(room);
    effects.pages = true;
    return {};
}

Result<void> Sync::dropRoom(const RoomId& room, Effects& effects) {
    m_live.remove(room);
    m_wanted.remove(room);
    m_members.remove(room);
    m_counted.remove(room);
    m_arrivedUpTo.remove(room);
    noteMoved(room);
    m_heldCount -= int(m_held.take(room).size());
    ++m_generations[room];
    auto gone = m_cache.removeRoom(room);
    if (!gone)
        return fail(gone.error());
    if (*gone == Cache::Change::Changed) {
        effects.removed.append(room);
        effects.changed.remove(room);
        effects.messages.remove(room);
        effects.history.remove(room);
    }
    return {};
}

Result<void> Sync::advance(const RoomId& room, qint64 changeSeq, Effects& effects, qint64 about,
                           const std::function<void(ReadState&)>& count) {
    if (!m_live.contains(room))
        return {};
    auto followed = m_cache.follow(room, changeSeq, about, count);
    if (!followed)
        return fail(followed.error());
    if (*followed == Cache::Change::Changed)
        effects.changed.insert(room);
    return {};
}

void Sync::hold(const RoomId& room, const ServerFrame& frame) {
    m_held[room].append(frame);
    if (++m_heldCount > heldMax)
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT failed(Error(ErrorCode::TooLarge)); }, Qt::QueuedConnection);
}

void Sync::want(const RoomId& room, Effects& effects) {
    if (!m_connected || m_wanted.contains(room))
        return;
    m_wanted.insert(room);
    effects.request = true;
}

// --- telling ---

Result<void> Sync::commit(const std::function<Result<void>(Effects&)>& work) {
    Effects effects;
    const auto done = m_cache.transaction([&] { return work(effects); });
    if (!done) {
        qCWarning(lcSync) << "the cache cannot be written:" << done.error();
        Q_EMIT failed(done.error());
        return done;
    }
    tell(effects);
    return {};
}

void Sync::tell(Effects& effects) {
    if (!effects.senders.isEmpty()) {
        if (auto unknown = m_cache.unknownUsers(effects.senders); unknown && !unknown->isEmpty())
            Q_EMIT usersNeeded(*unknown);
    }
    if (!effects.users.isEmpty())
        Q_EMIT usersChanged(effects.users);
    for (const RoomId& room : std::as_const(effects.members))
        Q_EMIT membersChanged(room);
    for (const RoomId& room : std::as_const(effects.removed))
        Q_EMIT roomRemoved(room);
    for (const RoomId& room : std::as_const(effects.added)) {
        effects.changed.remove(room);
        Q_EMIT roomAdded(room);
    }
    for (MessagesChange& change : effects.messages) {
        std::sort(change.upserted.begin(), change.upserted.end(),
                  [](const Message& a, const Message& b) { return a.seq < b.seq; });
        Q_EMIT messagesChanged(change);
    }
    if (!effects.uncached.isEmpty())
        Q_EMIT uncachedChanged(effects.uncached);
    for (const RoomId& room : std::as_const(effects.history))
        Q_EMIT historyChanged(room);
    for (const RoomId& room : std::as_const(effects.changed))
        Q_EMIT roomChanged(room);
    if (!effects.arrived.isEmpty())
        Q_EMIT messagesArrived(effects.arrived);
    if (!effects.confirmed.isEmpty())
        Q_EMIT confirmed(effects.confirmed);
    for (const RoomId& room : std::as_const(effects.live))
        Q_EMIT roomBecameLive(room);
    if (effects.request)
        Q_EMIT requestNeeded();
    if (effects.pages)
        Q_EMIT pagesNeeded();
}

} // namespace parlor

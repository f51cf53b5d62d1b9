// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_reader.h"

#include "server/gateway/message_fold.h"
#include "server/gateway/present_reads.h"
#include "shared/limits.h"
#include "shared/message_changes.h"

#include <algorithm>

namespace parlor::gateway {

namespace {

const log::MessageRecord* asMessage(const Tail::Item& item) {
    return std::get_if<log::MessageRecord>(&item.event);
}

/// What the tail's record means for the counts of `reader`.
struct Count {
    ReadState& state;
    const UserId& reader;
    qint64 seq;

    void operator()(const log::MessageRecord& record) const {
        count(state, reader, log::toMessage(record, seq));
    }
    void operator()(const log::EditRecord& record) const { count(state, reader, log::toChange(record, seq)); }
    void operator()(const log::DeleteRecord& record) const {
        count(state, reader, log::toChange(record, seq));
    }
    template <typename Other>
    void operator()(const Other&) const {}
};

} // namespace

RoomReader::RoomReader(store::Store& store, Tail& tail)
    : m_store(store)
    , m_tail(tail) {}

Result<RoomView> RoomReader::view(const UserId& user, const RoomId& room, Freshness freshness) {
    if (freshness == Freshness::Present)
        m_tail.waitForEnd(room, tailDeadline);
    return untilConsistent([&]() -> Result<RoomView> {
        auto stored = m_store.roomOf(user, room);
        if (!stored)
            return fail(stored.error());
        RoomView view = std::move(stored->first);
        if (auto done = bringUpToDate(view, user, stored->second); !done)
            return fail(done.error());
        return view;
    });
}

Result<QList<RoomView>> RoomReader::views(const UserId& user) {
    m_tail.waitForEnd(tailDeadline);
    return readViews(user);
}

Result<QList<RoomView>> RoomReader::readViews(const UserId& user) {
    return untilConsistent([&]() -> Result<QList<RoomView>> {
        auto stored = m_store.roomsOf(user);
        if (!stored)
            return fail(stored.error());
        for (RoomView& view : stored->rooms) {
            if (auto done = bringUpToDate(view, user, stored->snapshot); !done)
                return fail(done.error());
        }
        return std::move(stored->rooms);
    });
}

Result<void> RoomReader::bringUpToDate(RoomView& view, const UserId& user, const store::Snapshot& snapshot) {
    const RoomId& room = view.room.id;
    log::Positions counted = snapshot.positions; // what the counts include
    if (const qint64 marker = m_tail.readMarker(user, room, view.read.seenSeq); marker != view.read.seenSeq) {
        auto unread = m_store.countUnread(room, user, marker);
        if (!unread)
            return fail(unread.error());
        // Else the client would be told of counts and then count again what the store is ahead by.
        if (!m_tail.waitFor(room, unread->snapshot, tailDeadline))
            return behindTheLog();
        view.read.seenSeq = marker;
        view.read.unread = unread->unread;
        view.read.mentions = unread->mentions;
        counted = unread->snapshot.positions;
    }
    // Since the older of the two snapshots, so that the head covers all that the newer one may have counted.
    auto items = m_tail.since(room, snapshot);
    if (!items)
        return fail(items.error());
    for (const Tail::Item& item : *items) {
        view.head = std::max(view.head, item.seq);
        if (const log::MessageRecord* record = asMessage(item))
            view.lastMessageAt = record->createdAt;
        if (item.offset < counted.value(item.where, 0))
            view.read.asOf = std::max(view.read.asOf, item.seq);
        else
            std::visit(Count{view.read, user, item.seq}, item.event);
    }
    view.read.asOf = std::max(view.read.asOf, view.head);
    return {};
}

bool RoomReader::waitForPresent() {
    return m_tail.waitForEnd(tailDeadline);
}

Result<server::Synced> RoomReader::sync(const UserId& user, const client::Sync& request,
                                        const QSet<RoomId>& streamed, bool upToDate) {
    if (auto same = checkEpoch(request.epoch); !same)
        return fail(same.error());
    auto rooms = readViews(user);
    if (!rooms)
        return fail(rooms.error());
    server::Synced synced;
    synced.epoch = m_tail.epoch();
    QSet<RoomId> present;
    for (RoomView& view : *rooms) {
        const RoomId room = view.room.id;
        if (!streamed.contains(room))
            continue; // its room:new follows
        present.insert(room);
        server::SyncedRoom one{std::move(view), {}, 0, false};
        one.head = one.room.head;
        if (const auto cursor = request.rooms.constFind(room); cursor != request.rooms.cend()) {
            if (request.epoch != synced.epoch) {
                one.gap = true;
            } else if (auto done = readChanges(one, *cursor); !done) {
                return fail(done.error());
            } else if (*cursor > one.head && !upToDate) {
                return behindTheLog();
            }
        }
        synced.rooms.append(std::move(one));
    }
    for (auto it = request.rooms.keyBegin(); it != request.rooms.keyEnd(); ++it) {
        if (!present.contains(*it))
            synced.removed.append(*it);
    }
    return synced;
}

// A client that was told of a later epoch must not be told of a gap by a gateway that has yet to hear of it.
Result<void> RoomReader::checkEpoch(qint64 asked) {
    if (asked <= m_tail.epoch())
        return {};
    auto snapshot = m_store.snapshot();
    if (!snapshot)
        return fail(snapshot.error());
    m_tail.projected(*snapshot);
    if (snapshot->epoch > m_tail.epoch())
        return fail(
            Error(ErrorCode::Unavailable, QStringLiteral("The server has begun a new epoch. Try again."))
                .withRetryAfter(1));
    return {};
}

Result<void> RoomReader::readChanges(server::SyncedRoom& synced, qint64 cursor) {
    if (cursor == synced.head)
        return {};
    return untilConsistent([&]() -> Result<void> {
        const RoomId& room = synced.room.room.id;
        auto stored = m_store.changesSince(room, cursor, limits::syncChangesMax);
        if (!stored)
            return fail(stored.error());
        auto items = m_tail.since(room, stored->snapshot);
        if (!items)
            return fail(items.error());
        qint64 head = stored->head;
        QSet<MessageId> created;
        QList<MessageId> missing; // what the tail changes and only the store has
        MessageFold fold(stored->messages);
        for (const Tail::Item& item : *items) {
            head = std::max(head, item.seq);
            if (const log::MessageRecord* record = asMessage(item))
                created.insert(record->id);
            for (const MessageId& id : changedBy(item.event)) {
                if (!fold.contains(id) && !created.contains(id) && !missing.contains(id))
                    missing.append(id);
            }
        }
        // The view was read a moment earlier: head and changes must be of one moment, counts may be older
        // (asOf says so).
        synced.head = synced.room.head = head;
        synced.changes.clear();
        synced.gap = stored->truncated || cursor > head || missing.size() > limits::syncChangesMax;
        if (synced.gap)
            return {};
        if (!missing.isEmpty()) {
            auto changed = m_store.messages(missing);
            if (!changed)
                return fail(changed.error());
            for (const Message& message : std::as_const(changed->messages))
                fold.add(message);
        }
        for (const Tail::Item& item : *items) {
            if (const log::MessageRecord* record = asMessage(item))
                fold.add(log::toMessage(*record, item.seq));
            fold.apply(item.event, item.seq);
        }
        QList<Message> changes = fold.messages();
        changes.removeIf([&](const Message& message) { return message.changeSeq <= cursor; });
        std::sort(changes.begin(), changes.end(),
                  [](const Message& a, const Message& b) { return a.changeSeq < b.changeSeq; });
        synced.gap = changes.size() > limits::syncChangesMax;
        if (!synced.gap)
            synced.changes = std::move(changes);
        return {};
    });
}

} // namespace parlor::gateway

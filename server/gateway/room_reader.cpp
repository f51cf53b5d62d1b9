// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_reader.h"

#include "shared/limits.h"

#include <QSet>

#include <algorithm>

namespace parlor::gateway {

namespace {

constexpr std::chrono::seconds tailDeadline{2};
// A read of the store that took longer than the tail holds what was projected is repeated, this often.
constexpr int attempts = 3;

bool isUnavailable(const Error& error) {
    return error.code() == ErrorCode::Unavailable;
}

/// Runs `read` until what it saw in the store and what the tail holds meet.
template <typename Read>
auto untilConsistent(Read read) -> decltype(read()) {
    auto result = read();
    for (int i = 1; i < attempts && !result && isUnavailable(result.error()); ++i)
        result = read();
    return result;
}

tl::unexpected<Error> behind() {
    return fail(Error(ErrorCode::Unavailable, QStringLiteral("The server has fallen behind its event log."))
                    .withRetryAfter(1));
}

const log::MessageRecord* asMessage(const Tail::Item& item) {
    return std::get_if<log::MessageRecord>(&item.event);
}

} // namespace

RoomReader::RoomReader(store::Store& store, Tail& tail)
    : m_store(store)
    , m_tail(tail) {}

Result<Page<Message>> RoomReader::history(const RoomId& room, const store::HistoryQuery& query) {
    m_tail.waitForEnd(room, tailDeadline);
    return untilConsistent([&]() -> Result<Page<Message>> {
        auto stored = m_store.history(room, query);
        if (!stored)
            return fail(stored.error());
        auto items = m_tail.since(room, stored->snapshot);
        if (!items)
            return fail(items.error());
        // Whatever is in the tail alone is newer than all that is stored, so it can only follow.
        QList<Message> messages = std::move(stored->messages);
        bool moreBefore = stored->moreBefore;
        bool moreAfter = stored->moreAfter;
        if (!moreAfter || !(query.after || query.around)) {
            for (const Tail::Item& item : *items) {
                const log::MessageRecord* record = asMessage(item);
                const bool wanted = record && !(query.before && item.seq >= *query.before) &&
                                    !(query.after && item.seq <= *query.after);
                if (wanted)
                    messages.append(log::toMessage(*record, item.seq));
            }
        }
        if (messages.size() > query.limit) {
            if (query.after || query.around) {
                messages.resize(query.limit);
                moreAfter = true;
            } else {
                messages.remove(0, messages.size() - query.limit);
                moreBefore = true;
            }
        }
        Page<Message> page{std::move(messages), std::nullopt};
        if (!page.items.isEmpty() && !query.around) {
            if (query.after && moreAfter)
                page.next = QString::number(page.items.constLast().seq);
            else if (!query.after && moreBefore)
                page.next = QString::number(page.items.constFirst().seq);
        }
        return page;
    });
}

Result<Message> RoomReader::message(const MessageId& id) {
    const auto look = [&]() -> Result<std::optional<Message>> {
        if (const auto found = m_tail.find(id))
            return std::optional(log::toMessage(found->record, found->seq));
        return m_store.message(id);
    };
    auto found = look();
    if (!found)
        return fail(found.error());
    if (!*found) {
        // Another gateway may have acknowledged it to somebody who now asks here.
        if (!m_tail.waitForEnd(tailDeadline))
            return behind();
        found = look();
        if (!found)
            return fail(found.error());
    }
    if (!*found)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no such message here."));
    return **found;
}

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
    log::Positions counted = snapshot.positions; // what view.read.unread includes
    if (const qint64 seen = m_tail.seen(user, room); seen > view.read.seenSeq) {
        auto unread = m_store.countUnread(room, user, seen);
        if (!unread)
            return fail(unread.error());
        view.read.seenSeq = seen;
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
        const log::MessageRecord* record = asMessage(item);
        if (!record)
            continue;
        view.lastMessageAt = record->createdAt;
        const bool unread =
            item.seq > view.read.seenSeq && record->sender != user && record->type == MessageType::Text;
        if (unread && item.offset >= counted.value(item.where, 0))
            view.read.unread = std::min(view.read.unread + 1, limits::unreadMax);
    }
    view.read.asOf = std::max(view.read.asOf, view.head);
    return {};
}

Result<server::Synced> RoomReader::sync(const UserId& user, const client::Sync& request) {
    const bool upToDate = m_tail.waitForEnd(tailDeadline);
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
        present.insert(room);
        server::SyncedRoom one{std::move(view), {}, 0, false};
        one.head = one.room.head;
        if (const auto cursor = request.rooms.constFind(room); cursor != request.rooms.cend()) {
            if (request.epoch != synced.epoch) {
                one.gap = true;
            } else if (auto done = readChanges(one, *cursor); !done) {
                return fail(done.error());
            } else if (*cursor > one.head && !upToDate) {
                return behind();
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
        QList<Message> changes = std::move(stored->messages);
        qint64 head = stored->head;
        for (const Tail::Item& item : *items) {
            head = std::max(head, item.seq);
            if (const log::MessageRecord* record = asMessage(item); record && item.seq > cursor)
                changes.append(log::toMessage(*record, item.seq));
        }
        // The view was read a moment earlier: head and changes must be of one moment, counts may be older
        // (asOf says so).
        synced.head = synced.room.head = head;
        synced.gap = stored->truncated || changes.size() > limits::syncChangesMax || cursor > head;
        synced.changes = synced.gap ? QList<Message>() : std::move(changes);
        return {};
    });
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_reader.h"

#include "server/gateway/message_fold.h"
#include "shared/limits.h"
#include "shared/message_changes.h"

#include <algorithm>
#include <functional>

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

/// What came after the snapshot of `stored`, into a page that `query` asked for.
Page<Message> completed(const store::History& stored, const std::vector<Tail::Item>& items,
                        const store::HistoryQuery& query,
                        const std::function<bool(const log::MessageRecord&)>& belongs) {
    // Whatever is in the tail alone is newer than all that is stored, so it can only follow.
    const bool around = query.around || query.at;
    const bool reachesEnd = !stored.moreAfter || !(query.after || around);
    MessageFold fold(stored.messages);
    for (const Tail::Item& item : items) {
        const log::MessageRecord* record = asMessage(item);
        if (record && reachesEnd && belongs(*record) && !(query.before && item.seq >= *query.before) &&
            !(query.after && item.seq <= *query.after))
            fold.add(log::toMessage(*record, item.seq));
        fold.apply(item.event, item.seq);
    }
    QList<Message> messages = fold.messages();
    bool moreBefore = stored.moreBefore;
    bool moreAfter = stored.moreAfter;
    if (messages.size() > query.limit) {
        if (around) {
            // What was asked for may be in the tail, further on than the store's half of the page reaches.
            const auto target = std::find_if(messages.cbegin(), messages.cend(), [&](const Message& message) {
                return query.at ? message.createdAt >= *query.at : message.seq >= *query.around;
            });
            const qsizetype first = std::clamp<qsizetype>(target - messages.cbegin() - query.limit / 2, 0,
                                                          messages.size() - query.limit);
            moreBefore = moreBefore || first > 0;
            moreAfter = moreAfter || first + query.limit < messages.size();
            messages = messages.mid(first, query.limit);
        } else if (query.after) {
            messages.resize(query.limit);
            moreAfter = true;
        } else {
            messages.remove(0, messages.size() - query.limit);
            moreBefore = true;
        }
    }
    Page<Message> page{std::move(messages), std::nullopt};
    if (!page.items.isEmpty() && !around) {
        if (query.after && moreAfter)
            page.next = QString::number(page.items.constLast().seq);
        else if (!query.after && moreBefore)
            page.next = QString::number(page.items.constFirst().seq);
    }
    return page;
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

Result<Page<Message>> RoomReader::history(const RoomId& room, const store::HistoryQuery& query, qint64 asOf) {
    // Whoever was told by another gateway how far the room is would take what this one lacks for nothing.
    if (!m_tail.waitForEnd(room, tailDeadline) && !m_tail.hasReached(room, asOf))
        return behind();
    return untilConsistent([&]() -> Result<Page<Message>> {
        auto stored = m_store.history(room, query);
        if (!stored)
            return fail(stored.error());
        auto items = m_tail.since(room, stored->snapshot);
        if (!items)
            return fail(items.error());
        return completed(*stored, *items, query, [](const auto&) { return true; });
    });
}

Result<Page<Message>> RoomReader::thread(const RoomId& room, const MessageId& root,
                                         const store::HistoryQuery& query) {
    m_tail.waitForEnd(room, tailDeadline);
    return untilConsistent([&]() -> Result<Page<Message>> {
        auto stored = m_store.thread(root, query);
        if (!stored)
            return fail(stored.error());
        auto items = m_tail.since(room, stored->snapshot);
        if (!items)
            return fail(items.error());
        return completed(*stored, *items, query,
                         [&](const log::MessageRecord& record) { return record.threadRoot == root; });
    });
}

Result<std::optional<Message>> RoomReader::present(const MessageId& id) {
    return untilConsistent([&]() -> Result<std::optional<Message>> {
        if (auto held = m_tail.present(id))
            return held;
        auto stored = m_store.messages({id});
        if (!stored)
            return fail(stored.error());
        if (stored->messages.isEmpty())
            return std::nullopt;
        Message& message = stored->messages.first();
        auto changes = m_tail.changesOf({id}, message.roomId, stored->snapshot);
        if (!changes)
            return fail(changes.error());
        for (const Tail::Item& change : *changes)
            applyChange(message, change.event, change.seq);
        return std::optional(message);
    });
}

Result<Message> RoomReader::message(const MessageId& id) {
    // Another gateway may have acknowledged it, or a change of it, to somebody who now asks here.
    const bool upToDate = m_tail.waitForEnd(tailDeadline);
    auto found = present(id);
    if (!found)
        return fail(found.error());
    if (!*found && !upToDate)
        return behind();
    if (!*found)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no such message here."));
    return **found;
}

Result<QList<MessageVersion>> RoomReader::versions(const Message& message) {
    return untilConsistent([&]() -> Result<QList<MessageVersion>> {
        auto before = m_store.messages({message.id});
        auto stored = before ? m_store.versions(message.id) : fail(before.error());
        auto after = stored ? m_store.messages({message.id}) : fail(stored.error());
        if (!after)
            return fail(after.error());
        std::optional<Message> present;
        if (after->messages.isEmpty()) {
            if (const auto found = m_tail.find(message.id))
                present = log::toMessage(found->record, found->seq);
        } else {
            present = after->messages.constFirst();
        }
        // An edit that was stored in between would be told twice, or not at all.
        const bool changed = before->messages.isEmpty() != after->messages.isEmpty() ||
                             (!before->messages.isEmpty() &&
                              before->messages.constFirst().contentSeq() != present->contentSeq());
        if (!present || changed)
            return fail(ErrorCode::Unavailable);
        auto changes = m_tail.changesOf({message.id}, message.roomId, after->snapshot);
        if (!changes)
            return fail(changes.error());
        QList<MessageVersion> versions = std::move(*stored);
        for (const Tail::Item& change : *changes) {
            const MessageVersion said{present->content, present->editedAt.value_or(present->createdAt)};
            if (applyChange(*present, change.event, change.seq) && present->editSeq == change.seq)
                versions.append(said);
        }
        if (present->deletedAt)
            versions.clear();
        if (versions.size() > limits::editVersionsMax)
            versions.remove(0, versions.size() - limits::editVersionsMax);
        return versions;
    });
}

Result<QList<Message>> RoomReader::pinned(const RoomId& room) {
    m_tail.waitForEnd(room, tailDeadline);
    return untilConsistent([&]() -> Result<QList<Message>> {
        auto stored = m_store.pinned(room);
        if (!stored)
            return fail(stored.error());
        auto items = m_tail.since(room, stored->snapshot);
        if (!items)
            return fail(items.error());
        MessageFold fold(stored->messages);
        for (const Tail::Item& item : *items) {
            const auto* pin = std::get_if<log::PinRecord>(&item.event);
            if (!pin || fold.contains(pin->id))
                continue;
            auto message = present(pin->id);
            if (!message)
                return fail(message.error());
            if (*message)
                fold.add(**message);
        }
        for (const Tail::Item& item : *items)
            fold.apply(item.event, item.seq);
        QList<Message> messages = fold.messages();
        messages.removeIf([](const Message& message) { return !message.pinned; });
        std::stable_sort(messages.begin(), messages.end(),
                         [](const Message& a, const Message& b) { return a.pinned->at > b.pinned->at; });
        return messages;
    });
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
    log::Positions counted = snapshot.positions; // what the counts include
    if (const qint64 marker = m_tail.readMarker(user, room, view.read.seenSeq); marker != view.read.seenSeq) {
        auto unread = m_store.countUnread(room, user, marker);
        if (!unread)
            return fail(unread.error());
        // Else the client would be told of counts and then count again what the store is ahead by.
        if (!m_tail.waitFor(room, unread->snapshot, tailDeadline))
            return behind();
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

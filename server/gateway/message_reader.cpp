// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_reader.h"

#include "server/gateway/message_fold.h"
#include "server/gateway/present_reads.h"
#include "shared/limits.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace parlor::gateway {

namespace {

/// What came after the snapshot of `stored`, into a page that `query` asked for.
Page<Message> completed(const store::History& stored, const std::vector<Tail::Item>& items,
                        const store::HistoryQuery& query,
                        const std::function<bool(const log::MessageRecord&)>& belongs) {
    // Whatever is in the tail alone is newer than all that is stored, so it can only follow.
    const bool around = query.around || query.at;
    const bool reachesEnd = !stored.moreAfter || !(query.after || around);
    MessageFold fold(stored.messages);
    for (const Tail::Item& item : items) {
        const auto* record = std::get_if<log::MessageRecord>(&item.event);
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

} // namespace

MessageReader::MessageReader(store::Store& store, Tail& tail)
    : m_store(store)
    , m_tail(tail) {}

Result<Page<Message>> MessageReader::history(const RoomId& room, const store::HistoryQuery& query,
                                             qint64 asOf) {
    // Whoever was told by another gateway how far the room is would take what this one lacks for nothing.
    if (!m_tail.waitForEnd(room, tailDeadline) && !m_tail.hasReached(room, asOf))
        return behindTheLog();
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

Result<Page<Message>> MessageReader::thread(const RoomId& room, const MessageId& root,
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

Result<std::optional<Message>> MessageReader::present(const MessageId& id) {
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

Result<Message> MessageReader::message(const MessageId& id) {
    // Another gateway may have acknowledged it, or a change of it, to somebody who now asks here.
    const bool upToDate = m_tail.waitForEnd(tailDeadline);
    auto found = present(id);
    if (!found)
        return fail(found.error());
    if (!*found && !upToDate)
        return behindTheLog();
    if (!*found)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no such message here."));
    return **found;
}

Result<QList<MessageVersion>> MessageReader::versions(const Message& message) {
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

Result<QList<Message>> MessageReader::pinned(const RoomId& room) {
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
        // As the store has them, also of one millisecond.
        std::sort(messages.begin(), messages.end(), [](const Message& a, const Message& b) {
            return std::tuple(a.pinned->at, a.seq) > std::tuple(b.pinned->at, b.seq);
        });
        return messages;
    });
}

} // namespace parlor::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Sync that takes changes of messages: edits, deletions, reactions, pins.
#include "client/core/sync.h"
#include "shared/message_changes.h"

namespace parlor {

namespace {

/// Does to `message` what a kept frame says, if it is about it.
void applyKept(Message& message, const ServerFrame& frame) {
    std::visit(
        [&](const auto& event) {
            if constexpr (requires { apply(message, event); }) {
                if (event.messageId == message.id)
                    (void)apply(message, event);
            }
        },
        frame);
    if (const auto* reply = std::get_if<server::MessageNew>(&frame);
        reply && reply->message.threadRoot == message.id)
        (void)applyReply(message, reply->message);
    if (const auto* gone = std::get_if<server::MessageDelete>(&frame); gone && gone->threadRoot == message.id)
        (void)applyReplyDeleted(message, *gone);
}

} // namespace

template <typename Change>
Result<void> Sync::takeChange(const Change& change, Effects& effects) {
    if (!m_live.contains(change.roomId)) {
        hold(change.roomId, change);
        return {};
    }
    auto done = modify(
        change.roomId, change.messageId,
        [change](Message& message) { return parlor::apply(message, change); }, effects);
    if (!done)
        return done;
    keepForPages(change.roomId, change);
    // Edits and deletions change what is counted.
    if constexpr (requires(ReadState & state) { parlor::count(state, m_cache.self(), change); })
        return advance(change.roomId, change.changeSeq, effects, change.seq,
                       [&](ReadState& state) { parlor::count(state, m_cache.self(), change); });
    else
        return advance(change.roomId, change.changeSeq, effects);
}

Result<void> Sync::on(const server::MessageUpdate& frame, Effects& effects) {
    return takeChange(frame, effects);
}

Result<void> Sync::on(const server::MessageDelete& frame, Effects& effects) {
    if (frame.threadRoot && m_live.contains(frame.roomId)) {
        auto root = modify(
            frame.roomId, *frame.threadRoot,
            [frame](Message& message) { return applyReplyDeleted(message, frame); }, effects);
        if (!root)
            return root;
    }
    return takeChange(frame, effects);
}

Result<void> Sync::on(const server::ReactionUpdate& frame, Effects& effects) {
    return takeChange(frame, effects);
}

Result<void> Sync::on(const server::MessagePin& frame, Effects& effects) {
    return takeChange(frame, effects);
}

Result<void> Sync::modify(const RoomId& room, const MessageId& id, const std::function<bool(Message&)>& apply,
                          Effects& effects) {
    auto cached = m_cache.message(id);
    if (!cached)
        return fail(cached.error());
    if (!*cached) {
        // Above what is fetched, or below it: it comes as it is then. A window of the past may show it now.
        effects.uncached.append({room, id, apply});
        return {};
    }
    Message message = **cached;
    return apply(message) ? take(message, effects) : Result<void>();
}

void Sync::keepForPages(const RoomId& room, const ServerFrame& frame) {
    if (m_pages.contains(room))
        m_newerChanges[room].append(frame);
}

void Sync::applyNewer(const RoomId& room, QList<Message>& page) const {
    const QHash<MessageId, Message> newer = m_newer.value(room);
    const QList<ServerFrame> changes = m_newerChanges.value(room);
    for (Message& message : page) {
        const auto found = newer.constFind(message.id);
        if (found != newer.constEnd() && found->changeSeq > message.changeSeq)
            message = *found;
        for (const ServerFrame& change : changes)
            applyKept(message, change);
    }
}

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/message_changes.h"

#include "shared/limits.h"

#include <algorithm>

namespace parlor {

namespace {

bool isOld(const Message& message, qint64 changeSeq) {
    return changeSeq <= message.changeSeq;
}

void add(int& count, int change) {
    // At the limit it means "this many or more", from which nothing can be taken.
    if (change > 0 || count < limits::unreadMax)
        count = std::clamp(count + change, 0, limits::unreadMax);
}

/// Whether a message at `seq` from `sender` counts as unread for `reader`.
bool counts(const ReadState& state, const UserId& reader, qint64 seq, const UserId& sender) {
    return seq > state.seenSeq && sender != reader;
}

} // namespace

bool apply(Message& message, const server::MessageUpdate& change) {
    if (isOld(message, change.changeSeq) || message.deletedAt)
        return false;
    message.content = change.content;
    message.mentions = change.mentions;
    message.editedAt = change.editedAt;
    message.editSeq = message.changeSeq = change.changeSeq;
    return true;
}

bool apply(Message& message, const server::MessageDelete& change) {
    if (isOld(message, change.changeSeq) || message.deletedAt)
        return false;
    message.content.clear();
    message.mentions = {};
    message.reactions.clear();
    message.pinned.reset();
    message.deletedAt = change.deletedAt;
    message.changeSeq = change.changeSeq;
    return true;
}

bool apply(Message& message, const server::ReactionUpdate& change) {
    if (isOld(message, change.changeSeq) || message.deletedAt)
        return false;
    QList<Reaction>& reactions = message.reactions;
    const auto found = std::find_if(reactions.begin(), reactions.end(),
                                    [&](const Reaction& one) { return one.emoji == change.emoji; });
    const bool has = found != reactions.end() && found->users.contains(change.userId);
    if (has == change.added)
        return false;
    if (!change.added) {
        found->users.removeOne(change.userId);
        if (found->users.isEmpty())
            reactions.erase(found);
    } else if (found != reactions.end()) {
        found->users.append(change.userId);
    } else {
        reactions.append({change.emoji, {change.userId}});
    }
    message.changeSeq = change.changeSeq;
    return true;
}

bool apply(Message& message, const server::MessagePin& change) {
    if (isOld(message, change.changeSeq) || message.deletedAt ||
        message.pinned.has_value() == change.pinned.has_value())
        return false;
    message.pinned = change.pinned;
    message.changeSeq = change.changeSeq;
    return true;
}

bool applyReply(Message& root, const Message& reply) {
    if (isOld(root, reply.seq))
        return false;
    if (!root.thread)
        root.thread = Thread{};
    ++root.thread->count;
    root.thread->lastSeq = reply.seq;
    root.thread->lastAt = reply.createdAt;
    root.changeSeq = reply.seq;
    return true;
}

bool applyReplyDeleted(Message& root, const server::MessageDelete& change) {
    if (isOld(root, change.changeSeq) || !root.thread || root.thread->count == 0)
        return false;
    --root.thread->count;
    root.changeSeq = change.changeSeq;
    return true;
}

void count(ReadState& state, const UserId& reader, const Message& message) {
    if (message.seq <= state.asOf)
        return;
    state.asOf = message.seq;
    if (message.type != MessageType::Text || message.deletedAt ||
        !counts(state, reader, message.seq, message.sender))
        return;
    add(state.unread, 1);
    if (message.mentions.contains(reader))
        add(state.mentions, 1);
}

void count(ReadState& state, const UserId& reader, const server::MessageUpdate& change) {
    if (change.changeSeq <= state.asOf)
        return;
    state.asOf = change.changeSeq;
    if (counts(state, reader, change.seq, change.sender))
        add(state.mentions,
            int(change.mentions.contains(reader)) - int(change.formerMentions.contains(reader)));
}

void count(ReadState& state, const UserId& reader, const server::MessageDelete& change) {
    if (change.changeSeq <= state.asOf)
        return;
    state.asOf = change.changeSeq;
    if (change.type != MessageType::Text || !counts(state, reader, change.seq, change.sender))
        return;
    add(state.unread, -1);
    if (change.formerMentions.contains(reader))
        add(state.mentions, -1);
}

} // namespace parlor

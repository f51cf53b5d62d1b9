// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/pending_changes.h"

#include "shared/message_changes.h"

#include <algorithm>

namespace parlor {

namespace {

bool hasReaction(const Message& message, const QString& emoji, const UserId& user) {
    return std::any_of(message.reactions.cbegin(), message.reactions.cend(),
                       [&](const Reaction& one) { return one.emoji == emoji && one.users.contains(user); });
}

/// As the server will say it, but for the seq, which nobody knows yet: one above what the message has.
bool applyPending(Message& message, const OutboxEntry& change, const UserId& self) {
    const qint64 changeSeq = message.changeSeq + 1;
    switch (change.kind) {
    case OutboxKind::Message:
        return false;
    case OutboxKind::Edit: {
        server::MessageUpdate update;
        update.changeSeq = changeSeq;
        update.content = change.content;
        update.mentions = message.mentions;
        update.editedAt = change.createdAt;
        return apply(message, update);
    }
    case OutboxKind::Delete: {
        server::MessageDelete gone;
        gone.changeSeq = changeSeq;
        gone.deletedAt = change.createdAt;
        return apply(message, gone);
    }
    case OutboxKind::React:
    case OutboxKind::Unreact: {
        server::ReactionUpdate reaction;
        reaction.changeSeq = changeSeq;
        reaction.userId = self;
        reaction.emoji = change.content;
        reaction.added = change.kind == OutboxKind::React;
        return apply(message, reaction);
    }
    case OutboxKind::Pin:
    case OutboxKind::Unpin: {
        server::MessagePin pin;
        pin.changeSeq = changeSeq;
        if (change.kind == OutboxKind::Pin)
            pin.pinned = Pin{self, change.createdAt};
        return apply(message, pin);
    }
    }
    return false;
}

} // namespace

ShownMessage withPending(const Message& message, const QList<OutboxEntry>& changes, const UserId& self) {
    ShownMessage shown{message};
    for (const OutboxEntry& change : changes) {
        if (change.messageId != message.id || change.kind == OutboxKind::Message)
            continue;
        const bool failed = change.state == OutboxState::Failed;
        if (change.kind == OutboxKind::Edit || change.kind == OutboxKind::Delete) {
            if (!failed)
                shown.pending = true;
            shown.change = change;
        }
        if (!failed)
            (void)applyPending(shown.message, change, self);
    }
    // It compares with what the server says of it as before.
    shown.message.changeSeq = message.changeSeq;
    shown.message.editSeq = message.editSeq;
    return shown;
}

bool hasChange(const Message& message, const OutboxEntry& change, const UserId& self) {
    if (message.deletedAt)
        return true;
    switch (change.kind) {
    case OutboxKind::Message:
        return message.id == change.messageId;
    case OutboxKind::Edit:
        return message.content == change.content;
    case OutboxKind::Delete:
        return false;
    case OutboxKind::React:
        return hasReaction(message, change.content, self);
    case OutboxKind::Unreact:
        return !hasReaction(message, change.content, self);
    case OutboxKind::Pin:
        return message.pinned.has_value();
    case OutboxKind::Unpin:
        return !message.pinned.has_value();
    }
    return false;
}

} // namespace parlor

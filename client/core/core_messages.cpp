// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Core that writes: messages, their changes, what was read.
#include "client/core/core_private.h"
#include "shared/codec.h"

namespace parlor {

void Core::sendMessage(const RoomId& room, const QString& content, const std::optional<MessageId>& replyTo,
                       QObject* context, Done<OutboxEntry> done) {
    if (auto checked = checkMessageContent(content); !checked) {
        d->refuse(checked.error(), context, std::move(done));
        return;
    }
    d->run([room, content, replyTo, report = d->here(context, std::move(done))](Engine& engine) {
        engine.sendMessage(room, content, replyTo, report);
    });
}

void Core::retryMessage(const TempId& message) {
    d->run([message](Engine& engine) { engine.retryMessage(message); });
}

void Core::discardMessage(const TempId& message) {
    d->run([message](Engine& engine) { engine.discardMessage(message); });
}

void Core::markSeen(const RoomId& room, qint64 seq) {
    d->run([room, seq](Engine& engine) { engine.markSeen(room, seq); });
}

void Core::markUnread(const RoomId& room, qint64 seq) {
    d->run([room, seq](Engine& engine) { engine.markUnread(room, seq); });
}

// --- changes of messages ---

void Core::editMessage(const RoomId& room, const MessageId& message, const QString& content, QObject* context,
                       Done<OutboxEntry> done) {
    if (auto checked = checkMessageContent(content); !checked) {
        d->refuse(checked.error(), context, std::move(done));
        return;
    }
    d->run([room, message, content, report = d->here(context, std::move(done))](Engine& engine) {
        engine.editMessage(room, message, content, report);
    });
}

void Core::deleteMessage(const RoomId& room, const MessageId& message, QObject* context,
                         Done<OutboxEntry> done) {
    d->run([room, message, report = d->here(context, std::move(done))](Engine& engine) {
        engine.deleteMessage(room, message, undoTime, report);
    });
}

void Core::setReaction(const RoomId& room, const MessageId& message, const QString& emoji, bool on) {
    d->run([room, message, emoji, on](Engine& engine) { engine.setReaction(room, message, emoji, on); });
}

void Core::setPinned(const RoomId& room, const MessageId& message, bool pinned) {
    d->run([room, message, pinned](Engine& engine) { engine.setPinned(room, message, pinned); });
}

// --- what holds for the moment ---

void Core::setTyping(const RoomId& room, bool typing) {
    d->run([room, typing](Engine& engine) { engine.setTyping(room, typing); });
}

void Core::setPresence(PresenceStatus status) {
    d->run([status](Engine& engine) { engine.setPresence(status); });
}

// --- what stays on this device ---

void Core::setPreferences(const RoomId& room, const RoomPreferences& preferences) {
    d->run([room, preferences](Engine& engine) { engine.setPreferences(room, preferences); });
}

void Core::setDraft(const RoomId& room, const std::optional<MessageId>& thread, const QString& text) {
    d->run([room, thread, text](Engine& engine) { engine.setDraft(room, thread, text); });
}

} // namespace parlor

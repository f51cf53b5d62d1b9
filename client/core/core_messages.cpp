// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Core that writes: messages, their changes, what was read.
#include "client/core/core_private.h"
#include "shared/codec.h"

namespace parlor {

void Core::Private::wireNews() {
    const Engine* from = engine.get();
    connect(from, &Engine::usersChanged, &news, &News::noteUsers);
    connect(from, &Engine::membersChanged, &news, &News::noteMembers);
    connect(from, &Engine::messagesChanged, &news, &News::noteMessages);
    connect(from, &Engine::uncachedChanged, &news, &News::noteUncached);
    connect(from, &Engine::historyChanged, &news, &News::noteHistory);
    connect(from, &Engine::roomChanged, &news, &News::noteRoom);
    connect(from, &Engine::messagesArrived, &news, &News::noteArrived);
    connect(&news, &News::usersChanged, q, &Core::usersChanged);
    connect(&news, &News::membersChanged, q, &Core::membersChanged);
    connect(&news, &News::messagesChanged, q, &Core::messagesChanged);
    connect(&news, &News::uncachedChanged, q, &Core::uncachedChanged);
    connect(&news, &News::historyChanged, q, &Core::historyChanged);
    connect(&news, &News::roomChanged, q, &Core::roomChanged);
    connect(&news, &News::cursorsChanged, q, &Core::memberCursorsChanged);
    connect(&news, &News::messagesArrived, q, &Core::messagesArrived);
    // What one does oneself is not held back, and what is not gathered overtakes nothing.
    connect(from, &Engine::roomAdded, q, [this](const RoomId& room) {
        news.flush();
        Q_EMIT q->roomAdded(room);
    });
    connect(from, &Engine::roomRemoved, q, [this](const RoomId& room) {
        news.flush();
        Q_EMIT q->roomRemoved(room);
    });
    connect(from, &Engine::outboxChanged, q, [this](const OutboxChange& change) {
        news.flush();
        Q_EMIT q->outboxChanged(change);
    });
    connect(from, &Engine::changeRefused, q, [this](const OutboxEntry& entry, const Error& error) {
        news.flush();
        Q_EMIT q->changeRefused(entry, error);
    });
}

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

// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Engine that writes: messages, their changes, what was read.
#include "client/core/engine.h"
#include "client/core/engine_private.h"

#include <QLoggingCategory>

namespace parlor {

namespace {

template <typename T>
void answer(const Result<T>& result, const Done<T>& done) {
    if (result)
        done(*result);
    else
        done(tl::unexpected(failureOf(result.error())));
}

void warn(const char* what, const Error& error) {
    qCWarning(lcEngine) << "cannot keep" << what << error;
}

} // namespace

void Engine::sendMessage(const RoomId& room, const QString& content, const std::optional<MessageId>& replyTo,
                         Done<OutboxEntry> done) {
    if (!m_files) {
        done(tl::unexpected(notOpen()));
        return;
    }
    m_files->self->sent(room);
    answer(m_files->outbox->add(room, content, replyTo), done);
}

void Engine::editMessage(const RoomId& room, const MessageId& message, const QString& content,
                         Done<OutboxEntry> done) {
    if (m_files)
        answer(m_files->outbox->edit(room, message, content), done);
    else
        done(tl::unexpected(notOpen()));
}

void Engine::deleteMessage(const RoomId& room, const MessageId& message, std::chrono::milliseconds hold,
                           Done<OutboxEntry> done) {
    if (m_files)
        answer(m_files->outbox->deleteMessage(room, message, hold), done);
    else
        done(tl::unexpected(notOpen()));
}

void Engine::setReaction(const RoomId& room, const MessageId& message, const QString& emoji, bool on) {
    if (!m_files)
        return;
    if (auto kept = m_files->outbox->react(room, message, emoji, on); !kept)
        warn("a reaction:", kept.error());
}

void Engine::setPinned(const RoomId& room, const MessageId& message, bool pinned) {
    if (!m_files)
        return;
    if (auto kept = m_files->outbox->pin(room, message, pinned); !kept)
        warn("a pin:", kept.error());
}

void Engine::retryMessage(const TempId& message) {
    if (m_files)
        m_files->outbox->retry(message);
}

void Engine::discardMessage(const TempId& message) {
    if (m_files)
        m_files->outbox->discard(message);
}

void Engine::markSeen(const RoomId& room, qint64 seq) {
    if (m_files)
        m_files->markers->mark(room, seq);
}

void Engine::markUnread(const RoomId& room, qint64 seq) {
    if (m_files)
        m_files->markers->markBack(room, seq);
}

// --- what holds for the moment ---

void Engine::setTyping(const RoomId& room, bool typing) {
    if (m_files)
        m_files->self->setTyping(room, typing);
}

void Engine::setPresence(PresenceStatus status) {
    m_presence = status;
    if (m_files)
        m_files->self->setPresence(status);
}

// --- what stays on this device ---

void Engine::setPreferences(const RoomId& room, const RoomPreferences& preferences) {
    if (!m_files)
        return;
    if (auto kept = m_files->local->setPreferences(room, preferences); !kept)
        warn("preferences:", kept.error());
    else if (*kept)
        Q_EMIT roomChanged(room);
}

void Engine::setDraft(const RoomId& room, const std::optional<MessageId>& thread, const QString& text) {
    if (!m_files)
        return;
    if (auto kept = m_files->local->setDraft(room, thread, text); !kept)
        warn("a draft:", kept.error());
    else if (*kept)
        Q_EMIT roomChanged(room);
}

void Engine::forgetLocal(const RoomId& room) {
    if (auto gone = m_files->local->forgetRoom(room); !gone)
        warn("that a room is gone:", gone.error());
}

} // namespace parlor

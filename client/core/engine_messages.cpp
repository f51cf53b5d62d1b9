// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Engine that writes: messages, their changes, what was read.
#include "client/core/engine.h"
#include "client/core/engine_private.h"

namespace parlor {

void Engine::sendMessage(const RoomId& room, const QString& content, const std::optional<MessageId>& replyTo,
                         Done<OutboxEntry> done) {
    if (!m_files) {
        done(tl::unexpected(notOpen()));
        return;
    }
    const auto entry = m_files->outbox->add(room, content, replyTo);
    if (entry)
        done(*entry);
    else
        done(tl::unexpected(failureOf(entry.error())));
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

} // namespace parlor

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

} // namespace parlor

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/message_changes.h"
#include "tests/shared/samples.h"

/// A message and what becomes of it, for tests of what changes do.
namespace parlor::test {

inline const UserId ann = UserId::create();
inline const UserId ben = UserId::create();
inline const RoomId room = RoomId::create();
inline const QDateTime noon = samples::time();

/// What Ann wrote, at seq 10.
inline Message text() {
    Message message;
    message.id = samples::messageId();
    message.roomId = room;
    message.seq = message.changeSeq = 10;
    message.sender = ann;
    message.content = QStringLiteral("first");
    message.createdAt = noon;
    return message;
}

inline server::MessageUpdate edit(qint64 changeSeq, const char* content = "edited", Mentions mentions = {},
                                  Mentions former = {}) {
    return {room, samples::messageId(), 10, changeSeq, ann, QLatin1String(content), mentions, former, noon};
}
inline server::MessageDelete deletion(qint64 changeSeq, Mentions former = {}) {
    return {room, samples::messageId(), 10, changeSeq, ann, ben, MessageType::Text, former, {}, noon};
}

} // namespace parlor::test

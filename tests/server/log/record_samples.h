// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/record_codec.h"

#include <QTimeZone>

/// A record of every kind, for tests.
namespace parlor::test::samples {

using namespace parlor::log;

inline const UserId ann(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000001}")));
inline const RoomId lounge(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000002}")));
inline const TempId tempId(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000003}")));
inline const SessionId session(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000004}")));
inline const QDateTime noon(QDate(2026, 1, 31), QTime(12, 0, 0, 123), QTimeZone::utc());

inline const User annUser{ann, QStringLiteral("ann"), QStringLiteral("Ann \u00c5"), false};
inline const Room loungeRoom{lounge, QStringLiteral("Lounge"), RoomKind::Private, QStringLiteral("talk"), 3,
                             noon};
inline const MessageRecord message{messageIdFor(ann, lounge, tempId),
                                   lounge,
                                   ann,
                                   tempId,
                                   MessageType::Text,
                                   QStringLiteral("Gr\u00fc\u00dfe \U0001F600\n\"x\""),
                                   noon,
                                   std::nullopt};

inline const UserId ben(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000005}")));
inline const OpId opId(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000006}")));
inline const MessageId root(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000007}")));
inline const MessageId id(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000008}")));
inline const Mentions benAndAll{{ben}, true};
inline const EditRecord editRecord{
    id, lounge, opId, 40, 38, ann, QStringLiteral("bett\u00e9r"), benAndAll, {{ann, ben}, false}, noon};
inline const DeleteRecord deleteRecord{id,        lounge, 40,  38, ann, ben, MessageType::System,
                                       benAndAll, root,   noon};
inline const ReactionRecord reactionRecord{id, lounge, ben, QStringLiteral("\U0001F44D"), true};
inline const PinRecord pinRecord{id, lounge, Pin{ben, noon}};
inline const BanRecord banRecord{lounge, ben, ann, true, noon, 4};

inline MessageRecord systemRecord() {
    MessageRecord record = message;
    record.type = MessageType::System;
    record.content = QStringLiteral("Ben was added.");
    record.system = SystemEvent{SystemKind::MemberAdded, ben, QStringLiteral("x \"y\"")};
    record.mentions = benAndAll;
    record.replyTo = id;
    record.threadRoot = root;
    return record;
}

} // namespace parlor::test::samples

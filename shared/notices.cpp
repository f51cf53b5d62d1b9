// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/notices.h"

#include "shared/codec.h"

namespace parlor {

namespace {

QString roleText(const QString& role) {
    const auto article = role == toString(RoomRole::Owner) ? QStringLiteral("an ") : QStringLiteral("a ");
    return article + role;
}

} // namespace

QString noticeText(const SystemEvent& event, const QString& actor, const QString& user) {
    switch (event.kind) {
    case SystemKind::RoomCreated:
        return QStringLiteral("%1 created the room \"%2\"").arg(actor, event.text);
    case SystemKind::MemberJoined:
        return QStringLiteral("%1 joined").arg(actor);
    case SystemKind::MemberAdded:
        return QStringLiteral("%1 added %2").arg(actor, user);
    case SystemKind::MemberLeft:
        return QStringLiteral("%1 left").arg(actor);
    case SystemKind::MemberRemoved:
        return QStringLiteral("%1 removed %2").arg(actor, user);
    case SystemKind::MemberBanned:
        return QStringLiteral("%1 banned %2").arg(actor, user);
    case SystemKind::RoleChanged:
        return QStringLiteral("%1 made %2 %3").arg(actor, user, roleText(event.text));
    case SystemKind::RoomRenamed:
        return QStringLiteral("%1 renamed the room to \"%2\"").arg(actor, event.text);
    case SystemKind::TopicChanged:
        return event.text.isEmpty() ? QStringLiteral("%1 took the topic away").arg(actor)
                                    : QStringLiteral("%1 set the topic: %2").arg(actor, event.text);
    case SystemKind::KindChanged:
        return QStringLiteral("%1 made the room %2").arg(actor, event.text);
    case SystemKind::RoomArchived:
        return QStringLiteral("%1 archived the room").arg(actor);
    case SystemKind::RoomUnarchived:
        return QStringLiteral("%1 opened the room again").arg(actor);
    case SystemKind::MessagePinned:
        return QStringLiteral("%1 pinned a message").arg(actor);
    }
    Q_UNREACHABLE();
    return {};
}

} // namespace parlor

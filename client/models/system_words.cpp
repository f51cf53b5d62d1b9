// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/system_words.h"

#include "shared/codec.h"

#include <QCoreApplication>

namespace parlor::words {

namespace {

struct Notices {
    Q_DECLARE_TR_FUNCTIONS(Notices)
};

QString newRole(const QString& role, const QString& actor, const QString& user) {
    if (role == toString(RoomRole::Owner))
        return Notices::tr("%1 made %2 an owner").arg(actor, user);
    if (role == toString(RoomRole::Moderator))
        return Notices::tr("%1 made %2 a moderator").arg(actor, user);
    return Notices::tr("%1 made %2 a member").arg(actor, user);
}

} // namespace

QString notice(const SystemEvent& event, const QString& actor, const QString& user) {
    switch (event.kind) {
    case SystemKind::RoomCreated:
        return event.text.isEmpty() ? Notices::tr("%1 made this room").arg(actor)
                                    : Notices::tr("%1 made the room “%2”").arg(actor, event.text);
    case SystemKind::MemberJoined:
        return Notices::tr("%1 joined").arg(actor);
    case SystemKind::MemberAdded:
        return Notices::tr("%1 added %2").arg(actor, user);
    case SystemKind::MemberLeft:
        return Notices::tr("%1 left").arg(actor);
    case SystemKind::MemberRemoved:
        return Notices::tr("%1 removed %2").arg(actor, user);
    case SystemKind::MemberBanned:
        return Notices::tr("%1 banned %2").arg(actor, user);
    case SystemKind::RoleChanged:
        return newRole(event.text, actor, user);
    case SystemKind::RoomRenamed:
        return Notices::tr("%1 renamed the room to “%2”").arg(actor, event.text);
    case SystemKind::TopicChanged:
        return event.text.isEmpty() ? Notices::tr("%1 took the topic away").arg(actor)
                                    : Notices::tr("%1 set the topic: %2").arg(actor, event.text);
    case SystemKind::KindChanged:
        return event.text == toString(RoomKind::Public) ? Notices::tr("%1 made the room public").arg(actor)
                                                        : Notices::tr("%1 made the room private").arg(actor);
    case SystemKind::RoomArchived:
        return Notices::tr("%1 archived the room").arg(actor);
    case SystemKind::RoomUnarchived:
        return Notices::tr("%1 opened the room again").arg(actor);
    case SystemKind::MessagePinned:
        return Notices::tr("%1 pinned a message").arg(actor);
    }
    return {};
}

} // namespace parlor::words

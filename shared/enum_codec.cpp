// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"

namespace parlor {

QString toString(RoomKind kind) {
    switch (kind) {
    case RoomKind::Public:
        return QStringLiteral("public");
    case RoomKind::Private:
        return QStringLiteral("private");
    case RoomKind::Direct:
        return QStringLiteral("direct");
    }
    Q_UNREACHABLE();
    return {};
}

QString toString(RoomRole role) {
    switch (role) {
    case RoomRole::Member:
        return QStringLiteral("member");
    case RoomRole::Moderator:
        return QStringLiteral("moderator");
    case RoomRole::Owner:
        return QStringLiteral("owner");
    }
    Q_UNREACHABLE();
    return {};
}

QString toString(MessageType type) {
    switch (type) {
    case MessageType::Text:
        return QStringLiteral("text");
    case MessageType::System:
        return QStringLiteral("system");
    }
    Q_UNREACHABLE();
    return {};
}

namespace {

struct SystemKindName {
    SystemKind kind;
    QLatin1StringView name;
};
constexpr SystemKindName systemKinds[]{
    {SystemKind::RoomCreated, QLatin1StringView("room_created")},
    {SystemKind::MemberJoined, QLatin1StringView("member_joined")},
    {SystemKind::MemberAdded, QLatin1StringView("member_added")},
    {SystemKind::MemberLeft, QLatin1StringView("member_left")},
    {SystemKind::MemberRemoved, QLatin1StringView("member_removed")},
    {SystemKind::MemberBanned, QLatin1StringView("member_banned")},
    {SystemKind::RoleChanged, QLatin1StringView("role_changed")},
    {SystemKind::RoomRenamed, QLatin1StringView("room_renamed")},
    {SystemKind::TopicChanged, QLatin1StringView("topic_changed")},
    {SystemKind::KindChanged, QLatin1StringView("kind_changed")},
    {SystemKind::RoomArchived, QLatin1StringView("room_archived")},
    {SystemKind::RoomUnarchived, QLatin1StringView("room_unarchived")},
    {SystemKind::MessagePinned, QLatin1StringView("message_pinned")},
};

} // namespace

QString toString(SystemKind kind) {
    for (const SystemKindName& one : systemKinds) {
        if (one.kind == kind)
            return one.name;
    }
    Q_UNREACHABLE();
    return {};
}

std::optional<SystemKind> systemKindFromString(QStringView text) {
    for (const SystemKindName& one : systemKinds) {
        if (text == one.name)
            return one.kind;
    }
    return std::nullopt;
}

QString toString(PresenceStatus status) {
    switch (status) {
    case PresenceStatus::Offline:
        return QStringLiteral("offline");
    case PresenceStatus::Online:
        return QStringLiteral("online");
    case PresenceStatus::Away:
        return QStringLiteral("away");
    case PresenceStatus::DoNotDisturb:
        return QStringLiteral("dnd");
    }
    Q_UNREACHABLE();
    return {};
}

std::optional<PresenceStatus> presenceStatusFromString(QStringView text) {
    for (const auto status : {PresenceStatus::Offline, PresenceStatus::Online, PresenceStatus::Away,
                              PresenceStatus::DoNotDisturb}) {
        if (text == toString(status))
            return status;
    }
    return std::nullopt;
}

QString toString(Registration value) {
    switch (value) {
    case Registration::Open:
        return QStringLiteral("open");
    case Registration::Invite:
        return QStringLiteral("invite");
    case Registration::Closed:
        return QStringLiteral("closed");
    }
    Q_UNREACHABLE();
    return {};
}

std::optional<RoomKind> roomKindFromString(QStringView text) {
    if (text == u"public")
        return RoomKind::Public;
    if (text == u"private")
        return RoomKind::Private;
    if (text == u"direct")
        return RoomKind::Direct;
    return std::nullopt;
}

std::optional<RoomRole> roomRoleFromString(QStringView text) {
    if (text == u"member")
        return RoomRole::Member;
    if (text == u"moderator")
        return RoomRole::Moderator;
    if (text == u"owner")
        return RoomRole::Owner;
    return std::nullopt;
}

std::optional<MessageType> messageTypeFromString(QStringView text) {
    if (text == u"text")
        return MessageType::Text;
    if (text == u"system")
        return MessageType::System;
    return std::nullopt;
}

std::optional<Registration> registrationFromString(QStringView text) {
    if (text == u"open")
        return Registration::Open;
    if (text == u"invite")
        return Registration::Invite;
    if (text == u"closed")
        return Registration::Closed;
    return std::nullopt;
}

} // namespace parlor

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

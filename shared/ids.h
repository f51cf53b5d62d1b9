// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDebug>
#include <QHashFunctions>
#include <QString>
#include <QUuid>

#include <optional>

namespace parlor {

/// A UUID that cannot be mistaken for one of another kind. Null when default constructed.
template <typename Tag>
class Id {
public:
    Id() = default;
    explicit Id(const QUuid& uuid)
        : m_uuid(uuid) {}

    static Id create() { return Id(QUuid::createUuid()); }

    /// Parses the canonical form only: 36 characters, hexadecimal digits of either case, dashes, no braces,
    /// not null.
    static std::optional<Id> parse(QStringView text);

    bool isNull() const { return m_uuid.isNull(); }
    const QUuid& uuid() const { return m_uuid; }
    /// Canonical lower-case form without braces.
    QString toString() const { return m_uuid.toString(QUuid::WithoutBraces); }

    friend bool operator==(const Id& a, const Id& b) { return a.m_uuid == b.m_uuid; }
    friend bool operator!=(const Id& a, const Id& b) { return a.m_uuid != b.m_uuid; }
    friend bool operator<(const Id& a, const Id& b) { return a.m_uuid < b.m_uuid; }
    friend size_t qHash(const Id& id, size_t seed = 0) noexcept { return ::qHash(id.m_uuid, seed); }
    friend QDebug operator<<(QDebug debug, const Id& id) { return debug << id.toString(); }

private:
    QUuid m_uuid;
};

using UserId = Id<struct UserTag>;
using RoomId = Id<struct RoomTag>;
using MessageId = Id<struct MessageTag>;
/// Made by the client once per message, kept in its outbox until the server has answered.
using TempId = Id<struct TempTag>;
/// One login of one device; it owns a family of refresh tokens.
using SessionId = Id<struct SessionTag>;
/// Identifies an edit, deletion or reaction, so that a retry of it is applied once.
using OpId = Id<struct OpTag>;

/// Parses a UUID in canonical form (see Id::parse).
std::optional<QUuid> parseUuid(QStringView text);

template <typename Tag>
std::optional<Id<Tag>> Id<Tag>::parse(QStringView text) {
    if (const auto uuid = parseUuid(text))
        return Id(*uuid);
    return std::nullopt;
}

/// The id of the message that `sender` sends to `room` with `tempId`: UUIDv5 (RFC 4122, 4.3) in the namespace
/// of the sender's id, of the name roomId + "/" + tempId, both canonical and lower-case. Client and server
/// compute the same.
MessageId messageIdFor(const UserId& sender, const RoomId& room, const TempId& tempId);

} // namespace parlor

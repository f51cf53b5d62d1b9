// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/gossip.h"

#include "shared/codec.h"

#include <array>

namespace parlor::gateway::gossip {

namespace {

constexpr qsizetype bytesMax = 1024 * 1024;
constexpr qsizetype idBytes = 16;
constexpr std::array statuses{PresenceStatus::Offline, PresenceStatus::Online, PresenceStatus::Away,
                              PresenceStatus::DoNotDisturb};

/// The ids of each status one after the other, as base64: 22 bytes for a user.
void put(QJsonObject& json, const UserStatuses& users) {
    for (const PresenceStatus status : statuses) {
        QByteArray ids;
        for (const auto& [user, theirs] : users) {
            if (theirs == status)
                ids += user.uuid().toRfc4122();
        }
        if (!ids.isEmpty())
            json.insert(toString(status), QString::fromLatin1(ids.toBase64()));
    }
}

std::optional<UserStatuses> users(const QJsonObject& json) {
    UserStatuses result;
    for (const PresenceStatus status : statuses) {
        const auto ids = QByteArray::fromBase64Encoding(json.value(toString(status)).toString().toLatin1(),
                                                        QByteArray::AbortOnBase64DecodingErrors);
        if (!ids || ids.decoded.size() % idBytes != 0)
            return std::nullopt;
        for (qsizetype at = 0; at < ids.decoded.size(); at += idBytes)
            result.append(
                {UserId(QUuid::fromRfc4122(QByteArrayView(ids.decoded).sliced(at, idBytes))), status});
    }
    return result.size() <= usersPerPart ? std::optional(result) : std::nullopt;
}

struct Encode {
    QJsonObject operator()(const Delta& delta) const {
        QJsonObject json{{QStringLiteral("kind"), QStringLiteral("presence")}};
        put(json, delta.users);
        return json;
    }
    QJsonObject operator()(const SnapshotPart& snapshot) const {
        QJsonObject json{{QStringLiteral("kind"), QStringLiteral("snapshot")},
                         {QStringLiteral("part"), snapshot.part},
                         {QStringLiteral("parts"), snapshot.parts}};
        put(json, snapshot.users);
        return json;
    }
    QJsonObject operator()(const Hello&) const { return {{QStringLiteral("kind"), QStringLiteral("hello")}}; }
    QJsonObject operator()(const Bye&) const { return {{QStringLiteral("kind"), QStringLiteral("bye")}}; }
    QJsonObject operator()(const Typing& typing) const {
        return {{QStringLiteral("kind"), QStringLiteral("typing")},
                {QStringLiteral("room"), typing.room.toString()},
                {QStringLiteral("user"), typing.user.toString()},
                {QStringLiteral("typing"), typing.typing}};
    }
};

} // namespace

QByteArray encode(const Message& message) {
    return toBytes(std::visit(Encode{}, message));
}

std::optional<Message> decode(const QByteArray& value) {
    if (value.size() > bytesMax)
        return std::nullopt;
    const auto json = parseObject(value);
    if (!json)
        return std::nullopt;
    const QString kind = json->value(QLatin1StringView("kind")).toString();
    if (kind == QLatin1StringView("hello"))
        return Hello{};
    if (kind == QLatin1StringView("bye"))
        return Bye{};
    if (kind == QLatin1StringView("presence")) {
        const auto changed = users(*json);
        return changed ? std::optional<Message>(Delta{*changed}) : std::nullopt;
    }
    if (kind == QLatin1StringView("snapshot")) {
        const int part = json->value(QLatin1StringView("part")).toInt(-1);
        const int parts = json->value(QLatin1StringView("parts")).toInt(-1);
        const auto all = users(*json);
        if (!all || part < 0 || parts > partsMax || part >= parts)
            return std::nullopt;
        return SnapshotPart{part, parts, *all};
    }
    if (kind == QLatin1StringView("typing")) {
        const auto room = RoomId::parse(json->value(QLatin1StringView("room")).toString());
        const auto user = UserId::parse(json->value(QLatin1StringView("user")).toString());
        if (!room || !user)
            return std::nullopt;
        return Typing{*room, *user, json->value(QLatin1StringView("typing")).toBool()};
    }
    return std::nullopt;
}

} // namespace parlor::gateway::gossip

// SPDX-License-Identifier: GPL-3.0-or-later
/// Rooms and who is in them, as records.
#include "server/log/record_codec.h"

namespace parlor::log {

QJsonObject toRecord(const RoomRecord& record) {
    QJsonObject json = recordHeader(QLatin1StringView("room"));
    json[QStringLiteral("room")] = toJson(record.room);
    json[QStringLiteral("deleted")] = record.deleted;
    return json;
}

QJsonObject toRecord(const MemberRecord& record) {
    QJsonObject json = recordHeader(QLatin1StringView("member"));
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("user")] = toJson(record.user);
    if (record.role)
        json[QStringLiteral("role")] = toString(*record.role);
    json[QStringLiteral("version")] = record.version;
    return json;
}

QJsonObject toRecord(const BanRecord& record) {
    QJsonObject json = recordHeader(QLatin1StringView("ban"));
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("userId")] = record.userId.toString();
    json[QStringLiteral("by")] = record.by.toString();
    json[QStringLiteral("banned")] = record.banned;
    json[QStringLiteral("at")] = toString(record.at);
    if (record.version > 0)
        json[QStringLiteral("version")] = record.version;
    return json;
}

RoomRecord readRoomRecord(JsonReader& reader) {
    RoomRecord record;
    record.room = readModel<Room>(reader, QLatin1StringView("room"));
    record.deleted = reader.boolean(QLatin1StringView("deleted"));
    return record;
}

MemberRecord readMemberRecord(JsonReader& reader) {
    MemberRecord record;
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.user = readModel<User>(reader, QLatin1StringView("user"));
    if (reader.has(QLatin1StringView("role")))
        record.role =
            reader.enumeration(QLatin1StringView("role"), roomRoleFromString, "member, moderator or owner");
    record.version = reader.integer(QLatin1StringView("version"));
    return record;
}

BanRecord readBanRecord(JsonReader& reader) {
    BanRecord record;
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.userId = reader.id<UserId>(QLatin1StringView("userId"));
    record.by = reader.id<UserId>(QLatin1StringView("by"));
    record.banned = reader.boolean(QLatin1StringView("banned"));
    record.at = reader.time(QLatin1StringView("at"));
    if (reader.has(QLatin1StringView("version")))
        record.version = reader.integer(QLatin1StringView("version"), 1);
    return record;
}

} // namespace parlor::log

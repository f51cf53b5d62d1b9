// SPDX-License-Identifier: GPL-3.0-or-later
/// Users, their sessions and their cursors, as records.
#include "server/log/record_codec.h"

namespace parlor::log {

namespace {

/// The three cursors have one form.
template <typename Cursor>
QJsonObject cursorRecord(QLatin1StringView kind, const Cursor& record) {
    QJsonObject json = recordHeader(kind);
    json[QStringLiteral("userId")] = record.userId.toString();
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("seq")] = record.seq;
    return json;
}

template <typename Cursor>
Cursor readCursor(JsonReader& reader) {
    Cursor record;
    record.userId = reader.id<UserId>(QLatin1StringView("userId"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.seq = reader.integer(QLatin1StringView("seq"));
    return record;
}

} // namespace

QJsonObject toRecord(const UserRecord& record) {
    QJsonObject json = recordHeader(QLatin1StringView("user"));
    json[QStringLiteral("user")] = toJson(record.user);
    json[QStringLiteral("version")] = record.version;
    return json;
}

QJsonObject toRecord(const SessionRevokedRecord& record) {
    QJsonObject json = recordHeader(QLatin1StringView("session_revoked"));
    json[QStringLiteral("userId")] = record.userId.toString();
    json[QStringLiteral("sessionId")] = record.sessionId.toString();
    return json;
}

QJsonObject toRecord(const DeliveredRecord& record) {
    return cursorRecord(QLatin1StringView("delivered"), record);
}

QJsonObject toRecord(const MarkRecord& record) {
    return cursorRecord(QLatin1StringView("mark"), record);
}

QJsonObject toRecord(const SeenRecord& record) {
    return cursorRecord(QLatin1StringView("seen"), record);
}

UserRecord readUserRecord(JsonReader& reader) {
    UserRecord record;
    record.user = readModel<User>(reader, QLatin1StringView("user"));
    record.version = reader.integer(QLatin1StringView("version"));
    return record;
}

SessionRevokedRecord readSessionRevokedRecord(JsonReader& reader) {
    SessionRevokedRecord record;
    record.userId = reader.id<UserId>(QLatin1StringView("userId"));
    record.sessionId = reader.id<SessionId>(QLatin1StringView("sessionId"));
    return record;
}

DeliveredRecord readDeliveredRecord(JsonReader& reader) {
    return readCursor<DeliveredRecord>(reader);
}

SeenRecord readSeenRecord(JsonReader& reader) {
    return readCursor<SeenRecord>(reader);
}

MarkRecord readMarkRecord(JsonReader& reader) {
    return readCursor<MarkRecord>(reader);
}

} // namespace parlor::log

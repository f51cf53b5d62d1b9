// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/records.h"
#include "shared/codec.h"
#include "shared/json_reader.h"

#include <QJsonObject>

/// How each kind of record is written and read; records.cpp puts them together. Reading leaves its failure in
/// the reader.
namespace parlor::log {

// Limits of the wire may be lowered one day, but what is in the log was accepted once and must stay readable:
// so the texts of records are bounded far above them.
inline constexpr int recordTextMax = 1'000'000;

/// What every record begins with.
QJsonObject recordHeader(QLatin1StringView kind);

// message_record_codec.cpp
QByteArray encodeMessage(const MessageRecord& record);
QJsonObject toRecord(const EditRecord& record);
QJsonObject toRecord(const DeleteRecord& record);
QJsonObject toRecord(const ReactionRecord& record);
QJsonObject toRecord(const PinRecord& record);
MessageRecord readMessageRecord(JsonReader& reader);
/// A message as encodeMessage() writes it, if it calls nobody and is of a person: nearly every one. Nothing
/// for all others; see JsonCursor.
std::optional<MessageRecord> readUsualMessage(const QByteArray& value);
/// decode() without that, for every record: what it says is right.
Result<Event> decodeByTree(const QByteArray& value);
EditRecord readEditRecord(JsonReader& reader);
DeleteRecord readDeleteRecord(JsonReader& reader);
ReactionRecord readReactionRecord(JsonReader& reader);
PinRecord readPinRecord(JsonReader& reader);

// room_record_codec.cpp
QJsonObject toRecord(const RoomRecord& record);
QJsonObject toRecord(const MemberRecord& record);
QJsonObject toRecord(const BanRecord& record);
RoomRecord readRoomRecord(JsonReader& reader);
MemberRecord readMemberRecord(JsonReader& reader);
BanRecord readBanRecord(JsonReader& reader);

// user_record_codec.cpp
QJsonObject toRecord(const UserRecord& record);
QJsonObject toRecord(const SessionRevokedRecord& record);
QJsonObject toRecord(const DeliveredRecord& record);
QJsonObject toRecord(const SeenRecord& record);
QJsonObject toRecord(const MarkRecord& record);
UserRecord readUserRecord(JsonReader& reader);
SessionRevokedRecord readSessionRevokedRecord(JsonReader& reader);
DeliveredRecord readDeliveredRecord(JsonReader& reader);
SeenRecord readSeenRecord(JsonReader& reader);
MarkRecord readMarkRecord(JsonReader& reader);

/// A model that stands inside a record; its failure becomes the reader's.
template <typename T>
T readModel(JsonReader& reader, QLatin1StringView key) {
    const QJsonObject json = reader.object(key);
    if (reader.failed())
        return {};
    auto model = fromJson<T>(json);
    if (model)
        return *model;
    reader.fail(key, QStringLiteral("is not valid: ") + model.error().message());
    return {};
}

} // namespace parlor::log

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/json_reader.h"
#include "shared/models.h"
#include "shared/result.h"

/// The models read from a JsonReader, for the decoders of what contains them. Internal to parlor_shared.
namespace parlor {

User readUser(JsonReader& reader);
Room readRoom(JsonReader& reader);
RoomView readRoomView(JsonReader& reader);
PublicRoom readPublicRoom(JsonReader& reader);
Member readMember(JsonReader& reader);
Ban readBan(JsonReader& reader);
Message readMessage(JsonReader& reader);
Mentions readMentions(JsonReader& reader, QLatin1StringView users, QLatin1StringView room);
Reaction readReaction(JsonReader& reader);
Pin readPin(JsonReader& reader);
SystemEvent readSystemEvent(JsonReader& reader);
MemberCursor readMemberCursor(JsonReader& reader);
Presence readPresence(JsonReader& reader);
ReadState readReadState(JsonReader& reader);
AuthTokens readAuthTokens(JsonReader& reader);
MessageVersion readMessageVersion(JsonReader& reader);
AccountInfo readAccountInfo(JsonReader& reader);
SessionInfo readSessionInfo(JsonReader& reader);
AuditEntry readAuditEntry(JsonReader& reader);
ServerInfo readServerInfo(JsonReader& reader);
Error readError(JsonReader& reader);

RoomRole readRole(JsonReader& reader);

template <typename IdType>
QJsonArray idsToJson(const QList<IdType>& ids) {
    QJsonArray json;
    for (const IdType& id : ids)
        json.append(id.toString());
    return json;
}
inline QList<UserId> readOptionalIds(JsonReader& reader, QLatin1StringView key, int max) {
    return reader.has(key) ? reader.idArray<UserId>(key, max) : QList<UserId>();
}
/// Nothing where there is nothing to tell.
void putMentions(QJsonObject& json, const Mentions& mentions, QLatin1StringView users,
                 QLatin1StringView room);

/// `attachments` of a message to be sent: the place of files to come. Until then it must be empty, so that
/// nobody believes a file to be sent that was not.
void readReservedAttachments(JsonReader& reader);

/// Puts the four fields of `state` beside what `json` holds.
void putReadState(QJsonObject& json, const ReadState& state);
/// Puts role, head, the read state and lastMessageAt of `view`: all but the room itself.
void putMembership(QJsonObject& json, const RoomView& view);
/// The inverse; view.room is left as it is.
void readMembership(JsonReader& reader, RoomView& view);

/// The end of every decoder.
template <typename T>
Result<T> finished(const JsonReader& reader, T value, const QString& path) {
    if (reader.failed())
        return fail(reader.error(path));
    return value;
}

} // namespace parlor

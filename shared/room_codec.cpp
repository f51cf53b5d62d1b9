// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/model_codec.h"

#include <QSet>

// Requests about rooms and members, and bans.
namespace parlor {

using namespace Qt::StringLiterals;

namespace {

RoomKind readNewKind(JsonReader& reader) {
    const auto kind = reader.enumeration("kind"_L1, roomKindFromString, "public or private");
    if (kind == RoomKind::Direct)
        reader.fail("kind"_L1, QStringLiteral("must be public or private"));
    return kind;
}

} // namespace

QJsonObject toJson(const CreateRoomRequest& request) {
    QJsonObject json;
    json.insert("name"_L1, request.name);
    json.insert("kind"_L1, toString(request.kind));
    if (!request.topic.isEmpty())
        json.insert("topic"_L1, request.topic);
    if (!request.members.isEmpty())
        json.insert("members"_L1, idsToJson(request.members));
    return json;
}

template <>
Result<CreateRoomRequest> fromJson<CreateRoomRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    CreateRoomRequest request;
    request.name = reader.text("name"_L1, roomNameProblem);
    request.kind = readNewKind(reader);
    request.topic = reader.optionalText("topic"_L1, topicProblem).value_or(QString());
    request.members = readOptionalIds(reader, "members"_L1, limits::newRoomMembersMax);
    if (QSet<UserId>(request.members.cbegin(), request.members.cend()).size() != request.members.size())
        reader.fail("members"_L1, QStringLiteral("must name everybody once"));
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const UpdateRoomRequest& request) {
    QJsonObject json;
    if (request.name)
        json.insert("name"_L1, *request.name);
    if (request.topic)
        json.insert("topic"_L1, *request.topic);
    if (request.kind)
        json.insert("kind"_L1, toString(*request.kind));
    if (request.archived)
        json.insert("archived"_L1, *request.archived);
    return json;
}

template <>
Result<UpdateRoomRequest> fromJson<UpdateRoomRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    UpdateRoomRequest request;
    request.name = reader.optionalText("name"_L1, roomNameProblem);
    request.topic = reader.optionalText("topic"_L1, topicProblem);
    if (reader.has("kind"_L1))
        request.kind = readNewKind(reader);
    if (reader.has("archived"_L1))
        request.archived = reader.boolean("archived"_L1);
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const RoleRequest& request) {
    return {{"role"_L1, toString(request.role)}};
}

template <>
Result<RoleRequest> fromJson<RoleRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    const RoleRequest request{readRole(reader)};
    return finished(reader, request, path);
}

QJsonObject toJson(const AddMemberRequest& request) {
    return {{"userId"_L1, request.userId.toString()}};
}

template <>
Result<AddMemberRequest> fromJson<AddMemberRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    AddMemberRequest request;
    request.userId = reader.id<UserId>("userId"_L1);
    return finished(reader, request, path);
}

QJsonObject toJson(const Ban& ban) {
    QJsonObject json;
    json.insert("user"_L1, toJson(ban.user));
    json.insert("by"_L1, ban.by.toString());
    json.insert("at"_L1, toString(ban.at));
    return json;
}

Ban readBan(JsonReader& reader) {
    Ban ban;
    ban.user = reader.model("user"_L1, readUser);
    ban.by = reader.id<UserId>("by"_L1);
    ban.at = reader.time("at"_L1);
    return ban;
}

template <>
Result<Ban> fromJson<Ban>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    Ban ban = readBan(reader);
    return finished(reader, std::move(ban), path);
}

} // namespace parlor

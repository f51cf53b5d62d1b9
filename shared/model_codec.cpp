// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model_codec.h"

#include "shared/codec.h"

#include <limits>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int intMax = std::numeric_limits<int>::max();

template <typename T>
Result<T> decode(const QJsonObject& json, const QString& path, T (*read)(JsonReader&)) {
    JsonReader reader(json);
    return finished(reader, read(reader), path);
}

} // namespace

// --- User ---

QJsonObject toJson(const User& user) {
    QJsonObject json;
    json.insert("id"_L1, user.id.toString());
    json.insert("username"_L1, user.username);
    json.insert("displayName"_L1, user.displayName);
    if (!user.statusText.isEmpty())
        json.insert("statusText"_L1, user.statusText);
    if (!user.timeZone.isEmpty())
        json.insert("timeZone"_L1, user.timeZone);
    if (user.deactivated)
        json.insert("deactivated"_L1, true);
    if (user.deleted)
        json.insert("deleted"_L1, true);
    return json;
}

User readUser(JsonReader& reader) {
    User user;
    user.id = reader.id<UserId>("id"_L1);
    user.username = reader.text("username"_L1, usernameProblem);
    user.displayName = reader.text("displayName"_L1, displayNameProblem);
    user.statusText = reader.optionalText("statusText"_L1, statusTextProblem).value_or(QString());
    user.timeZone = reader.optionalText("timeZone"_L1, timeZoneProblem).value_or(QString());
    user.deactivated = reader.optionalBoolean("deactivated"_L1, false);
    user.deleted = reader.optionalBoolean("deleted"_L1, false);
    return user;
}

// --- rooms ---

QJsonObject toJson(const Room& room) {
    QJsonObject json;
    json.insert("id"_L1, room.id.toString());
    json.insert("name"_L1, room.name);
    json.insert("kind"_L1, toString(room.kind));
    json.insert("topic"_L1, room.topic);
    json.insert("version"_L1, room.version);
    json.insert("createdAt"_L1, toString(room.createdAt));
    if (room.archived)
        json.insert("archived"_L1, true);
    if (!room.direct.isEmpty())
        json.insert("direct"_L1, idsToJson(room.direct));
    return json;
}

Room readRoom(JsonReader& reader) {
    Room room;
    room.id = reader.id<RoomId>("id"_L1);
    room.kind = reader.enumeration("kind"_L1, roomKindFromString, "public, private or direct");
    // A direct room is named by its members, on the screen of each.
    const int nameMin = room.kind == RoomKind::Direct ? 0 : limits::roomNameMin;
    room.name = reader.text("name"_L1, nameMin, limits::roomNameMax, TextRule::Name);
    room.topic = reader.text("topic"_L1, topicProblem);
    room.version = reader.integer("version"_L1);
    room.createdAt = reader.time("createdAt"_L1);
    room.archived = reader.optionalBoolean("archived"_L1, false);
    room.direct = readOptionalIds(reader, "direct"_L1, 2);
    return room;
}

QJsonObject toJson(const ReadState& state) {
    QJsonObject json;
    putReadState(json, state);
    return json;
}

void putReadState(QJsonObject& json, const ReadState& state) {
    json.insert("seenSeq"_L1, state.seenSeq);
    json.insert("unread"_L1, state.unread);
    json.insert("mentions"_L1, state.mentions);
    json.insert("asOf"_L1, state.asOf);
}

ReadState readReadState(JsonReader& reader) {
    ReadState state;
    state.seenSeq = reader.integer("seenSeq"_L1);
    state.unread = reader.smallInteger("unread"_L1, 0, limits::unreadMax);
    state.mentions = reader.smallInteger("mentions"_L1, 0, limits::unreadMax);
    state.asOf = reader.integer("asOf"_L1);
    return state;
}

void putMembership(QJsonObject& json, const RoomView& view) {
    json.insert("role"_L1, toString(view.role));
    json.insert("head"_L1, view.head);
    putReadState(json, view.read);
    json.insert("memberCount"_L1, view.memberCount);
    if (view.lastMessageAt)
        json.insert("lastMessageAt"_L1, toString(*view.lastMessageAt));
}

void readMembership(JsonReader& reader, RoomView& view) {
    view.role = readRole(reader);
    view.head = reader.integer("head"_L1);
    view.read = readReadState(reader);
    view.memberCount = reader.optionalSmallInteger("memberCount"_L1, 0, intMax).value_or(0);
    view.lastMessageAt = reader.optionalTime("lastMessageAt"_L1);
}

QJsonObject toJson(const RoomView& view) {
    QJsonObject json = toJson(view.room);
    putMembership(json, view);
    return json;
}

RoomView readRoomView(JsonReader& reader) {
    RoomView view;
    view.room = readRoom(reader);
    readMembership(reader, view);
    return view;
}

QJsonObject toJson(const PublicRoom& room) {
    QJsonObject json = toJson(room.room);
    json.insert("memberCount"_L1, room.memberCount);
    json.insert("joined"_L1, room.joined);
    return json;
}

PublicRoom readPublicRoom(JsonReader& reader) {
    PublicRoom room;
    room.room = readRoom(reader);
    room.memberCount = reader.smallInteger("memberCount"_L1, 0, intMax);
    room.joined = reader.boolean("joined"_L1);
    return room;
}

RoomRole readRole(JsonReader& reader) {
    return reader.enumeration("role"_L1, roomRoleFromString, "member, moderator or owner");
}

QJsonObject toJson(const Member& member) {
    QJsonObject json;
    json.insert("user"_L1, toJson(member.user));
    json.insert("role"_L1, toString(member.role));
    return json;
}

Member readMember(JsonReader& reader) {
    Member member;
    member.user = reader.model("user"_L1, readUser);
    member.role = readRole(reader);
    return member;
}

// --- AuthTokens, ServerInfo, Error ---

QJsonObject toJson(const AuthTokens& tokens) {
    QJsonObject json;
    json.insert("user"_L1, toJson(tokens.user));
    json.insert("accessToken"_L1, tokens.accessToken);
    json.insert("refreshToken"_L1, tokens.refreshToken);
    json.insert("expiresIn"_L1, tokens.expiresIn);
    return json;
}

AuthTokens readAuthTokens(JsonReader& reader) {
    AuthTokens tokens;
    tokens.user = reader.model("user"_L1, readUser);
    tokens.accessToken = reader.text("accessToken"_L1, 1, limits::tokenMax);
    tokens.refreshToken = reader.text("refreshToken"_L1, 1, limits::tokenMax);
    tokens.expiresIn = reader.smallInteger("expiresIn"_L1, 0, intMax);
    return tokens;
}

QJsonObject toJson(const ServerInfo& info) {
    QJsonObject sizes;
    sizes.insert("username"_L1, limits::usernameMax);
    sizes.insert("displayName"_L1, limits::displayNameMax);
    sizes.insert("passwordMin"_L1, limits::passwordMin);
    sizes.insert("password"_L1, limits::passwordMax);
    sizes.insert("roomName"_L1, limits::roomNameMax);
    sizes.insert("topic"_L1, limits::topicMax);
    sizes.insert("messageContent"_L1, limits::messageContentMax);
    sizes.insert("page"_L1, limits::pageMax);
    sizes.insert("statusText"_L1, limits::statusTextMax);
    sizes.insert("emoji"_L1, limits::emojiMax);
    sizes.insert("searchQuery"_L1, limits::searchQueryMax);
    sizes.insert("mentions"_L1, limits::mentionsMax);
    sizes.insert("reactions"_L1, limits::reactionsMax);
    sizes.insert("reactionKinds"_L1, limits::reactionKindsMax);
    sizes.insert("pins"_L1, limits::pinsMax);
    sizes.insert("newRoomMembers"_L1, limits::newRoomMembersMax);
    sizes.insert("presenceQuery"_L1, limits::presenceQueryMax);
    sizes.insert("typingSeconds"_L1, limits::typingSeconds);
    sizes.insert("statusRoom"_L1, limits::statusRoomMax);
    sizes.insert("presenceRoom"_L1, limits::presenceRoomMax);
    sizes.insert("syncRooms"_L1, limits::syncRoomsMax);
    sizes.insert("syncChanges"_L1, limits::syncChangesMax);
    sizes.insert("unread"_L1, limits::unreadMax);
    sizes.insert("frameBytes"_L1, qint64(limits::frameMax));
    sizes.insert("bodyBytes"_L1, qint64(limits::httpBodyMax));
    sizes.insert("targetBytes"_L1, qint64(limits::httpTargetMax));
    sizes.insert("headerBytes"_L1, qint64(limits::httpHeadersMax));

    QJsonObject json;
    json.insert("name"_L1, info.name);
    json.insert("version"_L1, info.version);
    json.insert("registration"_L1, toString(info.registration));
    json.insert("search"_L1, info.search);
    json.insert("limits"_L1, sizes);
    return json;
}

ServerInfo readServerInfo(JsonReader& reader) {
    ServerInfo info;
    info.name = reader.text("name"_L1, 1, limits::roomNameMax, TextRule::Name);
    info.version = reader.text("version"_L1, 1, limits::refMax, TextRule::Name);
    info.registration =
        reader.enumeration("registration"_L1, registrationFromString, "open, invite or closed");
    info.search = reader.optionalBoolean("search"_L1, false);
    return info;
}

QJsonObject toJson(const Error& error) {
    // What concerns our own storage is told to nobody outside: neither what failed nor, in its message,
    // where.
    const bool onWire = isOnWire(error.code());
    const ErrorInfo& info = errorInfo(onWire ? error.code() : ErrorCode::Unavailable);
    QJsonObject json;
    json.insert("code"_L1, QLatin1String(info.name));
    json.insert("message"_L1, onWire ? error.message() : QString::fromLatin1(info.defaultMessage));
    if (!error.field().isEmpty())
        json.insert("field"_L1, error.field());
    if (error.retryAfter())
        json.insert("retryAfter"_L1, *error.retryAfter());
    return json;
}

Error readError(JsonReader& reader) {
    const QString name = reader.text("code"_L1, 1, limits::refMax, TextRule::Name);
    const QString message = reader.text("message"_L1, 1, intMax / 2);
    const QString field = reader.optionalText("field"_L1, 1, intMax / 2).value_or(QString());
    const auto retryAfter = reader.optionalSmallInteger("retryAfter"_L1, 0, intMax);
    const auto code = errorCodeFromName(name.toUtf8());
    const Error error(code && isOnWire(*code) ? *code : ErrorCode::Internal, message, field);
    return retryAfter ? error.withRetryAfter(*retryAfter) : error;
}

// --- fromJson ---

template <>
Result<User> fromJson<User>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readUser);
}

template <>
Result<Room> fromJson<Room>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readRoom);
}

template <>
Result<RoomView> fromJson<RoomView>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readRoomView);
}

template <>
Result<PublicRoom> fromJson<PublicRoom>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readPublicRoom);
}

template <>
Result<Member> fromJson<Member>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readMember);
}

template <>
Result<ReadState> fromJson<ReadState>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readReadState);
}

template <>
Result<AuthTokens> fromJson<AuthTokens>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readAuthTokens);
}

template <>
Result<ServerInfo> fromJson<ServerInfo>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readServerInfo);
}

template <>
Result<Error> fromJson<Error>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readError);
}

} // namespace parlor

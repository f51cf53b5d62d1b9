// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/frames.h"
#include "shared/requests.h"
#include "shared/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

/// JSON both ways. Encoding cannot fail. Decoding is strict: a missing field, a wrong type, an unknown
/// enumerator, a length or number out of range, malformed UTF-8 or UTF-16, or a forbidden character is
/// ErrorCode::Invalid with the JSON path of the field; an unknown field is ignored. All functions are pure
/// and may be called on any thread.
///
/// Texts: names (usernames, display names, room names, topics, devices) hold no control, line-separator or
/// bidi-override characters, and are not blank where a minimum is set; message content may hold newlines,
/// carriage returns and tabs, no other control characters, and is not blank. Times have exactly the form
/// 2026-01-31T23:59:59.123Z.
namespace parlor {

// --- models ---
QJsonObject toJson(const User& user);
QJsonObject toJson(const Room& room);
/// The room's fields with role, head, seenSeq, unread, mentions, asOf and lastMessageAt beside them.
QJsonObject toJson(const RoomView& view);
/// The room's fields with memberCount and joined.
QJsonObject toJson(const PublicRoom& room);
QJsonObject toJson(const Member& member);
QJsonObject toJson(const Ban& ban);
QJsonObject toJson(const Message& message);
QJsonObject toJson(const Reaction& reaction);
QJsonObject toJson(const Pin& pin);
QJsonObject toJson(const SystemEvent& event);
QJsonObject toJson(const MemberCursor& cursor);
QJsonObject toJson(const MessageReceipts& receipts);
QJsonObject toJson(const MessageVersion& version);
QJsonObject toJson(const Presence& presence);
QJsonObject toJson(const ReadState& state);
QJsonObject toJson(const AuthTokens& tokens);
/// The user's fields with email and administrator beside them.
QJsonObject toJson(const AccountInfo& account);
QJsonObject toJson(const SessionInfo& session);
QJsonObject toJson(const AuditEntry& entry);
/// With the protocol's limits beside the fields.
QJsonObject toJson(const ServerInfo& info);
/// {"code","message","field"?,"retryAfter"?}: what is inside of "error" in an HTTP answer. A code that is not
/// on the wire is told as `unavailable` with the default message.
QJsonObject toJson(const Error& error);

/// Decodes a model from `json`; `path` ("data.room") prefixes the field named by an error.
/// Specialised for the models, Error, and every struct of requests.h.
template <typename T>
Result<T> fromJson(const QJsonObject& json, const QString& path = {});

template <>
Result<User> fromJson<User>(const QJsonObject& json, const QString& path);
template <>
Result<Room> fromJson<Room>(const QJsonObject& json, const QString& path);
template <>
Result<RoomView> fromJson<RoomView>(const QJsonObject& json, const QString& path);
template <>
Result<PublicRoom> fromJson<PublicRoom>(const QJsonObject& json, const QString& path);
template <>
Result<Member> fromJson<Member>(const QJsonObject& json, const QString& path);
template <>
Result<Ban> fromJson<Ban>(const QJsonObject& json, const QString& path);
template <>
Result<Message> fromJson<Message>(const QJsonObject& json, const QString& path);
template <>
Result<MemberCursor> fromJson<MemberCursor>(const QJsonObject& json, const QString& path);
template <>
Result<MessageReceipts> fromJson<MessageReceipts>(const QJsonObject& json, const QString& path);
template <>
Result<MessageVersion> fromJson<MessageVersion>(const QJsonObject& json, const QString& path);
template <>
Result<Presence> fromJson<Presence>(const QJsonObject& json, const QString& path);
template <>
Result<ReadState> fromJson<ReadState>(const QJsonObject& json, const QString& path);
template <>
Result<AuthTokens> fromJson<AuthTokens>(const QJsonObject& json, const QString& path);
template <>
Result<AccountInfo> fromJson<AccountInfo>(const QJsonObject& json, const QString& path);
template <>
Result<SessionInfo> fromJson<SessionInfo>(const QJsonObject& json, const QString& path);
template <>
Result<AuditEntry> fromJson<AuditEntry>(const QJsonObject& json, const QString& path);
template <>
Result<ServerInfo> fromJson<ServerInfo>(const QJsonObject& json, const QString& path);
/// What is inside of "error" in an HTTP answer. A code that this version does not know becomes Internal.
template <>
Result<Error> fromJson<Error>(const QJsonObject& json, const QString& path);
template <>
Result<RegisterRequest> fromJson<RegisterRequest>(const QJsonObject& json, const QString& path);
template <>
Result<LoginRequest> fromJson<LoginRequest>(const QJsonObject& json, const QString& path);
template <>
Result<RefreshRequest> fromJson<RefreshRequest>(const QJsonObject& json, const QString& path);
template <>
Result<LogoutRequest> fromJson<LogoutRequest>(const QJsonObject& json, const QString& path);
template <>
Result<ChangePasswordRequest> fromJson<ChangePasswordRequest>(const QJsonObject& json, const QString& path);
template <>
Result<UpdateProfileRequest> fromJson<UpdateProfileRequest>(const QJsonObject& json, const QString& path);
template <>
Result<CreateUserRequest> fromJson<CreateUserRequest>(const QJsonObject& json, const QString& path);
template <>
Result<UpdateUserRequest> fromJson<UpdateUserRequest>(const QJsonObject& json, const QString& path);
template <>
Result<CreateRoomRequest> fromJson<CreateRoomRequest>(const QJsonObject& json, const QString& path);
template <>
Result<UpdateRoomRequest> fromJson<UpdateRoomRequest>(const QJsonObject& json, const QString& path);
template <>
Result<RoleRequest> fromJson<RoleRequest>(const QJsonObject& json, const QString& path);
template <>
Result<AddMemberRequest> fromJson<AddMemberRequest>(const QJsonObject& json, const QString& path);
template <>
Result<SendMessageRequest> fromJson<SendMessageRequest>(const QJsonObject& json, const QString& path);
template <>
Result<EditMessageRequest> fromJson<EditMessageRequest>(const QJsonObject& json, const QString& path);
template <>
Result<ReactionRequest> fromJson<ReactionRequest>(const QJsonObject& json, const QString& path);
template <>
Result<CursorRequest> fromJson<CursorRequest>(const QJsonObject& json, const QString& path);

/// {"items":[…],"next":…|null}
template <typename T>
QJsonObject toJson(const Page<T>& page) {
    QJsonArray items;
    for (const T& item : page.items)
        items.append(toJson(item));
    return {{QStringLiteral("items"), items},
            {QStringLiteral("next"), page.next ? QJsonValue(*page.next) : QJsonValue()}};
}
/// Specialised for User, RoomView, PublicRoom, Member, Ban, Message, MessageVersion, MemberCursor,
/// SessionInfo and AuditEntry.
template <typename T>
Result<Page<T>> pageFromJson(const QJsonObject& json);
template <>
Result<Page<User>> pageFromJson<User>(const QJsonObject& json);
template <>
Result<Page<RoomView>> pageFromJson<RoomView>(const QJsonObject& json);
template <>
Result<Page<PublicRoom>> pageFromJson<PublicRoom>(const QJsonObject& json);
template <>
Result<Page<Member>> pageFromJson<Member>(const QJsonObject& json);
template <>
Result<Page<Ban>> pageFromJson<Ban>(const QJsonObject& json);
template <>
Result<Page<Message>> pageFromJson<Message>(const QJsonObject& json);
template <>
Result<Page<MessageVersion>> pageFromJson<MessageVersion>(const QJsonObject& json);
template <>
Result<Page<MemberCursor>> pageFromJson<MemberCursor>(const QJsonObject& json);
template <>
Result<Page<SessionInfo>> pageFromJson<SessionInfo>(const QJsonObject& json);
template <>
Result<Page<AuditEntry>> pageFromJson<AuditEntry>(const QJsonObject& json);

// Requests, encoded (the client's side).
QJsonObject toJson(const RegisterRequest& request);
QJsonObject toJson(const LoginRequest& request);
QJsonObject toJson(const RefreshRequest& request);
QJsonObject toJson(const LogoutRequest& request);
QJsonObject toJson(const ChangePasswordRequest& request);
QJsonObject toJson(const UpdateProfileRequest& request);
QJsonObject toJson(const CreateUserRequest& request);
QJsonObject toJson(const UpdateUserRequest& request);
QJsonObject toJson(const CreateRoomRequest& request);
QJsonObject toJson(const UpdateRoomRequest& request);
QJsonObject toJson(const RoleRequest& request);
QJsonObject toJson(const AddMemberRequest& request);
QJsonObject toJson(const SendMessageRequest& request);
QJsonObject toJson(const EditMessageRequest& request);
QJsonObject toJson(const ReactionRequest& request);
QJsonObject toJson(const CursorRequest& request);

/// Parses UTF-8 text that must be one JSON object. The error's message says what is wrong at which byte.
Result<QJsonObject> parseObject(const QByteArray& text);
/// Compact UTF-8.
QByteArray toBytes(const QJsonObject& json);

/// Body of a request in one step: parseObject, then fromJson.
template <typename T>
Result<T> decodeBody(const QByteArray& body) {
    auto object = parseObject(body);
    if (!object)
        return fail(object.error());
    return fromJson<T>(*object);
}

// --- enumerations and times ---
QString toString(RoomKind kind);         ///< "public" | "private" | "direct"
QString toString(RoomRole role);         ///< "member" | "moderator" | "owner"
QString toString(MessageType type);      ///< "text" | "system"
QString toString(SystemKind kind);       ///< "room_created" | "member_joined" | …
QString toString(PresenceStatus status); ///< "offline" | "online" | "away" | "dnd"
QString toString(Registration value);    ///< "open" | "invite" | "closed"
std::optional<RoomKind> roomKindFromString(QStringView text);
std::optional<RoomRole> roomRoleFromString(QStringView text);
std::optional<MessageType> messageTypeFromString(QStringView text);
std::optional<SystemKind> systemKindFromString(QStringView text);
std::optional<PresenceStatus> presenceStatusFromString(QStringView text);
std::optional<Registration> registrationFromString(QStringView text);
QString toString(const QDateTime& time); ///< RFC 3339, UTC, milliseconds, "Z"
std::optional<QDateTime> timeFromString(QStringView text);
/// Now, in UTC, cut to milliseconds: what comes back from its text form compares equal.
QDateTime utcNow();

// --- rules that others check too (user input in the client, command-line verbs) ---
Result<void> checkUsername(const QString& name, const QString& field = QStringLiteral("username"));
Result<void> checkEmail(const QString& email, const QString& field = QStringLiteral("email"));
Result<void> checkPassword(const QString& password, const QString& field = QStringLiteral("password"));
Result<void> checkDisplayName(const QString& name, const QString& field = QStringLiteral("displayName"));
Result<void> checkRoomName(const QString& name, const QString& field = QStringLiteral("name"));
Result<void> checkTopic(const QString& topic, const QString& field = QStringLiteral("topic"));
/// What one reacts with: 1 to limits::emojiMax code points without blanks and controls, one of them at least
/// not a letter or digit of ASCII.
Result<void> checkEmoji(const QString& emoji, const QString& field = QStringLiteral("emoji"));
Result<void> checkMessageContent(const QString& content, const QString& field = QStringLiteral("content"));

// --- frames ---
struct ClientRequest {
    std::optional<QString> ref; ///< 1 to limits::refMax characters
    ClientFrame frame;
    friend bool operator==(const ClientRequest&, const ClientRequest&) = default;
};
/// Why a frame could not be decoded, with its ref where one could be read, so that the answer can carry it.
struct FrameError {
    Error error;
    std::optional<QString> ref;
};
struct ServerEvent {
    std::optional<QString> ref;
    ServerFrame frame;
    friend bool operator==(const ServerEvent&, const ServerEvent&) = default;
};

QByteArray encode(const ClientFrame& frame, const std::optional<QString>& ref = std::nullopt);
QByteArray encode(const ServerFrame& frame, const std::optional<QString>& ref = std::nullopt);
/// Server's side. An unknown type is Invalid with field "type".
tl::expected<ClientRequest, FrameError> decodeClientFrame(const QByteArray& text);
/// Client's side. An unknown type becomes server::Unknown.
Result<ServerEvent> decodeServerFrame(const QByteArray& text);
/// The wire's name of a frame ("message:new").
QString typeName(const ClientFrame& frame);
QString typeName(const ServerFrame& frame);

} // namespace parlor

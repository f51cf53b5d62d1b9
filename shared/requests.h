// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

/// The bodies of HTTP requests. Decoding (codec.h) checks lengths, characters and ranges; whether a name is
/// free is the server's matter.
namespace parlor {

struct RegisterRequest {
    QString username;
    QString email;
    QString password;
    std::optional<QString> displayName;
    QString device; ///< optional; shown in the list of sessions
    friend bool operator==(const RegisterRequest&, const RegisterRequest&) = default;
};
struct LoginRequest {
    QString login; ///< username or email; any text up to limits::emailMax: a wrong one is simply unknown
    QString password;
    QString device;
    friend bool operator==(const LoginRequest&, const LoginRequest&) = default;
};
struct RefreshRequest {
    QString refreshToken;
    friend bool operator==(const RefreshRequest&, const RefreshRequest&) = default;
};
/// The body may be left out.
struct LogoutRequest {
    bool all = false; ///< on every device
    friend bool operator==(const LogoutRequest&, const LogoutRequest&) = default;
};
struct ChangePasswordRequest {
    QString currentPassword;
    QString newPassword;
    friend bool operator==(const ChangePasswordRequest&, const ChangePasswordRequest&) = default;
};
/// PATCH users/me: what is absent stays as it is.
struct UpdateProfileRequest {
    std::optional<QString> displayName;
    std::optional<QString> statusText; ///< empty: none
    std::optional<QString> timeZone;   ///< empty: not told
    friend bool operator==(const UpdateProfileRequest&, const UpdateProfileRequest&) = default;
};
/// POST users, by an administrator.
struct CreateUserRequest {
    QString username;
    QString email;
    QString password;
    std::optional<QString> displayName;
    bool administrator = false;
    friend bool operator==(const CreateUserRequest&, const CreateUserRequest&) = default;
};
/// PATCH users/{id}, by an administrator: what is absent stays as it is.
struct UpdateUserRequest {
    std::optional<QString> displayName;
    std::optional<QString> email;
    std::optional<bool> administrator;
    std::optional<bool> active;
    std::optional<QString> password;
    friend bool operator==(const UpdateUserRequest&, const UpdateUserRequest&) = default;
};
struct CreateRoomRequest {
    QString name;
    RoomKind kind = RoomKind::Public; ///< Public or Private; direct rooms are not made this way
    QString topic;
    QList<UserId> members = {}; ///< beside who makes it; each once, at most limits::newRoomMembersMax
    friend bool operator==(const CreateRoomRequest&, const CreateRoomRequest&) = default;
};
/// PATCH rooms/{id}: what is absent stays as it is.
struct UpdateRoomRequest {
    std::optional<QString> name;
    std::optional<QString> topic;
    std::optional<RoomKind> kind; ///< Public or Private
    std::optional<bool> archived;
    friend bool operator==(const UpdateRoomRequest&, const UpdateRoomRequest&) = default;
};
/// PATCH rooms/{id}/members/{userId}.
struct RoleRequest {
    RoomRole role = RoomRole::Member;
    friend bool operator==(const RoleRequest&, const RoleRequest&) = default;
};
/// Names somebody: POST rooms/direct, rooms/{id}/members and rooms/{id}/bans.
struct AddMemberRequest {
    UserId userId;
    friend bool operator==(const AddMemberRequest&, const AddMemberRequest&) = default;
};
/// POST rooms/{id}/messages.
struct SendMessageRequest {
    QString content;
    TempId tempId;
    bool retry = false;
    std::optional<MessageId> replyTo;
    friend bool operator==(const SendMessageRequest&, const SendMessageRequest&) = default;
};
/// PATCH messages/{id}. Without an opId the request is an act of its own, and not to be repeated.
struct EditMessageRequest {
    QString content;
    std::optional<OpId> opId;
    bool retry = false;
    friend bool operator==(const EditMessageRequest&, const EditMessageRequest&) = default;
};
/// POST messages/{id}/reactions.
struct ReactionRequest {
    QString emoji;
    friend bool operator==(const ReactionRequest&, const ReactionRequest&) = default;
};
/// POST rooms/{id}/seen, /delivered and /mark.
struct CursorRequest {
    qint64 seq = 0;
    friend bool operator==(const CursorRequest&, const CursorRequest&) = default;
};

} // namespace parlor

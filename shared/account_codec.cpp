// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/model_codec.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int auditTextMax = 100; // the store's own words and ids

template <typename T>
void putOptional(QJsonObject& json, QLatin1StringView key, const std::optional<T>& value) {
    if (value)
        json.insert(key, *value);
}

std::optional<bool> readOptionalBoolean(JsonReader& reader, QLatin1StringView key) {
    return reader.has(key) ? std::optional(reader.boolean(key)) : std::nullopt;
}

} // namespace

// --- models ---

QJsonObject toJson(const AccountInfo& account) {
    QJsonObject json = toJson(account.user);
    json.insert("email"_L1, account.email);
    json.insert("administrator"_L1, account.administrator);
    return json;
}

AccountInfo readAccountInfo(JsonReader& reader) {
    AccountInfo account;
    account.user = readUser(reader);
    // One that `parlord import` brought may have none, and a deleted one has none.
    account.email = reader.text("email"_L1, 0, limits::emailMax, TextRule::Name);
    account.administrator = reader.boolean("administrator"_L1);
    return account;
}

template <>
Result<AccountInfo> fromJson<AccountInfo>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    return finished(reader, readAccountInfo(reader), path);
}

QJsonObject toJson(const SessionInfo& session) {
    return {{"id"_L1, session.id.toString()},
            {"device"_L1, session.device},
            {"address"_L1, session.address},
            {"createdAt"_L1, toString(session.createdAt)},
            {"lastUsedAt"_L1, toString(session.lastUsedAt)},
            {"current"_L1, session.current}};
}

SessionInfo readSessionInfo(JsonReader& reader) {
    SessionInfo session;
    session.id = reader.id<SessionId>("id"_L1);
    session.device = reader.text("device"_L1, 0, limits::deviceNameMax, TextRule::Name);
    session.address = reader.text("address"_L1, 0, auditTextMax, TextRule::Name);
    session.createdAt = reader.time("createdAt"_L1);
    session.lastUsedAt = reader.time("lastUsedAt"_L1);
    session.current = reader.boolean("current"_L1);
    return session;
}

template <>
Result<SessionInfo> fromJson<SessionInfo>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    return finished(reader, readSessionInfo(reader), path);
}

QJsonObject toJson(const AuditEntry& entry) {
    QJsonObject json;
    json.insert("id"_L1, entry.id);
    json.insert("at"_L1, toString(entry.at));
    if (entry.actor)
        json.insert("actor"_L1, entry.actor->toString());
    json.insert("action"_L1, entry.action);
    json.insert("target"_L1, entry.target);
    json.insert("details"_L1, entry.details);
    json.insert("address"_L1, entry.address);
    return json;
}

AuditEntry readAuditEntry(JsonReader& reader) {
    AuditEntry entry;
    entry.id = reader.integer("id"_L1);
    entry.at = reader.time("at"_L1);
    entry.actor = reader.optionalId<UserId>("actor"_L1);
    entry.action = reader.text("action"_L1, 1, auditTextMax, TextRule::Name);
    entry.target = reader.text("target"_L1, 0, auditTextMax, TextRule::Name);
    entry.details = reader.object("details"_L1);
    entry.address = reader.text("address"_L1, 0, auditTextMax, TextRule::Name);
    return entry;
}

template <>
Result<AuditEntry> fromJson<AuditEntry>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    return finished(reader, readAuditEntry(reader), path);
}

// --- requests ---

QJsonObject toJson(const LogoutRequest& request) {
    return request.all ? QJsonObject{{"all"_L1, true}} : QJsonObject();
}

template <>
Result<LogoutRequest> fromJson<LogoutRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    const LogoutRequest request{reader.optionalBoolean("all"_L1, false)};
    return finished(reader, request, path);
}

QJsonObject toJson(const ChangePasswordRequest& request) {
    return {{"currentPassword"_L1, request.currentPassword}, {"newPassword"_L1, request.newPassword}};
}

template <>
Result<ChangePasswordRequest> fromJson<ChangePasswordRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    ChangePasswordRequest request;
    // As in a login: one that is too short is simply wrong.
    request.currentPassword = reader.text("currentPassword"_L1, 1, limits::passwordMax);
    request.newPassword = reader.text("newPassword"_L1, passwordProblem);
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const UpdateProfileRequest& request) {
    QJsonObject json;
    putOptional(json, "displayName"_L1, request.displayName);
    putOptional(json, "statusText"_L1, request.statusText);
    putOptional(json, "timeZone"_L1, request.timeZone);
    return json;
}

template <>
Result<UpdateProfileRequest> fromJson<UpdateProfileRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    UpdateProfileRequest request;
    request.displayName = reader.optionalText("displayName"_L1, displayNameProblem);
    request.statusText = reader.optionalText("statusText"_L1, statusTextProblem);
    request.timeZone = reader.optionalText("timeZone"_L1, timeZoneProblem);
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const CreateUserRequest& request) {
    QJsonObject json;
    json.insert("username"_L1, request.username);
    json.insert("email"_L1, request.email);
    json.insert("password"_L1, request.password);
    putOptional(json, "displayName"_L1, request.displayName);
    if (request.administrator)
        json.insert("administrator"_L1, true);
    return json;
}

template <>
Result<CreateUserRequest> fromJson<CreateUserRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    CreateUserRequest request;
    request.username = reader.text("username"_L1, usernameProblem);
    request.email = reader.text("email"_L1, emailProblem);
    request.password = reader.text("password"_L1, passwordProblem);
    request.displayName = reader.optionalText("displayName"_L1, displayNameProblem);
    request.administrator = reader.optionalBoolean("administrator"_L1, false);
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const UpdateUserRequest& request) {
    QJsonObject json;
    putOptional(json, "displayName"_L1, request.displayName);
    putOptional(json, "email"_L1, request.email);
    putOptional(json, "administrator"_L1, request.administrator);
    putOptional(json, "active"_L1, request.active);
    putOptional(json, "password"_L1, request.password);
    return json;
}

template <>
Result<UpdateUserRequest> fromJson<UpdateUserRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    UpdateUserRequest request;
    request.displayName = reader.optionalText("displayName"_L1, displayNameProblem);
    request.email = reader.optionalText("email"_L1, emailProblem);
    request.administrator = readOptionalBoolean(reader, "administrator"_L1);
    request.active = readOptionalBoolean(reader, "active"_L1);
    request.password = reader.optionalText("password"_L1, passwordProblem);
    return finished(reader, std::move(request), path);
}

} // namespace parlor

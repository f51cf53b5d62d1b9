// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/model_codec.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

void putDevice(QJsonObject& json, const QString& device) {
    if (!device.isEmpty())
        json.insert("device"_L1, device);
}

QString readDevice(JsonReader& reader) {
    return reader.optionalText("device"_L1, 0, limits::deviceNameMax, TextRule::Name).value_or(QString());
}

} // namespace

QJsonObject toJson(const RegisterRequest& request) {
    QJsonObject json;
    json.insert("username"_L1, request.username);
    json.insert("email"_L1, request.email);
    json.insert("password"_L1, request.password);
    if (request.displayName)
        json.insert("displayName"_L1, *request.displayName);
    putDevice(json, request.device);
    return json;
}

template <>
Result<RegisterRequest> fromJson<RegisterRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    RegisterRequest request;
    request.username = reader.text("username"_L1, usernameProblem);
    request.email = reader.text("email"_L1, emailProblem);
    request.password = reader.text("password"_L1, passwordProblem);
    request.displayName = reader.optionalText("displayName"_L1, displayNameProblem);
    request.device = readDevice(reader);
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const LoginRequest& request) {
    QJsonObject json;
    json.insert("login"_L1, request.login);
    json.insert("password"_L1, request.password);
    putDevice(json, request.device);
    return json;
}

template <>
Result<LoginRequest> fromJson<LoginRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    LoginRequest request;
    request.login = reader.text("login"_L1, 1, limits::emailMax);
    // A password that is too short to be anybody's is simply wrong: not a reason to tell the rule.
    request.password = reader.text("password"_L1, 1, limits::passwordMax);
    request.device = readDevice(reader);
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const RefreshRequest& request) {
    return {{"refreshToken"_L1, request.refreshToken}};
}

template <>
Result<RefreshRequest> fromJson<RefreshRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    RefreshRequest request;
    request.refreshToken = reader.text("refreshToken"_L1, 1, limits::tokenMax);
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const SendMessageRequest& request) {
    QJsonObject json;
    json.insert("content"_L1, request.content);
    json.insert("tempId"_L1, request.tempId.toString());
    if (request.retry)
        json.insert("retry"_L1, true);
    if (request.replyTo)
        json.insert("replyTo"_L1, request.replyTo->toString());
    return json;
}

template <>
Result<SendMessageRequest> fromJson<SendMessageRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    SendMessageRequest request;
    request.content = reader.text("content"_L1, messageContentProblem);
    request.tempId = reader.id<TempId>("tempId"_L1);
    request.retry = reader.optionalBoolean("retry"_L1, false);
    request.replyTo = reader.optionalId<MessageId>("replyTo"_L1);
    readReservedAttachments(reader);
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const EditMessageRequest& request) {
    QJsonObject json{{"content"_L1, request.content}};
    if (request.opId)
        json.insert("opId"_L1, request.opId->toString());
    if (request.retry)
        json.insert("retry"_L1, true);
    return json;
}

template <>
Result<EditMessageRequest> fromJson<EditMessageRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    EditMessageRequest request;
    request.content = reader.text("content"_L1, messageContentProblem);
    request.opId = reader.optionalId<OpId>("opId"_L1);
    request.retry = reader.optionalBoolean("retry"_L1, false);
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const ReactionRequest& request) {
    return {{"emoji"_L1, request.emoji}};
}

template <>
Result<ReactionRequest> fromJson<ReactionRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    ReactionRequest request{reader.text("emoji"_L1, emojiProblem)};
    return finished(reader, std::move(request), path);
}

QJsonObject toJson(const CursorRequest& request) {
    return {{"seq"_L1, request.seq}};
}

template <>
Result<CursorRequest> fromJson<CursorRequest>(const QJsonObject& json, const QString& path) {
    JsonReader reader(json);
    const CursorRequest request{reader.integer("seq"_L1)};
    return finished(reader, request, path);
}

} // namespace parlor
